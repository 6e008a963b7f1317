// Two processes, a changed address, an end: whatever happens while a subscription is made, the one that is stored is the one that lives.
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { keepWatch } from '#bot/calendars/watch.ts'
import type { Store, Subscriptions, World } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { stillWatched, type Watch } from '#shared/oneOnOne/watch.ts'
import { Refusal } from '#shared/refusal.ts'
import { addMinutes } from '#shared/time.ts'
import { NOON, newOutside, settle, twoOf } from '#tests/inProcess.ts'
import { sleep } from '#tests/world.ts'

const two = twoOf('t')
const { tenant, manager } = two
const people = tenantPartition(tenant)

/** Graph's subscriptions in memory: one on a mailbox, the newest, as the port promises. */
function memory() {
  const alive = new Map<string, { mailbox: string; hook: string; expiresAt: string }>()
  let made = 0
  const of: Subscriptions = {
    async subscribe(mailbox, { hook, until }) {
      await sleep(20)
      for (const [id, one] of alive) if (one.mailbox === mailbox) alive.delete(id)
      made += 1
      alive.set(`s${made}`, { mailbox, hook, expiresAt: until })
      await sleep(20)
      return { id: `s${made}`, expiresAt: until }
    },
    async renew(_mailbox, id, until) {
      const one = alive.get(id)
      if (one) one.expiresAt = until
      return one ? until : null
    },
    async unsubscribe(_mailbox, id) {
      alive.delete(id)
    },
  }
  return { alive, of, made: () => made }
}

let store: Store
let graph: ReturnType<typeof memory>
let address: string | null
let now: string
beforeEach(async () => {
  store = openSqlite(':memory:')
  graph = memory()
  address = 'https://one.test'
  now = NOON
  await settle(store, newOutside(), two)
  const person = await store.get('person', people, manager)
  if (person) await store.put('person', { ...person.value, dueAt: addMinutes(NOON, 600) }, person.version)
  await store.put('calendar', { tenant, manager, readAt: null, closed: null, dueAt: null }, 'absent')
  await want()
})
afterEach(() => store.close())

const world = (): World =>
  ({
    store,
    subscriptions: graph.of,
    clock: { now: () => now },
    address: () => address,
    log: { info() {}, warn() {}, error() {} },
  }) as unknown as World
const stored = async () => (await store.get('watch', people, manager))?.value
/** What the daily reading does. */
async function want(): Promise<void> {
  const known = await store.get('watch', people, manager)
  const next = stillWatched(known?.value ?? null, { tenant, manager }, address ?? '', now)
  await store.put('watch', next, known?.version ?? 'absent')
}
async function handle(): Promise<void> {
  for (const due of await store.due('watch', now, 10)) await keepWatch(world())(due)
}
async function expectTheStoredOneAlive(): Promise<Watch> {
  const watch = await stored()
  expect([...graph.alive.keys()]).toEqual([watch?.live?.subscription])
  return watch as Watch
}

test('two processes at once make one', async () => {
  await Promise.all([handle(), handle()])
  expect(graph.made()).toBe(1)
  const { live, dueAt } = await expectTheStoredOneAlive()
  expect(live?.expiresAt).toBe(addMinutes(NOON, 10_070))
  // With the reading of the third night.
  expect(dueAt?.slice(0, 10)).toBe('2026-10-09')
  // What happened before is read.
  expect((await store.get('calendar', people, manager))?.value.dueAt).toBe(NOON)
})

test('wanted anew while it is being made: the one that nobody knows is ended, and the next lives', async () => {
  const making = handle()
  await sleep(25)
  await want()
  await making
  expect([...graph.alive.keys()]).toEqual([])
  await handle()
  await expectTheStoredOneAlive()
})

test('given up while it is being made: nothing is left', async () => {
  const making = handle()
  await sleep(25)
  const watch = await store.get('watch', people, manager)
  await store.remove('watch', people, manager, watch?.version ?? '')
  await making
  expect(graph.alive.size).toBe(0)
  expect(await stored()).toBeUndefined()
})

test('a process that died while making it: another takes over after the lease', async () => {
  const { subscribe } = graph.of
  graph.of.subscribe = async (...of) => {
    await subscribe(...of)
    return new Promise(() => {})
  }
  void handle()
  await sleep(60)
  graph.of.subscribe = subscribe
  await handle()
  expect(graph.made()).toBe(1)
  now = addMinutes(NOON, 5)
  await handle()
  expect(graph.made()).toBe(2)
  await expectTheStoredOneAlive()
})

test('Graph does not answer: it stays due at once, and the error is the jobs’ to judge', async () => {
  const { subscribe } = graph.of
  graph.of.subscribe = async () => Promise.reject(new Refusal('unavailable', 'No answer.'))
  await expect(handle()).rejects.toThrow('No answer.')
  expect((await stored())?.dueAt).toBe(NOON)
  graph.of.subscribe = subscribe
  await handle()
  await expectTheStoredOneAlive()
})

test('the server moves to another address: the next reading makes one that leads there', async () => {
  await handle()
  address = 'https://two.test'
  await want()
  await handle()
  await expectTheStoredOneAlive()
  expect([...graph.alive.values()][0]?.hook).toBe(`https://two.test/api/graph?m=${manager}`)
})

test('the server has no address any more: it ends', async () => {
  await handle()
  address = null
  now = addMinutes(NOON, 5035)
  await handle()
  expect([graph.alive.size, await stored()]).toEqual([0, undefined])
})
