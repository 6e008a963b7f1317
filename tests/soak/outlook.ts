// A small company's Outlook in memory: the sandbox's own mailboxes behind the ports, and what its people do to their meetings.

import { MARK } from '#bot/adapters/graph/calendar.ts'
import type { Calendar, Directory } from '#bot/ports.ts'
import { graphMailboxSettings, mailboxOf } from '#shared/mailbox.ts'
import { graphEvent } from '#shared/oneOnOne/event.ts'
import type { DirectoryPerson } from '#shared/person.ts'
import { addDays, addMinutes, type Instant } from '#shared/time.ts'
import { graphTime, keptInstant } from '#tests/sandbox/graphTime.ts'
import { calendarOf, changeEvent, changeSeries, itemOf, removeEvent } from '#tests/sandbox/mailbox.ts'
import { newWorld } from '#tests/sandbox/newWorld.ts'
import { personAt, personBy } from '#tests/sandbox/people.ts'
import { readTenant } from '#tests/sandbox/tenant.ts'
import type { CalendarItem, Person, World } from '#tests/sandbox/world.ts'

export const MANAGER = 'mona'
export const EMPLOYEE = 'rafe'
export const SUBJECT = 'Mona / Rafe'
const WEEKS = 27

const person = (key: string, manager: string | null) => ({
  id: `id-${key}`,
  key,
  displayName: `${key} Test`,
  mail: `${key}@contoso.test`,
  mailboxTimeZone: 'GMT Standard Time',
  manager: manager && `id-${manager}`,
})

/** Mona and Rafe meet every week for half a year; her other meetings are nobody's business here. */
export function newOutlook(now: Instant): World {
  const series = (week: number) => {
    const start = addDays(`${now.slice(0, 10)}T09:00:00.000Z`, week * 7)
    return {
      id: `event-${week}`,
      iCalUId: `ical-${week}`,
      seriesMasterId: 'series',
      type: 'occurrence',
      subject: SUBJECT,
      body: { contentType: 'text', content: 'Notes, and how to join: https://teams.test/join/series' },
      isOrganizer: true,
      isOnlineMeeting: true,
      onlineMeeting: { joinUrl: 'https://teams.test/join/series' },
      start: graphTime(start),
      end: graphTime(addMinutes(start, 45)),
      organizer: { emailAddress: { name: 'Mona', address: 'mona@contoso.test' } },
      attendees: [{ type: 'required', emailAddress: { name: 'Rafe', address: 'rafe@contoso.test' } }],
    }
  }
  const tenant = {
    now,
    fiscalYearStartMonth: 1,
    directory: [person(MANAGER, null), person(EMPLOYEE, MANAGER)],
    calendarView: { [MANAGER]: [{ value: Array.from({ length: WEEKS }, (_, week) => series(week)) }] },
  }
  return newWorld(readTenant(JSON.stringify(tenant), 'tenant'))
}

const entryOf = (of: Person): DirectoryPerson => ({
  id: of.id,
  name: of.displayName,
  mail: of.mail,
  userPrincipalName: of.userPrincipalName,
  proxyAddresses: of.proxyAddresses,
  enabled: of.accountEnabled,
  member: true,
  jobTitle: null,
})

