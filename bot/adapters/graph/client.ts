// One request to Microsoft Graph through Microsoft's own client: what came back is a value, whatever it is.
import {
  Client,
  type Middleware,
  MiddlewareFactory,
  ResponseType,
  RetryHandler,
} from '@microsoft/microsoft-graph-client'
import type { AppTokens } from '#bot/ports.ts'

/** `mailbox` is whose limits it counts against (PLATFORM 6.8); null for the directory. `path` has no version and no host. */
export type Ask = {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  path: string
  mailbox: string | null
  body?: unknown
  headers?: Record<string, string>
  /** Reads wait for company unless somebody waits for them (`alone`); a change only where nobody does (`together`). */
  alone?: boolean
  together?: boolean
}
/** `status` 0: no answer came. `retryAfterMs` is what the service said. */
export type Answer = { status: number; body: unknown; retryAfterMs: number | null }
export type Send = (ask: Ask) => Promise<Answer>

const DEADLINE_MS = 30_000
/** Immutable ids, and times in UTC whatever zone the mailbox is in (PLATFORM 6.3). */
export const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'

/** `lastHop` replaces the middleware that sends (the sandbox's); null sends for real. */
export function graphClient({ tokens, lastHop }: { tokens: AppTokens; lastHop: Middleware | null }): Send {
  const provider = { getAccessToken: () => tokens('https://graph.microsoft.com/.default') }
  // Microsoft's retries know neither mailboxes nor the parts of a batch: pace.ts has ours.
  const chain = MiddlewareFactory.getDefaultMiddlewareChain(provider).filter((one) => !(one instanceof RetryHandler))
  if (lastHop) chain[chain.length - 1] = lastHop
  const client = Client.initWithMiddleware({ middleware: chain })
  return async ({ method, path, body, headers }) => {
    const request = client
      .api(path)
      .headers({ Prefer: PREFER, 'client-request-id': crypto.randomUUID(), ...headers })
      .responseType(ResponseType.RAW)
      .option('signal', AbortSignal.timeout(DEADLINE_MS))
    try {
      const response = (await verb(request, method, body)) as Response
      const text = await response.text()
      const retryAfterMs = waitOf(response.headers.get('retry-after'))
      return { status: response.status, body: text === '' ? null : JSON.parse(text), retryAfterMs }
    } catch {
      // A reset, a deadline, an answer that is not JSON: nobody knows what the service did.
      return { status: 0, body: null, retryAfterMs: null }
    }
  }
}

function verb(request: ReturnType<Client['api']>, method: Ask['method'], body: unknown): Promise<unknown> {
  switch (method) {
    case 'GET':
      return request.get()
    case 'POST':
      return request.post(body)
    case 'PATCH':
      return request.patch(body)
    case 'DELETE':
      return request.delete()
  }
}

/** Retry-After in seconds or as a date (RFC 9110, 10.2.3), in ms from now; null where there is none. */
export function waitOf(header: string | null | undefined): number | null {
  if (!header) return null
  const seconds = Number(header)
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now()
  return Number.isFinite(ms) ? Math.max(0, ms) : null
}
