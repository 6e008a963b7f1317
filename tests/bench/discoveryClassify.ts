// What finding the 1-1s costs beside JSON.parse of the same pages: a hundred managers, a thousand events each.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { classify, type Who } from '#shared/oneOnOne/classify.ts'
import { eventsOf } from '#shared/oneOnOne/readEvents.ts'
import { slotsOf } from '#shared/oneOnOne/slots.ts'
import { type DirectoryPerson, directoryOf } from '#shared/person.ts'
import { interleaved, ratio, report } from './measure.ts'

const MANAGERS = 100
const EVENTS = 1000
const PAGE = 100
const EMPLOYEES = 8
const COLLEAGUES = 40
const ROUNDS = 9
const GOES = 20
const FIRST_MANAGERS = 20

/**
 * `classifyVersusJsonParse`: everything after JSON.parse (reading the events, classifying them, their slots) in times of
 * JSON.parse. `classifyHeapGrowthMB`: the heap after 100 managers less the heap after 20, each let go before the next.
 */
export async function costOfClassifying(): Promise<Record<string, number>> {
  const teams = Array.from({ length: MANAGERS }, (_, n) => teamOf(n))
  const parse = (n: number): Page[] => (teams[n % MANAGERS]?.pages ?? []).map((page): Page => JSON.parse(page))
  const medians = await interleaved(
    [
      { name: 'parse', once: parse },
      { name: 'all', once: (n) => found(parse(n), whoOf(n % MANAGERS)) },
    ],
    ROUNDS,
    GOES,
  )
  const { parse: parsing = Number.NaN, all = Number.NaN } = medians
  const classifyVersusJsonParse = ratio(all - parsing, parsing)
  const bytes = teams[0]?.pages.reduce((sum, page) => sum + page.length, 0) ?? 0
  console.error(
    `${EVENTS} events of ${Math.round(bytes / EVENTS)} bytes: JSON.parse ${ms(parsing)}, then 1-1s ${ms(all - parsing)}`,
  )
  report('finding the 1-1s, beside JSON.parse of the same pages', classifyVersusJsonParse, 1.5)

  const classifyHeapGrowthMB = heapGrowth()
  report(`heap after ${MANAGERS} managers, more than after ${FIRST_MANAGERS}`, classifyHeapGrowthMB, 1, ' MB')
  return { classifyVersusJsonParse, classifyHeapGrowthMB }
}

type Page = { value: unknown[] }
const ms = (micros: number): string => `${(micros / 1000).toFixed(1)} ms`

function found(pages: Page[], who: Who) {
  const slots = slotsOf(eventsOf(pages.flatMap(({ value }) => value)).events.map((event) => classify(event, who)))
  // A bench of nothing would be fast too.
  if (slots.length < EVENTS / 10) throw new Error(`Only ${slots.length} slots found`)
  return slots
}

function heapGrowth(): number {
  setFlagsFromString('--expose-gc')
  const gc: () => void = runInNewContext('gc')
  const heap: number[] = []
  for (let n = 0; n < MANAGERS; n += 1) {
    const { pages } = teamOf(n)
    found(
      pages.map((page): Page => JSON.parse(page)),
      whoOf(n),
    )
    if (n !== FIRST_MANAGERS - 1 && n !== MANAGERS - 1) continue
    gc()
    heap.push(process.memoryUsage().heapUsed)
  }
  return Math.round((((heap[1] ?? Number.NaN) - (heap[0] ?? Number.NaN)) / 2 ** 20) * 10) / 10
}

const idOf = (kind: number, manager: number, n: number) =>
  `${String(kind).padStart(8, '0')}-${String(manager).padStart(4, '0')}-4000-8000-${String(n).padStart(12, '0')}`
const FIRST = ['Ana', 'Björn', 'Chidi', 'Dora', 'Emre', 'Fatima', 'Goran', 'Hana']
const LAST = ['Okafor', 'Lindqvist', 'Marchetti', 'Nakamura', 'van der Berg', 'Ó Briain', 'Haddad']

function person(kind: number, manager: number, n: number, more: Partial<DirectoryPerson> = {}): DirectoryPerson {
  const name = `${FIRST[n % FIRST.length]} ${LAST[(n + manager) % LAST.length]}`
  const mail = `p${kind}.${n}.of${manager}@contoso.example`
  return {
    id: idOf(kind, manager, n),
    name,
    mail,
    userPrincipalName: mail,
    proxyAddresses: [
      `SMTP:${mail}`,
      `smtp:alias.${mail}`,
      `X500:/o=ExchangeLabs/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=${manager}-${kind}-${n}`,
    ],
    enabled: true,
    member: true,
    jobTitle: null,
    ...more,
  }
}

/** The calendar's owner, their employees and the colleagues they meet, of manager number n. */
function peopleOf(n: number) {
  return {
    manager: person(0, n, 0),
    employees: Array.from({ length: EMPLOYEES }, (_, k) => person(1, n, k)),
    colleagues: Array.from({ length: COLLEAGUES }, (_, k) => person(2, n, k)),
    room: person(3, n, 0, { isRoom: true }),
  }
}

/** Made anew for each reading, as the app does: looking people up is part of the cost. */
function whoOf(n: number): Who {
  const { manager, employees, colleagues, room } = peopleOf(n)
  return { manager, employees, directory: directoryOf([manager, ...employees, ...colleagues, room]) }
}

