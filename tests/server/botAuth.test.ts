// The bot's endpoint: only what the channel signed for us is acted on; everything else is refused and changes nothing.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Home } from '#shared/api.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { APP_ID, GRAPH_AUDIENCE, TENANT_ID } from '#tests/sandbox/constants.ts'
import { type Mint, mintOf, OTHER_TENANT } from '#tests/tokens.ts'
import { type BotActivity, button, type Card, cardIn, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

const MONA = person('mona').id
const RAFE = person('rafe').id

let world: TestWorld
let mint: Mint
/** Mona's offers, one card each, as they were before anybody pressed. */
let offer: BotActivity

type Said = { status: number; text: string }
type Activity = Record<string, unknown> & { value?: unknown; channelData?: unknown; conversation?: unknown }

const service = () => `${world.url}/connector/`
const activity = (changed: Activity = {}): Activity => ({
  type: 'message',
  text: 'hello',
  id: String(Date.now()),
  channelId: 'msteams',
  serviceUrl: service(),
  from: { id: `29:${MONA}`, name: 'Mona Lindqvist', aadObjectId: MONA },
  recipient: { id: `28:${APP_ID}`, name: 'Growth' },
  conversation: { id: `a:${MONA}`, conversationType: 'personal', tenantId: TENANT_ID },
  channelData: { tenant: { id: TENANT_ID } },
  ...changed,
})
/** "Not this quarter" on Mona's offer: final, and seen on the card. */
const press = (changed: Activity = {}): Activity => {
  const { verb, data } = button(cardIn(offer), 'Not this quarter')
  return activity({
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { type: 'Action.Execute', verb, data } },
    ...changed,
  })
}

