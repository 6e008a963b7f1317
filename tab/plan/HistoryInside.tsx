// The plan's history as a page of its own, without the live plan round it.
import { lazy, Suspense } from 'react'
import type { Back } from '#tab/ui/BackButton.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { useFrameStyles } from './frame.ts'

const History = lazy(async () => ({ default: (await import('./History.tsx')).History }))

export function HistoryInside({ employee, back }: { employee: string; back: Back }) {
  const frame = useFrameStyles()
  return (
    <div className={frame.root}>
      <Suspense fallback={<Loading kind="stage" />}>
        <History employee={employee} back={back.go} backTo={back.to} />
      </Suspense>
    </div>
  )
}
