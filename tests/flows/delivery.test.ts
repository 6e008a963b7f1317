// R12 against a connector that misbehaves: refused is sent later, doubtful is never sent twice, blocked stops.
import { createServer } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Home } from '#shared/api.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { APP_ID, TENANT_ID } from '#tests/sandbox/constants.ts'
import { mintOf } from '#tests/tokens.ts'
import { type Logged, sleep, startWorld, type TestWorld } from '#tests/world.ts'

const MONA = person('mona').id
/** A minute before the first offer: to Mona, about Rafe, and nothing else goes out that minute. */
const BEFORE = '2026-10-06T07:59:00.000Z'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.control('POST', '/sandbox/reset', {})
  await world.advanceTo(BEFORE)
})

const fault = (of: Record<string, unknown>) => world.control('POST', '/sandbox/faults', { target: 'connector', ...of })
const sends = async (to = MONA): Promise<Logged[]> =>
  (await world.requests()).filter(
    ({ target, method, path, at }) => target === 'connector' && method === 'POST' && path.includes(to) && at > BEFORE,
  )
const offers = async (name: string) =>
  (await world.chats('mona')).filter(({ summary }) => summary?.includes(`1-1 with ${name} into`))
const unsure = async () => (await world.api<Home>('mona', 'GET', '/api/home')).body.unsure
const QUESTION = 'Turn one 1-1 with Rafe into a growth discussion this quarter?'

describe('a definite refusal is sent later, and once', () => {
  test('429 with Retry-After, twice', async () => {
    await fault({ status: 429, retryAfter: 1, count: 2 })
    const began = Date.now()
    await world.advance('PT2M')
    expect((await sends()).map(({ status }) => status)).toEqual([429, 429, 201])
    expect(Date.now() - began).toBeGreaterThanOrEqual(2000)
    expect(await offers('Rafe')).toHaveLength(1)
    expect(await unsure()).toEqual([])
    await world.advance('PT6H')
    expect(await sends()).toHaveLength(3)
  })

  test('429 without Retry-After', async () => {
    await fault({ status: 429, count: 1 })
    await world.advance('PT2M')
    expect((await sends()).map(({ status }) => status)).toEqual([429, 201])
  })

  test('connection refused: nobody can have taken it', async () => {
    const channel = await channelOf(world)
    await channel.movesTo(`http://localhost:${await closedPort()}/connector/`)
    const turned = world.advance('PT2M')
    await sleep(1500)
    expect(await sends()).toEqual([])
    await channel.movesTo(`${world.url}/connector/`)
    await turned
    expect((await sends()).map(({ status }) => status)).toEqual([201])
    expect(await offers('Rafe')).toHaveLength(1)
    expect(await unsure()).toEqual([])
  })
})

