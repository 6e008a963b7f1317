// The meeting stage: the live plan of the employee named in the address, for both to see and edit.
import { Suspense } from 'react'
import { LivePlan } from '#tab/plan/LivePlan.tsx'
import { CalmPage } from '#tab/ui/calm.ts'
import { Loading } from '#tab/ui/Loading.tsx'
import { employeeOnStage } from './employeeOnStage.ts'

export function Stage() {
  const employee = employeeOnStage()
  return (
    <Suspense fallback={<Loading kind="stage" />}>
      {employee ? (
        <LivePlan employee={employee} />
      ) : (
        <CalmPage title="Nothing is shared" says="Share a plan from the Growth panel of this meeting." />
      )}
    </Suspense>
  )
}
