// A plan whose room is open: header, document and agreement bar, and the pages reached from the bar.

import { mergeClasses } from '@fluentui/react-components'
import {
  type RefObject,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { PlanInfo } from '#shared/api.ts'
import { useHost } from '#tab/host.ts'
import { Failed, Refused } from '#tab/ui/calm.ts'
import { Loading } from '#tab/ui/Loading.tsx'
import { lazily } from '#tab/ui/lazily.ts'
import { usePaperStyles } from '#tab/ui/paper.ts'
import { useTellFocus } from '#tab/ui/stageFocus.ts'
import { Aspiration } from './Aspiration.tsx'
import { comparedWith } from './agreement.ts'
import { type Editing, EditingContext, usePlan } from './editing.ts'
import { focusOf } from './focusOf.ts'
import { frame, type PlanPage } from './frame.ts'
import type { Room } from './room.ts'
import { useAgreement } from './useAgreement.ts'
import type { useAround } from './useAround.ts'
import { useKeptFocus } from './useKeptFocus.ts'
import { useMoving } from './useMoving.ts'
import { useOwnHistory } from './useOwnHistory.ts'
import { useReadingPlace } from './useReadingPlace.ts'
import { seenBy } from './words.ts'

const Changes = lazily(async () => (await import('./Changes.tsx')).Changes)
const RevisionPage = lazily(async () => (await import('./RevisionPage.tsx')).RevisionPage)
const History = lazily(async () => (await import('./History.tsx')).History)

type Props = {
  info: PlanInfo
  /** The machine's time at which `info` was read, in ms: the server's clock goes on from there. */
  readAt: number
  room: Room
  /** The newest thing that happened around the text. */
  heard: { by: string; kind: string } | null
  reload: () => void
  /** What stands round the first text, once it has come. */
  around: ReturnType<typeof useAround>
  /** Opens the plan anew, as the server has it. */
  startOver: () => void
  /** Hears which page is on the screen. */
  onPage?: (page: PlanPage) => void
}

export function OpenPlan({ info, readAt, room, heard, reload, around, startOver, onPage }: Props) {
  const paper = usePaperStyles()
  const host = useHost()
  const state = useSyncExternalStore(room.subscribe, room.get)
  const plan = usePlan(room.doc)
  const agreement = useAgreement({ info, room, state, plan, reload })
  // The first text can be read and typed in before the rest is drawn, where nothing that is there moves when that comes.
  const open = state.phase === 'open' && (around !== null || !(state.broken || isNarrow()))
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
  const slow = useSlow(state.phase === 'opening')
  const bothAgreed = agreement.form.kind === 'both'
  // While drawing: the page of what changed would be seen for a moment without anything on it.
  if (bothAgreed && page === 'changes') setPage('plan')
  useEffect(() => {
    if (bothAgreed) look('looked')
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
  if (!open) return <Loading kind="stage" />

  const businessTime = (machine: number) => new Date(Date.parse(info.me.now) + machine - readAt).toISOString()
  const wasHere = state.save === 'offline' && lastSeen !== null ? businessTime(lastSeen) : null
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
              {around ? (
                <around.Head state={state} seeHistory={info.agreed && (() => see('history'))} />
              ) : (
                <header className={frame.header} />
              )}
              <main className={frame.document} data-region tabIndex={-1} aria-label="Plan">
                {around && <around.Trouble {...{ state, startOver }} seeRevision={() => see('revision')} />}
                <Aspiration />
                {around && <around.Rest wasHere={wasHere} />}
              </main>
            </>
          )}
        </Suspense>
        {around ? (
          <around.Foot
            bar={{ ...agreement, page, seeChanges: () => see('changes'), seeRevision: () => see('revision'), back }}
            live={{ state, heard, done }}
          />
        ) : (
          <div className={frame.bar} />
        )}
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

/** Whether header and bar may be higher than their least (frame.ts): what is between them would move when they come. */
const isNarrow = () => matchMedia('(max-width: 760px)').matches

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
