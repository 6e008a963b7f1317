// The sandbox's Bot Connector with the real Bot Framework adapter in the app: signatures, chats, meetings.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder'
import type { ServiceClientCredentialsFactory } from 'botframework-connector'
import express from 'express'
import { APP_ID } from '#tests/sandbox/constants.ts'
import { appToken, BOT_SCOPE, calendar, call, first, get, post, type Rig, startRig } from './sandboxRig.ts'

type Message = Activity & { id: string }

let rig: Rig
let bot: Server
let turns: Activity[] = []
let onTurn: (context: TurnContext) => Promise<void> = async () => undefined

/** The bot of the app: the real adapter, whose only own part is where its outgoing token comes from. */
async function startBot(): Promise<Server> {
  const credentials = {
    isValidAppId: async (id: string) => id === APP_ID,
    isAuthenticationDisabled: async () => false,
    createCredentials: async () => ({
      signRequest: async (request: { headers: { set: (name: string, value: string) => void } }) => {
        request.headers.set('Authorization', `Bearer ${await appToken(rig.url, BOT_SCOPE)}`)
        return request
      },
    }),
  } as unknown as ServiceClientCredentialsFactory
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        MicrosoftAppId: APP_ID,
        MicrosoftAppPassword: 'x',
        MicrosoftAppType: 'MultiTenant',
        ValidateAuthority: true,
        CallerId: '',
        ToBotFromChannelOpenIdMetadataUrl: `${rig.url}/botframework/.well-known/openidconfiguration`,
        ToBotFromChannelTokenIssuer: 'https://api.botframework.com',
        ToBotFromEmulatorOpenIdMetadataUrl: `${rig.url}/botframework/.well-known/openidconfiguration`,
        OAuthUrl: 'https://token.botframework.com',
        ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
        ToChannelFromBotOAuthScope: 'https://api.botframework.com',
      },
      credentials,
    ),
  )
  const routes = express()
  routes.use(express.json())
  routes.post('/api/messages', (req, res) =>
    adapter.process(req, res, async (context) => {
      turns.push(context.activity)
      await onTurn(context)
    }),
  )
  routes.get('/sandbox/next', (_req, res) => void res.json({ next: null }))
  routes.post('/sandbox/{*any}', (_req, res) => void res.json({}))
  const server = createServer(routes)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return server
}

beforeAll(async () => {
  rig = await startRig()
  bot = await startBot()
  await post(`${rig.url}/sandbox/app`, { url: `http://localhost:${(bot.address() as AddressInfo).port}` })
})
afterAll(async () => {
  bot.closeAllConnections()
  bot.close()
  await rig.stop()
})

const inChat = async (person: string) => (await get<Message[]>(`${rig.url}/sandbox/chats/${person}`)).body
const say = (person: string, body: object) =>
  post<{ replies: Message[]; status: number; body: { value: unknown } }>(`${rig.url}/sandbox/chats/${person}`, body)

describe('installation', () => {
  test('everybody who has the app is announced once, with an activity as Teams shapes it', () => {
    const added = rig.app.activities.map(({ body }) => body)
    expect(added.map(({ type, action }) => `${type} ${action}`)).toEqual(Array(10).fill('installationUpdate add'))
    expect(first(added)).toMatchObject({
      channelId: 'msteams',
      serviceUrl: `${rig.url}/connector/`,
      from: { name: 'Mona Lindqvist', aadObjectId: '0b6d1c52-7e94-4f3a-9a1d-5c2f8e7b4d10' },
      recipient: { id: `28:${APP_ID}`, name: 'Growth' },
      conversation: { id: 'a:0b6d1c52-7e94-4f3a-9a1d-5c2f8e7b4d10', conversationType: 'personal' },
    })
    expect(turns).toEqual([])
  })

  test('losing the app and getting it back tells the bot, and in between it is not in the chat', async () => {
    turns = []
    await call('PATCH', `${rig.url}/sandbox/people/jun`, { installed: false })
    const send = async () => {
      const token = await appToken(rig.url, BOT_SCOPE)
      const path = `${rig.url}/connector/v3/conversations/${encodeURIComponent('a:4eb6daf6-6f81-409a-bfc3-d7b4a5c9eb54')}/activities`
      return call<{ error: { code: string } }>(
        'POST',
        path,
        { type: 'message', text: 'hi' },
        { authorization: `Bearer ${token}` },
      )
    }
    const refused = await send()
    expect([refused.status, refused.body.error.code]).toEqual([403, 'BotNotInConversationRoster'])
    expect((await say('jun', { text: 'hello' })).status).toBe(409)
    await call('PATCH', `${rig.url}/sandbox/people/jun`, { installed: true })
    expect((await send()).status).toBe(201)
    expect(turns.map(({ action }) => action)).toEqual(['remove', 'add'])
  })
})

