// The Bot Connector on localhost: takes what the bot sends, changes and deletes, and knows who is in a chat.
import { randomUUID } from 'node:crypto'
import express, { type ErrorRequestHandler, type Router } from 'express'
import { z } from 'zod'
import { accountId, chatOf, personalChatId } from './bot.ts'
import { BOT_ACCOUNT_ID, BOT_AUDIENCE, BOT_NAME, TENANT_ID } from './constants.ts'
import { gate } from './faults.ts'
import { newActivityId } from './ids.ts'
import { meetingById, meetingInChat, type SeriesMeeting } from './meetings.ts'
import { graphUser } from './people.ts'
import { changed, type Sandbox, serviceUrlOf } from './sandbox.ts'
import type { Activity, ChatEntry, Person } from './world.ts'

const LARGEST_MESSAGE = 100 * 1024

/** Activities that Teams takes and does not show. */
const UNSEEN = new Set(['typing', 'trace', 'event', 'invokeResponse', 'endOfConversation'])

class ConnectorFailure extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

const connectorError = (code: string, message: string) => ({ error: { code, message } })

const CODES: Record<number, string> = {
  401: 'Unauthorized',
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  413: 'MessageSizeTooBig',
  429: 'Throttled',
}

const activityBody = z.looseObject({ type: z.string() })
const member = z.looseObject({ id: z.string().optional(), aadObjectId: z.string().optional() })
const conversationBody = z.looseObject({
  members: z.array(member).min(1),
  activity: activityBody.optional(),
})

type Chat = { id: string; people: Person[]; meeting: SeriesMeeting | null }

export function connectorRoutes(sandbox: Sandbox): Router {
  const router = express.Router()
  router.use(
    gate(sandbox, 'connector', BOT_AUDIENCE, (status) =>
      connectorError(CODES[status] ?? 'ServiceError', `The request failed with ${status}.`),
    ),
  )
  router.use(express.json({ limit: '1mb' }))

  router.post('/v3/conversations', (req, res) => {
    const { members, activity } = read(conversationBody, req.body)
    const [first] = members
    const id = first?.aadObjectId ?? first?.id?.replace(/^29:/, '') ?? ''
    const person = graphUser(sandbox.world, id)
    if (!person) throw new ConnectorFailure(400, 'BadArgument', `No member '${id}' in this tenant.`)
    const chat = reachable(sandbox, personalChatId(person))
    const activityId = activity && receive(sandbox, chat, activity)
    res.status(201).json({ id: chat.id, serviceUrl: serviceUrlOf(sandbox), ...(activityId && { activityId }) })
  })

  router.post(
    ['/v3/conversations/:chat/activities', '/v3/conversations/:chat/activities/:replyTo'],
    (req: express.Request<{ chat: string; replyTo?: string }>, res) => {
      const chat = reachable(sandbox, req.params.chat)
      const activity = read(activityBody, req.body)
      const { replyTo } = req.params
      res.status(201).json({ id: receive(sandbox, chat, { ...activity, ...(replyTo && { replyToId: replyTo }) }) })
    },
  )

  router.put('/v3/conversations/:chat/activities/:activity', (req, res) => {
    const chat = reachable(sandbox, req.params.chat)
    const entry = entryOf(sandbox, chat, req.params.activity)
    const update = read(activityBody, req.body)
    checkSize(update)
    entry.activity = { ...completed(sandbox, chat, update), id: entry.id, timestamp: entry.at }
    entry.updatedAt = sandbox.world.now
    tell(sandbox, chat)
    res.json({ id: entry.id })
  })

  router.delete('/v3/conversations/:chat/activities/:activity', (req, res) => {
    const chat = reachable(sandbox, req.params.chat)
    const entry = entryOf(sandbox, chat, req.params.activity)
    sandbox.world.chats[chat.id] = chatOf(sandbox, chat.id).filter((other) => other !== entry)
    tell(sandbox, chat)
    res.status(200).end()
  })

  router.get('/v3/conversations/:chat/pagedmembers', (req, res) => {
    res.json({ members: reachable(sandbox, req.params.chat).people.map(memberView) })
  })
  router.get('/v3/conversations/:chat/members/:member', (req, res) => {
    const { people } = reachable(sandbox, req.params.chat)
    const wanted = req.params.member.replace(/^29:/, '').toLowerCase()
    const person = people.find(({ id }) => id.toLowerCase() === wanted)
    if (!person) throw new ConnectorFailure(404, 'MemberNotFoundInConversation', 'The member is not in this chat.')
    res.json(memberView(person))
  })

  router.get('/v1/meetings/:meeting', (req, res) => {
    const meeting = meetingOr404(sandbox, req.params.meeting)
    const { organizer } = meeting
    res.json({
      details: {
        id: meeting.meetingId,
        msGraphResourceId: Buffer.from(`1*${organizer?.id ?? ''}*0**${meeting.chatId}`).toString('base64'),
        scheduledStartTime: meeting.firstStart,
        scheduledEndTime: meeting.firstEnd,
        joinUrl: meeting.joinUrl,
        title: meeting.title,
        type: meeting.recurring ? 'Recurring' : 'Scheduled',
      },
      conversation: { id: meeting.chatId, isGroup: true, conversationType: 'groupchat' },
      organizer: organizer && { id: accountId(organizer), aadObjectId: organizer.id, tenantId: TENANT_ID },
    })
  })
  router.get('/v1/meetings/:meeting/participants/:person', (req, res) => {
    const meeting = meetingOr404(sandbox, req.params.meeting)
    const person = meeting.people.find(({ id }) => id.toLowerCase() === req.params.person.toLowerCase())
    if (!person) throw new ConnectorFailure(404, 'MemberNotFoundInConversation', 'The person is not in this meeting.')
    const running = sandbox.world.meetings.some(({ chatId, endedAt }) => chatId === meeting.chatId && endedAt === null)
    res.json({
      user: memberView(person),
      meeting: { role: person.id === meeting.organizer?.id ? 'Organizer' : 'Presenter', inMeeting: running },
      conversation: { id: meeting.chatId, isGroup: true, conversationType: 'groupchat' },
    })
  })

  router.use((req) => {
    throw new ConnectorFailure(404, 'NotFound', `This stand-in does not know ${req.method} ${req.path}.`)
  })
  const fail: ErrorRequestHandler = (error, _req, res, next) => {
    if (error instanceof ConnectorFailure) {
      return void res.status(error.status).json(connectorError(error.code, error.message))
    }
    if (error instanceof SyntaxError) return void res.status(400).json(connectorError('BadSyntax', 'No valid JSON.'))
    next(error)
  }
  router.use(fail)
  return router
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ConnectorFailure(400, 'BadSyntax', z.prettifyError(parsed.error))
}

