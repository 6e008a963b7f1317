// A plan whose room is open: header, document and agreement bar, and the pages reached from the bar.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { type RefObject, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { PlanInfo } from '#shared/api.ts'
import { clockTime } from '#shared/time.ts'
import { useHost } from '#tab/host.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { Refused } from '#tab/ui/Refused.tsx'
import { AgreementBar } from './AgreementBar.tsx'
import { Aspiration } from './Aspiration.tsx'
import { comparedWith } from './agreement.ts'
import { BrokenNote } from './BrokenNote.tsx'
import { Changes } from './Changes.tsx'
import { Closing } from './Closing.tsx'
import { type Editing, EditingContext, usePlan } from './editing.ts'
import { FocusAreas } from './FocusAreas.tsx'
import { type PlanPage, useFrameStyles } from './frame.ts'
import { LiveRegion } from './LiveRegion.tsx'
import { PlanHeader } from './PlanHeader.tsx'
import { Removed } from './Removed.tsx'
import { RevisionPage } from './RevisionPage.tsx'
import type { Room } from './room.ts'
import { SaveTrouble } from './SaveTrouble.tsx'
import { Strengths } from './Strengths.tsx'
import { useAgreement } from './useAgreement.ts'
import { useMoving } from './useMoving.ts'
import { useOwnHistory } from './useOwnHistory.ts'
import { useReadingPlace } from './useReadingPlace.ts'

const useStyles = makeStyles({
  wasHere: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    marginBlockStart: `calc(-1 * ${tokens.spacingVerticalM})`,
    color: tokens.colorNeutralForeground2,
  },
})

type Props = {
  info: PlanInfo
  /** The machine's time at which `info` was read, in ms: the server's clock goes on from there. */
  readAt: number
  room: Room
  /** The newest thing that happened around the text. */
  heard: { by: string; kind: string } | null
  reload: () => void
  /** Opens the plan anew, as the server has it. */
  startOver: () => void
  /** Hears which page is on the screen. */
  onPage?: (page: PlanPage) => void
}

export function OpenPlan({ info, readAt, room, heard, reload, startOver, onPage }: Props) {
  const styles = useStyles()
  const frame = useFrameStyles()
  const host = useHost()
  const state = useSyncExternalStore(room.subscribe, room.get)
  const plan = usePlan(room.doc)
  const agreement = useAgreement({ info, room, state, plan, reload })
  const open = state.phase === 'open'
  const [page, setPage] = useState<PlanPage>('plan')
  const fresh = useRef<string | null>(null)
  const root = useRef<HTMLDivElement>(null)
  const [done, setDone] = useState<{ words: string } | null>(null)
  const say = useCallback((words: string) => setDone({ words }), [])
  const history = useOwnHistory(room.doc, say)
  const move = useMoving({ root, ready: open, room, plan, say, history })
  const leavePlan = useReadingPlace(root, page)
  const other = info.me.person.id === info.employee.id ? info.manager : info.employee
  const places = state.places.filter(({ person }) => person.id === other.id)
  const lastSeen = useLastSeen(places.length > 0)

  const { look } = agreement
  const back = useCallback(() => {
    setPage('plan')
    look('looked')
    // What opened the page is in the bar, and is drawn again by then.
    requestAnimationFrame(() =>
      root.current?.querySelector<HTMLElement>('[aria-label=Agreement] :is(a, button)')?.focus({ preventScroll: true }),
    )
  }, [look])
  const see = (next: PlanPage) => {
    if (page === 'plan') leavePlan()
    if (next === 'changes') look('looks')
    setPage(next)
  }
  useEffect(() => {
    onPage?.(open ? page : 'plan')
    return () => onPage?.('plan')
  }, [onPage, open, page])
  const slow = useSlow(state.phase === 'opening')
  const bothAgreed = agreement.form.kind === 'both'
  useEffect(() => {
    if (!bothAgreed) return
    setPage((now) => (now === 'changes' ? 'plan' : now))
    look('looked')
  }, [bothAgreed, look])
  useKeys(root, open, page !== 'plan', back)

  if (state.phase === 'refused') return <Refused goHome={() => void host.openInGrowth('')} />
  if (state.phase === 'opening' && slow) {
    return (
      <Failed
        what="The plan"
        error={new Error('Its connection did not open yet. Nothing is lost.')}
        retry={() => location.reload()}
      />
    )
  }
  if (state.phase === 'opening') return <Loading kind="stage" />

  const businessTime = (machine: number) => new Date(Date.parse(info.me.now) + machine - readAt).toISOString()
  const base = comparedWith(info, agreement.read)
  const editing: Editing = { room, info, plan, other, places, problems: agreement.problems, fresh, say, history, move }
  return (
    <EditingContext value={editing}>
      <div ref={root} className={frame.root}>
        {page === 'changes' && base ? (
          <Changes base={base} savedAt={state.savedAt ? businessTime(state.savedAt) : null} back={back} />
        ) : page === 'revision' && info.agreed ? (
          <RevisionPage revision={info.agreed} back={back} />
        ) : (
          <>
            <PlanHeader state={state} />
            <main className={frame.document} data-region tabIndex={-1} aria-label="Plan">
              {state.broken && <BrokenNote agreed={info.agreed?.number ?? null} see={() => see('revision')} />}
              <SaveTrouble state={state} startOver={startOver} />
              <Aspiration />
              {state.save === 'offline' && lastSeen !== null && (
                <Caption1 className={styles.wasHere}>
                  <span aria-hidden>
                    <PersonAvatar person={other} size={20} />
                  </span>
                  {other.firstName} was here at {clockTime(businessTime(lastSeen), info.me.zone)}
                </Caption1>
              )}
              <Strengths />
              <FocusAreas />
              <Closing />
            </main>
          </>
        )}
        <Removed />
        <AgreementBar
          {...agreement}
          page={page}
          seeChanges={() => see('changes')}
          seeRevision={() => see('revision')}
          back={back}
        />
        <LiveRegion state={state} heard={heard} done={done} />
      </div>
    </EditingContext>
  )
}

/** True once something has gone on for eight seconds. */
function useSlow(goingOn: boolean): boolean {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    setSlow(false)
    if (!goingOn) return
    const timer = setTimeout(() => setSlow(true), 8000)
    return () => clearTimeout(timer)
  }, [goingOn])
  return slow
}

/** The machine's time at which the other one was last here, in ms; null when they never were. */
function useLastSeen(isHere: boolean): number | null {
  const [seen, setSeen] = useState<number | null>(null)
  useEffect(() => {
    if (!isHere) return
    return () => setSeen(Date.now())
  }, [isHere])
  return isHere ? null : seen
}

/** F6 moves between the page's regions, Escape goes back to the plan. */
function useKeys(root: RefObject<HTMLElement | null>, ready: boolean, canGoBack: boolean, back: () => void): void {
  useEffect(() => {
    const element = root.current
    if (!element || !ready) return
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'F6') moveOn(element, event)
      if (event.key === 'Escape' && canGoBack && !event.defaultPrevented) back()
    }
    element.addEventListener('keydown', onKeyDown)
    return () => element.removeEventListener('keydown', onKeyDown)
  }, [root, ready, canGoBack, back])
}

/** F6 goes from header to document to bar, with Shift the other way. */
function moveOn(root: HTMLElement, event: KeyboardEvent): void {
  const regions = [...root.querySelectorAll<HTMLElement>('[data-region]')]
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions.at((at + (event.shiftKey ? -1 : 1)) % regions.length)
  if (!next) return
  event.preventDefault()
  next.focus()
}
