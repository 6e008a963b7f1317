// R16 on Graph's webhook: the handshake, and that nothing that is not ours has an effect, takes long, or reaches the log.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { person } from '#tests/sandbox/companyPeople.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { noticeOf, notify, readings, type Sub, settled, subscriptionOf } from '#tests/watching.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const MONA = person('mona').id
const INES = person('ines').id
const RAFE = person('rafe').id
/** Graph calls an endpoint slow above 3 s; ours is to be far from that. */
const AT_MOST_MS = 1000

let world: TestWorld
let mona: Sub
beforeAll(async () => {
  world = await startWorld()
  mona = await subscriptionOf(world, 'mona')
})
afterAll(() => world.stop())

const raw = async (path: string, type: string, body: string) => {
  const began = performance.now()
  const headers = { 'content-type': type }
  const answer = await fetch(world.app + path, { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text(), headers: answer.headers, ms: performance.now() - began }
}
const log = () => world.output.join('')
const allReadings = async () => (await readings(world, MONA)) + (await readings(world, INES))

/** Does `work`, and makes sure that nothing came of it. */
async function withoutEffect(work: () => Promise<void>): Promise<void> {
  const read = await allReadings()
  const lines = log()
  await work()
  await settled(world)
  expect(await allReadings()).toBe(read)
  expect(await subscriptionOf(world, 'mona')).toEqual(mona)
  expect(log()).toBe(lines)
}

describe('the handshake', () => {
  test.each([
    'Validation: Testing client application reachability for subscription Request-Id: 5f3c',
    'a+b%20c & d=e?f#g "h" ü',
    '<script>alert(1)</script>',
  ])('%s comes back as plain text, and nothing else', async (token) => {
    const lines = log()
    const path = `/api/graph?m=${MONA}&validationToken=${encodeURIComponent(token)}`
    for (const type of ['text/plain', 'application/json']) {
      const answer = await raw(path, type, '')
      expect([answer.status, answer.text]).toEqual([200, token])
      expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
      expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
      expect(answer.ms).toBeLessThan(AT_MOST_MS)
    }
    expect(log()).toBe(lines)
  })
})

describe('what is not ours is taken, and has no effect', () => {
  const others: [string, () => unknown, to?: string][] = [
    ['the wrong secret', () => noticeOf(mona, { clientState: 'QuixoticSecret' })],
    ['no secret', () => noticeOf(mona, { clientState: undefined })],
    ['a secret that is no text', () => noticeOf(mona, { clientState: { QuixoticSecret: true } })],
    ['an unknown subscription', () => noticeOf(mona, { subscriptionId: 'QuixoticSubscription' })],
    ['another tenant', () => noticeOf(mona, { tenantId: MONA })],
    ['no tenant', () => noticeOf(mona, { tenantId: undefined })],
    ["another manager's address", () => noticeOf(mona), INES],
    ['the address of somebody who is not watched', () => noticeOf(mona), RAFE],
    ["nobody's address", () => noticeOf(mona), 'Quixotic/../%00'],
    [
      'a lifecycle event with the wrong secret',
      () => noticeOf(mona, { lifecycleEvent: 'subscriptionRemoved', clientState: 'x' }),
    ],
    ['an unknown lifecycle event', () => noticeOf(mona, { lifecycleEvent: 'Quixotic' })],
    ['no notification at all', () => 'Quixotic'],
  ]
  test.each(others)('%s', async (_name, notice, to = MONA) => {
    await withoutEffect(async () => {
      const { status, ms } = await notify(world, encodeURIComponent(to), [notice()])
      expect(status).toBe(202)
      expect(ms).toBeLessThan(AT_MOST_MS)
    })
  })
})

describe('what is no notification is refused', () => {
  const json = 'application/json'
  const broken: [string, path: string, type: string, body: string][] = [
    ['not JSON', `/api/graph?m=${MONA}`, json, '{"value": [Quixotic'],
    ['another shape', `/api/graph?m=${MONA}`, json, '{"Quixotic": 1}'],
    ['a list that is none', `/api/graph?m=${MONA}`, json, '{"value": "Quixotic"}'],
    ['another type', `/api/graph?m=${MONA}`, 'text/plain', 'Quixotic'],
    ['nothing', `/api/graph?m=${MONA}`, json, ''],
    ['no manager', '/api/graph', json, '{"value": []}'],
    ['two managers', '/api/graph?m=a&m=b', json, '{"value": []}'],
    ['two tokens', '/api/graph?validationToken=a&validationToken=b', json, ''],
    ['too much', `/api/graph?m=${MONA}`, json, `{"value": ["${'Quixotic'.repeat(300_000)}"]}`],
  ]
  test.each(broken)('%s', async (_name, path, type, body) => {
    await withoutEffect(async () => {
      const { status, text, ms } = await raw(path, type, body)
      expect(status).toBe(400)
      expect(text).not.toContain('Quixotic')
      expect(ms).toBeLessThan(AT_MOST_MS)
    })
  })
})

describe('a thousand in one call', () => {
  const thousand = (of: (n: number) => unknown) => Array.from({ length: 1000 }, (_, n) => of(n))

  test('all wrong: acknowledged fast, no effect', async () => {
    await withoutEffect(async () => {
      const { status, ms } = await notify(
        world,
        MONA,
        thousand((n) => noticeOf(mona, { clientState: `QuixoticSecret${n}` })),
      )
      expect(status).toBe(202)
      expect(ms).toBeLessThan(AT_MOST_MS)
      console.info(`a thousand wrong notifications in one call: acknowledged after ${Math.round(ms)} ms`)
    })
  })

  test('all right, among broken ones: acknowledged fast, read once', async () => {
    const read = await readings(world, MONA)
    const { status, ms } = await notify(world, MONA, [null, 7, {}, ...thousand(() => noticeOf(mona))])
    expect(status).toBe(202)
    expect(ms).toBeLessThan(AT_MOST_MS)
    await settled(world)
    expect((await readings(world, MONA)) - read).toBe(1)
    console.info(`a thousand right notifications in one call: acknowledged after ${Math.round(ms)} ms, one reading`)
  })
})

test('Outlook names the tenant in lifecycle notifications by an older word', async () => {
  const read = await readings(world, MONA)
  const { tenantId: _, ...notice } = noticeOf(mona, { organizationId: TENANT_ID, lifecycleEvent: 'missed' })
  expect((await notify(world, MONA, [notice])).status).toBe(202)
  await settled(world)
  expect((await readings(world, MONA)) - read).toBe(1)
})

test('what could not be written down is not acknowledged: Graph says it again, and then it counts', async () => {
  const read = await readings(world, MONA)
  await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 1 })
  expect((await notify(world, MONA, [noticeOf(mona)])).status).toBe(503)
  await settled(world)
  expect(await readings(world, MONA)).toBe(read)
  expect((await notify(world, MONA, [noticeOf(mona)])).status).toBe(202)
  await settled(world)
  expect((await readings(world, MONA)) - read).toBe(1)
  expect(log()).not.toMatch(/Quixotic/)
  expect(log()).not.toContain(mona.clientState)
})
