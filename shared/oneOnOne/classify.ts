// What is a 1-1 (R1): looks at one event of a manager's calendar and says yes, possibly, or no and why.
import { bareAddress, type DirectoryPerson } from '../person.ts'
import { type Instant, minutesBetween } from '../time.ts'
import type { GraphEvent } from './event.ts'

/** Why an event is or is not a 1-1, in words that a person can read after "Not a 1-1:". */
export const REASON_WORDS = {
  ok: 'ok',
  organizedByAnother: 'organized by someone else',
  private: 'private',
  cancelled: 'cancelled',
  allDay: 'all day',
  free: 'shown as free',
  outOfOffice: 'out of office',
  workingElsewhere: 'working elsewhere',
  notBusy: 'not shown as busy',
  hiddenAttendees: 'hidden list of attendees',
  group: 'group address',
  thirdPerson: 'third person',
  notInvited: 'manager not on the invitation',
  nobodyElse: 'nobody else invited',
  stranger: 'someone who is not in the directory',
  guest: 'guest from outside',
  disabled: 'account disabled',
  notYourEmployee: 'not an employee of this manager',
  declined: 'declined',
  tooShort: 'shorter than 15 minutes',
  tooLong: 'longer than 2 hours',
} as const
export type Reason = keyof typeof REASON_WORDS

/** An event that we may remember. */
export type OpenLook = {
  eventId: string
  iCalUId: string
  seriesMasterId: string | null
  start: Instant
  end: Instant
  joinUrl: string | null
  subject: string
  changeKey: string
  isOrganizer: boolean
  /** Person id, if the directory knows the organizer. */
  organizer: string | null
  manager: string
  /** The one employee of this manager on the invitation; null for none or several. */
  employee: string | null
  eligible: boolean
  /** A 1-1 if the manager says so (R1: organized by a third person). */
  possible: boolean
  reason: Exclude<Reason, 'private'>
}

/** A private event: when, in whose calendar, and nothing else (R1). */
export type PrivateLook = {
  eventId: null
  iCalUId: null
  seriesMasterId: null
  start: Instant
  end: Instant
  joinUrl: null
  subject: null
  changeKey: null
  isOrganizer: false
  organizer: null
  manager: string
  employee: null
  eligible: false
  possible: false
  reason: 'private'
}
export type Look = OpenLook | PrivateLook

export type Who = {
  /** Whose calendar the event is in. */
  manager: DirectoryPerson
  /** The manager's current employees (R0). */
  employees: readonly DirectoryPerson[]
  directory: (address: string) => DirectoryPerson | null
  /** True for an address that is known to be a group; one that is not known is a stranger, which refuses as well. */
  isGroup?: (address: string) => boolean
}

/** Looks at one event of `who.manager`'s calendar. The event's own copy is judged, not what other mailboxes say. */
export function classify(event: GraphEvent, who: Who): Look {
  const { start, end } = event
  const manager = who.manager.id
  // First of all, so that no later line can put anything of a private event into a Look.
  if (event.sensitivity !== 'normal') return privateLook(manager, start, end)

  const organizer = organizerOf(event, who)
  const people = peopleOf(event, who, organizer)
  const isOrganizer = event.isOrganizer ?? organizer.key === manager
  const reason = reasonOf({ event, who, people, organizer, isOrganizer })
  return {
    eventId: event.id,
    iCalUId: event.iCalUId,
    seriesMasterId: event.seriesMasterId,
    start,
    end,
    joinUrl: event.onlineMeeting?.joinUrl ?? event.onlineMeetingUrl ?? null,
    subject: event.subject,
    changeKey: event.changeKey,
    isOrganizer,
    organizer: organizer.person?.id ?? null,
    manager,
    employee: employeeOf(people, who, organizer),
    eligible: reason === 'ok',
    possible: reason === 'organizedByAnother',
    reason,
  }
}

const privateLook = (manager: string, start: Instant, end: Instant): PrivateLook => ({
  eventId: null,
  iCalUId: null,
  seriesMasterId: null,
  start,
  end,
  joinUrl: null,
  subject: null,
  changeKey: null,
  isOrganizer: false,
  organizer: null,
  manager,
  employee: null,
  eligible: false,
  possible: false,
  reason: 'private',
})

type Answer = GraphEvent['responseStatus']
/** Someone on an invitation. `key` is the directory id, or the address of a stranger. */
type Invited = {
  key: string
  /** Bare; '' where there is none. */
  address: string
  person: DirectoryPerson | null
  group: boolean
  answers: Answer[]
}
type Facts = {
  event: GraphEvent
  who: Who
  people: readonly Invited[]
  organizer: Invited
  isOrganizer: boolean
}

function reasonOf(facts: Facts): OpenLook['reason'] {
  const { event } = facts
  if (event.isCancelled) return 'cancelled'
  if (event.isAllDay) return 'allDay'
  const shown = SHOWN_AS.get(event.showAs) ?? 'notBusy'
  if (shown !== 'ok') return shown
  if (event.hideAttendees && !facts.isOrganizer) return 'hiddenAttendees'

  const who = whoReason(facts)
  if (who !== 'ok' && who !== 'organizedByAnother') return who
  if (isDeclined(facts)) return 'declined'
  const minutes = minutesBetween(event.start, event.end)
  if (minutes < 15) return 'tooShort'
  if (minutes > 120) return 'tooLong'
  return who
}

const SHOWN_AS: ReadonlyMap<string, OpenLook['reason']> = new Map([
  ['busy', 'ok'],
  ['tentative', 'ok'],
  ['free', 'free'],
  ['oof', 'outOfOffice'],
  ['workingElsewhere', 'workingElsewhere'],
])

