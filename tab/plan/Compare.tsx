// Any two of a plan's revisions side by side, the older one left; each can be chosen, and the newer may be the plan as it is now.
import { makeStyles, mergeClasses, Select, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { PlanHistory } from '#shared/api.ts'
import { agreedAt } from '#shared/history/line.ts'
import { dayMonth, localOf } from '#shared/time.ts'
import { frame } from './frame.ts'
import { PageHeader } from './PageHeader.tsx'
import { SideBySide } from './SideBySide.tsx'

/** Two points on the line, by number; the newer one may be the plan as it is now. */
export type Pair = { old: number; now: number | 'now' }

const useStyles = makeStyles({
  document: { rowGap: tokens.spacingVerticalM },
  choice: { maxWidth: '100%' },
})

type Props = { history: PlanHistory; first: Pair; sees: string; back: () => void }

export function Compare({ history, first, sees, back }: Props) {
  const styles = useStyles()
  const [{ old, now }, choose] = useState(first)
  const { me, employee, manager, people, revisions } = history
  const planAt = (at: number | 'now') =>
    (at === 'now' ? null : revisions.find(({ number }) => number === at)?.plan) ?? history.now
  const names = {
    of: (id: string) => [employee, manager, ...people].find((one) => one.id === id)?.firstName ?? 'nobody yet',
    manager: manager.firstName,
    today: me.today,
  }
  const newer = revisions.filter(({ number }) => number > old)
  const option = ({ number, stamps, at }: (typeof revisions)[number]) => (
    <option key={number} value={number}>
      Revision {number}, {dayMonth(localOf(agreedAt({ stamps, at }), me.zone).day, me.today)}
    </option>
  )
  return (
    <>
      <PageHeader title="Side by side" sees={sees} back={back} backTo="the history" />
      <main className={mergeClasses(frame.document, styles.document)} data-region tabIndex={-1}>
        <SideBySide
          old={{
            plan: planAt(old),
            title: (
              <Select
                className={styles.choice}
                aria-label="The older one"
                value={String(old)}
                onChange={(_, { value }) => {
                  const chosen = Number(value)
                  choose({ old: chosen, now: now !== 'now' && now <= chosen ? 'now' : now })
                }}
              >
                {revisions.map(option)}
              </Select>
            ),
          }}
          now={{
            plan: planAt(now),
            title: (
              <Select
                className={styles.choice}
                aria-label="The newer one"
                value={String(now)}
                onChange={(_, { value }) => choose({ old, now: value === 'now' ? 'now' : Number(value) })}
              >
                {newer.map(option)}
                <option value="now">Now</option>
              </Select>
            ),
          }}
          missing={`Not in revision ${old}`}
          names={names}
        />
      </main>
    </>
  )
}
