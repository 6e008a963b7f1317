// The plan's history: the line of agreed revisions, one of them to read, or two side by side.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { PlanHistory } from '#shared/api.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { useLoad } from '#tab/api.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { usePaperStyles } from '#tab/ui/paper.ts'
import { Compare, type Pair } from './Compare.tsx'
import { frame } from './frame.ts'
import { HistoryLine } from './HistoryLine.tsx'
import { PageHeader } from './PageHeader.tsx'
import { RevisionPage } from './RevisionPage.tsx'
import { useReadingPlace } from './useReadingPlace.ts'
import { seenBy } from './words.ts'

const useStyles = makeStyles({
  // Its children stand in the page's frame as if it were not there.
  root: { display: 'contents' },
  document: { rowGap: tokens.spacingVerticalM },
})

type Props = {
  employee: string
  /** The plan as it is now, where that is known better than by the server's reply. */
  now?: Plan
  back: () => void
  backTo: string
}

type View = { is: 'line' } | { is: 'revision'; number: number } | { is: 'compare'; pair: Pair }

export function History({ employee, now, back, backTo }: Props) {
  const { data, error, retryIn, reload } = useLoad('history', { params: { employee } })
  if (!data && error) {
    return (
      <>
        <PageHeader title="History" back={back} backTo={backTo} />
        <main className={frame.document} data-region tabIndex={-1}>
          <Failed what="The history" error={error} retryIn={retryIn} retry={reload} inside />
        </main>
      </>
    )
  }
  if (!data) return <Loading kind="stage" />
  return <Loaded history={now ? { ...data, now } : data} back={back} backTo={backTo} />
}

function Loaded({ history, back, backTo }: { history: PlanHistory; back: () => void; backTo: string }) {
  const styles = useStyles()
  const paper = usePaperStyles()
  const root = useRef<HTMLDivElement>(null)
  const [view, setView] = useState<View>({ is: 'line' })
  const leave = useReadingPlace(root, view.is, 'line')
  /** What was pressed to leave the line: focus comes back to it. */
  const pressed = useRef<string | null>(null)
  const go = (next: View, from: string) => {
    leave()
    pressed.current = from
    setView(next)
  }
  const toLine = useCallback(() => setView({ is: 'line' }), [])
  useEscape(root, view.is !== 'line', toLine)
  useEffect(() => {
    if (view.is === 'line' && pressed.current)
      root.current?.querySelector<HTMLElement>(`[data-from="${pressed.current}"]`)?.focus({ preventScroll: true })
  }, [view.is])

  const { me } = history
  const other = me.person.id === history.employee.id ? history.manager : history.employee
  const sees = seenBy(history.otherSees, other)
  const revision = view.is === 'revision' ? history.revisions.find(({ number }) => number === view.number) : null
  return (
    <div ref={root} className={mergeClasses(styles.root, paper.ground)}>
      {revision ? (
        <RevisionPage revision={revision} of={history} sees={sees} back={toLine} backTo="the history" />
      ) : view.is === 'compare' ? (
        <Compare history={history} first={view.pair} sees={sees} back={toLine} />
      ) : (
        <>
          <PageHeader title="History" says={historyOf(history)} sees={sees} back={back} backTo={backTo} />
          <main className={mergeClasses(frame.document, styles.document)} data-region tabIndex={-1}>
            <HistoryLine
              history={history}
              read={(number) => go({ is: 'revision', number }, `read ${number}`)}
              compare={(pair) => go({ is: 'compare', pair }, `compare ${pair.now}`)}
            />
          </main>
        </>
      )}
    </div>
  )
}

const historyOf = ({ me, employee }: PlanHistory): string =>
  me.person.id === employee.id ? 'of my growth plan' : `of ${employee.firstName}’s growth plan`

/** Escape leads back to the line, and no further: whoever listens above is told that it is done. */
function useEscape(root: { current: HTMLElement | null }, active: boolean, leave: () => void): void {
  useEffect(() => {
    const element = root.current
    if (!element || !active) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return
      event.preventDefault()
      leave()
    }
    element.addEventListener('keydown', onKeyDown)
    return () => element.removeEventListener('keydown', onKeyDown)
  }, [root, active, leave])
}
