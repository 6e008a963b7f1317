// What is old enough to be removed, by the tenant's limits (R8): a pure rule, and when a person's things are looked through next.
import { z } from 'zod'
import type { Discussion } from '../discussion/discussion.ts'
import type { Message } from '../outbox/message.ts'
import { isQuarterKey, quarterByKey } from '../quarter.ts'
import type { Retention } from '../settings.ts'
import { addCalendarDays, type Day, type Instant, instantAt, localOf } from '../time.ts'
import type { Audit } from './audit.ts'

/** One document for each person, due once a week. */
export const retentionRound = z.object({ tenant: z.string(), person: z.string(), dueAt: z.string().nullable() })
export type RetentionRound = z.infer<typeof retentionRound>

/** `zone` and `startMonth` are those by which the pair's quarters are cut (R2). */
export type Limits = { keep: Retention; now: Instant; startMonth: number; zone: string }

/**
 * Once a week: limits are months, so a few days more are no matter, and a look at every person every night would be the
 * most frequent work of all. At night, so that nobody sees a page change while they read it.
 */
const ROUND_DAYS = 7
const ROUND_TIME = '03:00'
export const nextRound = (now: Instant, zone: string): Instant =>
  instantAt(addCalendarDays(localOf(now, zone).day, ROUND_DAYS), ROUND_TIME, zone)

/**
 * Months after the end of its quarter: a private note, and preparation that was never shared. What was shared goes with
 * its discussion.
 */
export const isOldNote = ({ quarter }: { quarter: string }, of: Limits) => isPast(quarter, of.keep.drafts, of)
export const isOldPreparation = ({ quarter, shared }: { quarter: string; shared: boolean }, of: Limits): boolean =>
  isPast(quarter, shared ? of.keep.discussions : of.keep.drafts, of)

/** Never one whose name in the calendar has still to be put back (R5). */
export const isOldDiscussion = ({ quarter, restore }: Pick<Discussion, 'quarter' | 'restore'>, of: Limits): boolean =>
  restore === null && isPast(quarter.key, of.keep.discussions, of)
export const isOldOffer = ({ quarter }: { quarter: { key: string } }, of: Limits) =>
  isPast(quarter.key, of.keep.discussions, of)

/**
 * Months after it was sent or settled; what is still owed stays owed. The first contact stays: it is the record that the
 * employee was told what this is (R0), and without it they would be told again, as if they were new.
 */
export function isOldMessage({ state, content }: Pick<Message, 'state' | 'content'>, { keep, now }: Limits): boolean {
  if (keep.messages === null || content.type === 'hello' || !('at' in state) || typeof state.at !== 'string')
    return false
  return monthsAfter(localOf(state.at, 'UTC').day, keep.messages) < localOf(now, 'UTC').day
}

export const isOldLine = ({ day }: Pick<Audit, 'day'>, { keep, now }: Limits): boolean =>
  keep.audit !== null && monthsAfter(day, keep.audit) < localOf(now, 'UTC').day

/** The quarter ended so many months ago or more. A key that is none is kept: nobody knows how old it is. */
function isPast(key: string, months: number | null, { now, startMonth, zone }: Limits): boolean {
  if (months === null || !isQuarterKey(key)) return false
  const { lastDay } = quarterByKey(key, startMonth, zone)
  return instantAt(monthsAfter(addCalendarDays(lastDay, 1), months), '00:00', zone) <= now
}

/** The same day so many months later; the month's last day where it has no such day. */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const count = year * 12 + month - 1 + months
  const first = firstOf(count)
  const last = Number(addCalendarDays(firstOf(count + 1), -1).slice(8))
  return addCalendarDays(first, Math.min(date, last) - 1)
}
const firstOf = (count: number): Day =>
  `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}-01`
