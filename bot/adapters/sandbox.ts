// Everything the app knows of the sandbox: its clock, its tokens, the last hop to its Graph, store faults and reset.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Context, Middleware } from '@microsoft/microsoft-graph-client'
import { json, Router } from 'express'
import { z } from 'zod'
import { watchLoad } from '#bot/adapters/sandbox/load.ts'
import type { Jobs } from '#bot/jobs.ts'
import type { AppTokens, Clock, Store } from '#bot/ports.ts'
import { employeePartition } from '#shared/kinds.ts'
import type { Instant } from '#shared/time.ts'

const world = z.object({
  tenantId: z.string(),
  appId: z.string(),
  teamsAppId: z.string(),
  fiscalYearStartMonth: z.number(),
  world: z.string(),
})
export type SandboxWorld = z.infer<typeof world>
const clockReply = z.object({ now: z.iso.datetime() })

export type Sandbox = {
  url: string
  of: SandboxWorld
  clock: Clock & { set(now: Instant): void }
  tokens: AppTokens
  lastHop: Middleware
  /** Where the keys of its bot service are published. */
  botKeys: string
  /** Tells the sandbox that the app is up; it then sends what is waiting for it. */
  announce(app: string): Promise<void>
}

/** The sandbox may have been started at the same moment as the app: it has so long to come up. */
const PATIENCE_MS = 10_000

/** Asks the sandbox for its world and clock. Throws a sentence that says what to start when it does not answer in 10 s. */
export async function reachSandbox(url: string): Promise<Sandbox> {
  const end = Date.now() + PATIENCE_MS
  const ask = async (path: string) => {
    for (;;) {
      const response = await fetch(url + path, { signal: AbortSignal.timeout(10_000) }).catch(() => null)
      if (response?.ok) return response.json()
      if (Date.now() > end)
        throw new Error(`The sandbox at ${url} does not answer. Start it with npm run sandbox, or both with npm start.`)
      await sleep(50)
    }
  }
  const of = world.parse(await ask('/sandbox/tenant'))
  let now = clockReply.parse(await ask('/sandbox/clock')).now
  const tokens = sandboxTokens(url, of)
  return {
    url,
    of,
    async announce(app) {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`${url}/sandbox/app`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ url: app }),
      })
      if (!response.ok) throw new Error(`The sandbox refused the app: ${response.status}`)
    },
    clock: {
      now: () => now,
      set(to) {
        now = new Date(to).toISOString()
      },
    },
    tokens,
    lastHop: lastHop(url),
    botKeys: `${url}/botframework/.well-known/openidconfiguration`,
  }
}

/** MSAL refuses plain http, so the client-credentials request is made here; the tokens are real and checked. */
function sandboxTokens(url: string, { tenantId, appId }: SandboxWorld): AppTokens {
  const kept = new Map<string, { token: string; until: number }>()
  const reply = z.object({ access_token: z.string(), expires_in: z.number() })
  return async (scope) => {
    const known = kept.get(scope)
    if (known && known.until > Date.now()) return known.token
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: 'sandbox',
      scope,
    })
    const response = await fetch(`${url}/${tenantId}/oauth2/v2.0/token`, { method: 'POST', body })
    const { access_token, expires_in } = reply.parse(await response.json())
    kept.set(scope, { token: access_token, until: Date.now() + (expires_in - 300) * 1000 })
    return access_token
  }
}

/** The Graph client keeps its https address and all its middlewares; only the last hop goes to the sandbox (STACK G). */
function lastHop(url: string): Middleware {
  const move = (address: string) => {
    const to = new URL(address)
    const { protocol, host } = new URL(url)
    to.protocol = protocol
    to.host = host
    return to.href
  }
  return {
    async execute(context: Context) {
      const { request, options } = context
      context.response = await fetch(
        typeof request === 'string' ? move(request) : new Request(move(request.url), request),
        options as RequestInit | undefined,
      )
    },
  }
}

