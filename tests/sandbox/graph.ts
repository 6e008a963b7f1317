// Microsoft Graph on localhost: the endpoints we call, under /v1.0.
import type { RequestListener } from 'node:http'
import express, { type ErrorRequestHandler, type Router } from 'express'
import { z } from 'zod'
import { GRAPH_AUDIENCE, TENANT_ID } from './constants.ts'
import { gate, PART } from './faults.ts'
import { eventRoutes } from './graphEvents.ts'
import { groupRoutes } from './graphGroups.ts'
import { userRoutes } from './graphUsers.ts'
import { chatIdOf } from './ids.ts'
import { answerInside } from './inside.ts'
import { GraphFailure, graphError, sendFailure } from './odata.ts'
import { personAt } from './people.ts'
import { permitted } from './permissions.ts'
import type { Sandbox } from './sandbox.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import type { GraphEvent } from './world.ts'

const CODES: Record<number, string> = {
  401: 'InvalidAuthenticationToken',
  403: 'ErrorAccessDenied',
  404: 'ErrorItemNotFound',
  412: 'ErrorIrresolvableConflict',
  429: 'ApplicationThrottled',
  503: 'ErrorServerBusy',
}

export function graphRoutes(sandbox: Sandbox): Router {
  const router = express.Router()
  router.use(
    gate(sandbox, 'graph', GRAPH_AUDIENCE, (status) =>
      graphError(CODES[status] ?? 'generalException', `The request failed with ${status}.`),
    ),
  )
  router.use(permitted)
  router.use(express.json({ limit: '4mb' }))
  userRoutes(router, sandbox)
  groupRoutes(router, sandbox)
  eventRoutes(router, sandbox)
  subscriptionRoutes(router, sandbox)

  router.get('/chats/:chat', (req, res) => {
    const event = organizedIn(sandbox, req.params.chat)
    if (!event) throw new GraphFailure(404, 'NotFound', 'No chat with this id was found.')
    const organizer = personAt(sandbox.world, event.organizer?.emailAddress.address)
    res.json({
      id: req.params.chat,
      topic: event.subject,
      chatType: 'meeting',
      tenantId: TENANT_ID,
      onlineMeetingInfo: {
        calendarEventId: event.seriesMasterId ?? event.id,
        joinWebUrl: event.onlineMeeting?.joinUrl ?? null,
        organizer: organizer && { id: organizer.id, displayName: null, userIdentityType: 'aadUser' },
      },
    })
  })

  const parts = express().use('/v1.0', router)
  router.post('/$batch', async (req, res) => {
    res.json({ responses: await batch(parts, req.get('authorization') ?? '', req.body) })
  })

  router.use((req) => {
    throw new GraphFailure(404, 'ResourceNotFound', `This stand-in does not know ${req.method} ${req.path}.`)
  })
  const fail: ErrorRequestHandler = (error, _req, res, next) => {
    if (error instanceof GraphFailure) return sendFailure(res, error)
    if (error instanceof SyntaxError)
      return sendFailure(res, new GraphFailure(400, 'BadRequest', 'Unable to read JSON.'))
    next(error)
  }
  router.use(fail)
  return router
}

/** An event of the organizer's mailbox whose meeting has this chat. */
function organizedIn({ world }: Sandbox, chatId: string): GraphEvent | null {
  const all = Object.values(world.calendars).flat()
  const found = all.find(
    ({ event }) => event.isOrganizer && event.onlineMeeting && chatIdOf(event.onlineMeeting.joinUrl) === chatId,
  )
  return found?.event ?? null
}

const AT_ONCE = 4
const batchRequest = z.object({
  requests: z
    .array(
      z.object({
        id: z.string(),
        method: z.string(),
        url: z.string(),
        headers: z.record(z.string(), z.string()).optional(),
        dependsOn: z.array(z.string()).optional(),
        body: z.unknown().optional(),
      }),
    )
    .max(20),
})

async function batch(routes: RequestListener, authorization: string, body: unknown): Promise<object[]> {
  const asked = batchRequest.safeParse(body)
  if (!asked.success) throw new GraphFailure(400, 'BadRequest', z.prettifyError(asked.error))
  const run = async ({ id, method, url, headers, body: inner }: (typeof asked.data.requests)[number]) => {
    const own = new Headers({ 'content-type': 'application/json' })
    for (const [name, value] of Object.entries({ ...headers, authorization, [PART]: id })) own.set(name, value)
    const answer = await answerInside(routes, {
      method,
      url: `/v1.0/${url.replace(/^\//, '')}`,
      headers: Object.fromEntries(own),
      body: inner === undefined ? undefined : JSON.stringify(inner),
    })
    const { retryAfter = null, text = '' } = answer ?? {}
    return {
      id,
      // A part that broke off: Graph says that something went wrong.
      status: answer?.status ?? 500,
      headers: { 'Content-Type': 'application/json', ...(retryAfter && { 'Retry-After': retryAfter }) },
      ...(text && { body: JSON.parse(text) }),
    }
  }
  const responses: object[] = []
  // Four at a time, as Graph does; one after the other where parts depend on others.
  const { requests } = asked.data
  const width = requests.some(({ dependsOn }) => dependsOn) ? 1 : AT_ONCE
  for (let at = 0; at < requests.length; at += width)
    responses.push(...(await Promise.all(requests.slice(at, at + width).map(run))))
  return responses
}
