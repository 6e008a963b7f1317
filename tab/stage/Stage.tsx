// The meeting stage: the live plan of the employee named in the address, for both to see and edit.
import { LivePlan } from '#tab/plan/LivePlan.tsx'
import { CalmPage } from '#tab/ui/CalmPage.tsx'
import { employeeOnStage } from './employeeOnStage.ts'

export function Stage() {
  const employee = employeeOnStage()
  if (!employee)
    return <CalmPage title="Nothing is shared" says="Share a plan from the Growth panel of this meeting." />
  return <LivePlan employee={employee} />
}
