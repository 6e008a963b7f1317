// The app as the sandbox knows it: the few addresses of its sandbox adapter, and whether it answers at all.
import { z } from 'zod'
import { Refusal } from '#shared/refusal.ts'
import type { Instant } from '#shared/time.ts'
import { APP_ID, TEAMS_APP_ID, TENANT_ID } from './constants.ts'
import type { Sandbox } from './sandbox.ts'

/** A call may wait for a Retry-After (60 s at most), and for work after it. */
const LONGEST_WAIT_MS = 150_000
const SETTLE_ROUNDS = 20

export const APP_IS_DOWN = 'The app is not running. Start it with npm run app.'

const nextReply = z.object({ next: z.string().nullable() })
const progressReply = z.object({ writers: z.array(z.string()), stamps: z.array(z.string()) })

/** What the app must know of this world to begin. */
export const tenantFacts = ({ world }: Sandbox) => ({
  tenantId: TENANT_ID,
  appId: APP_ID,
  teamsAppId: TEAMS_APP_ID,
  fiscalYearStartMonth: world.fiscalYearStartMonth,
  world: world.id,
})

/** Calls the app's adapter. Throws Refusal 'unavailable' when nobody answers, an Error when it answers badly. */
async function ask(sandbox: Sandbox, method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> {
  let answer: Response
  try {
    answer = await fetch(new URL(path, sandbox.appUrl), {
      method,
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(LONGEST_WAIT_MS),
    })
  } catch {
    throw new Refusal('unavailable', APP_IS_DOWN)
  }
  const text = await answer.text()
  if (!answer.ok)
    throw new Refusal('unavailable', `The app answered ${answer.status} to ${path}: ${text.slice(0, 300)}`)
  return text ? JSON.parse(text) : {}
}

/** The earliest moment at which something is due in the app, or null. */
export async function nextDue(sandbox: Sandbox): Promise<Instant | null> {
  const { next } = nextReply.parse(await ask(sandbox, 'GET', '/sandbox/next'))
  return next === null ? null : new Date(next).toISOString()
}

/** Throws Refusal 'unavailable' when the app is not there: asked before anything is changed. */
export async function requireApp(sandbox: Sandbox): Promise<void> {
  // The first try may meet a socket that an ended app has left in the pool.
  await nextDue(sandbox).catch(() => nextDue(sandbox))
}

export async function appAnswers(sandbox: Sandbox): Promise<boolean> {
  return requireApp(sandbox).then(
    () => true,
    () => false,
  )
}

export async function tellClock(sandbox: Sandbox): Promise<void> {
  await ask(sandbox, 'POST', '/sandbox/clock', { now: sandbox.world.now })
}

export async function tellFaults(sandbox: Sandbox, faults: object): Promise<void> {
  await ask(sandbox, 'POST', '/sandbox/faults', faults)
}

export async function tellReset(sandbox: Sandbox): Promise<void> {
  await ask(sandbox, 'POST', '/sandbox/reset', { tenant: tenantFacts(sandbox), now: sandbox.world.now })
}

/** Answers when the app is idle and no webhook is under way. */
export async function settle(sandbox: Sandbox): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    await Promise.allSettled(sandbox.underWay)
    await ask(sandbox, 'POST', '/sandbox/settle', {})
    if (sandbox.underWay.size === 0) return
  }
}

/** Who has written and stamped in an employee's plan; nobody when the app is down. */
export async function progressOf(sandbox: Sandbox, employee: string) {
  const path = `/sandbox/progress?employee=${encodeURIComponent(employee)}`
  return ask(sandbox, 'GET', path).then(
    (reply) => progressReply.parse(reply),
    () => ({ writers: [], stamps: [] }),
  )
}
