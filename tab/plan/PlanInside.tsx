// The live plan inside another page: a way back above it, which gives way to the plan's own while a page of the plan's is open.

import { makeStyles, tokens } from '@fluentui/react-components'
import { Suspense, useState } from 'react'
import { type Back, BackButton } from '#tab/ui/BackButton.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { lazily } from '#tab/ui/lazily.ts'
import type { PlanPage } from './frame.ts'

/** A chunk of its own: the pages round it do not wait for the plan's editor. */
const LivePlan = lazily(async () => (await import('./LivePlan.tsx')).LivePlan)

const useStyles = makeStyles({
  root: { display: 'flex', flexDirection: 'column', height: '100%', '@media print': { display: 'block' } },
  back: {
    flexShrink: 0,
    alignSelf: 'flex-start',
    margin: `${tokens.spacingVerticalM} 40px 0`,
    '@media (max-width: 1100px)': { margin: `${tokens.spacingVerticalM} 24px 0` },
    '@media (max-width: 700px)': { margin: `${tokens.spacingVerticalS} 8px 0` },
    '@media print': { display: 'none' },
  },
  live: { flex: 1, minHeight: 0, overflow: 'auto', '@media print': { overflow: 'visible' } },
})

export function PlanInside({ employee, back }: { employee: string; back: Back }) {
  const styles = useStyles()
  const [page, setPage] = useState<PlanPage>('plan')
  return (
    <div className={styles.root}>
      {page === 'plan' && <BackButton className={styles.back} {...back} />}
      <div className={styles.live}>
        <Suspense fallback={<Loading kind="stage" />}>
          <LivePlan employee={employee} onPage={setPage} />
        </Suspense>
      </div>
    </div>
  )
}
