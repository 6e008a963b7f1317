// What a scheduled discussion still needs by the clock (R6, R11): when each side is asked to prepare, and what happens
// when the slot passes without a word.

import { morningOf, workingDaysAfter, workingDaysBefore } from '../outbox/hours.ts'
import type { MailboxSettings } from '../person.ts'
import { addMinutes, type Instant, instantAt } from '../time.ts'
import { WAIT_FOR_EVENT_MINUTES } from './discussion.ts'

export type Side = { id: string; mailbox: MailboxSettings }
export type Step =
  | { at: Instant; name: 'prepare'; days: 5 | 1; who: string }
  | { at: Instant; name: 'askHeld' }
  | { at: Instant; name: 'missed' }

/** Both were asked and so many working days went by (R6). */
const MISSED_AFTER_DAYS = 3

/** Every step, in time order. Preparation that would not come before the meeting is left out. */
export function stepsOf(slot: { start: Instant; end: Instant }, sides: readonly Side[]): Step[] {
  const prepare = sides.flatMap(({ id, mailbox }) =>
    ([5, 1] as const).map((days): Step => {
      const day = workingDaysBefore(slot.start, days, mailbox)
      return { at: instantAt(day, '09:00', mailbox.zone), name: 'prepare', days, who: id }
    }),
  )
  const asked = addMinutes(slot.end, WAIT_FOR_EVENT_MINUTES)
  const missed = sides
    .map(({ mailbox }) => morningOf(workingDaysAfter(slot.end, MISSED_AFTER_DAYS + 1, mailbox), mailbox))
    .reduce((a, b) => (a > b ? a : b), asked)
  const all: Step[] = [...prepare, { at: asked, name: 'askHeld' }, { at: missed, name: 'missed' }]
  return all.filter((step) => step.name !== 'prepare' || step.at < slot.start).sort((a, b) => a.at.localeCompare(b.at))
}

/**
 * The steps to take now, and when to look again. Of two preparations that are both past for one person (a late
 * conversion) only the later one is taken.
 */
export function dueSteps(all: readonly Step[], now: Instant): { take: Step[]; next: Instant | null } {
  const past = all.filter((step) => step.at <= now)
  const take = past.filter(
    (step) =>
      step.name !== 'prepare' ||
      !past.some((other) => other.name === 'prepare' && other.who === step.who && other.days < step.days),
  )
  return { take, next: all.find((step) => step.at > now)?.at ?? null }
}

/** When a discussion that has just been scheduled is looked at first: at once where a step is due already. */
export function firstStep(all: readonly Step[], now: Instant): Instant | null {
  const { take, next } = dueSteps(all, now)
  return take.length > 0 ? now : next
}
