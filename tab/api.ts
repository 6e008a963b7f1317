// Calls our REST interface: token, time limit, and replies checked by the contract in #shared/api.ts.
import { useCallback, useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import type { ROUTES } from '#shared/api.ts'
import { type RouteName, WAYS } from '#shared/routes.ts'
import { seenOn, startHost } from './host.ts'

type Routes = typeof ROUTES
export type Reply<N extends RouteName> = z.output<Routes[N]['reply']>
export type Args<N extends RouteName> = {
  /** Values of the path's `:names`. */
  params?: Record<string, string | number>
  query?: Routes[N] extends { query: infer Q extends z.ZodType } ? z.input<Q> : undefined
  body?: Routes[N] extends { body: infer B extends z.ZodType } ? z.input<B> : undefined
}

const LIMIT_MS = 10_000
const RETRY_SECONDS = 8

/** A call that did not work: refused by the server, or `status` 0 where the server was not reached in time. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  /** The field that is to blame, where one is. */
  readonly field: string | undefined
  /** What to tell the administrator, e.g. 4F2-91C: the server's log has it too. */
  readonly requestId: string
  constructor(status: number, code: string, message: string, requestId: string, field?: string) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
    this.requestId = requestId
  }
  /** Worth another try without changing anything. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }
}

const unreachable = (requestId: string) => new ApiError(0, 'unreachable', 'The server could not be reached.', requestId)

/** What checks a reply comes while it is on its way: to build the schemas takes longer than most of the replies. */
export const schemas = () =>
  import('#shared/api.ts').catch(() => {
    throw unreachable(newRequestId())
  })

/** Calls a route and returns its checked reply; throws ApiError for everything else. */
export async function call<N extends RouteName>(name: N, args: Args<N> = {}): Promise<Reply<N>> {
  const [said] = await Promise.all([ask(name, args), schemas()])
  return checked(name, said)
}

/** What the server said, and the id of the request. */
type Said = { body: unknown; requestId: string }

async function checked<N extends RouteName>(name: N, { body, requestId }: Said): Promise<Reply<N>> {
  const { ROUTES } = await schemas()
  const reply = ROUTES[name].reply.safeParse(body)
  if (!reply.success) throw new ApiError(502, 'reply', 'The answer of the server could not be read.', requestId)
  return reply.data as Reply<N>
}

/** The body of a reply as it came; throws ApiError for everything else. */
async function ask<N extends RouteName>(name: N, args: Args<N>): Promise<Said> {
  const route = WAYS[name]
  const requestId = newRequestId()
  const host = await startHost()
  const headers = { 'x-request-id': requestId, 'x-surface': seenOn(host.surface) }
  let response: Response
  try {
    response = await send(await host.token(), urlOf(route.path, args), route.method, args.body, headers)
    if (response.status === 401) {
      response = await send(await host.token('fresh'), urlOf(route.path, args), route.method, args.body, headers)
    }
  } catch {
    throw unreachable(requestId)
  }
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    const { refusal } = await schemas()
    const told = refusal.safeParse(body)
    if (!told.success) throw new ApiError(response.status, 'failed', 'That did not work.', requestId)
    throw new ApiError(response.status, told.data.code, told.data.message, requestId, told.data.field)
  }
  return { body, requestId }
}

function send(
  token: string,
  url: string,
  method: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  return fetch(url, {
    method: method.toUpperCase(),
    headers: {
      authorization: `Bearer ${token}`,
      ...headers,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: AbortSignal.timeout(LIMIT_MS),
  })
}

function urlOf(path: string, { params = {}, query }: { params?: Args<RouteName>['params']; query?: unknown }): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined) throw new Error(`${path} needs ${name}`)
    return encodeURIComponent(value)
  })
  const search = new URLSearchParams(Object.entries(query ?? {})).toString()
  return search ? `${filled}?${search}` : filled
}

/** Six hex digits that a person can read out, e.g. 4F2-91C. */
function newRequestId(): string {
  const digits = Array.from(crypto.getRandomValues(new Uint8Array(3)), (byte) => byte.toString(16).padStart(2, '0'))
  return digits.join('').toUpperCase().replace(/^.../, '$&-')
}

