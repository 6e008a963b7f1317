// The app's use-cases and jobs in this process over a real store, with the outside in memory: for what has to be done a thousand times.

import type { Calendar, Directory, Occurrence, Store, Subscriptions, World } from '#bot/ports.ts'
import { dueWork } from '#bot/work.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { newOffer } from '#shared/offer/offer.ts'
import { newPair, type Slot } from '#shared/oneOnOne/pair.ts'
import { DEFAULT_MAILBOX, type DirectoryPerson } from '#shared/person.ts'
import { DEFAULT_RETENTION, type Settings } from '#shared/settings.ts'
import { addDays, addMinutes } from '#shared/time.ts'

/** A Tuesday at noon, UTC: within everybody's hours. */
export const NOON = '2026-10-06T12:00:00.000Z'
export const QUARTER = { key: '2026-Q4', label: '2026 Q4' }
const SUBJECT = 'Mona / Rafe'

/** What the app does outside of its store. */
export type Outside = {
  event(id: string): Promise<Occurrence | null>
  rename(id: string, to: { subject?: string; categories: string[]; mark: string }): Promise<void>
  /** Resolves to the activity's id. */
  send(chat: string, summary: string): Promise<string>
  update(activity: string): Promise<void>
  remove(activity: string): Promise<void>
}
/** An outside in memory, and what happened in it, whoever caused it. */
export type Remembered = Outside & {
  events: Map<string, Occurrence>
  renames: number
  sent: { chat: string; summary: string; activity: string }[]
}
export function newOutside(): Remembered {
  return {
    events: new Map(),
    renames: 0,
    sent: [],
    async event(id) {
      return structuredClone(this.events.get(id) ?? null)
    },
    async rename(id, { subject, categories, mark }) {
      const event = this.events.get(id)
      if (!event) throw new Error('There is no such event')
      this.renames += 1
      const changeKey = `k${this.renames}`
      this.events.set(id, { ...event, subject: subject ?? event.subject, categories, mark, changeKey })
    },
    async send(chat, summary) {
      const activity = crypto.randomUUID()
      this.sent.push({ chat, summary, activity })
      return activity
    },
    async update() {},
    async remove(activity) {
      this.sent = this.sent.filter((one) => one.activity !== activity)
    },
  }
}

/** The pair of one tenant: a manager and an employee with four free slots, and an offer that is to be asked at noon. */
export type Two = { tenant: string; manager: string; employee: string; slots: Slot[] }

export function twoOf(tenant: string): Two {
  const [manager, employee] = [`${tenant}-mona`, `${tenant}-rafe`]
  const slots = [30, 37, 44, 51].map((days): Slot => {
    const start = addDays('2026-10-06T10:00:00.000Z', days)
    const eventId = `${tenant}-event-${days}`
    return { eventId, iCalUId: `u-${eventId}`, organizer: manager, start, end: addMinutes(start, 45), joinUrl: null }
  })
  return { tenant, manager, employee, slots }
}

const entry = (id: string, name: string): DirectoryPerson => ({
  id,
  name,
  mail: `${id}@contoso.test`,
  userPrincipalName: `${id}@contoso.test`,
  proxyAddresses: [],
  enabled: true,
  member: true,
  jobTitle: null,
})

/** Puts the two, their pair and, unless told not to, an open offer into the store, and their meetings into the calendar. */
export async function settle(
  store: Store,
  outside: Pick<Remembered, 'events'>,
  two: Two,
  withOffer = true,
): Promise<void> {
  const { tenant, manager, employee, slots } = two
  const person = (id: string, name: string, more: Partial<Person>): Person => ({
    tenant,
    id,
    directory: entry(id, name),
    mailbox: DEFAULT_MAILBOX,
    chat: { conversation: id, serviceUrl: 'https://teams.test/' },
    employees: [],
    manager: null,
    dueAt: null,
    ...more,
  })
  for (const slot of slots) outside.events.set(slot.eventId, occurrence(slot, manager))
  const settings: Settings = {
    tenant,
    fiscalYearStartMonth: 1,
    cadence: 'quarterly',
    world: null,
    retention: DEFAULT_RETENTION,
    erasureKey: 'key',
  }
  await store.put('settings', settings, 'absent')
  await store.put('person', person(manager, 'Mona Lindqvist', { employees: [employee] }), 'absent')
  await store.put('person', person(employee, 'Rafe Okafor', { manager }), 'absent')
  await store.put('pair', { ...newPair(tenant, employee, manager), answer: 'yes', slots }, 'absent')
  if (withOffer) await openOffer(store, two)
}

