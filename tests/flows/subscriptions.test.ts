// R5: a subscription lives on, comes back when it is lost, and ends when the manager does not take part any more.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { appToken, call, GRAPH_SCOPE } from '#tests/server/sandboxRig.ts'
import { noticeOf, notify, readings, settled, subscriptionOf, subscriptionsOf } from '#tests/watching.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

/** Two managers with one employee each, and nothing in their calendars that would keep the app busy. */
const id = (n: number) => `${n}1111111-2222-4333-8444-555555555555`
const [MONA, INES] = [id(1), id(2)]
const someone = (n: number, key: string, displayName: string, manager: string | null) => ({
  id: id(n),
  key,
  displayName,
  mail: `${key}@contoso.test`,
  manager,
})
const TENANT = {
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [
    someone(1, 'mona', 'Mona Lindqvist', null),
    someone(2, 'ines', 'Ines Duarte', null),
    someone(3, 'rafe', 'Rafe Okafor', MONA),
    someone(4, 'priya', 'Priya Raman', INES),
  ],
  calendarView: {},
}
const DAY_MS = 86_400_000

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ store: 'sqlite', tenant: TENANT })
})
afterAll(() => world.stop())
beforeEach(() => world.control('POST', '/sandbox/reset', { tenant: TENANT }))

const mona = () => subscriptionOf(world, 'mona')
const removed = (who: string) =>
  world.control('POST', `/sandbox/subscriptions/${who}`, { lifecycle: 'subscriptionRemoved' })
const people = (who: string, change: object) => world.control('PATCH', `/sandbox/people/${who}`, change)
const fault = (of: object) => world.control('POST', '/sandbox/faults', { target: 'graph', ...of })
const calls = async (method: string) =>
  (await world.requests()).filter((one) => one.method === method && one.path.includes('/subscriptions'))

/** The stored watches, as they lie there. */
function watches(): string[] {
  const db = new DatabaseSync(join(world.data, 'growth.sqlite'), { readOnly: true })
  const rows = db.prepare("SELECT json FROM doc WHERE kind = 'watch' ORDER BY id").all()
  db.close()
  return rows.map(({ json }) => String(json))
}

test('the store keeps a hash of the secret, and not the secret', async () => {
  const { id, clientState } = await mona()
  expect(clientState).toMatch(/^[\w-]{43}$/)
  const stored = watches().find((one) => one.includes(id))
  expect(stored).toMatch(/"secretHash":"[0-9a-f]{64}"/)
  expect(watches().join()).not.toContain(clientState)
  expect(world.output.join('')).not.toContain(clientState)
})

test('thirty days: never without one, and always the same', async () => {
  const { id } = await mona()
  let least = Number.POSITIVE_INFINITY
  for (let day = 0; day < 30; day += 2) {
    await world.advance('P2D')
    const one = await mona()
    expect(one.id).toBe(id)
    least = Math.min(least, Date.parse(one.expirationDateTime) - Date.parse(await world.now()))
  }
  // It was looked at every two days, so there was no moment without it.
  expect(least / DAY_MS).toBeGreaterThan(3)
  const renewals = (await calls('PATCH')).length
  // Two managers, every third night, along with the reading: never a request of its own.
  expect(renewals).toBe(20)
  expect((await calls('PATCH')).every(({ part }) => part)).toBe(true)
  expect(await calls('POST')).toHaveLength(2)
  console.info(`30 days, two managers: ${renewals} renewals, never less than ${(least / DAY_MS).toFixed(1)} days left`)
})

test('lost without a word: made again when it is to be renewed', async () => {
  const { id } = await mona()
  const token = await appToken(world.url, GRAPH_SCOPE)
  const headers = { authorization: `Bearer ${token}` }
  expect((await call('DELETE', `${world.url}/v1.0/subscriptions/${id}`, undefined, headers)).status).toBe(204)
  await world.advance('P2D')
  expect(await subscriptionsOf(world, 'mona')).toEqual([])
  await world.advance('P2D')
  expect((await mona()).id).not.toBe(id)
})

test('after a long sleep: what has expired is made again', async () => {
  const { id } = await mona()
  await world.control('POST', '/sandbox/clock', { now: '2026-12-01T09:00:00Z' })
  expect((await mona()).id).not.toBe(id)
})

test('made, and the answer lost: the forgotten one makes room, and the new one is heard', async () => {
  await fault({ status: 0, count: 1, match: 'POST /v1.0/subscriptions' })
  await removed('mona')
  // 0: it was done, and nobody heard.
  expect((await calls('POST')).slice(-3).map(({ status }) => status)).toEqual([0, 409, 201])
  const read = await readings(world, MONA)
  await notify(world, MONA, [noticeOf(await mona())])
  await settled(world)
  expect(await readings(world, MONA)).toBe(read + 1)
})

test.each(['closed', 'none'])(
  'a mailbox that is %s has none until it opens: the daily reading asks',
  async (mailbox) => {
    await people('mona', { mailbox })
    await removed('mona')
    expect(await subscriptionsOf(world, 'mona')).toEqual([])
    const tries = (await calls('POST')).length
    await world.advance('P2D')
    expect(await subscriptionsOf(world, 'mona')).toEqual([])
    expect((await calls('POST')).length - tries).toBe(2)
    await people('mona', { mailbox: 'open' })
    await world.advance('P1D')
    await mona()
  },
)

test('who takes the app away, leaves, or has no employees any more is not watched', async () => {
  await people('mona', { installed: false })
  expect(await subscriptionsOf(world, 'mona')).toEqual([])
  await people('mona', { installed: true })
  await mona()

  await people('priya', { manager: 'mona' })
  await world.advance('PT30H')
  expect(await subscriptionsOf(world, 'ines')).toEqual([])
  await mona()

  await people('mona', { accountEnabled: false })
  await world.advance('P1D')
  expect(await subscriptionsOf(world, 'mona')).toEqual([])
  expect(watches()).toEqual([])
})

test('R8 a deletion takes the watch away, even while Graph refuses to end the subscription', async () => {
  await people('priya', { manager: 'mona' })
  await fault({ status: 500, count: 1000, match: 'DELETE /v1.0/subscriptions' })
  await world.advance('PT30H')
  expect(watches().filter((one) => one.includes(INES))).toHaveLength(1)
  expect((await world.api('ines', 'DELETE', '/api/me', { confirm: 'Ines Duarte' })).status).toBe(200)
  const isLeft = () => world.output.join('').includes('privacy.subscriptionLeft')
  for (const end = Date.now() + 10_000; !isLeft() && Date.now() < end; ) await sleep(50)
  expect(isLeft()).toBe(true)
  await settled(world)
  expect(watches().filter((one) => one.includes(INES))).toEqual([])
})