describe('chats', () => {
  test('a message reaches the bot and its replies come back; updates and deletions show', async () => {
    onTurn = async (context) => {
      await context.sendActivity(`You said ${context.activity.text}`)
      await context.sendActivity('And more')
    }
    const { body } = await say('rafe', { text: 'hello' })
    expect(body.replies.map(({ text }) => text)).toEqual(['You said hello', 'And more'])
    expect(first(body.replies)).toMatchObject({ timestamp: '2026-10-05T08:00:00.000Z', replyToId: expect.any(String) })

    const [one, two] = body.replies as [Message, Message]
    onTurn = async (context) => {
      await context.updateActivity({ id: one.id, type: 'message', text: 'Updated' })
      await context.deleteActivity(two.id)
    }
    expect((await say('rafe', { text: 'again' })).body.replies).toEqual([])
    expect((await inChat('rafe')).map(({ id, text }) => [id, text])).toEqual([[one.id, 'Updated']])
    const host = await get<{ from: string; updatedAt?: string }[]>(`${rig.url}/host/chats/rafe`)
    expect(host.body.map(({ from }) => from)).toEqual(['person', 'bot', 'person'])
    expect(host.body[1]?.updatedAt).toBe('2026-10-05T08:00:00.000Z')
  })

  test('a press on a card names the newest card with that verb, and the answer is the bot’s', async () => {
    const card = { type: 'AdaptiveCard', actions: [{ type: 'Action.Execute', title: 'Go', verb: 'go' }] }
    onTurn = async (context) => {
      const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: card }]
      await context.sendActivity({ type: 'message', attachments })
      await context.sendActivity('Something else')
    }
    const { replies } = (await say('leila', { text: 'card' })).body
    onTurn = async (context) => {
      const body = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: card }
      await context.sendActivity({ type: 'invokeResponse', value: { status: 200, body } })
    }
    const value = { action: { type: 'Action.Execute', verb: 'go', data: {} }, trigger: 'manual' }
    const pressed = await say('leila', { invoke: { name: 'adaptiveCard/action', value } })
    expect(pressed.body).toMatchObject({ status: 200, body: { value: card } })
    expect(turns.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      value,
      replyToId: first(replies).id,
    })
  })

  test('an unsigned or wrongly signed request gets nowhere', async () => {
    const path = `${rig.url}/connector/v3/conversations`
    expect((await post(path, { members: [{ id: '29:x' }] })).status).toBe(401)
    const graphToken = await appToken(rig.url, 'https://graph.microsoft.com/.default')
    expect((await call('POST', path, {}, { authorization: `Bearer ${graphToken}` })).status).toBe(401)
    const { port } = bot.address() as AddressInfo
    // The adapter reports what it turns away.
    const report = jest.spyOn(console, 'error').mockImplementation(() => undefined)
    const forged = await fetch(`http://localhost:${port}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'message', channelId: 'msteams' }),
    })
    expect(forged.status).toBe(401)
    expect(report).toHaveBeenCalledTimes(1)
    report.mockRestore()
  })
})

describe('meetings', () => {
  test('start and end reach the bot with the meeting of the series; details and roles answer', async () => {
    const event = (await calendar(rig.url, 'mona', 'Mona / Rafe'))[5]
    const path = (act: string) => `${rig.url}/sandbox/meetings/${encodeURIComponent(event?.id ?? '')}/${act}`
    let details: unknown
    let participant: unknown
    onTurn = async (context) => {
      const { id } = context.activity.channelData.meeting
      details = await TeamsInfo.getMeetingInfo(context, id)
      participant = await TeamsInfo.getMeetingParticipant(context, id, '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c932')
    }
    turns = []
    expect((await post(path('start'), {})).status).toBe(200)
    onTurn = async () => undefined
    const started = first(turns)
    expect(started).toMatchObject({
      type: 'event',
      name: 'application/vnd.microsoft.meetingStart',
      value: { MeetingType: 'Recurring', Title: 'Mona / Rafe', StartTime: '2026-10-05T08:00:00.000Z' },
    })
    const { id } = started.channelData.meeting
    expect(Buffer.from(id, 'base64').toString()).toBe(`0#${started.conversation.id}#0`)
    expect(details).toMatchObject({ details: { title: 'Mona / Rafe', type: 'Recurring' } })
    expect(participant).toMatchObject({ meeting: { role: 'Presenter', inMeeting: true } })

    const chat = `${rig.url}/host/meetings/${encodeURIComponent(started.conversation.id)}/stage`
    const appUrl = (await get<{ appUrl: string }>(`${rig.url}/host/state`)).body.appUrl
    expect((await post(chat, { url: 'https://example.org/', by: 'rafe' })).status).toBe(400)
    expect((await post(chat, { url: `${appUrl}/tab/stage`, by: 'rafe' })).status).toBe(200)
    const running = await get<object[]>(`${rig.url}/host/meetings`)
    expect(running.body).toMatchObject([
      {
        chatId: started.conversation.id,
        meetingId: id,
        eventId: event?.id,
        endedAt: null,
        stage: { url: `${appUrl}/tab/stage` },
      },
    ])

    expect((await post(path('end'), {})).status).toBe(200)
    expect(turns.at(-1)).toMatchObject({
      name: 'application/vnd.microsoft.meetingEnd',
      value: { EndTime: expect.any(String) },
    })
    expect((await post(path('end'), {})).status).toBe(409)
    expect((await post(chat, { url: null, by: 'rafe' })).status).toBe(409)
  })
})
