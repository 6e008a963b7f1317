// The part of a Microsoft Graph event that we read, parsed: unknown keys dropped, times as instants.
import { z } from 'zod'
import { graphMoment } from '../graphTime.ts'
import { type Instant, instantAt } from '../time.ts'

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? null)
const textOr = (otherwise: string) => text.transform((value) => value ?? otherwise)
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
const orNull = <T extends z.ZodType>(schema: T) => schema.nullish().transform((value) => value ?? null)
const listOf = <T extends z.ZodType>(schema: T) =>
  z
    .array(schema)
    .nullish()
    .transform((value) => value ?? [])
const answer = orNull(z.object({ response: textOr('none'), time: textOr('') })).transform(
  (status) => status ?? { response: 'none', time: '' },
)
const emailAddress = orNull(z.object({ name: textOr(''), address: textOr('') })).transform(
  (mailbox) => mailbox ?? { name: '', address: '' },
)
const place = z.object({ locationType: text, locationEmailAddress: text, locationUri: text, uniqueId: text })

/**
 * One item of calendarView. Only the ids and the times are required; all else has the value that Graph means by leaving it out.
 * This is the definition; `readEvent` does the same faster, and must change with it.
 */
export const graphEvent = z
  .object({
    id: z.string().min(1, 'is empty'),
    iCalUId: z.string().min(1, 'is empty'),
    seriesMasterId: text,
    type: text,
    changeKey: textOr(''),
    subject: textOr(''),
    start: graphMoment,
    end: graphMoment,
    isAllDay: flag,
    isCancelled: flag,
    isOrganizer: z
      .boolean()
      .nullish()
      .transform((value) => value ?? null),
    hideAttendees: flag,
    sensitivity: textOr('normal'),
    showAs: textOr('busy'),
    responseStatus: answer,
    organizer: orNull(z.object({ emailAddress })),
    attendees: listOf(z.object({ type: text, status: answer, emailAddress })),
    location: orNull(place),
    locations: listOf(place),
    isOnlineMeeting: flag,
    onlineMeeting: orNull(z.object({ joinUrl: text })),
    onlineMeetingUrl: text,
  })
  .transform(({ start, end, ...event }) => ({
    ...event,
    start: start.instant,
    end: end.instant,
    /** Of an all-day event the days as written, the last one excluded; null for any other. */
    days: event.isAllDay ? { start: start.day, end: end.day } : null,
  }))
export type GraphEvent = z.infer<typeof graphEvent>

/**
 * The time an event covers. An all-day event is written as midnight to midnight in the zone that was asked for, wherever its owner is,
 * so its days are taken as days of the owner's zone.
 */
export function spanOf(event: GraphEvent, zone: string): { start: Instant; end: Instant } {
  if (event.days === null) return { start: event.start, end: event.end }
  return { start: instantAt(event.days.start, '00:00', zone), end: instantAt(event.days.end, '00:00', zone) }
}

/** When a calendar says that its owner is out of office (R4). Of private events too: a time alone gives nothing away. */
export const outOfOffice = (events: readonly GraphEvent[], zone: string): { start: Instant; end: Instant }[] =>
  events.filter((event) => event.showAs === 'oof' && !event.isCancelled).map((event) => spanOf(event, zone))