/** A chat that the bot may write in. Throws 404 when there is none, 403 when the bot is not in it. */
function reachable(sandbox: Sandbox, id: string): Chat {
  const meeting = meetingInChat(sandbox.world, id)
  const owner = id.startsWith('a:') ? graphUser(sandbox.world, id.slice(2)) : null
  const people = meeting ? meeting.people : owner ? [owner] : []
  if (people.length === 0) throw new ConnectorFailure(404, 'ConversationNotFound', `There is no conversation '${id}'.`)
  if (!people.some(({ installed }) => installed)) {
    throw new ConnectorFailure(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
  }
  return { id: meeting ? id : personalChatId({ id: owner?.id ?? '' }), people, meeting }
}

function checkSize(activity: Activity): void {
  if (Buffer.byteLength(JSON.stringify(activity)) <= LARGEST_MESSAGE) return
  throw new ConnectorFailure(413, 'MessageSizeTooBig', 'Message size too large.')
}

/** The activity as it lies in the chat. */
function completed(sandbox: Sandbox, chat: Chat, activity: Activity): Activity {
  return {
    ...activity,
    channelId: 'msteams',
    serviceUrl: serviceUrlOf(sandbox),
    from: { id: BOT_ACCOUNT_ID, name: BOT_NAME },
    conversation: {
      id: chat.id,
      conversationType: chat.meeting ? 'groupChat' : 'personal',
      tenantId: TENANT_ID,
    },
  }
}

function receive(sandbox: Sandbox, chat: Chat, activity: Activity): string {
  checkSize(activity)
  if (UNSEEN.has(activity.type)) return randomUUID()
  const id = newActivityId()
  const at = sandbox.world.now
  const entry: ChatEntry = {
    id,
    from: 'bot',
    at,
    activity: { ...completed(sandbox, chat, activity), id, timestamp: at },
  }
  chatOf(sandbox, chat.id).push(entry)
  tell(sandbox, chat)
  return id
}

function entryOf(sandbox: Sandbox, chat: Chat, id: string): ChatEntry {
  const entry = chatOf(sandbox, chat.id).find((one) => one.id === id && one.from === 'bot')
  if (entry) return entry
  throw new ConnectorFailure(404, 'ActivityNotFoundInConversation', `The bot has sent no activity '${id}' here.`)
}

function tell(sandbox: Sandbox, { people, meeting, id }: Chat): void {
  if (meeting) changed(sandbox, { kind: 'meeting', meeting: id })
  else for (const person of people) changed(sandbox, { kind: 'chat', person: person.id })
}

function memberView(person: Person) {
  const [givenName = '', ...surname] = person.displayName.split(' ')
  return {
    id: accountId(person),
    name: person.displayName,
    objectId: person.id,
    aadObjectId: person.id,
    givenName,
    surname: surname.join(' '),
    email: person.mail,
    userPrincipalName: person.userPrincipalName,
    tenantId: TENANT_ID,
    userRole: 'user',
  }
}

function meetingOr404(sandbox: Sandbox, meetingId: string): SeriesMeeting {
  const meeting = meetingById(sandbox.world, meetingId)
  if (meeting) return meeting
  throw new ConnectorFailure(404, 'MeetingNotFound', 'There is no meeting with this id.')
}
