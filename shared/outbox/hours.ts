// When a message that nobody asked for may go out (R11): on the recipient's working days, 09:00 to 16:00 of their zone, not while they are away.
import { DEFAULT_MAILBOX, type MailboxSettings } from '../person.ts'
import { addCalendarDays, type Day, type Instant, instantAt, localOf, weekdayOf } from '../time.ts'

const FIRST_HOUR = 9
const END_HOUR = 16
const MORNING = '09:00'

/** `now` itself when a message may go out now (and the day is not before `notBeforeDay`), else the next 09:00 at which one may. */
export function nextSendMoment(now: Instant, settings: MailboxSettings, notBeforeDay?: Day): Instant {
  const today = localOf(now, settings.zone).day
  const from = notBeforeDay !== undefined && notBeforeDay > today ? notBeforeDay : today
  if (from === today && maySend(now, settings)) return now
  return morningFrom(from, settings, now)
}

/** 09:00 on that day, or on the next working day on which the person is not away at nine. */
export const morningOf = (day: Day, settings: MailboxSettings): Instant => morningFrom(day, settings, '')

/** Is this instant within the recipient's hours? */
export function maySend(instant: Instant, settings: MailboxSettings): boolean {
  const { hour, weekday } = localOf(instant, settings.zone)
  return (
    workingDaysOf(settings).includes(weekday) && hour >= FIRST_HOUR && hour < END_HOUR && !isAway(instant, settings)
  )
}

/** The day that lies `n` working days before the day of an instant; with n = 0 that day itself. Days away count: they are in the calendar, not in the week. */
export const workingDaysBefore = (instant: Instant, n: number, settings: MailboxSettings): Day =>
  stepWorkingDays(localOf(instant, settings.zone).day, n, -1, settings)

/** The day that lies `n` working days after the day of an instant; with n = 0 that day itself. */
export const workingDaysAfter = (instant: Instant, n: number, settings: MailboxSettings): Day =>
  stepWorkingDays(localOf(instant, settings.zone).day, n, 1, settings)

/** The first Monday after `today` and before `slotDay` that is a working day of theirs and not away; null where there is none. */
export function nextMonday(today: Day, slotDay: Day, settings: MailboxSettings): Day | null {
  if (!workingDaysOf(settings).includes(1)) return null
  for (let day = addCalendarDays(today, 8 - weekdayOf(today)); day < slotDay; day = addCalendarDays(day, 7)) {
    if (!isAway(instantAt(day, MORNING, settings.zone), settings)) return day
  }
  return null
}

function morningFrom(from: Day, settings: MailboxSettings, notBefore: Instant): Instant {
  let day = from
  for (;;) {
    const morning = instantAt(day, MORNING, settings.zone)
    if (morning >= notBefore && maySend(morning, settings)) return morning
    // Leaps over a long absence, so that the loop ends within a week of its end.
    const back = settings.away && isAway(morning, settings) ? localOf(settings.away.end, settings.zone).day : day
    day = back > day ? back : addCalendarDays(day, 1)
  }
}

function stepWorkingDays(day: Day, n: number, step: 1 | -1, settings: MailboxSettings): Day {
  const working = workingDaysOf(settings)
  let at = day
  for (let left = n; left > 0; ) {
    at = addCalendarDays(at, step)
    if (working.includes(weekdayOf(at))) left -= 1
  }
  return at
}

const isAway = (instant: Instant, { away }: MailboxSettings): boolean =>
  away !== null && instant >= away.start && instant < away.end

/** A mailbox without working days would never be written to; it gets the usual week. */
const workingDaysOf = ({ workingDays }: MailboxSettings): MailboxSettings['workingDays'] =>
  workingDays.length > 0 ? workingDays : DEFAULT_MAILBOX.workingDays