describe('what may have been taken is never sent twice', () => {
  test.each([500, 502, 503, 504])('%i', async (status) => {
    await fault({ status, retryAfter: 1, count: 1 })
    await world.advance('PT2M')
    expect((await sends()).map((one) => one.status)).toEqual([status])
    expect((await unsure()).map(({ title }) => title)).toEqual([QUESTION])
    await world.advance('PT20H')
    expect(await sends()).toHaveLength(1)
    expect(await offers('Rafe')).toHaveLength(0)
    // The operator's line, without a word of content.
    expect(world.output.join('')).toMatch(/outbox\.notSent.*"outcome":"unsure"/)
  })

  test('taken, then the connection dropped', async () => {
    await fault({ status: 0, count: 1 })
    await world.advance('PT2M')
    expect(await sends()).toHaveLength(1)
    expect(await offers('Rafe')).toHaveLength(1)
    expect((await unsure()).map(({ title }) => title)).toEqual([QUESTION])
    await world.advance('PT20H')
    expect(await sends()).toHaveLength(1)
    expect(await offers('Rafe')).toHaveLength(1)
  })

  test('kill -9 while it is being sent', async () => {
    await fault({ delayMs: 20_000, count: 1 })
    const turned = world.advance('PT2M').catch(() => 'the app died')
    for (const end = Date.now() + 10_000; (await sends()).length === 0; await sleep(20))
      if (Date.now() > end) throw new Error('Nothing was sent')
    await world.killApp()
    expect(await turned).toBe('the app died')
    await world.startApp()
    expect(await sends()).toHaveLength(1)
    expect((await unsure()).map(({ title }) => title)).toEqual([QUESTION])
    await world.advance('PT20H')
    expect(await sends()).toHaveLength(1)
    expect(await offers('Rafe')).toHaveLength(1)
    // The next day's offer goes out as if nothing had been.
    await world.advance('PT6H')
    expect(await offers('Leïla')).toHaveLength(1)
  })

  test('kill -9 again and again, at any moment of a morning with five messages: none twice', async () => {
    await world.control('POST', '/sandbox/reset', {})
    for (let round = 0; round < 6; round += 1) {
      const turned = world.advance('PT14H').catch(() => null)
      await sleep(40 + round * 60)
      await world.killApp()
      await turned
      await world.startApp()
    }
    await world.advance('P2D')
    for (const who of ['mona', 'ines', 'rafe', 'leila', 'jun', 'daniel', 'priya', 'tomas', 'sofia']) {
      const titles = (await world.chats(who)).map(({ summary }) => summary)
      expect(titles).toEqual([...new Set(titles)])
    }
  })
})

describe('a bot that was blocked falls silent', () => {
  test.each([403, 404])('%i', async (status) => {
    await fault({ status, count: 1 })
    await world.advance('PT2M')
    expect((await sends()).map((one) => one.status)).toEqual([status])
    expect(await unsure()).toEqual([])
    // Leïla's and Jun's offers fall due, and stay where they are.
    await world.advance('P3D')
    expect(await sends()).toHaveLength(1)

    await world.control('PATCH', '/sandbox/people/mona', { installed: false })
    await world.control('PATCH', '/sandbox/people/mona', { installed: true })
    await world.advance('P1D')
    expect((await sends()).length).toBeGreaterThan(1)
    expect((await offers('Leïla')).length + (await offers('Jun')).length).toBeGreaterThan(0)
  })

  test('400: never to be taken, so never tried again', async () => {
    await fault({ status: 400, count: 1 })
    await world.advance('PT20H')
    expect((await sends()).map((one) => one.status)).toEqual([400])
    expect(await unsure()).toEqual([])
    await world.advance('PT6H')
    expect(await offers('Leïla')).toHaveLength(1)
  })
})

describe('the store does not answer', () => {
  test('for a while, in the middle of a morning: everything goes out, once', async () => {
    await world.control('POST', '/sandbox/faults', { target: 'store', count: 7, delayMs: 1 })
    await world.advance('PT2M')
    expect(await sends()).toHaveLength(1)
    expect(await offers('Rafe')).toHaveLength(1)
  })
})

/** Signed activities of Mona's that come from another region, as when Teams moves a tenant. */
async function channelOf(of: TestWorld) {
  const mint = await mintOf(of)
  return {
    async movesTo(serviceUrl: string): Promise<void> {
      const token = await mint.channel({ claims: { serviceurl: serviceUrl } })
      const response = await fetch(`${of.app}/api/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          type: 'event',
          name: 'test/hello',
          id: 'f:1',
          channelId: 'msteams',
          serviceUrl,
          from: { id: `29:${MONA}`, aadObjectId: MONA },
          recipient: { id: `28:${APP_ID}` },
          conversation: { id: `a:${MONA}`, conversationType: 'personal', tenantId: TENANT_ID },
          channelData: { tenant: { id: TENANT_ID } },
        }),
      })
      if (!response.ok) throw new Error(`The bot answered ${response.status}`)
    },
  }
}

/** A port on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}
