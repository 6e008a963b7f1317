// The contract of the port Messenger (R12): one request per call, and what each kind of answer says about the message.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { reachSandbox } from '#bot/adapters/sandbox.ts'
import { standInBot, teamsMessenger } from '#bot/adapters/teams.ts'
import type { Chat, Log, Messenger } from '#bot/ports.ts'
import { get, post, type Rig, startRig } from '#tests/server/sandboxRig.ts'

const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }
const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Hello' }] }

describe('Messenger over the bot connector', () => {
  let rig: Rig
  let messenger: Messenger
  let chat: Chat

  beforeAll(async () => {
    rig = await startRig()
    const { of, botKeys, tokens } = await reachSandbox(rig.url)
    messenger = teamsMessenger(standInBot({ ...of, keys: botKeys, tokens }), quiet)
    const { body } = await get<{ people: { key: string; id: string }[] }>(`${rig.url}/host/state`)
    const rafe = body.people.find(({ key }) => key === 'rafe')?.id
    chat = { conversation: `a:${rafe}`, serviceUrl: `${rig.url}/connector/` }
  })
  afterAll(() => rig.stop())

  const faults = (body: object) => post(`${rig.url}/sandbox/faults`, { target: 'connector', ...body })
  const posts = async () => {
    const { body } = await get<{ method: string; target: string }[]>(`${rig.url}/sandbox/requests`)
    return body.filter(({ method, target }) => method === 'POST' && target === 'connector').length
  }
  const inChat = async () =>
    (await get<{ id: string; summary: string; attachments: { content: unknown }[] }[]>(`${rig.url}/sandbox/chats/rafe`))
      .body

  test('sends a card with its summary, and replaces it in place', async () => {
    const sent = await messenger.send(chat, { card, summary: 'Hello' })
    if (sent.outcome !== 'sent') throw new Error(`It was ${sent.outcome}`)
    expect((await inChat()).at(-1)).toMatchObject({ id: sent.activity, summary: 'Hello' })
    const next = { ...card, body: [{ type: 'TextBlock', text: 'Changed' }] }
    expect(await messenger.update(chat, sent.activity, { card: next, summary: 'Changed' })).toBe(true)
    expect((await inChat()).filter(({ id }) => id === sent.activity)).toMatchObject([
      { attachments: [{ content: next }] },
    ])
    expect(await messenger.update(chat, 'nothing', { card, summary: '' })).toBe(false)
  })

  test.each([
    [
      { status: 429, retryAfter: 2 },
      { outcome: 'refused', retryAfterMs: 2000 },
    ],
    [{ status: 403 }, { outcome: 'blocked' }],
    [{ status: 404 }, { outcome: 'blocked' }],
    [{ status: 400 }, { outcome: 'rejected', status: 400 }],
    [{ status: 500 }, { outcome: 'unsure' }],
    [{ status: 502 }, { outcome: 'unsure' }],
    [{ status: 503 }, { outcome: 'unsure' }],
    [{ status: 504 }, { outcome: 'unsure' }],
    [{ status: 0 }, { outcome: 'unsure' }],
  ])('answered %j it is %j, after exactly one request', async (fault, expected) => {
    const before = await posts()
    await faults({ ...fault, count: 1 })
    expect(await messenger.send(chat, { card, summary: 'Once' })).toEqual(expected)
    expect((await posts()) - before).toBe(1)
    await faults({ count: 0 })
  })

  test('a closed port is a refusal: nothing was taken', async () => {
    const nowhere = { ...chat, serviceUrl: 'http://127.0.0.1:9/connector/' }
    expect(await messenger.send(nowhere, { card, summary: 'Never' })).toMatchObject({ outcome: 'refused' })
  })
})
