// Sparing the mailboxes: two requests at a time each, waits that the service asks for, and a rest for one that keeps refusing.
import { Refusal } from '#shared/refusal.ts'
import type { Answer, Ask, Send } from './client.ts'

/** Graph takes four at a time from one app; half of that leaves room for what else the app asks (PLATFORM 6.8). */
const AT_ONCE = 2
/** The directory has no such limit; a batch is twenty parts. */
const DIRECTORY_AT_ONCE = 40
/** So long one call waits in all, ms; whatever takes longer is tried again by the jobs. */
const PATIENCE_MS = 15_000
const MOST_TRIES = 4
/** Where the service refuses without saying how long, ms; doubled each time. */
const FIRST_WAIT_MS = 500
/** So many calls refused in a row, and the mailbox is left alone, ms: doubled each time up to the longest. */
const PATIENT_FOR = 3
const FIRST_REST_MS = 60_000
const LONGEST_REST_MS = 30 * 60_000
const FORGET_ABOVE = 10_000

type Mailbox = {
  running: number
  queue: (() => void)[]
  /** Not before this moment, machine ms. */
  openAt: number
  /** Calls in a row that ended in a refusal. */
  refused: number
}

/** The service is busy, and did nothing. */
const isBusy = (status: number) => status === 429 || status === 503 || status === 504
/** Nobody knows what it did; a read may be asked again. */
const isLost = (status: number) => status === 0 || status === 500 || status === 502

/**
 * Throws Refusal 'unavailable', with when to come back, while a mailbox is busy for longer than a call may wait. Other
 * answers are the caller's to judge: a lost one too, unless it was a read, which is asked once more.
 */
export function paced(firstWaitMs: number | undefined, send: Send): Send {
  const firstWait = firstWaitMs ?? FIRST_WAIT_MS
  const mailboxes = new Map<string, Mailbox>()

  function mailboxOf(name: string): Mailbox {
    const known = mailboxes.get(name)
    if (known) return known
    if (mailboxes.size > FORGET_ABOVE)
      for (const [other, one] of mailboxes) if (one.running === 0 && one.refused === 0) mailboxes.delete(other)
    const fresh: Mailbox = { running: 0, queue: [], openAt: 0, refused: 0 }
    mailboxes.set(name, fresh)
    return fresh
  }

  async function inTurn(of: Mailbox, ask: Ask): Promise<Answer> {
    if (of.running >= (ask.mailbox === null ? DIRECTORY_AT_ONCE : AT_ONCE))
      await new Promise<void>((go) => of.queue.push(go))
    else of.running += 1
    try {
      return await send(ask)
    } finally {
      const next = of.queue.shift()
      if (next) next()
      else of.running -= 1
    }
  }

  return async (ask) => {
    const of = mailboxOf(ask.mailbox ?? '')
    const end = Date.now() + PATIENCE_MS
    for (let tries = 1; ; tries += 1) {
      // Again and again: while one call waited, another may have been told to wait longer.
      for (let wait = of.openAt - Date.now(); wait > 0; wait = of.openAt - Date.now()) {
        if (Date.now() + wait > end) throw busy(wait)
        await new Promise((resolve) => setTimeout(resolve, wait))
      }
      const answer = await inTurn(of, ask)
      if (isLost(answer.status) && ask.method === 'GET' && tries === 1) continue
      if (!isBusy(answer.status)) {
        if (!isLost(answer.status)) of.refused = 0
        else rest(of)
        return answer
      }
      const wait = answer.retryAfterMs ?? firstWait * 2 ** (tries - 1)
      of.openAt = Math.max(of.openAt, Date.now() + wait)
      if (tries < MOST_TRIES) continue
      rest(of)
      throw busy(of.openAt - Date.now())
    }
  }
}

/** One more call ended in vain. */
function rest(of: Mailbox): void {
  of.refused += 1
  if (of.refused < PATIENT_FOR) return
  const ms = Math.min(FIRST_REST_MS * 2 ** (of.refused - PATIENT_FOR), LONGEST_REST_MS)
  of.openAt = Math.max(of.openAt, Date.now() + ms)
}

const busy = (retryAfterMs: number) =>
  new Refusal('unavailable', 'The calendar service did not answer.', undefined, Math.max(0, retryAfterMs))