/** Replies that were asked for before their screen is there, by name and arguments; each is taken once. `body` is there when it has come. */
const askedAhead = new Map<string, { said: Promise<Said>; body: unknown }>()
/** What screens have asked for. A reply that was asked for ahead of nobody would be an old one at the next reading. */
const asked = new Set<string>()

/**
 * Asks for what a screen that is still being loaded will show first; null where the screen was quicker. It is shown as it
 * came, and checked as soon as it is seen.
 */
export function askAhead<N extends RouteName>(name: N, args: Args<N>): Promise<Reply<N>> | null {
  const key = JSON.stringify([name, args])
  if (asked.has(key)) return null
  const ahead: { said: Promise<Said>; body: unknown } = { said: ask(name, args), body: null }
  askedAhead.set(key, ahead)
  const came = ahead.said.then(({ body }) => {
    ahead.body = body
    return body as Reply<N>
  })
  // Whoever takes it hears of a failure.
  came.catch(() => {})
  return came
}

function takeAhead<N extends RouteName>(name: N, args: Args<N>): Promise<Reply<N>> {
  const key = JSON.stringify([name, args])
  const ahead = askedAhead.get(key)
  askedAhead.delete(key)
  asked.add(key)
  // What is on the screen stays what it is.
  return ahead ? ahead.said.then((said) => checked(name, said).then(() => said.body as Reply<N>)) : call(name, args)
}

/** What a screen knows as it is drawn for the first time. */
function atFirst<N extends RouteName>(name: N, args: Args<N> | null): Omit<Load<Reply<N>>, 'reload'> {
  const data = (askedAhead.get(JSON.stringify([name, args]))?.body ?? null) as Reply<N> | null
  return data ? { ...NOTHING_YET, data, loading: false } : NOTHING_YET
}

/** What a screen knows of its data. Old data stays while it is read again; `retryIn` counts seconds down to the next try. */
export type Load<T> = {
  data: T | null
  error: ApiError | null
  loading: boolean
  retryIn: number | null
  reload: () => void
}

/** Reads a route for a screen, again whenever `args` change; null reads nothing yet. Tries again by itself after failures that pass. */
export function useLoad<N extends RouteName>(name: N, args: Args<N> | null = {}): Load<Reply<N>> {
  const [state, setState] = useState(() => atFirst(name, args))
  const key = JSON.stringify([name, args])
  const current = useRef({ name, args })
  current.current = { name, args }
  const [round, setRound] = useState(0)
  const reload = useCallback(() => setRound((now) => now + 1), [])
  const lastKey = useRef(key)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for name and args, `round` asks again
  useEffect(() => {
    const now = current.current
    const sameScreen = lastKey.current === key
    lastKey.current = key
    if (!now.args) return setState(NOTHING_YET)
    let over = false
    const there = atFirst(now.name, now.args)
    setState((was) => (there.data ? was : sameScreen ? { ...was, loading: true, retryIn: null } : NOTHING_YET))
    takeAhead(now.name, now.args).then(
      (data) =>
        over || setState((was) => (was.data === data && !was.loading ? was : { ...NOTHING_YET, data, loading: false })),
      (problem: unknown) => {
        if (over) return
        const error = problem instanceof ApiError ? problem : new ApiError(0, 'failed', String(problem), newRequestId())
        setState((was) => ({ data: was.data, error, loading: false, retryIn: error.passing ? RETRY_SECONDS : null }))
      },
    )
    return () => {
      over = true
    }
  }, [key, round])

  const { retryIn } = state
  useEffect(() => {
    if (retryIn === null) return
    const timer = setTimeout(() => {
      if (retryIn <= 1) reload()
      else setState((was) => ({ ...was, retryIn: retryIn - 1 }))
    }, 1000)
    return () => clearTimeout(timer)
  }, [retryIn, reload])

  return { ...state, reload }
}

const NOTHING_YET = { data: null, error: null, loading: true, retryIn: null }