async function post(token: string | null, body: unknown): Promise<Said> {
  const response = await fetch(`${world.app}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(8000),
  })
  const text = await response.text()
  await fetch(`${world.app}/sandbox/settle`, { method: 'POST' })
  return { status: response.status, text }
}

/** Everything that a bot activity could change: what the chats hold, what was sent, and Mona's team. */
const state = async () => ({
  chats: await Promise.all(['mona', 'rafe', 'ines'].map((who) => world.chats(who))),
  sent: (await world.requests()).filter(({ method }) => method !== 'GET').length,
  team: (await world.api('mona', 'GET', '/api/team')).body,
  me: (await world.api<Home>('rafe', 'GET', '/api/home')).body.me.takesPart,
})

beforeAll(async () => {
  world = await startWorld()
  await world.advance('P1DT4H')
  const found = (await world.chats('mona')).findLast(({ summary }) => summary?.startsWith('Turn one 1-1'))
  if (!found) throw new Error('Mona has no offer')
  offer = found
  mint = await mintOf(world)
})
afterAll(() => world?.stop())

/** No stack, no path, no name of a library: the answer to noise says as little as possible. */
const isQuiet = ({ text }: Said) => !/ at |node_modules|\.ts|Zod|Error:/.test(text)

describe('a press that is not signed for us', () => {
  const kinds: [string, () => Promise<string | null>, Activity?][] = [
    ['no token', async () => null],
    ['an empty token', async () => ''],
    ['no JWT', async () => 'abc'],
    ['three dots', async () => '..'],
    ['expired', () => mint.channel({ expires: -7200, notBefore: -9000 })],
    ['another key under our kid', () => mint.forged('channel', '')],
    ['another key under its own kid', () => mint.forged('channel', '', 'another')],
    ['wrong audience', () => mint.channel({ audience: GRAPH_AUDIENCE })],
    ['wrong issuer', () => mint.channel({ issuer: 'https://api.botframework.example' })],
    ['another address to answer to', () => mint.channel({ claims: { serviceurl: 'https://smba.example/' } })],
    ['no address to answer to', () => mint.channel({ without: ['serviceurl'] })],
    ['an activity that names another address', () => mint.channel(), { serviceUrl: 'https://smba.example/' }],
    ['a channel that the key is not endorsed for', () => mint.channel(), { channelId: 'webchat' }],
    ['the token of Mona’s tab', () => mint.tab(MONA)],
    [
      'alg none',
      async () => {
        const [, payload] = (await mint.channel()).split('.')
        return `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`
      },
    ],
  ]
  test.each(kinds.map(([kind, token, changed = {}]) => [kind, token, changed] as const))(
    '%s: 401 and nothing happens',
    async (_kind, token, changed) => {
      const before = await state()
      const said = await post(await token(), press(changed))
      expect(said).toEqual({ status: 401, text: '{"code":"signIn","message":"This did not come from Teams."}' })
      expect(await state()).toEqual(before)
    },
  )
})

describe('what the channel signed but is not ours to act on', () => {
  test.each<[string, Activity]>([
    [
      'another tenant',
      {
        channelData: { tenant: { id: OTHER_TENANT } },
        conversation: { id: `a:${MONA}`, conversationType: 'personal', tenantId: OTHER_TENANT },
      },
    ],
    ['no tenant', { channelData: {}, conversation: { id: `a:${MONA}`, conversationType: 'personal' } }],
    ['another tenant in its channel data', { channelData: { tenant: { id: OTHER_TENANT } } }],
    ['nobody', { from: { id: '29:x' } }],
  ])('%s: ignored', async (_kind, changed) => {
    const before = await state()
    const said = await post(await mint.channel(), press(changed))
    expect([200, 501]).toContain(said.status)
    expect(said.text).not.toContain('Not this quarter')
    expect(await state()).toEqual(before)
  })

  test('another tenant’s installation tells us nobody new, and its messages get no answer', async () => {
    const before = await state()
    const foreign = {
      channelData: { tenant: { id: OTHER_TENANT } },
      conversation: { id: 'a:elsewhere', conversationType: 'personal', tenantId: OTHER_TENANT },
    }
    for (const type of ['installationUpdate', 'message'])
      await post(await mint.channel(), activity({ type, action: 'add', ...foreign }))
    expect(await state()).toEqual(before)
  })
})

describe('R16 noise', () => {
  test.each<[string, unknown]>([
    ['broken JSON', '{"type":'],
    ['an array', []],
    ['nothing', {}],
    ['a number for a type', { type: 1 }],
    [
      'wrong types everywhere',
      { type: 'invoke', from: 7, conversation: [], channelData: 'x', value: 1, serviceUrl: {} },
    ],
    ['two megabytes', JSON.stringify({ type: 'message', text: 'x'.repeat(2_000_000) })],
  ])('%s: refused in a word, signed or not', async (_kind, body) => {
    for (const token of [null, await mint.channel()]) {
      const said = await post(token, body)
      expect(said.status).toBeGreaterThanOrEqual(400)
      expect({ ...said, quiet: isQuiet(said) }).toMatchObject({ quiet: true })
      expect(said.status).toBeLessThan(500)
    }
  })
  test.each<[string, Activity]>([
    ['an invoke without a value', { type: 'invoke', name: 'adaptiveCard/action' }],
    ['an invoke of another name', { type: 'invoke', name: 'composeExtension/query', value: {} }],
    ['an event without a value', { type: 'event', name: 'application/vnd.microsoft.meetingStart' }],
    [
      'an event with another value',
      { type: 'event', name: 'application/vnd.microsoft.meetingEnd', value: { JoinUrl: 7 } },
    ],
    [
      'a meeting nobody knows',
      { type: 'event', name: 'application/vnd.microsoft.meetingEnd', value: { JoinUrl: 'https://x.example' } },
    ],
    ['a type of its own', { type: 'growth' }],
    ['no conversation', { conversation: undefined }],
    ['a message without text', { text: undefined }],
    ['an installation by nobody', { type: 'installationUpdate', action: 'add', from: { id: 'x' } }],
    [
      'an installation by somebody whom the directory does not know',
      { type: 'installationUpdate', action: 'add', from: { id: 'x', aadObjectId: OTHER_TENANT } },
    ],
  ])('%s, signed: no error', async (_kind, changed) => {
    const said = await post(await mint.channel(), activity(changed))
    expect({ ...said, fine: said.status < 500 || said.status === 501 }).toMatchObject({ fine: true })
    expect(isQuiet(said)).toBe(true)
  })
})

test('a card that was meant for Mona does nothing for Rafe', async () => {
  const before = await state()
  const rafe = { id: `29:${RAFE}`, name: 'Rafe Okafor', aadObjectId: RAFE }
  const conversation = { id: `a:${RAFE}`, conversationType: 'personal', tenantId: TENANT_ID }
  const said = await post(await mint.channel(), press({ from: rafe, conversation }))
  expect(said.status).toBe(200)
  expect(JSON.parse(said.text)).toEqual({
    statusCode: 403,
    type: 'application/vnd.microsoft.error',
    value: {
      code: 'notForYou',
      message: 'This card is no longer there, or it was meant for somebody else. Nothing was changed.',
    },
  })
  expect(await state()).toEqual(before)
})

test('a good one works', async () => {
  const { status, text } = await post(await mint.channel(), press())
  expect(status).toBe(200)
  const answer = JSON.parse(text) as { statusCode: number; value: Card }
  expect(answer.statusCode).toBe(200)
  expect(textsOf(answer.value)).toContain('Not this quarter')
})

test('no token is in the log', () => {
  expect(world.output.join('')).not.toContain('eyJ')
})
