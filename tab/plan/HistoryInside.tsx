// The plan's history as a page of its own, without the live plan round it.

import { Suspense } from 'react'
import type { Back } from '#tab/ui/BackButton.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { lazily } from '#tab/ui/lazily.ts'
import { frame } from './frame.ts'

const History = lazily(async () => (await import('./History.tsx')).History)

export function HistoryInside({ employee, back }: { employee: string; back: Back }) {
  return (
    <div className={frame.root}>
      <Suspense fallback={<Loading kind="stage" />}>
        <History employee={employee} back={back.go} backTo={back.to} />
      </Suspense>
    </div>
  )
}