/** A manager's pages of calendarView as text, with the fields that the app selects: every third event is a 1-1. */
function teamOf(n: number): { pages: string[] } {
  const people = peopleOf(n)
  const events = Array.from({ length: EVENTS }, (_, k) => eventOf(n, k, people))
  const pages = Array.from({ length: EVENTS / PAGE }, (_, page) => events.slice(page * PAGE, (page + 1) * PAGE))
  return {
    pages: pages.map((value) =>
      JSON.stringify({
        '@odata.context': "https://graph.microsoft.com/v1.0/$metadata#users('x')/calendarView",
        '@odata.nextLink': `https://graph.microsoft.com/v1.0/users/${people.manager.id}/calendarView?$skip=${PAGE}`,
        value,
      }),
    ),
  }
}

const mailbox = ({ name, mail }: DirectoryPerson) => ({ emailAddress: { name, address: mail } })
const invited = (one: DirectoryPerson, k: number, type = 'required') => ({
  type,
  status: k % 5 === 0 ? { response: 'none', time: '0001-01-01T00:00:00Z' } : { response: 'accepted', time: at(k, 8) },
  ...mailbox(one),
})
const at = (day: number, hour: number) => new Date(Date.UTC(2026, 0, 1 + (day % 365), hour)).toISOString()
const graphTime = (iso: string) => ({ dateTime: iso.replace('Z', '0000'), timeZone: 'UTC' })

/** The mixes of a manager's week: 1-1s with and without a room, with an alias, with a guest, small and large meetings. */
function eventOf(n: number, k: number, people: ReturnType<typeof peopleOf>) {
  const { manager, employees, colleagues, room } = people
  const employee = employees[k % EMPLOYEES] ?? manager
  const some = (count: number) => Array.from({ length: count }, (_, i) => colleagues[(k + i) % COLLEAGUES] ?? manager)
  const outsider = { ...employee, mail: `guest${k % 50}@fabrikam${n}.example`, name: 'Guest' }
  const mixes: [DirectoryPerson, DirectoryPerson[]][] = [
    [manager, [employee]],
    [manager, [employee, room]],
    [employee, [manager]],
    [manager, [{ ...employee, mail: `Alias.${employee.mail}` }]],
    [manager, [employee, outsider]],
    [manager, some(1)],
    [manager, some(3)],
    [colleagues[k % COLLEAGUES] ?? manager, [manager, ...some(5)]],
    [manager, [...employees, room]],
    [colleagues[k % COLLEAGUES] ?? manager, [manager, employee]],
    [manager, some(12)],
    [manager, []],
  ]
  const [organizer, attendees] = mixes[k % mixes.length] ?? [manager, []]
  const inRoom = attendees.includes(room)
  const place = inRoom
    ? {
        displayName: 'Blue (8)',
        locationUri: room.mail,
        locationType: 'conferenceRoom',
        uniqueId: room.mail,
        uniqueIdType: 'directory',
        address: { street: '', city: '', state: '', countryOrRegion: '', postalCode: '' },
        coordinates: {},
      }
    : {
        displayName: 'Microsoft Teams Meeting',
        locationType: 'default',
        uniqueIdType: 'unknown',
        address: {},
        coordinates: {},
      }
  const tail = `${String(n).padStart(4, '0')}${String(k).padStart(6, '0')}`
  return {
    '@odata.etag': `W/"7kVq2hYbT0yJ9mXw${tail}AAABbQ=="`,
    id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A7kVq2hYbT0yJ9mXwPl3cZwACAgIA${tail}AAAQABD0lWhqk9JhSYc2bJ7bHgAA`,
    changeKey: `7kVq2hYbT0yJ9mXwPl3cZwAC${tail}==`,
    iCalUId: `040000008200E00074C5B7101A82E00807EA0A06A95DCB8AEBB202EFEEDB10D5538EDEB90000000010000000${tail}2927B4649CF4307F99`,
    subject: attendees.length === 1 ? `1:1 ${employee.name}` : `Weekly planning and review ${k % 30}`,
    sensitivity: k % 97 === 0 ? 'private' : 'normal',
    isAllDay: k % 101 === 0,
    isCancelled: k % 89 === 0,
    isOrganizer: organizer === manager,
    seriesMasterId: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A7kVq2hYbT0yJ9mXwPl3cZwACAgIA${k % 40}AAA=`,
    showAs: k % 41 === 0 ? 'tentative' : 'busy',
    type: k % 13 === 0 ? 'exception' : 'occurrence',
    onlineMeetingUrl: null,
    isOnlineMeeting: true,
    hideAttendees: false,
    responseStatus:
      organizer === manager
        ? { response: 'organizer', time: '0001-01-01T00:00:00Z' }
        : { response: 'accepted', time: at(k, 9) },
    start: graphTime(at(k, 8 + (k % 9))),
    end: graphTime(new Date(Date.parse(at(k, 8 + (k % 9))) + 30 * 60_000).toISOString()),
    location: place,
    locations: [place],
    attendees: attendees.map((one, i) =>
      invited(one, k + i, one === room ? 'resource' : i % 4 === 3 ? 'optional' : 'required'),
    ),
    organizer: mailbox(organizer),
    onlineMeeting: {
      joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_OWIwM2MzNmQtZmY1My00MzM0LWIxMGQtYzkyNzI3${k % 40}%40thread.v2/0?context=%7b%22Tid%22%3a%22e1dd4023-a656-480a-8a0e-c1b1eec51e1d%22%2c%22Oid%22%3a%22${manager.id}%22%7d`,
    },
  }
}
