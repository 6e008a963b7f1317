// What Graph says about a watched calendar, as a wake-up: the reading that follows is the truth (R5).

import { readAgain } from '#bot/calendars/readAgain.ts'
import { isSecret } from '#bot/calendars/secret.ts'
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { type Live, lookedAtNow, lost, type Watch } from '#shared/oneOnOne/watch.ts'

/** What is used of one notification; what changed is not, because it may be late, doubled or out of order. */
export type Notice = { subscription: string; secret: string; tenant: string; lifecycle: string | null }

/** Keeps the reading of a manager's calendar back for a moment, so that what comes together is read once. */
export type Gather = (manager: string) => void

/**
 * All notices of one call, which are about one manager. Durable when it resolves: then Graph may be told that it
 * arrived. Those that are not ours (another tenant, an unknown subscription, the wrong secret) have no effect, and the
 * caller cannot tell.
 */
export async function notified(
  world: World,
  { tenant, manager }: Pick<Watch, 'tenant' | 'manager'>,
  notices: readonly Notice[],
  gather: Gather,
): Promise<void> {
  const { store, clock } = world
  const live = (await store.get('watch', tenantPartition(tenant), manager))?.value.live
  if (!live) return
  const heard = heardIn(notices, tenant, live)
  if (heard.size === 0) return
  const now = clock.now()
  const move = heard.has('subscriptionRemoved') ? lost : heard.has('reauthorizationRequired') ? lookedAtNow : null
  if (move)
    await changeIfThere(store, 'watch', tenantPartition(tenant), manager, (known) =>
      known.live?.subscription === live.subscription ? move(known, now) : null,
    )
  // After a removal the calendar is read once there is a new subscription.
  if (heard.has('changed') || heard.has('missed')) {
    gather(manager)
    await readAgain(world, tenant, manager)
  }
  if (move) world.nudge()
}

/** What was said, each kind once: a thousand notices about one series are one piece of news. */
function heardIn(notices: readonly Notice[], tenant: string, { subscription, secretHash }: Live): Set<string> {
  const heard = new Set<string>()
  for (const notice of notices) {
    const what = notice.lifecycle ?? 'changed'
    if (heard.has(what) || notice.tenant !== tenant || notice.subscription !== subscription) continue
    if (isSecret(notice.secret, secretHash)) heard.add(what)
  }
  return heard
}