/** Both ports over the mailboxes. */
export function portsOf(world: World): { calendar: Calendar; directory: Directory } {
  const named = (id: string) => personBy(world, id)
  const entry = (of: Person | null) => of && entryOf(of)
  const calendar: Calendar = {
    async view(mailbox, from, to) {
      const items = calendarOf(world, mailbox).filter(
        ({ event }) => keptInstant(event.start) < to && keptInstant(event.end) > from,
      )
      return { events: items.map(({ event }) => graphEvent.parse(event)) }
    },
    async settings(mailbox) {
      const { zoneKnown: _, ...settings } = mailboxOf(graphMailboxSettings.parse(named(mailbox)?.mailboxSettings))
      return settings
    },
    async event(mailbox, eventId) {
      const item = itemOf(world, mailbox, eventId)
      if (!item) return null
      const { event, properties } = item
      return {
        mailbox,
        eventId,
        subject: event.subject ?? '',
        changeKey: event.changeKey,
        categories: [...event.categories],
        joinUrl: event.onlineMeeting?.joinUrl ?? null,
        isOnline: event.isOnlineMeeting,
        isCancelled: false,
        start: keptInstant(event.start),
        end: keptInstant(event.end),
        mark: properties[MARK] ?? '',
      }
    },
    async rename({ mailbox, eventId, changeKey }, { subject, categories, mark }) {
      const item = itemOf(world, mailbox, eventId)
      if (!item) return 'gone'
      if (item.event.changeKey !== changeKey) return 'changed'
      changeEvent(world, mailbox, item, { ...(subject === undefined ? {} : { subject }), categories }, { [MARK]: mark })
      return 'done'
    },
    chatJoinUrl: async () => null,
  }
  const directory: Directory = {
    person: async (id) => entry(named(id)),
    employeesOf: async (manager) => world.people.filter((one) => one.manager === manager).map(entryOf),
    byAddress: async (address) => entry(personAt(world, address)),
    managerOf: async (employee) => entry(named(named(employee)?.manager ?? '')),
  }
  return { calendar, directory }
}

/**
 * What people want their meetings to be called and when they take place, by iCalUId: the truth that nobody may change.
 * `wiped`: an edit of the series took our name and mark away at least once.
 */
export type Wanted = Map<string, { subject: string; start: Instant; end: Instant; wiped: boolean }>

export const itemsOf = (world: World): CalendarItem[] => calendarOf(world, `id-${MANAGER}`)

export function wantedOf(world: World): Wanted {
  return new Map(
    itemsOf(world).map(({ event }) => [
      event.iCalUId,
      { subject: SUBJECT, start: keptInstant(event.start), end: keptInstant(event.end), wiped: false },
    ]),
  )
}

export const PEOPLES_ACTS = [
  'move',
  'movePastQuarter',
  'moveFar',
  'cancel',
  'rename',
  'retime',
  'renameSeries',
] as const
export type PeoplesAct = (typeof PEOPLES_ACTS)[number]

/** The organizer does something to one meeting, or to the series, in Outlook. */
export function act(world: World, wanted: Wanted, what: PeoplesAct, item: CalendarItem, quarterEnd: Instant): void {
  const owner = personBy(world, MANAGER) as Person
  const { event } = item
  const own = wanted.get(event.iCalUId)
  if (!own) return
  const moveTo = (start: Instant) => {
    const end = addMinutes(start, 45)
    changeEvent(world, owner.id, item, { start: graphTime(start), end: graphTime(end) })
    Object.assign(own, { start, end })
  }
  /** Exceptions become occurrences again, with the times and the name of the series. */
  const editSeries = (change: { subject?: string; start?: Instant }) => {
    const { start, subject } = change
    changeSeries(world, owner, item, {
      ...(subject === undefined ? {} : { subject }),
      ...(start ? { start: graphTime(start), end: graphTime(addMinutes(start, 45)) } : {}),
    })
    for (const { event: one } of itemsOf(world)) {
      const times = { start: keptInstant(one.start), end: keptInstant(one.end) }
      wanted.set(one.iCalUId, { subject: one.subject ?? '', ...times, wiped: true })
    }
  }
  switch (what) {
    case 'move':
      moveTo(addDays(own.start, 1))
      break
    case 'movePastQuarter':
      moveTo(addMinutes(addDays(quarterEnd, 3), 9 * 60 + 15))
      break
    case 'moveFar':
      moveTo(addMinutes(addDays(quarterEnd, 20), 9 * 60 + 15))
      break
    case 'cancel':
      wanted.delete(event.iCalUId)
      removeEvent(world, owner.id, item)
      break
    case 'rename':
      changeEvent(world, owner.id, item, { subject: 'Walk in the park' })
      own.subject = 'Walk in the park'
      break
    case 'retime':
      editSeries({ start: addMinutes(keptInstant((item.series ?? event).start), 30) })
      break
    case 'renameSeries':
      editSeries({ subject: SUBJECT })
      break
  }
}
