// Which slot to recommend for this quarter's discussion, and which others to show (R4).
import type { Quarter } from '../quarter.ts'
import { addCalendarDays, addDays, type Instant, localOf, minutesBetween } from '../time.ts'

export type Candidate = { eventId: string; start: Instant; end: Instant }
export type Span = { start: Instant; end: Instant }
/** Why a slot is recommended; 'farFromMiddle': of a quarter of which nothing nearer to the middle was free. */
export type RankReason = { kind: 'weeksAfterLast'; weeks: number } | { kind: 'middleOfQuarter' | 'farFromMiddle' }
export type Ranking<S extends Candidate> = { recommended: S | null; alternatives: S[]; reason: RankReason }
export type RankInput<S extends Candidate> = {
  slots: readonly S[]
  now: Instant
  quarter: Quarter
  zone: string
  lastStart: Instant | null
  away: readonly Span[]
  minDaysAhead?: number
  /** How long after the last one the next is best held; 12 unless the cadence says otherwise. */
  weeksBetween?: number
}

const WEEKS_BETWEEN = 12
const EDGE_DAYS = 14
/** So far from it still reads as the middle of the quarter, days. */
const MIDDLE_DAYS = 14
export const MOST_ALTERNATIVES = 4

/**
 * Ranks the slots of one pair in one quarter. `away` holds the automatic replies of both and the manager's oof events;
 * `lastStart` is the start of their last discussion. `recommended` is null when no slot is far enough ahead with both there.
 */
export function rank<S extends Candidate>(input: RankInput<S>): Ranking<S> {
  const { quarter, zone } = input
  const possible = possibleSlots(input)
  // The first weeks are full of last quarter's work and the last ones leave no time to move a discussion.
  const inner = possible.filter((slot) => isInner(localOf(slot.start, zone).day, quarter))
  const target = targetOf(input)
  const ranked = (inner.length > 0 ? inner : possible).sort((a, b) => byRank(a, b, target))

  const [recommended = null, ...rest] = ranked
  return { recommended, alternatives: rest.slice(0, MOST_ALTERNATIVES), reason: reasonOf(recommended, input) }
}

/** Those of the quarter that are so many days ahead, or more, and on which neither is away; each once. */
export function possibleSlots<S extends Candidate>({ slots, now, quarter, away, minDaysAhead = 7 }: RankInput<S>): S[] {
  const earliest = addDays(now, minDaysAhead)
  return [...new Map(slots.map((slot) => [slot.eventId, slot])).values()].filter(
    (slot) =>
      slot.start >= earliest &&
      slot.start > now &&
      slot.start >= quarter.start &&
      slot.start < quarter.end &&
      !away.some((span) => slot.start < span.end && span.start < slot.end),
  )
}

const isInner = (day: string, { firstDay, lastDay }: Quarter): boolean =>
  day >= addCalendarDays(firstDay, EDGE_DAYS) && day <= addCalendarDays(lastDay, -EDGE_DAYS)

const middleOf = ({ start, end }: Quarter): Instant => addDays(start, minutesBetween(start, end) / 60 / 24 / 2)

const targetOf = ({ lastStart, quarter, weeksBetween = WEEKS_BETWEEN }: Omit<RankInput<never>, 'slots'>): Instant =>
  lastStart === null ? middleOf(quarter) : addDays(lastStart, weeksBetween * 7)

function byRank(a: Candidate, b: Candidate, target: Instant): number {
  const distance = (slot: Candidate) => Math.abs(minutesBetween(target, slot.start))
  const length = (slot: Candidate) => minutesBetween(slot.start, slot.end)
  return (
    distance(a) - distance(b) ||
    length(b) - length(a) ||
    minutesBetween(b.start, a.start) ||
    (a.eventId < b.eventId ? -1 : 1)
  )
}

/** In numbers that are true of this slot, whatever the ranking had to choose from. */
export function reasonOf(
  slot: Candidate | null,
  {
    lastStart,
    quarter,
    weeksBetween = WEEKS_BETWEEN,
  }: Pick<RankInput<never>, 'lastStart' | 'quarter' | 'weeksBetween'>,
): RankReason {
  const daysFrom = (instant: Instant) => (slot ? minutesBetween(instant, slot.start) / 60 / 24 : 0)
  if (lastStart !== null)
    return { kind: 'weeksAfterLast', weeks: slot ? Math.round(daysFrom(lastStart) / 7) : weeksBetween }
  return { kind: Math.abs(daysFrom(middleOf(quarter))) <= MIDDLE_DAYS ? 'middleOfQuarter' : 'farFromMiddle' }
}