export async function openOffer(store: Store, { tenant, employee, manager }: Two): Promise<void> {
  await store.put('offer', newOffer({ tenant, employee, manager, quarter: QUARTER }, NOON), 'absent')
}

const occurrence = ({ eventId, start, end, joinUrl }: Slot, mailbox: string): Occurrence => ({
  mailbox,
  eventId,
  subject: SUBJECT,
  changeKey: 'k0',
  joinUrl,
  isOnline: false,
  categories: [],
  start,
  end,
  isCancelled: false,
  mark: '',
})

export type InProcess = ReturnType<typeof inProcess>

/**
 * One process of the app. `name` is its instance, for the claims of the outbox; `calendar` and `directory` stand in for
 * those in memory.
 */
export function inProcess(
  store: Store,
  outside: Outside,
  name: string,
  isGone: (instance: string) => boolean,
  calendar?: Calendar,
  directory?: Directory,
  subscriptions?: Subscriptions,
) {
  const errors: string[] = []
  let now = NOON
  let jobs: ReturnType<typeof dueWork> | undefined
  const world: World = {
    store,
    clock: { now: () => now },
    log: { info: () => {}, warn: () => {}, error: (event, error) => void errors.push(`${event} ${String(error)}`) },
    rooms: { tell: () => {}, recheck: () => {} },
    // Nothing runs unless it is told to: what is due then is found by `settled`.
    nudge: () => {},
    calendar: calendar ?? {
      view: async () => ({ events: [] }),
      settings: async () => DEFAULT_MAILBOX,
      event: (_mailbox, id) => outside.event(id),
      async rename({ eventId, changeKey }, to) {
        if ((await outside.event(eventId))?.changeKey !== changeKey) return 'changed'
        await outside.rename(eventId, to)
        return 'done'
      },
      chatJoinUrl: async () => null,
    },
    directory: directory ?? {
      person: async (id) => entry(id, id),
      employeesOf: async () => [],
      byAddress: async () => null,
      managerOf: async () => null,
    },
    // Without a port for it nobody watches: this process has no address then.
    subscriptions: subscriptions ?? {
      subscribe: async () => null,
      renew: async () => null,
      unsubscribe: async () => {},
    },
    address: () => (subscriptions ? 'https://growth.test' : null),
    messenger: {
      send: async ({ conversation }, { summary }) => ({
        outcome: 'sent',
        activity: await outside.send(conversation, summary),
      }),
      update: (_chat, activity) => outside.update(activity).then(() => true),
      remove: (_chat, activity) => outside.remove(activity).then(() => true),
      open: async () => null,
    },
  }
  jobs = dueWork(world, {
    instance: name,
    isGone,
    openUrl: (subPage) => `https://teams.test/${subPage}`,
    firstRetryMs: 1,
  })
  return {
    world,
    errors,
    /** Runs what is due until nothing is, waiting for what failed at most so many machine ms. */
    settled: (patienceMs = 10_000) => jobs?.settle(patienceMs),
    stop: () => jobs?.stop(),
    setClock(to: string) {
      now = to
    },
  }
}

/** What a test asks about the end of a story. */
export async function stateOf(store: Store, { tenant, employee, manager }: Two) {
  const { discussion, offer } = await store.read(employeePartition(tenant, employee), ['discussion', 'offer'])
  const messages = [
    ...(await store.list('message', recipientPartition(tenant, employee))),
    ...(await store.list('message', recipientPartition(tenant, manager))),
  ].map(({ value }) => value)
  const people = await store.list('person', tenantPartition(tenant))
  return {
    discussions: discussion.map(({ value }) => value),
    offers: offer.map(({ value }) => value),
    messages,
    people,
  }
}
