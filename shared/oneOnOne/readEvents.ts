// From the items of Graph's pages to events, each once; and how one is read fast.
import { instantOfGraph, writtenDay } from '../graphTime.ts'
import type { Instant } from '../time.ts'
import { type GraphEvent, graphEvent } from './event.ts'

/**
 * The events of a calendar, from the items of all its pages in the order they came. Graph may give an item again on a later page: the last
 * one is the newest. An item that cannot be read is left out and counted in `broken`.
 */
export function eventsOf(items: Iterable<unknown>): { events: GraphEvent[]; broken: number } {
  const events = new Map<string, GraphEvent>()
  let broken = 0
  for (const item of items) {
    const event = readEvent(item)
    if (event) events.set(event.id, event)
    else broken += 1
  }
  return { events: [...events.values()], broken }
}

/**
 * What `graphEvent` makes of an item; null where that finds something wrong. Hand-written, because the schema takes five times as long as
 * JSON.parse takes for the same text, and a large tenant has a hundred thousand events a day. Whatever looks odd here is left to the schema.
 */
export function readEvent(item: unknown): GraphEvent | null {
  try {
    return ordinary(item)
  } catch (error) {
    if (error !== ODD) throw error
    return graphEvent.safeParse(item).data ?? null
  }
}

const ODD = Symbol('odd')

function ordinary(item: unknown): GraphEvent {
  const raw = object(item)
  const start = object(raw.start)
  const end = object(raw.end)
  const isAllDay = flag(raw.isAllDay)
  return {
    id: required(raw.id),
    iCalUId: required(raw.iCalUId),
    seriesMasterId: text(raw.seriesMasterId),
    type: text(raw.type),
    changeKey: text(raw.changeKey) ?? '',
    subject: text(raw.subject) ?? '',
    isAllDay,
    isCancelled: flag(raw.isCancelled),
    isOrganizer: raw.isOrganizer == null ? null : flag(raw.isOrganizer),
    hideAttendees: flag(raw.hideAttendees),
    sensitivity: text(raw.sensitivity) ?? 'normal',
    showAs: text(raw.showAs) ?? 'busy',
    responseStatus: answer(raw.responseStatus),
    organizer: raw.organizer == null ? null : { emailAddress: emailAddress(object(raw.organizer).emailAddress) },
    attendees: list(raw.attendees, attendee),
    location: raw.location == null ? null : place(raw.location),
    locations: list(raw.locations, place),
    isOnlineMeeting: flag(raw.isOnlineMeeting),
    onlineMeeting: raw.onlineMeeting == null ? null : { joinUrl: text(object(raw.onlineMeeting).joinUrl) },
    onlineMeetingUrl: text(raw.onlineMeetingUrl),
    start: instant(start),
    end: instant(end),
    days: isAllDay ? { start: writtenDay(required(start.dateTime)), end: writtenDay(required(end.dateTime)) } : null,
  }
}

type Raw = Record<string, unknown>

function object(value: unknown): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw ODD
  return value as Raw
}

function required(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw ODD
  return value
}

function text(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (value != null) throw ODD
  return null
}

function flag(value: unknown): boolean {
  if (typeof value === 'boolean') return value
  if (value != null) throw ODD
  return false
}

function list<T>(value: unknown, read: (item: unknown) => T): T[] {
  if (Array.isArray(value)) return value.map(read)
  if (value != null) throw ODD
  return []
}

function instant(moment: Raw): Instant {
  const found = instantOfGraph(required(moment.dateTime), text(moment.timeZone))
  if (found === null) throw ODD
  return found
}

function answer(value: unknown): GraphEvent['responseStatus'] {
  if (value == null) return { response: 'none', time: '' }
  const raw = object(value)
  return { response: text(raw.response) ?? 'none', time: text(raw.time) ?? '' }
}

function emailAddress(value: unknown): { name: string; address: string } {
  if (value == null) return { name: '', address: '' }
  const raw = object(value)
  return { name: text(raw.name) ?? '', address: text(raw.address) ?? '' }
}

function attendee(item: unknown): GraphEvent['attendees'][number] {
  const raw = object(item)
  return { type: text(raw.type), status: answer(raw.status), emailAddress: emailAddress(raw.emailAddress) }
}

function place(item: unknown): GraphEvent['locations'][number] {
  const raw = object(item)
  return {
    locationType: text(raw.locationType),
    locationEmailAddress: text(raw.locationEmailAddress),
    locationUri: text(raw.locationUri),
    uniqueId: text(raw.uniqueId),
  }
}
