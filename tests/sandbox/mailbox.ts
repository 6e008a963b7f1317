// Mailboxes: every attendee has a copy of an event, and what its organizer changes reaches the copies.
import {
  addCalendarDays,
  addMinutes,
  daysBetween,
  type Instant,
  instantAt,
  localOf,
  minutesBetween,
} from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { graphTime, keptInstant } from './graphTime.ts'
import { changeKeyOf, outlookId } from './ids.ts'
import { personAt } from './people.ts'
import type { CalendarItem, GraphEvent, Person, PersonId, World } from './world.ts'

/** What a change to an event may hold; times are UTC. */
export type EventChange = Partial<GraphEvent>

const IN_EVERY_COPY = [
  'subject',
  'start',
  'end',
  'categories',
  'showAs',
  'location',
  'locations',
  'body',
  'bodyPreview',
  'sensitivity',
  'isAllDay',
  'importance',
  'hideAttendees',
  'attendees',
  'isOnlineMeeting',
  'onlineMeeting',
] as const

/** The calendar of a person, in the order of time. */
export function calendarOf(world: World, person: PersonId): CalendarItem[] {
  const items = world.calendars[person] ?? []
  return items.toSorted((a, b) => (a.event.start.dateTime < b.event.start.dateTime ? -1 : 1))
}

/** One event of a mailbox, or null. */
export function itemOf(world: World, person: PersonId, eventId: string): CalendarItem | null {
  return (world.calendars[person] ?? []).find(({ event }) => event.id === eventId) ?? null
}

/** All copies of one occurrence, with the mailbox each lies in. */
export function copiesOf(world: World, iCalUId: string): { owner: PersonId; item: CalendarItem }[] {
  return Object.entries(world.calendars).flatMap(([owner, items]) =>
    items.filter(({ event }) => event.iCalUId === iCalUId).map((item) => ({ owner, item })),
  )
}

/** The organizer's copy of an occurrence, or null where the organizer has no mailbox here. */
export function organizersCopy(world: World, iCalUId: string): { owner: PersonId; item: CalendarItem } | null {
  return copiesOf(world, iCalUId).find(({ item }) => item.event.isOrganizer) ?? null
}

/** Gives everyone whom an event names the copy that their mailbox lacks. */
export function deriveCopies(world: World): void {
  const held = new Set<string>()
  const has = (owner: PersonId, event: GraphEvent) => held.has(`${owner}|${event.iCalUId}`)
  const note = (owner: PersonId, event: GraphEvent) => held.add(`${owner}|${event.iCalUId}`)
  const listed = Object.entries(world.calendars).flatMap(([owner, items]) =>
    items.map(({ event }) => ({ owner, event })),
  )
  for (const { owner, event } of listed) note(owner, event)
  const byAddress = new Map<string, Person | null>()
  const resolve = (address: string) => {
    const known = byAddress.get(address)
    if (known !== undefined) return known
    const found = personAt(world, address)
    byAddress.set(address, found)
    return found
  }
  for (const { event } of listed) {
    for (const address of peopleNamed(event)) {
      const person = resolve(address)
      if (!person || has(person.id, event)) continue
      note(person.id, event)
      world.calendars[person.id] = [...(world.calendars[person.id] ?? []), copyFor(world, event, person)]
    }
  }
}

const peopleNamed = (event: GraphEvent): string[] => [
  ...(event.organizer ? [event.organizer.emailAddress.address] : []),
  ...event.attendees.filter(({ type }) => type !== 'resource').map(({ emailAddress }) => emailAddress.address),
]

function copyFor(world: World, source: GraphEvent, person: Person): CalendarItem {
  const isOrganizer = personAt(world, source.organizer?.emailAddress.address)?.id === person.id
  // Somebody who is listed twice has given two answers; the newest counts.
  const own = source.attendees
    .filter(({ emailAddress }) => personAt(world, emailAddress.address)?.id === person.id)
    .toSorted((a, b) => (a.status.time < b.status.time ? -1 : 1))
    .at(-1)
  const changeKey = changeKeyOf(`${person.id}|${source.iCalUId}`)
  const event: GraphEvent = {
    ...structuredClone(source),
    id: outlookId(person.id, source.iCalUId),
    seriesMasterId: source.seriesMasterId && outlookId(person.id, `series|${source.seriesMasterId}`),
    isOrganizer,
    attendees: source.hideAttendees && !isOrganizer ? [] : structuredClone(source.attendees),
    responseStatus: isOrganizer
      ? { response: 'organizer', time: source.responseStatus.time }
      : (own?.status ?? { response: 'notResponded', time: source.responseStatus.time }),
    changeKey,
    '@odata.etag': `W/"${changeKey}"`,
  }
  return { event, properties: {}, series: null }
}

/** Changes one event as its mailbox's owner: an organizer's change reaches every copy, an attendee's stays local. */
export function changeEvent(
  world: World,
  owner: PersonId,
  item: CalendarItem,
  change: EventChange,
  properties: Record<string, string> = {},
): void {
  Object.assign(item.properties, properties)
  if (!item.event.isOrganizer) {
    apply(world, item, change)
    return
  }
  const shared = Object.fromEntries(IN_EVERY_COPY.flatMap((key) => (key in change ? [[key, change[key]]] : [])))
  for (const copy of copiesOf(world, item.event.iCalUId)) {
    if (copy.owner === owner) apply(world, copy.item, change)
    else if (Object.keys(shared).length > 0) apply(world, copy.item, withHidden(copy.item, shared))
  }
  if (change.attendees) reconcileAttendees(world, item)
}

