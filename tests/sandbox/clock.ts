// Turning the world's clock: visiting every moment at which something is due, in order, or jumping.
import { Refusal } from '#shared/refusal.ts'
import type { Instant } from '#shared/time.ts'
import { nextDue, settle, tellClock } from './app.ts'
import { changed, type Sandbox } from './sandbox.ts'

/** So often may the app name the same moment again before that counts as standing still. */
const PATIENCE = 20

/** Moves on to `target`, stopping where something is due. Returns how many such moments there were. */
export async function advanceTo(sandbox: Sandbox, target: Instant): Promise<number> {
  sandbox.isTurning = true
  try {
    return await visitUpTo(sandbox, target)
  } finally {
    sandbox.isTurning = false
    sandbox.save()
  }
}

async function visitUpTo(sandbox: Sandbox, target: Instant): Promise<number> {
  let visited = 0
  let seen: { moment: Instant; times: number } | null = null
  let next = await nextDue(sandbox)
  for (;;) {
    if (next === null || next > target) break
    const times: number = seen?.moment === next ? seen.times + 1 : 1
    seen = { moment: next, times }
    if (times > PATIENCE) {
      throw new Refusal(
        'unavailable',
        `The app goes on saying that something is due at ${next}. The clock stands there.`,
      )
    }
    next = await moveTo(sandbox, next > sandbox.world.now ? next : sandbox.world.now)
    visited += 1
  }
  await moveTo(sandbox, target)
  return visited
}

/** Sets the clock, lets the app run what is due, and waits until that has settled. Resolves to what is due next. */
export async function moveTo(sandbox: Sandbox, now: Instant): Promise<Instant | null> {
  sandbox.world.now = now
  changed(sandbox, { kind: 'clock' })
  const { webhooks } = sandbox
  const next = await tellClock(sandbox)
  // The app has settled; only what it was told meanwhile may have set off more.
  if (sandbox.webhooks === webhooks) return next
  await settle(sandbox)
  return nextDue(sandbox)
}