/** Is it exactly the manager and one employee, both enabled members? Or those two and the organizer who invited them? */
function whoReason({ who, people, organizer }: Facts): OpenLook['reason'] {
  const manager = who.manager.id
  const others = people.filter(({ key }) => key !== manager)
  if (people.some(({ group }) => group)) return 'group'
  if (others.length === people.length) return 'notInvited'
  if (others.length === 0) return 'nobodyElse'

  const invited = others.filter((one) => one !== organizer)
  // A stranger who organizes is not excused: then it is a meeting with someone from outside.
  const excused = others.length === 2 && invited.length === 1 && organizer.person?.member === true
  if (others.length > 1 && !excused) return 'thirdPerson'
  const other = excused ? invited[0] : others[0]
  if (!other?.person) return 'stranger'
  if (!other.person.member || !who.manager.member) return 'guest'
  const isEmployee = who.employees.some(({ id }) => id === other.key)
  if (!isEmployee && excused) return 'thirdPerson'
  // Before the next line: who left is mostly nobody's employee any more, and that they left says more.
  if (!other.person.enabled || !who.manager.enabled) return 'disabled'
  if (!isEmployee) return 'notYourEmployee'
  return excused ? 'organizedByAnother' : 'ok'
}

/** The one employee a meeting is with; an organizer who is an employee too (assistants often are) counts only when nobody else does. */
function employeeOf(people: readonly Invited[], who: Who, organizer: Invited): string | null {
  const employees = people.filter(({ key }) => key !== who.manager.id && who.employees.some(({ id }) => id === key))
  const met = employees.length > 1 ? employees.filter((one) => one !== organizer) : employees
  return met.length === 1 ? (met[0]?.key ?? null) : null
}

/** Declined by the manager or by the employee; an assistant who organizes does not count. */
function isDeclined({ event, who, people, organizer }: Facts): boolean {
  return people.some(({ key, answers }) => {
    const own = key === who.manager.id
    if (!own && key === organizer.key && people.length > 2) return false
    return saysNo(own ? [...answers, event.responseStatus] : answers)
  })
}

/** Whether the newest answer is a no; of two at the same moment a no counts. */
function saysNo(answers: readonly Answer[]): boolean {
  const noes = answers.filter(({ response }) => response === 'declined')
  // Most people said no nowhere, and then it does not matter when they said it.
  if (noes.length === 0) return false
  const newest = Math.max(...answers.map(answeredAt))
  return noes.some((no) => answeredAt(no) === newest)
}

/** Graph writes the year 1 where nobody answered, which comes before any answer. A time without a zone is UTC, wherever this runs. */
function answeredAt({ time }: Answer): number {
  const at = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/i.test(time) ? time : `${time}Z`)
  return Number.isNaN(at) ? 0 : Math.max(0, at)
}

/**
 * The organizer. The organizer's own copy may give no address, or only the mailbox's old name inside Exchange (X500), which the directory need
 * not know: then it is the owner. In any other copy it is somebody we know nothing about.
 */
function organizerOf(event: GraphEvent, who: Who): Invited {
  const one = invited(event.organizer?.emailAddress ?? { name: 'organizer', address: '' }, who)
  const unnamed = one.person === null && (one.address === '' || isLegacy(one.address))
  return unnamed && event.isOrganizer ? { ...one, key: who.manager.id, person: who.manager } : one
}

/** {organizer} ∪ attendees, less rooms and equipment, each once. A known group is nobody's equipment, however it was invited. */
function peopleOf(event: GraphEvent, who: Who, organizer: Invited): Invited[] {
  const rooms = roomsOf(event, who)
  const isRoom = (one: Invited): boolean => one.person?.isRoom === true || rooms.has(one.key)
  const people = isRoom(organizer) ? [] : [organizer]
  for (const { type, status, emailAddress } of event.attendees) {
    const one = invited(emailAddress, who)
    if (!one.group && (type === 'resource' || isRoom(one))) continue
    const same = people.find(({ key }) => key === one.key)
    if (same) same.answers.push(status)
    else people.push({ ...one, answers: [status] })
  }
  return people
}

function invited({ name, address: written }: { name: string; address: string }, who: Who): Invited {
  const address = bareAddress(written)
  const person = address === '' ? null : who.directory(address)
  const key = person?.id ?? (address === '' ? `no address: ${name}` : address)
  return { key, address, person, group: person === null && who.isGroup?.(address) === true, answers: [] }
}

/** Keys of the rooms that an event says it takes place in. Only Graph's conferenceRoom is a room: any address can be typed as a place. */
function roomsOf(event: GraphEvent, who: Who): ReadonlySet<string> {
  const places = event.location ? [event.location, ...event.locations] : event.locations
  const rooms = places.filter((place) => place.locationType === 'conferenceRoom')
  if (rooms.length === 0) return NO_ROOMS
  const ids = rooms.flatMap((room) => [room.locationEmailAddress, room.locationUri, room.uniqueId])
  // A place's id can be any text, such as its name.
  const addresses = ids.map((id) => bareAddress(id ?? '')).filter((id) => id.includes('@') || isLegacy(id))
  return new Set(addresses.map((address) => invited({ name: '', address }, who).key))
}
const NO_ROOMS: ReadonlySet<string> = new Set()

/** A mailbox's name inside Exchange: '/o=ExchangeLabs/ou=…/cn=Recipients/cn=…'. */
const isLegacy = (address: string): boolean => address.startsWith('/o=')
