// A tenant of any size behind the last hop of the Graph client: answers in memory, and counts what was asked.
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { addDays, addMinutes, type Instant } from '#shared/time.ts'
import { graphTime } from '#tests/sandbox/graphTime.ts'

const ZONES = [
  'GMT Standard Time',
  'W. Europe Standard Time',
  'Eastern Standard Time',
  'India Standard Time',
  'Tokyo Standard Time',
]
const WEEKS = 17

export type Size = { managers: number; employees: number; events: number }
export type Wire = { at: Instant; parts: number }
export type GraphTenant = {
  lastHop: Middleware
  managerIds: string[]
  /** Every request that went over the wire, and how many parts it had. */
  wires: Wire[]
  /** Requests and parts of batches to one mailbox, by mailbox. */
  perMailbox: Map<string, number>
  /** Starts counting anew. */
  reset(): void
}

const id = (kind: number, n: number) => `00000000-000${kind}-4000-8000-${n.toString(16).padStart(12, '0')}`
const personOf = (of: string) => ({
  id: of,
  displayName: `Person ${of.slice(-6)}`,
  mail: `${of.slice(9, 13)}${of.slice(-12)}@contoso.test`,
  userPrincipalName: `${of.slice(9, 13)}${of.slice(-12)}@contoso.test`,
  proxyAddresses: [`SMTP:${of.slice(9, 13)}${of.slice(-12)}@contoso.test`],
  accountEnabled: true,
  userType: 'Member',
  jobTitle: null,
})

/** `from` is the day of the first 1-1; a manager meets each employee every week, and the rest of the events is others'. */
export function graphTenant({ managers, employees, events }: Size, from: Instant, now: () => Instant): GraphTenant {
  const wires: Wire[] = []
  const perMailbox = new Map<string, number>()
  const answer = (path: string): { status: number; body: unknown } => {
    const [, , user = '', what = ''] = path.split(/[/?]/)
    if (what === 'calendarView' || what === 'mailboxSettings') perMailbox.set(user, (perMailbox.get(user) ?? 0) + 1)
    const n = Number.parseInt(user.slice(-12), 16)
    if (path.startsWith('/users?')) return { status: 200, body: { value: [] } }
    switch (what) {
      case 'mailboxSettings':
        return { status: 200, body: { timeZone: ZONES[n % ZONES.length] } }
      case 'directReports': {
        const value = Array.from({ length: employees }, (_, e) => personOf(id(2, n * employees + e)))
        return { status: 200, body: { value } }
      }
      case 'calendarView':
        return { status: 200, body: { value: calendarOf(n, employees, events, from) } }
      default:
        return { status: 200, body: personOf(user) }
    }
  }
  // Made and renewed for a week; that it would call back is nothing that is counted.
  const subscription = (path: string) =>
    path.startsWith('/subscriptions')
      ? { status: 201, body: { id: crypto.randomUUID(), expirationDateTime: addMinutes(now(), 10_070) } }
      : null
  return {
    wires,
    perMailbox,
    managerIds: Array.from({ length: managers }, (_, n) => id(1, n)),
    reset() {
      wires.length = 0
      perMailbox.clear()
    },
    lastHop: {
      async execute(context: Context) {
        const { request, options } = context
        const url = new URL(typeof request === 'string' ? request : request.url)
        const path = url.pathname.replace('/v1.0', '') + url.search
        if (path !== '/$batch') {
          wires.push({ at: now(), parts: 1 })
          const { status, body } = subscription(path) ?? answer(path)
          context.response = Response.json(body, { status })
          return
        }
        const { requests } = JSON.parse(String(options?.body)) as { requests: { id: string; url: string }[] }
        wires.push({ at: now(), parts: requests.length })
        context.response = Response.json({
          responses: requests.map((one) => ({ id: one.id, ...(subscription(one.url) ?? answer(one.url)) })),
        })
      },
    },
  }
}

function calendarOf(manager: number, employees: number, events: number, from: Instant): object[] {
  const own = personOf(id(1, manager)).mail
  return Array.from({ length: events }, (_, n) => {
    const [week, who] = [n % WEEKS, Math.floor(n / WEEKS)]
    const isOneOnOne = who < employees
    const other = isOneOnOne ? personOf(id(2, manager * employees + who)).mail : `colleague${n}@contoso.test`
    const start = addMinutes(addDays(from, week * 7), 45 * who)
    const people = [other, ...(isOneOnOne ? [] : ['another@contoso.test', 'third@contoso.test', 'fourth@contoso.test'])]
    return {
      id: `AAMkADEvent${manager}-${n}=`,
      iCalUId: `040000008200E00074C5B7101A82E008${manager}-${n}`,
      seriesMasterId: `AAMkADSeries${manager}-${who}=`,
      type: 'occurrence',
      changeKey: 'kQd2',
      subject: isOneOnOne ? '1-1' : 'Planning',
      start: graphTime(start),
      end: graphTime(addMinutes(start, 30)),
      isAllDay: false,
      isCancelled: false,
      isOrganizer: true,
      sensitivity: 'normal',
      showAs: 'busy',
      responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
      organizer: { emailAddress: { name: 'Manager', address: own } },
      attendees: people.map((address) => ({
        type: 'required',
        status: { response: 'accepted', time: '2026-09-01T08:00:00Z' },
        emailAddress: { name: address, address },
      })),
      isOnlineMeeting: true,
      onlineMeeting: {
        joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${manager}_${who}%40thread.v2/0`,
      },
    }
  })
}
