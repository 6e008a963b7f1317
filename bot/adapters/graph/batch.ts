// What is asked for at the same time and nobody waits for travels together: up to twenty in one $batch (PLATFORM 6.8).
import { z } from 'zod'
import { type Answer, type Ask, PREFER, type Send, waitOf } from './client.ts'

/** What Graph takes in one $batch. */
const MOST_PARTS = 20
/** As long as more keep coming, at most so far apart, they wait for each other, ms: nobody waits for these readings. */
const GATHER_MS = 8

const replies = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.string()).nullish(),
      body: z.unknown(),
    }),
  ),
})
type Waiting = { ask: Ask; done: (answer: Answer) => void }

/** A batch that fails as a whole fails each of its parts the same way. */
export function batched(send: Send): Send {
  let waiting: Waiting[] = []
  let timer: NodeJS.Timeout | undefined

  function flush(): void {
    clearTimeout(timer)
    const parts = waiting
    waiting = []
    void together(parts)
  }

  async function together(parts: Waiting[]): Promise<void> {
    const [only] = parts
    if (only && parts.length === 1) return only.done(await send(only.ask))
    const requests = parts.map(({ ask }, id) => ({
      id: String(id),
      method: ask.method,
      url: ask.path,
      headers: { Prefer: PREFER, ...(ask.body ? { 'Content-Type': 'application/json' } : {}), ...ask.headers },
      ...(ask.body ? { body: ask.body } : {}),
    }))
    const whole = await send({ method: 'POST', path: '/$batch', mailbox: null, body: { requests } })
    const parsed = whole.status === 200 ? replies.safeParse(whole.body) : null
    const answers = new Map(parsed?.data?.responses.map((one) => [one.id, one]))
    for (const [id, { done }] of parts.entries()) {
      const own = answers.get(String(id))
      if (own) done({ status: own.status, body: own.body ?? null, retryAfterMs: waitOf(headerOf(own.headers)) })
      else done(parsed ? { status: 0, body: null, retryAfterMs: null } : whole)
    }
  }

  return (ask) =>
    new Promise((done) => {
      waiting.push({ ask, done })
      if (waiting.length === MOST_PARTS) return flush()
      clearTimeout(timer)
      timer = setTimeout(flush, GATHER_MS)
    })
}

const headerOf = (headers: Record<string, string> | null | undefined): string | undefined =>
  Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'retry-after')?.[1]
