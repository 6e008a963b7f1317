// What Cosmos DB can do to a call: throttle, refuse, answer nothing, or do it and lose the answer. The port does not show it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { makeContainer, openCosmos } from '#bot/adapters/cosmos/store.ts'
import { respond } from '#bot/offers/respond.ts'
import type { Store } from '#bot/ports.ts'
import { recipientPartition } from '#shared/kinds.ts'
import { inProcess, newOutside, settle, stateOf, twoOf } from '#tests/inProcess.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { AT, message, mine, NOW, settings, TENANT, unsure } from './samples.ts'

let cosmos: Awaited<ReturnType<typeof startCosmos>>
let store: Store
let containers = 0
beforeAll(async () => {
  cosmos = await startCosmos()
})
afterAll(() => cosmos?.close())

async function newStore(): Promise<Store> {
  const container = `c${containers++}`
  const config = { endpoint: cosmos.url, database: 'growth', container, credential: { key: cosmos.key } }
  await makeContainer(config)
  return openCosmos(config)
}

type Fault = Parameters<typeof cosmos.addFault>[0]
const FAULTS: [string, Fault][] = [
  ['429 that says when', { status: 429, retryAfterMs: 30, count: 2 }],
  ['429 that does not say when', { status: 429, count: 2 }],
  ['449, somebody else is writing', { status: 449, count: 2 }],
  ['503', { status: 503, count: 2 }],
  ['500', { status: 500, count: 1 }],
  ['408', { status: 408, count: 1 }],
  ['a connection that breaks before anything was done', { mode: 'dropBefore', count: 2 }],
  ['a connection that breaks after it was done', { mode: 'dropAfter', count: 1 }],
]
const bytes = (n: number) => ({ update: Uint8Array.of(n), by: 'mona' })

describe.each(FAULTS)('after %s', (_what, fault) => {
  beforeEach(async () => {
    store = await newStore()
    await store.put('message', message('old', AT(-1)), 'absent')
    await store.put('unsure', unsure(null), 'absent')
    await store.append(mine, [bytes(1)])
    await store.append(mine, [bytes(2)])
    cosmos.clearFaults()
  })

  test('a document is made once, replaced once, and removed once', async () => {
    cosmos.addFault(fault)
    const first = await store.put('settings', settings(TENANT), 'absent')
    cosmos.addFault(fault)
    const second = await store.put('settings', settings(TENANT, 7), first ?? '')
    expect([typeof first, typeof second]).toEqual(['string', 'string'])
    // What was lost on the way is not written over, and what was written is known.
    expect(await store.put('settings', settings(TENANT, 4), first ?? '')).toBeNull()
    const read = await store.get('settings', `tenant/${TENANT}`, 'settings')
    expect(read).toEqual({ value: settings(TENANT, 7), version: second })
    cosmos.addFault(fault)
    expect(await store.remove('settings', `tenant/${TENANT}`, 'settings', second ?? '')).toBe(true)
    expect(await store.get('settings', `tenant/${TENANT}`, 'settings')).toBeNull()
  })

  test('several are written together, and the versions that come back fit', async () => {
    const old = await store.get('unsure', mine, 'unsure')
    cosmos.addFault({ ...fault, match: { operation: 'batch' } })
    const versions = await store.putAll([
      { kind: 'message', value: message('new', AT(-2)), over: 'absent' },
      { kind: 'unsure', value: unsure('x'), over: old?.version ?? '' },
    ])
    expect(versions).toHaveLength(2)
    expect(await store.put('unsure', unsure('y'), versions?.[1] ?? '')).not.toBeNull()
    const again = await store.putAll([{ kind: 'unsure', value: unsure('z'), over: versions?.[1] ?? '' }])
    expect(again).toBeNull()
  })

  test('a log has every entry once and in order, and is folded once', async () => {
    cosmos.addFault(fault)
    await Promise.all([3, 4, 5].map((n) => store.append(mine, [bytes(n)])))
    const { entries, at } = await store.readLog(mine)
    expect(entries.flatMap(({ update }) => [...update])).toEqual([1, 2, 3, 4, 5])
    cosmos.addFault(fault)
    expect(await store.compact(mine, at, bytes(9))).toBe(true)
    cosmos.addFault(fault)
    await store.append(mine, [bytes(6)])
    expect((await store.readLog(mine)).entries.flatMap(({ update }) => [...update])).toEqual([9, 6])
  })

  test('what is due is found, once', async () => {
    cosmos.addFault(fault)
    expect((await store.due('message', NOW, 10)).map(({ value }) => value.id)).toEqual(['hello:old'])
    cosmos.addFault(fault)
    expect((await store.list('message', mine)).map(({ value }) => value.id)).toEqual(['hello:old'])
    cosmos.addFault(fault)
    await store.clear(mine)
    expect(await store.due('message', NOW, 10)).toEqual([])
  })
})