export type Fault = {
  count: number
  delayMs: number
  /** So many calls pass first. */
  skip: number
  /** The call does what it is asked, and only its answer is lost. */
  after: boolean
}
export type Faults = { store: Store; add(fault: Fault): void; calls(): number }

/** No calls of the app's work: the sandbox's own question when to stop next, an administrator's reading, the end. */
const UNTOUCHED = new Set(['close', 'nextDue', 'everything'])

/** A store whose calls fail on demand, before they do anything or after. */
export function faultyStore(store: Store): Faults {
  let fault: Fault = { count: 0, delayMs: 0, skip: 0, after: false }
  let calls = 0
  async function call(work: () => Promise<unknown>): Promise<unknown> {
    calls += 1
    if (fault.skip > 0) {
      fault.skip -= 1
      return work()
    }
    if (fault.count === 0) return work()
    fault.count -= 1
    if (fault.delayMs > 0) await sleep(fault.delayMs)
    if (fault.after) await work()
    throw Object.assign(new Error('The store does not answer'), { code: 'SANDBOX_FAULT' })
  }
  const wrapped = Object.fromEntries(
    Object.entries(store).map(([name, of]) => [
      name,
      typeof of !== 'function' || UNTOUCHED.has(name)
        ? of
        : (...args: unknown[]) => call(() => (of as (...all: unknown[]) => Promise<unknown>)(...args)),
    ]),
  ) as unknown as Store
  return {
    store: wrapped,
    add(next) {
      fault = { ...next }
    },
    calls: () => calls,
  }
}

const moveClock = z.object({ now: z.iso.datetime() })
const fault = z.object({
  count: z.number().int().min(0).default(1),
  delayMs: z.number().min(0).default(0),
  skip: z.number().int().min(0).default(0),
  after: z.boolean().default(false),
})
const resetTo = z.object({ tenant: world, now: z.iso.datetime() })

/** What the sandbox asks of the app; mounted with the sandbox only. */
export function sandboxRoutes(of: {
  clock: Sandbox['clock']
  jobs: Jobs
  store: Store
  tenantId: string
  faults: Faults
  /** How many live documents are loaded. */
  documents(): number
  reset(to: z.infer<typeof resetTo>): Promise<void>
}): Router {
  const { clock, jobs, store, tenantId } = of
  const load = watchLoad(of.documents)
  const router = Router()
  router.use('/sandbox', json({ limit: '1mb' }))
  router.get('/sandbox/next', async (_request, response) => {
    response.json({ next: await jobs.next() })
  })
  router.post('/sandbox/clock', async (request, response) => {
    clock.set(moveClock.parse(request.body).now)
    await jobs.settle()
    response.json({ now: clock.now(), next: await jobs.next() })
  })
  router.post('/sandbox/settle', async (_request, response) => {
    await jobs.settle()
    response.json({ now: clock.now() })
  })
  router.post('/sandbox/faults', (request, response) => {
    of.faults.add(fault.parse(request.body))
    response.json({ calls: of.faults.calls() })
  })
  router.post('/sandbox/reset', async (request, response) => {
    await of.reset(resetTo.parse(request.body))
    response.json({})
  })
  // For the soaks; `?collect` collects garbage first.
  router.get('/sandbox/load', (request, response) => {
    response.json(load('collect' in request.query))
  })
  // For the guide: who has written in an employee's plan, and who has stamped the newest revision. Ids only.
  router.get('/sandbox/progress', async (request, response) => {
    const employee = z.string().parse(request.query.employee)
    const { entries } = await store.readLog(employeePartition(tenantId, employee))
    const head = (await store.get('plan', employeePartition(tenantId, employee), 'plan'))?.value
    const newest = head?.latest
      ? await store.get('revision', employeePartition(tenantId, employee), String(head.latest))
      : null
    const writers = [...new Set(entries.flatMap(({ by }) => by.split(' ')))].filter((by) => by !== 'server')
    response.json({ writers, stamps: newest?.value.stamps.map(({ by }) => by) ?? [] })
  })
  return router
}
