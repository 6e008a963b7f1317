// Teams as the bot sees it: activities shaped and signed as the channel does, posted to the app.
import { randomUUID } from 'node:crypto'
import { Refusal } from '#shared/refusal.ts'
import { ianaZone } from '#shared/zone.ts'
import { whyNot } from './app.ts'
import { BOT_ACCOUNT_ID, BOT_NAME, TENANT_ID } from './constants.ts'
import { channelToken } from './entra.ts'
import { newActivityId } from './ids.ts'
import { changed, type Sandbox, serviceUrlOf } from './sandbox.ts'
import type { Activity, ChatEntry, Person } from './world.ts'

const LONGEST_TURN_MS = 120_000

export type BotAnswer = { status: number; body: unknown }

export const personalChatId = (person: Pick<Person, 'id'>): string => `a:${person.id}`

/** The id under which the bot knows a person. */
export const accountId = (person: Pick<Person, 'id'>): string => `29:${person.id}`

const accountOf = (person: Person) => ({ id: accountId(person), name: person.displayName, aadObjectId: person.id })

/** The fields of every activity that reaches the bot. */
function envelope(sandbox: Sandbox, person: Person): Omit<Activity, 'type'> {
  return {
    id: `f:${randomUUID()}`,
    channelId: 'msteams',
    serviceUrl: serviceUrlOf(sandbox),
    timestamp: sandbox.world.now,
    localTimezone: ianaZone(person.mailboxSettings.timeZone).zone,
    locale: 'en-GB',
    from: accountOf(person),
    recipient: { id: BOT_ACCOUNT_ID, name: BOT_NAME },
    conversation: { id: personalChatId(person), conversationType: 'personal', tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID } },
  }
}

/** Posts an activity to the bot. Throws Refusal 'unavailable' when the app is not there. */
async function post(sandbox: Sandbox, activity: Activity): Promise<BotAnswer> {
  let answer: Response
  try {
    answer = await fetch(new URL('/api/messages', sandbox.appUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await channelToken(sandbox, serviceUrlOf(sandbox))}`,
      },
      body: JSON.stringify(activity),
      signal: AbortSignal.timeout(LONGEST_TURN_MS),
    })
  } catch (error) {
    throw new Refusal('unavailable', whyNot(error, LONGEST_TURN_MS))
  }
  const text = await answer.text()
  return { status: answer.status, body: jsonOr(text) }
}

/** Posts an activity that the bot has to take. Throws Refusal 'unavailable' when it does not. */
async function deliver(sandbox: Sandbox, activity: Activity): Promise<void> {
  const { status, body } = await post(sandbox, activity)
  if (status < 300) return
  const said = JSON.stringify(body).slice(0, 300)
  throw new Refusal('unavailable', `The bot answered ${status} to an activity of type ${activity.type}: ${said}`)
}

function jsonOr(text: string): unknown {
  if (!text) return null
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** Sends a message (text, or the value of a submitted card) and shows it in the chat. */
export async function sendMessage(
  sandbox: Sandbox,
  person: Person,
  content: { text: string } | { value: unknown },
): Promise<void> {
  const activity: Activity = { ...envelope(sandbox, person), id: newActivityId(), type: 'message', ...content }
  if ('text' in content) {
    const entry: ChatEntry = { id: String(activity.id), from: 'person', at: sandbox.world.now, activity }
    chatOf(sandbox, personalChatId(person)).push(entry)
    changed(sandbox, { kind: 'chat', person: person.id })
  }
  await deliver(sandbox, activity)
}

/** Sends an invoke, such as a press on a card's button; the answer is the bot's. */
export function sendInvoke(
  sandbox: Sandbox,
  person: Person,
  { name, value }: { name: string; value?: unknown },
  replyToId: string | undefined,
): Promise<BotAnswer> {
  return post(sandbox, { ...envelope(sandbox, person), type: 'invoke', name, value, ...(replyToId && { replyToId }) })
}

/** Tells the bot that a person got the app or lost it. */
export function sendInstallation(sandbox: Sandbox, person: Person, action: 'add' | 'remove'): Promise<void> {
  return deliver(sandbox, { ...envelope(sandbox, person), type: 'installationUpdate', action })
}

export type MeetingEvent = {
  name: 'application/vnd.microsoft.meetingStart' | 'application/vnd.microsoft.meetingEnd'
  chatId: string
  meetingId: string
  /** As on the wire: Id, JoinUrl, MeetingType, Title, and StartTime or EndTime. */
  value: Record<string, string>
}

/** Tells the bot that a meeting started or ended. */
export function sendMeetingEvent(sandbox: Sandbox, organizer: Person, event: MeetingEvent): Promise<void> {
  return deliver(sandbox, {
    ...envelope(sandbox, organizer),
    id: newActivityId(),
    type: 'event',
    name: event.name,
    value: event.value,
    conversation: { id: event.chatId, conversationType: 'groupChat', isGroup: true, tenantId: TENANT_ID },
    channelData: { tenant: { id: TENANT_ID }, meeting: { id: event.meetingId } },
  })
}

/** The entries of a chat, made when it is first used. */
export function chatOf(sandbox: Sandbox, conversationId: string): ChatEntry[] {
  const { chats } = sandbox.world
  const entries = chats[conversationId] ?? []
  chats[conversationId] = entries
  return entries
}
