// The app as the sandbox knows it: the few addresses of its sandbox adapter, and whether it answers at all.
import { z } from 'zod'
import { Refusal } from '#shared/refusal.ts'
import type { Instant } from '#shared/time.ts'
import { APP_ID, TEAMS_APP_ID, TENANT_ID } from './constants.ts'
import type { Sandbox } from './sandbox.ts'

/** A call may wait for a Retry-After (60 s at most), and for work after it. */
const LONGEST_WAIT_MS = 150_000
const SETTLE_ROUNDS = 20
const NEXT_WITHIN_MS = 30_000
const GLANCE_MS = 3_000

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

type Call = { path: string; body?: object; within?: number }

/** Calls the app's adapter: POST with a body, else GET. Throws Refusal 'unavailable' without a good answer. */
async function ask(sandbox: Sandbox, { path, body, within = LONGEST_WAIT_MS }: Call): Promise<unknown> {
  let answer: Response
  try {
    answer = await fetch(new URL(path, sandbox.appUrl), {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json' },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(within),
    })
  } catch (error) {
    throw new Refusal('unavailable', whyNot(error, within))
  }
  const text = await answer.text()
  if (!answer.ok)
    throw new Refusal('unavailable', `The app answered ${answer.status} to ${path}: ${text.slice(0, 300)}`)
  return text ? JSON.parse(text) : {}
}

/** Why a call to the app failed, as a sentence. */
export const whyNot = (error: unknown, within: number): string =>
  (error as Error).name === 'TimeoutError' ? `The app did not answer within ${within / 1000} seconds.` : APP_IS_DOWN

/** The earliest moment at which something is due in the app, or null. */
export async function nextDue(sandbox: Sandbox, within = NEXT_WITHIN_MS): Promise<Instant | null> {
  const { next } = nextReply.parse(await ask(sandbox, { path: '/sandbox/next', within }))
  return next === null ? null : new Date(next).toISOString()
}

/** Throws Refusal 'unavailable' when the app is not there: asked before anything is changed. */
export async function requireApp(sandbox: Sandbox, within = NEXT_WITHIN_MS): Promise<void> {
  // The first try may meet a socket that an ended app has left in the pool.
  await nextDue(sandbox, within).catch(() => nextDue(sandbox, within))
}

export async function appAnswers(sandbox: Sandbox): Promise<boolean> {
  return requireApp(sandbox, GLANCE_MS).then(
    () => true,
    () => false,
  )
}

/** Lets the app run what is due at the world's moment; resolves to the next moment at which something will be. */
export async function tellClock(sandbox: Sandbox): Promise<Instant | null> {
  const { next } = nextReply.parse(await ask(sandbox, { path: '/sandbox/clock', body: { now: sandbox.world.now } }))
  return next === null ? null : new Date(next).toISOString()
}

export async function tellFaults(sandbox: Sandbox, faults: object): Promise<void> {
  await ask(sandbox, { path: '/sandbox/faults', body: faults })
}

export async function tellReset(sandbox: Sandbox): Promise<void> {
  await ask(sandbox, { path: '/sandbox/reset', body: { tenant: tenantFacts(sandbox), now: sandbox.world.now } })
}

/** Answers when the app is idle and no webhook is under way. */
export async function settle(sandbox: Sandbox): Promise<void> {
  for (let round = 0; round < SETTLE_ROUNDS; round += 1) {
    await Promise.allSettled(sandbox.underWay)
    await ask(sandbox, { path: '/sandbox/settle', body: {} })
    if (sandbox.underWay.size === 0) return
  }
}

/** Who has written and stamped in an employee's plan; nobody when the app is down. */
export async function progressOf(sandbox: Sandbox, employee: string) {
  const path = `/sandbox/progress?employee=${encodeURIComponent(employee)}`
  return ask(sandbox, { path, within: GLANCE_MS }).then(
    (reply) => progressReply.parse(reply),
    () => ({ writers: [], stamps: [] }),
  )
}
