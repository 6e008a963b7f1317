// One call to Cosmos DB, made to hold: a deadline, and the retries that the SDK does not do.
import { setTimeout as sleep } from 'node:timers/promises'

/** Over all tries of one call, machine ms. */
const DEADLINE_MS = 10_000
/** One try that hangs is given up for the next, machine ms. */
const TRY_MS = 4_000
const FIRST_PAUSE_MS = 20
const LONGEST_PAUSE_MS = 2_000

/** Too many requests, a busy partition, and answers that say nothing about what was done. */
const PASSING = new Set([408, 410, 429, 449, 500, 502, 503, 504])

export class CosmosFailed extends Error {
  /** The last answer's status; null when none came. */
  readonly status: number | null
  constructor(what: string, status: number | null, cause: unknown) {
    super(`Cosmos DB did not do ${what}: ${status ?? 'no answer'}`, { cause })
    this.name = 'CosmosFailed'
    this.status = status
  }
}

/** What the SDK threw: a transaction's error is wrapped in one that says nothing. */
const bare = (error: unknown): unknown =>
  error instanceof Error && error.cause !== undefined && !('code' in error) ? error.cause : error

/** The status of what the SDK threw; null for a broken or missing connection. */
export function statusOf(error: unknown): number | null {
  const { code, statusCode } = bare(error) as { code?: unknown; statusCode?: unknown }
  if (typeof code === 'number') return code
  return typeof statusCode === 'number' ? statusCode : null
}

/** Refused, reset, timed out: nothing was answered. Whatever else has no status is a mistake of ours. */
function isBrokenConnection(error: unknown): boolean {
  const { code, name } = bare(error) as { code?: unknown; name?: string }
  return typeof code === 'string' || ['AbortError', 'TimeoutError', 'RestError'].includes(name ?? '')
}

/**
 * Calls `work` until it answers, at most 10 s: again after a passing refusal (waiting as long as `x-ms-retry-after-ms`
 * says, else longer each time) and after a connection that broke. `work` must therefore be safe to repeat. Statuses in
 * `expected` are thrown as they came; whatever is left becomes CosmosFailed.
 */
export async function hold<T>(what: string, expected: number[], work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const end = Date.now() + DEADLINE_MS
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    const left = end - Date.now()
    try {
      return await work(AbortSignal.timeout(Math.max(1, Math.min(left, TRY_MS))))
    } catch (error) {
      const status = statusOf(error)
      if (status !== null && expected.includes(status)) throw error
      const isPassing = status === null ? isBrokenConnection(error) : PASSING.has(status)
      const { retryAfterInMs } = bare(error) as { retryAfterInMs?: number }
      const wait = retryAfterInMs || pause * (0.5 + Math.random())
      if (!isPassing || Date.now() + wait >= end) throw new CosmosFailed(what, status, error)
      await sleep(wait)
    }
  }
}
