// The part of a Microsoft Graph event that we read, parsed: unknown keys dropped, times as instants.
import { z } from 'zod'
import { graphTime } from '../graphTime.ts'
import { type Instant, instantAt, localOf } from '../time.ts'

const text = z.string().nullish()
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false)
const answer = z
  .object({ response: text, time: text })
  .nullish()
  .transform((status) => ({ response: status?.response ?? 'none', time: status?.time ?? '' }))
const emailAddress = z
  .object({ name: text, address: text })
  .nullish()
  .transform((mailbox) => ({ name: mailbox?.name ?? '', address: mailbox?.address ?? '' }))
const place = z.object({ locationType: text, locationEmailAddress: text, locationUri: text, uniqueId: text })

/** One item of calendarView. Only the ids and the times are required; all else has the value that Graph means by leaving it out. */
export const graphEvent = z.object({
  id: z.string().min(1, 'is empty'),
  iCalUId: z.string().min(1, 'is empty'),
  seriesMasterId: text.transform((id) => id ?? null),
  type: text,
  changeKey: text.transform((key) => key ?? ''),
  subject: text.transform((subject) => subject ?? ''),
  start: graphTime,
  end: graphTime,
  isAllDay: flag,
  isCancelled: flag,
  isOrganizer: z.boolean().nullish(),
  hideAttendees: flag,
  sensitivity: text.transform((value) => value ?? 'normal'),
  showAs: text.transform((value) => value ?? 'busy'),
  responseStatus: answer,
  organizer: z.object({ emailAddress }).nullish(),
  attendees: z
    .array(z.object({ type: text, status: answer, emailAddress }))
    .nullish()
    .transform((attendees) => attendees ?? []),
  location: place.nullish(),
  locations: z
    .array(place)
    .nullish()
    .transform((places) => places ?? []),
  isOnlineMeeting: flag,
  onlineMeeting: z.object({ joinUrl: text }).nullish(),
  onlineMeetingUrl: text,
})
export type GraphEvent = z.infer<typeof graphEvent>

/**
 * The time an event covers. Graph writes an all-day event as midnight to midnight in the zone that was asked for, wherever its owner is,
 * so its days are taken as days of the owner's zone.
 */
export function spanOf(event: GraphEvent, zone: string): { start: Instant; end: Instant } {
  if (!event.isAllDay) return { start: event.start, end: event.end }
  const midnight = (instant: Instant) => instantAt(localOf(instant, 'UTC').day, '00:00', zone)
  return { start: midnight(event.start), end: midnight(event.end) }
}

/** When a calendar says that its owner is out of office (R4). Of private events too: a time alone gives nothing away. */
export const outOfOffice = (events: readonly GraphEvent[], zone: string): { start: Instant; end: Instant }[] =>
  events.filter((event) => event.showAs === 'oof' && !event.isCancelled).map((event) => spanOf(event, zone))
