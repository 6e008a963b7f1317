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

/** Someone on an invitation. `key` is the directory id, or the address of a stranger. */
type Invited = {
  key: string
  person: DirectoryPerson | null
  group: boolean
  answers: { response: string; time: string }[]
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
  if (!isEmployee) return excused ? 'thirdPerson' : 'notYourEmployee'
  if (!other.person.enabled || !who.manager.enabled) return 'disabled'
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
    return lastAnswer(own ? [...answers, event.responseStatus] : answers) === 'declined'
  })
}

/** The newest answer; of two at the same moment a no. Graph writes the year 1 where nobody answered. */
function lastAnswer(answers: readonly { response: string; time: string }[]): string {
  const at = (time: string): number => Date.parse(time) || 0
  const newest = Math.max(0, ...answers.map(({ time }) => at(time)))
  const last = answers.filter(({ time }) => Math.max(0, at(time)) === newest).map(({ response }) => response)
  return last.includes('declined') ? 'declined' : (last[0] ?? 'none')
}

/** The organizer. Where none is given it is the owner in the organizer's own copy; in any other, somebody we know nothing about. */
function organizerOf(event: GraphEvent, who: Who): Invited {
  const { name, address } = event.organizer?.emailAddress ?? { name: 'organizer', address: '' }
  return address === '' && event.isOrganizer
    ? { key: who.manager.id, person: who.manager, group: false, answers: [] }
    : invited({ name, address }, who)
}

/** {organizer} ∪ attendees, less rooms and equipment, each once. */
function peopleOf(event: GraphEvent, who: Who, organizer: Invited): Invited[] {
  const rooms = roomsOf(event)
  const people = new Map<string, Invited>()
  if (!organizer.person?.isRoom) people.set(organizer.key, organizer)
  for (const { type, status, emailAddress } of event.attendees) {
    const one = invited(emailAddress, who)
    if (type === 'resource' || one.person?.isRoom || rooms.has(bareAddress(emailAddress.address))) continue
    const same = people.get(one.key) ?? one
    same.answers.push(status)
    people.set(same.key, same)
  }
  return [...people.values()]
}

function invited({ name, address }: { name: string; address: string }, who: Who): Invited {
  const bare = bareAddress(address)
  const person = bare === '' ? null : who.directory(bare)
  const key = person?.id ?? (bare === '' ? `no address: ${name}` : bare)
  return { key, person, group: person === null && who.isGroup?.(bare) === true, answers: [] }
}

/** Addresses of the rooms that an event says it takes place in. Only Graph's conferenceRoom is a room: any address can be typed as a place. */
function roomsOf(event: GraphEvent): Set<string> {
  const rooms = [event.location, ...event.locations].filter((place) => place?.locationType === 'conferenceRoom')
  const addresses = rooms.flatMap((room) => [room?.locationEmailAddress, room?.locationUri, room?.uniqueId])
  return new Set(addresses.filter((address) => address?.includes('@')).map((address) => bareAddress(address ?? '')))
}
