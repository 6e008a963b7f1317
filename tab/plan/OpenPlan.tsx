// A plan whose room is open: header, document and agreement bar, and the pages reached from the bar.
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  lazy,
  type RefObject,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { PlanInfo } from '#shared/api.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { clockTime, localOf } from '#shared/time.ts'
import { useHost } from '#tab/host.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { usePaperStyles } from '#tab/ui/paper.ts'
import { Refused } from '#tab/ui/Refused.tsx'
import { useTellFocus } from '#tab/ui/stageFocus.ts'
import { AgreementBar } from './AgreementBar.tsx'
import { Aspiration } from './Aspiration.tsx'
import { comparedWith } from './agreement.ts'
import { BrokenNote } from './BrokenNote.tsx'
import { Closing } from './Closing.tsx'
import { type Editing, EditingContext, usePlan } from './editing.ts'
import { FocusAreas } from './FocusAreas.tsx'
import { focusOf } from './focusOf.ts'
import { type PlanPage, useFrameStyles } from './frame.ts'
import { LiveRegion } from './LiveRegion.tsx'
import { Paper, standsWords } from './Paper.tsx'
import { PlanHeader } from './PlanHeader.tsx'
import { Removed } from './Removed.tsx'
import type { Room } from './room.ts'
import { SaveTrouble } from './SaveTrouble.tsx'
import { Strengths } from './Strengths.tsx'
import { useAgreement } from './useAgreement.ts'
import { useKeptFocus } from './useKeptFocus.ts'
import { useMoving } from './useMoving.ts'
import { useOwnHistory } from './useOwnHistory.ts'
import { useReadingPlace } from './useReadingPlace.ts'
import { seenBy } from './words.ts'

/** Chunks of their own: nobody waits for them who has come to write. */
const Changes = lazy(async () => ({ default: (await import('./Changes.tsx')).Changes }))
const RevisionPage = lazy(async () => ({ default: (await import('./RevisionPage.tsx')).RevisionPage }))
const History = lazy(async () => ({ default: (await import('./History.tsx')).History }))

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
  const paper = usePaperStyles()
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
  const [mine, setMine] = useState<{ field: string; movedAt: number } | null>(null)
  const told = useMemo(() => telling(room, setMine), [room])
  const history = useOwnHistory(room.doc, say)
  const move = useMoving({ root, ready: open, room, plan, say, history })
  const leavePlan = useReadingPlace<PlanPage>(root, page, 'plan')
  const other = info.me.person.id === info.employee.id ? info.manager : info.employee
  const places = state.places.filter(({ person }) => person.id === other.id)
  const lastSeen = useLastSeen(places.length > 0)
  const wheres = [
    ...places.flatMap(({ field, movedAt, person }) => (field ? [{ field, movedAt, person }] : [])),
    ...(mine ? [{ ...mine, person: null }] : []),
  ]
  useTellFocus(focusOf(info.employee.id, plan, wheres), host.surface === 'meetingStage')

  const { look } = agreement
  const back = useCallback(() => {
    setPage('plan')
    look('looked')
    // What opened the page is in the bar or the menu, and is drawn again by then.
    const opener = page === 'history' ? '[data-more]' : '[aria-label=Agreement] :is(a, button)'
    requestAnimationFrame(() => root.current?.querySelector<HTMLElement>(opener)?.focus({ preventScroll: true }))
  }, [look, page])
  const see = (next: PlanPage) => {
    if (page === 'plan') leavePlan()
    if (next === 'changes') look('looks')
    setPage(next)
  }
  useEffect(() => {
    onPage?.(open ? page : 'plan')
    return () => onPage?.('plan')
  }, [onPage, open, page])
  // The first text can be read and typed in before all cards are drawn; nothing that is there moves when they come.
  const [rest, setRest] = useState(false)
  useEffect(() => {
    if (open) startTransition(() => setRest(true))
  }, [open])
  const slow = useSlow(state.phase === 'opening')
  const bothAgreed = agreement.form.kind === 'both'
  useEffect(() => {
    if (!bothAgreed) return
    setPage((now) => (now === 'changes' ? 'plan' : now))
    look('looked')
  }, [bothAgreed, look])
  useKeys(root, open, page !== 'plan', back)
  useKeptFocus(root)

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
  const editing: Editing = {
    ...{ room: told, info, plan, other, places, fresh, say, history, move },
    problems: agreement.problems,
  }
  return (
    <EditingContext value={editing}>
      <div ref={root} className={mergeClasses(frame.root, paper.ground)}>
        {/* The bar stays where it is while a page comes. */}
        <Suspense fallback={<main className={frame.document} />}>
          {page === 'changes' && base ? (
            <Changes base={base} savedAt={state.savedAt ? businessTime(state.savedAt) : null} back={back} />
          ) : page === 'revision' && info.agreed ? (
            <RevisionPage revision={info.agreed} of={info} sees={seenBy(info.otherSees, other)} back={back} />
          ) : page === 'history' ? (
            <History employee={info.employee.id} now={plan} back={back} backTo="the plan" />
          ) : (
            <>
              <Paper
                {...{ plan, employee: info.employee, manager: info.manager, people: info.people }}
                quarter={info.quarter.label}
                stands={standsOf(info, plan)}
                today={info.me.today}
              />
              <PlanHeader state={state} seeHistory={info.agreed && (() => see('history'))} />
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
                {rest && (
                  <>
                    <Strengths />
                    <FocusAreas />
                    <Closing />
                  </>
                )}
              </main>
            </>
          )}
        </Suspense>
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

/** The room, telling also here in which field this person is. */
function telling(room: Room, hear: (mine: { field: string; movedAt: number } | null) => void): Room {
  let last: string | null = null
  return {
    ...room,
    setPlace: (field, caret) => {
      // Every move of the caret comes by here; only another field is news.
      if (field !== last) hear(field ? { field, movedAt: Date.now() } : null)
      last = field
      room.setPlace(field, caret)
    },
  }
}

/** Where the agreement stands, for paper. */
function standsOf({ agreed, me }: PlanInfo, plan: Plan): string {
  if (!agreed) return standsWords(null, '')
  const { day } = localOf(agreed.stamps.at(-1)?.at ?? agreed.at, me.zone)
  return standsWords({ number: agreed.number, day }, sumOf(changes(agreed.plan, plan)))
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
    // From wherever the focus is, and be it nowhere.
    const onF6 = (event: KeyboardEvent) => event.key === 'F6' && moveOn(element, event)
    const onEscape = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && canGoBack && !event.defaultPrevented) back()
    }
    document.addEventListener('keydown', onF6)
    element.addEventListener('keydown', onEscape)
    return () => {
      document.removeEventListener('keydown', onF6)
      element.removeEventListener('keydown', onEscape)
    }
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
