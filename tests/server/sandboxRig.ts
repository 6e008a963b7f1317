// For the sandbox's own tests: a running sandbox on a free port, and a tiny app that keeps the sandbox's protocol.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import express from 'express'
import { APP_ID, TENANT_ID } from '#tests/sandbox/constants.ts'
import { type RunningSandbox, startSandbox } from '#tests/sandbox/server.ts'
import type { Tenant } from '#tests/sandbox/tenant.ts'

type Json = Record<string, unknown>

export type TinyApp = {
  url: string
  /** Activities that reached the bot, with the Authorization header each came with. */
  activities: { authorization: string; body: Json }[]
  /** Moments at which something is due, and the moments to which the clock was set. */
  due: string[]
  visited: string[]
  resets: Json[]
  settled: number
  notifications: Json[]
  /** Answers an activity; 200 and nothing unless a test says otherwise. */
  onActivity: (activity: Json) => Promise<{ status: number; body?: unknown }> | { status: number; body?: unknown }
  onClock: (now: string) => void
  close: () => Promise<void>
}

/** A small app that is due at given moments and remembers what it was told. */
export async function startTinyApp(port = 0): Promise<TinyApp> {
  const routes = express()
  routes.use(express.json())
  const server: Server = createServer(routes)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const app: TinyApp = {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    activities: [],
    due: [],
    visited: [],
    resets: [],
    settled: 0,
    notifications: [],
    onActivity: () => ({ status: 200 }),
    onClock: (now) => {
      app.due = app.due.filter((moment) => moment > now)
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  const next = () => ({ next: app.due.toSorted()[0] ?? null })
  routes.get('/sandbox/next', (_req, res) => void res.json(next()))
  routes.get('/sandbox/progress', (req, res) => void res.json({ writers: [String(req.query.employee)], stamps: [] }))
  routes.post('/sandbox/clock', (req, res) => {
    app.visited.push(req.body.now)
    app.onClock(req.body.now)
    res.json(next())
  })
  routes.post('/sandbox/settle', (_req, res) => {
    app.settled += 1
    res.json({})
  })
  routes.post('/sandbox/reset', (req, res) => {
    app.resets.push(req.body)
    res.json({})
  })
  routes.post('/api/messages', async (req, res) => {
    app.activities.push({ authorization: req.get('authorization') ?? '', body: req.body })
    const { status, body } = await app.onActivity(req.body)
    res.status(status).json(body)
  })
  routes.post('/hook', (req, res) => {
    if (typeof req.query.validationToken === 'string') {
      res.type('text/plain').send(req.query.validationToken)
      return
    }
    app.notifications.push(...req.body.value)
    res.status(202).end()
  })
  return app
}

export type Rig = RunningSandbox & { app: TinyApp; data: string; stop: () => Promise<void> }

/** A sandbox and a tiny app that has announced itself. */
export async function startRig(tenant: Tenant | null = null): Promise<Rig> {
  const app = await startTinyApp()
  const data = mkdtempSync(join(tmpdir(), 'sandbox-'))
  const running = await startSandbox({ port: 0, appUrl: app.url, data, tenant, hostPage: data })
  await post(`${running.url}/sandbox/app`, { url: app.url })
  return {
    ...running,
    app,
    data,
    stop: async () => {
      await running.close()
      await app.close()
      rmSync(data, { recursive: true })
    },
  }
}

export type Reply<T> = { status: number; headers: Headers; body: T }

/** One request with a JSON body; the answer's body is parsed. */
export async function call<T = Json>(
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(url, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, body: (text ? JSON.parse(text) : null) as T } as Reply<T>
}

export const post = <T = Json>(url: string, body: unknown) => call<T>('POST', url, body)
export const get = <T = Json>(url: string) => call<T>('GET', url)

/** The app's own token for an audience, from the sandbox's Entra. */
export async function appToken(url: string, scope: string): Promise<string> {
  const answer = await fetch(`${url}/${TENANT_ID}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', client_id: APP_ID, client_secret: 'any', scope }),
  })
  const { access_token } = (await answer.json()) as { access_token: string }
  return access_token
}

export const GRAPH_SCOPE = 'https://graph.microsoft.com/.default'
export const BOT_SCOPE = 'https://api.botframework.com/.default'

export type CalendarEvent = {
  id: string
  iCalUId: string
  seriesMasterId: string | null
  type: string
  subject: string
  changeKey: string
  isOrganizer: boolean
  start: { dateTime: string }
  end: { dateTime: string }
  categories: string[]
  attendees: { status: { response: string }; emailAddress: { address: string } }[]
  onlineMeeting: { joinUrl: string } | null
  singleValueExtendedProperties?: { id: string; value: string }[]
}

/** A person's calendar as the control surface shows it, optionally only events with this subject. */
export async function calendar(url: string, person: string, subject?: string): Promise<CalendarEvent[]> {
  const { body } = await get<CalendarEvent[]>(`${url}/sandbox/calendar/${person}`)
  return subject === undefined ? body : body.filter((event) => event.subject === subject)
}

/** The first of a list. Throws when it is empty. */
export function first<T>(list: readonly T[]): T {
  const [item] = list
  if (item === undefined) throw new Error('The list is empty.')
  return item
}
