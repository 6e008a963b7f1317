// The line of agreed revisions: when each was agreed, what it changed, and how its actions went since: pure.
import { changes, sumOf } from '../plan/diff.ts'
import { actionsOf, type Plan } from '../plan/plan.ts'
import { type Day, localOf } from '../time.ts'
import { type Commitment, PROGRESS_WORDS, type ProgressState } from './commitment.ts'
import { shownState } from './words.ts'

type Revision = {
  number: number
  at: string
  quarter: { key: string; label: string }
  plan: Plan
  stamps: { by: string; at: string }[]
}

export type Knot = {
  number: number
  /** The day of the second stamp, in the zone asked for. */
  day: Day
  quarter: string
  /** What it changed against the agreed revision before it, in words; for the first one what it holds. */
  says: string
  /** How many of its actions are in each state now, the furthest first; `words` e.g. "2 done". */
  states: { state: ProgressState; count: number; words: string }[]
}

/** Whether employee and manager both agreed on it; by whoever was the manager then. */
export const wasAgreed = ({ stamps }: Pick<Revision, 'stamps'>, employee: string): boolean =>
  stamps.some(({ by }) => by === employee) && stamps.some(({ by }) => by !== employee)

/** When the second of the two agreed. */
export const agreedAt = ({ stamps, at }: Pick<Revision, 'stamps' | 'at'>): string =>
  stamps.reduce((latest, stamp) => (stamp.at > latest ? stamp.at : latest), at)

/** One knot for each revision, newest first. `agreed` holds agreed revisions only, in the order of their numbers. */
export function lineOf(agreed: readonly Revision[], commitments: readonly Commitment[], zone: string): Knot[] {
  const states = new Map(commitments.map((one) => [one.id, shownState(one)]))
  return agreed
    .map((revision, index): Knot => {
      const before = agreed[index - 1]
      return {
        number: revision.number,
        day: localOf(agreedAt(revision), zone).day,
        quarter: revision.quarter.label,
        says: before ? sumOf(changes(before.plan, revision.plan)) || 'nothing changed' : holds(revision.plan),
        states: statesOf(revision.plan, states),
      }
    })
    .reverse()
}

/** E.g. "3 focus areas, 4 actions". */
function holds(plan: Plan): string {
  const [areas, actions] = [plan.focusAreas.length, actionsOf(plan).length]
  return `${areas} ${areas === 1 ? 'focus area' : 'focus areas'}, ${actions} ${actions === 1 ? 'action' : 'actions'}`
}

const ORDER: ProgressState[] = ['done', 'onTrack', 'stuck', 'notStarted', 'dropped']

/** Of actions whose story is no longer kept nothing is said. */
function statesOf(plan: Plan, states: ReadonlyMap<string, ProgressState>): Knot['states'] {
  const all = actionsOf(plan).map(({ action }) => states.get(action.id))
  return ORDER.map((state) => ({ state, count: all.filter((one) => one === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => ({ state, count, words: `${count} ${PROGRESS_WORDS[state].toLowerCase()}` }))
}
