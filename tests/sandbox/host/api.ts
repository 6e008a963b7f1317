// What the host page reads from and asks of the sandbox's server, parsed at the edge.
import { z } from 'zod'

const personSchema = z.object({
  id: z.string(),
  key: z.string(),
  name: z.string(),
  firstName: z.string(),
  jobTitle: z.string().nullish(),
  role: z.enum(['manager', 'employee', 'peopleOps', 'other']),
  installed: z.boolean(),
  managerId: z.string().nullish(),
})
export type Person = z.infer<typeof personSchema>

export const stateSchema = z.object({
  now: z.string(),
  zone: z.string(),
  world: z.string(),
  tenantId: z.string(),
  appId: z.string(),
  teamsAppId: z.string(),
  appUrl: z.string(),
  appUp: z.boolean(),
  people: z.array(personSchema),
})
export type HostState = z.infer<typeof stateSchema>

export const hostEventSchema = z.object({
  kind: z.enum(['clock', 'chat', 'calendar', 'meeting', 'world', 'app']),
  person: z.string().nullish(),
  meeting: z.string().nullish(),
})
export type HostEvent = z.infer<typeof hostEventSchema>

const activitySchema = z.object({
  text: z.string().nullish(),
  attachments: z.array(z.object({ contentType: z.string(), content: z.unknown() })).nullish(),
})
const messageSchema = z.object({
  id: z.string(),
  from: z.enum(['bot', 'person']),
  at: z.string(),
  activity: activitySchema,
  updatedAt: z.string().nullish(),
})
export const chatSchema = z.array(messageSchema)
export type Message = z.infer<typeof messageSchema>

const momentSchema = z.object({ dateTime: z.string(), timeZone: z.string().nullish() })
const addressSchema = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }),
})
const eventSchema = z.object({
  id: z.string(),
  subject: z.string().nullish(),
  start: momentSchema,
  end: momentSchema,
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  isOrganizer: z.boolean().nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  iCalUId: z.string().nullish(),
  showAs: z.string().nullish(),
  sensitivity: z.string().nullish(),
  organizer: addressSchema.nullish(),
  attendees: z.array(addressSchema.extend({ type: z.string().nullish() })).nullish(),
})
export const calendarSchema = z.array(eventSchema)
export type CalendarEvent = z.infer<typeof eventSchema>

const meetingSchema = z.object({
  chatId: z.string(),
  meetingId: z.string(),
  eventId: z.string(),
  iCalUId: z.string().nullish(),
  title: z.string(),
  start: z.string(),
  end: z.string(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  stage: z.object({ url: z.string(), by: z.string() }).nullable(),
  people: z.array(z.string()),
})
export const meetingsSchema = z.array(meetingSchema)
export type Meeting = z.infer<typeof meetingSchema>

export const progressSchema = z.object({ writers: z.array(z.string()), stamps: z.array(z.string()) })
export type Progress = z.infer<typeof progressSchema>

const nextSchema = z.object({ next: z.string().nullable() })
const tokenSchema = z.object({ token: z.string() })
const invokeAnswerSchema = z.object({
  status: z.number(),
  body: z.object({ statusCode: z.number().nullish(), type: z.string().nullish(), value: z.unknown() }).nullish(),
})
const problemSchema = z.union([
  z.object({ error: z.object({ message: z.string() }) }).transform((it) => it.error.message),
  z.object({ error: z.string() }).transform((it) => it.error),
  z.object({ message: z.string() }).transform((it) => it.message),
])

/** The server said no; the message is a sentence that can be shown. */
export class HostError extends Error {
  readonly status: number
  constructor(status: number, sentence: string) {
    super(sentence)
    this.status = status
  }
}

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const init: RequestInit = { method }
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' }
    init.body = JSON.stringify(body)
  }
  const response = await fetch(path, init).catch(() => {
    throw new HostError(0, 'The sandbox does not answer. Start it with npm run sandbox.')
  })
  const text = await response.text()
  const parsed: unknown = text === '' ? null : jsonOr(text)
  if (!response.ok) {
    const problem = problemSchema.safeParse(parsed)
    throw new HostError(response.status, problem.success ? problem.data : `The sandbox answered ${response.status}.`)
  }
  return parsed
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** GET, parsed. Throws HostError on any other status than 2xx and ZodError when the shape is unknown. */
export async function read<T>(path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await call('GET', path))
}

const chatPath = (person: string) => `/sandbox/chats/${encodeURIComponent(person)}`
const eventPath = (person: string, event: string) =>
  `/sandbox/calendar/${encodeURIComponent(person)}/${encodeURIComponent(event)}`

/** Turns the clock forward by an ISO 8601 duration; answers when everything due on the way has settled. */
export const advance = (duration: string) => call('POST', '/sandbox/clock', { advance: duration })

/** The next moment at which the app has something to do, or null. */
export const nextMoment = async () => (await read('/host/next', nextSchema)).next

export const startOver = () => call('POST', '/sandbox/reset', {})
export const installApp = (person: string) =>
  call('PATCH', `/sandbox/people/${encodeURIComponent(person)}`, { installed: true })

export const sendText = (person: string, text: string) => call('POST', chatPath(person), { text })
export const sendValue = (person: string, value: unknown) => call('POST', chatPath(person), { value })

/** Presses an Action.Execute as a person; the answer is the bot's invoke response. */
export async function pressExecute(person: string, replyToId: string, verb: string, data: unknown) {
  const value = { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' }
  const answer = await call('POST', chatPath(person), {
    invoke: { name: 'adaptiveCard/action', value },
    replyToId,
  })
  return invokeAnswerSchema.parse(answer)
}

export const startMeeting = (organizerEventId: string) =>
  call('POST', `/sandbox/meetings/${encodeURIComponent(organizerEventId)}/start`, {})
export const endMeeting = (organizerEventId: string) =>
  call('POST', `/sandbox/meetings/${encodeURIComponent(organizerEventId)}/end`, {})
export const shareStage = (chatId: string, url: string | null, by: string) =>
  call('POST', `/host/meetings/${encodeURIComponent(chatId)}/stage`, { url, by })

export const moveEvent = (person: string, event: string, start: string, end: string) =>
  call('PATCH', eventPath(person, event), {
    start: { dateTime: start.slice(0, 19), timeZone: 'UTC' },
    end: { dateTime: end.slice(0, 19), timeZone: 'UTC' },
  })
export const cancelEvent = (person: string, event: string) => call('DELETE', eventPath(person, event))

/** A token for the tab, as Teams' getAuthToken would give it. */
export const tabToken = async (person: string) =>
  tokenSchema.parse(await call('POST', '/sandbox/tokens', { person })).token

export const paths = {
  state: '/host/state',
  events: '/host/events',
  meetings: '/host/meetings',
  chat: (person: string) => `/host/chats/${encodeURIComponent(person)}`,
  calendar: (person: string) => `/sandbox/calendar/${encodeURIComponent(person)}`,
  progress: (employee: string) => `/host/progress?employee=${encodeURIComponent(employee)}`,
}
