// The employee asks for a discussion, or proposes a slot (R4): what may be proposed, and what the manager is shown then.
import type { Discussion } from '../discussion/discussion.ts'
import type { Pair, Slot } from '../oneOnOne/pair.ts'
import { freeSlots } from './free.ts'
import {
  type Candidate,
  MOST_ALTERNATIVES,
  possibleSlots,
  type RankInput,
  type Ranking,
  rank,
  reasonOf,
} from './rank.ts'

/** Whoever asks by hand need not wait a week: every 1-1 that is still ahead. In start order. */
const proposable = <S extends Candidate>(input: RankInput<S>): S[] =>
  possibleSlots({ ...input, minDaysAhead: 0 }).sort((a, b) => (a.start < b.start ? -1 : 1))

/** What the employee may propose: the free slots of the quarter on which neither is away. `discussions`: all of theirs. */
export function slotsToPropose(
  { slots, away, lastStart }: Pair,
  discussions: readonly Discussion[],
  at: Pick<RankInput<Slot>, 'now' | 'quarter' | 'zone'>,
): Slot[] {
  return proposable({ ...at, slots: freeSlots(slots ?? [], discussions), away, lastStart })
}

export type Shown<S extends Candidate> = Ranking<S> & {
  /** 'slot': the recommended one is the one that the employee proposes. Null where they asked for nothing. */
  request: 'any' | 'slot' | null
}

/**
 * The ranking as the manager is shown it. A proposed slot comes first while both can still be there; without one the
 * ranking is the usual, and takes what lies within the week where nothing else is left. `request` is the offer's.
 */
export function rankFor<S extends Candidate>(
  input: RankInput<S>,
  request: { eventId: string | null } | null,
): Shown<S> {
  const usual = rank(input)
  if (!request) return { ...usual, request: null }
  const ranking = usual.recommended ? usual : rank({ ...input, minDaysAhead: 0 })
  const proposed = proposable(input).find(({ eventId }) => eventId === request.eventId)
  if (!proposed) return { ...ranking, request: 'any' }
  const others = [ranking.recommended, ...ranking.alternatives].filter((one) => one !== null)
  return {
    recommended: proposed,
    alternatives: others.filter(({ eventId }) => eventId !== proposed.eventId).slice(0, MOST_ALTERNATIVES),
    reason: reasonOf(proposed, input),
    request: 'slot',
  }
}
