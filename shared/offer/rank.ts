// Which slot to recommend for this quarter's discussion, and which others to show (R4).
import type { Quarter } from '../quarter.ts'
import { addCalendarDays, addDays, type Instant, localOf, minutesBetween } from '../time.ts'

export type Candidate = { eventId: string; start: Instant; end: Instant }
export type Span = { start: Instant; end: Instant }
export type RankReason = { kind: 'weeksAfterLast'; weeks: number } | { kind: 'middleOfQuarter' }
export type Ranking<S extends Candidate> = { recommended: S | null; alternatives: S[]; reason: RankReason }

const WEEKS_BETWEEN = 12
const EDGE_DAYS = 14
const ALTERNATIVES = 4

/**
 * Ranks the slots of one pair in one quarter. `away` holds the automatic replies of both and the manager's oof events;
 * `lastStart` is the start of their last discussion. `recommended` is null when no slot is far enough ahead with both there.
 */
export function rank<S extends Candidate>(input: {
  slots: readonly S[]
  now: Instant
  quarter: Quarter
  zone: string
  lastStart: Instant | null
  away: readonly Span[]
  minDaysAhead?: number
}): Ranking<S> {
  const { now, quarter, zone, lastStart, away, minDaysAhead = 7 } = input
  const earliest = addDays(now, minDaysAhead)
  const possible = [...new Map(input.slots.map((slot) => [slot.eventId, slot])).values()].filter(
    (slot) =>
      slot.start >= earliest &&
      slot.start >= quarter.start &&
      slot.start < quarter.end &&
      !away.some((span) => slot.start < span.end && span.start < slot.end),
  )
  // The first weeks are full of last quarter's work and the last ones leave no time to move a discussion.
  const inner = possible.filter((slot) => isInner(localOf(slot.start, zone).day, quarter))
  const target = lastStart === null ? middleOf(quarter) : addDays(lastStart, WEEKS_BETWEEN * 7)
  const ranked = (inner.length > 0 ? inner : possible).sort((a, b) => byRank(a, b, target))

  const [recommended = null, ...rest] = ranked
  return { recommended, alternatives: rest.slice(0, ALTERNATIVES), reason: reasonOf(recommended, lastStart) }
}

const isInner = (day: string, { firstDay, lastDay }: Quarter): boolean =>
  day >= addCalendarDays(firstDay, EDGE_DAYS) && day <= addCalendarDays(lastDay, -EDGE_DAYS)

const middleOf = ({ start, end }: Quarter): Instant => addDays(start, minutesBetween(start, end) / 60 / 24 / 2)

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

function reasonOf(recommended: Candidate | null, lastStart: Instant | null): RankReason {
  if (lastStart === null) return { kind: 'middleOfQuarter' }
  const weeks = recommended ? Math.round(minutesBetween(lastStart, recommended.start) / 60 / 24 / 7) : WEEKS_BETWEEN
  return { kind: 'weeksAfterLast', weeks }
}