test('an answer that never comes is not waited for: the call is made again', async () => {
  store = await newStore()
  cosmos.addFault({ mode: 'hang', count: 1 })
  const began = Date.now()
  expect(await store.put('settings', settings(TENANT), 'absent')).not.toBeNull()
  expect(Date.now() - began).toBeLessThan(8000)
})

test('an account that keeps refusing: the call ends within seconds, names no content, and the store goes on afterwards', async () => {
  store = await newStore()
  cosmos.addFault({ status: 503, count: 10_000 })
  const began = Date.now()
  const failed = await store.put('message', message('secret-words'), 'absent').catch((error: unknown) => error)
  expect(Date.now() - began).toBeLessThan(15_000)
  expect(String(failed)).toBe('CosmosFailed: Cosmos DB did not do a creation: 503')
  cosmos.clearFaults()
  await store.check()
  expect(await store.get('message', mine, 'hello:secret-words')).toBeNull()
  expect(await store.put('message', message('secret-words'), 'absent')).not.toBeNull()
}, 60_000)

test('an entry whose document was never written is an orphan: nothing is due, and nothing that is due is hidden', async () => {
  store = await newStore()
  cosmos.addFault({ status: 400, count: 1, skip: 1, match: { operation: 'create' } })
  await expect(store.put('message', message('lost', AT(-9)), 'absent')).rejects.toThrow('400')
  await store.put('message', message('kept', AT(-1)), 'absent')
  expect((await store.due('message', NOW, 1)).map(({ value }) => value.id)).toEqual(['hello:kept'])
})

// Readings may be repeated as often as one likes; what can go wrong is a write whose answer is lost.
test.each(['create', 'replace', 'batch', 'delete'] as const)(
  'R5 R12: an offer asked, converted and told, with the answer lost of each %s in turn: told once',
  async (operation) => {
    let lost = 0
    for (let nth = 0; ; nth += 1) {
      store = await newStore()
      const outside = newOutside()
      const two = twoOf(`t${nth}`)
      await settle(store, outside, two)
      const app = inProcess(store, outside, 'h/1/test', () => true)
      cosmos.clearRequests()
      cosmos.addFault({ mode: 'dropAfter', count: 1, skip: nth, match: { operation } })
      await app.settled()
      const [asked] = await store.list('message', recipientPartition(two.tenant, two.manager))
      if (!asked) throw new Error('Nothing was asked')
      await respond(app.world, asked.value, 'offer.convert', two.slots[0]?.eventId ?? '')
      await app.settled()
      const isOver = !cosmos.requests().some(({ status }) => status === 0)
      cosmos.clearFaults()
      const { discussions, messages } = await stateOf(store, two)
      expect([nth, discussions.map(({ state }) => state.name)]).toEqual([nth, ['scheduled']])
      expect([nth, outside.renames, outside.sent.length]).toEqual([nth, 1, 2])
      expect([nth, messages.map(({ state }) => state.name)]).toEqual([nth, ['sent', 'sent']])
      await app.stop()
      await store.close()
      if (isOver) break
      lost += 1
    }
    expect(lost).toBeGreaterThan(1)
    expect(cosmos.crossPartition()).toBe(0)
  },
  120_000,
)