const withHidden = (copy: CalendarItem, change: EventChange): EventChange =>
  change.attendees && copy.event.hideAttendees ? { ...change, attendees: [] } : structuredClone(change)

function apply(world: World, item: CalendarItem, change: EventChange): void {
  const { event } = item
  if (event.type === 'occurrence') {
    const { subject, start, end, categories } = event
    item.series = { subject, start, end, categories }
    event.type = 'exception'
    event.originalStart = keptInstant(start)
  }
  Object.assign(event, change)
  touch(world, item)
}

function touch(world: World, { event }: CalendarItem): void {
  world.changes += 1
  event.changeKey = changeKeyOf(`${world.id}|${world.changes}`)
  event['@odata.etag'] = `W/"${event.changeKey}"`
  event.lastModifiedDateTime = world.now
}

function reconcileAttendees(world: World, { event }: CalendarItem): void {
  const invited = new Set(peopleNamed(event).map((address) => personAt(world, address)?.id))
  for (const { owner, item } of copiesOf(world, event.iCalUId)) {
    if (!invited.has(owner)) drop(world, owner, (other) => other === item)
  }
  for (const id of invited) {
    const person = world.people.find((one) => one.id === id)
    const copies = copiesOf(world, event.iCalUId)
    if (!person || copies.some(({ owner }) => owner === person.id)) continue
    world.calendars[person.id] = [...(world.calendars[person.id] ?? []), copyFor(world, event, person)]
  }
}

function drop(world: World, owner: PersonId, gone: (item: CalendarItem) => boolean): void {
  world.calendars[owner] = (world.calendars[owner] ?? []).filter((item) => !gone(item))
}

/** Answers an invitation: the owner's copy and the entry in everybody's list of attendees. */
export function respond(world: World, owner: PersonId, item: CalendarItem, response: string): void {
  const status = { response, time: world.now }
  item.event.responseStatus = status
  touch(world, item)
  for (const copy of copiesOf(world, item.event.iCalUId)) {
    const entries = copy.item.event.attendees.filter(
      ({ emailAddress }) => personAt(world, emailAddress.address)?.id === owner,
    )
    for (const entry of entries) entry.status = status
    if (entries.length > 0 && copy.owner !== owner) touch(world, copy.item)
  }
}

/** Cancels an occurrence (its organizer) or declines it and takes it out of the calendar (an attendee). */
export function removeEvent(world: World, owner: PersonId, item: CalendarItem): void {
  const { iCalUId, isOrganizer } = item.event
  if (!isOrganizer) {
    respond(world, owner, item, 'declined')
    drop(world, owner, (other) => other === item)
    return
  }
  for (const person of Object.keys(world.calendars)) drop(world, person, ({ event }) => event.iCalUId === iCalUId)
}

/** Every occurrence of the series that an event belongs to, in one mailbox; the event alone where there is none. */
export function seriesOf(world: World, owner: PersonId, item: CalendarItem): CalendarItem[] {
  const master = item.event.seriesMasterId
  return master ? calendarOf(world, owner).filter(({ event }) => event.seriesMasterId === master) : [item]
}

/**
 * Changes a whole series, as Outlook does: exceptions become occurrences again (changed fields, categories and
 * extended properties are lost), and new times are wall-clock times of the owner's zone, so they hold over DST.
 */
export function changeSeries(world: World, owner: Person, item: CalendarItem, change: EventChange): void {
  const zone = ianaZone(owner.mailboxSettings.timeZone).zone
  const reference = item.series ?? item.event
  const move = mover(reference, change, zone)
  for (const occurrence of seriesOf(world, owner.id, item)) {
    const copies = occurrence.event.isOrganizer ? copiesOf(world, occurrence.event.iCalUId) : []
    const touched = copies.length > 0 ? copies.map((copy) => copy.item) : [occurrence]
    for (const copy of touched) {
      const own = copy.series ?? copy.event
      const times = move(own)
      if (copy.series) Object.assign(copy.event, copy.series, { type: 'occurrence' })
      copy.series = null
      copy.properties = {}
      Object.assign(copy.event, copy === occurrence ? change : withHidden(copy, change), times)
      touch(world, copy)
    }
    if (change.attendees) reconcileAttendees(world, occurrence)
  }
}

type Times = Pick<GraphEvent, 'start' | 'end'>

function mover(reference: Times, change: EventChange, zone: string): (times: Times) => Times {
  const at = ({ start, end }: Times): [Instant, Instant] => [keptInstant(start), keptInstant(end)]
  if (!change.start && !change.end) return ({ start, end }) => ({ start, end })
  const [oldStart, oldEnd] = at(reference)
  const start = change.start ? keptInstant(change.start) : oldStart
  const end = change.end ? keptInstant(change.end) : addMinutes(start, minutesBetween(oldStart, oldEnd))
  const days = daysBetween(localOf(oldStart, zone).day, localOf(start, zone).day)
  const { hour, minute } = localOf(start, zone)
  const time = `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
  return (times) => {
    const newStart = instantAt(addCalendarDays(localOf(at(times)[0], zone).day, days), time, zone)
    return { start: graphTime(newStart), end: graphTime(addMinutes(newStart, minutesBetween(start, end))) }
  }
}

/** Cancels a whole series, or takes it out of an attendee's calendar. */
export function removeSeries(world: World, owner: PersonId, item: CalendarItem): void {
  for (const occurrence of seriesOf(world, owner, item)) removeEvent(world, owner, occurrence)
}
