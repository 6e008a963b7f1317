// Watching a manager's calendar: Graph's subscription that wakes the reading up, and when it is renewed (R5).
import { z } from 'zod'
import { addMinutes, type Instant, minutesBetween } from '../time.ts'
import { nextReading } from './readingTime.ts'

/** Where Graph's notifications come in, below the server's public address. */
export const NOTIFY_PATH = '/api/graph'

/** Graph gives a subscription on events 10,080 minutes at most (resource type subscription); ten for clocks that differ. */
const LIFE_MINUTES = 10_070
/** So long one process may take to make a subscription before another tries, minutes of business time. */
const LEASE_MINUTES = 5

const live = z.object({
  /** Graph's id. */
  subscription: z.string(),
  /** SHA-256, hex, of the secret that every notification repeats (Graph's clientState). */
  secretHash: z.string(),
  /** The server's public address that Graph was told: nothing but a new subscription changes it. */
  address: z.string(),
  expiresAt: z.string(),
})
export type Live = z.infer<typeof live>

export const watch = z.object({
  tenant: z.string(),
  manager: z.string(),
  /** Null while there is none: not made yet, lost, or Graph gives none for this mailbox. */
  live: live.nullable(),
  /** When the subscription is made or renewed next; null where the daily reading asks again. */
  dueAt: z.string().nullable(),
})
export type Watch = z.infer<typeof watch>

export const expiryFrom = (now: Instant): Instant => addMinutes(now, LIFE_MINUTES)

/** Once a day, of an enrolled manager: a watch that stands stays as it is, any other is looked at now. */
export function stillWatched(
  known: Watch | null,
  of: Pick<Watch, 'tenant' | 'manager'>,
  address: string,
  now: Instant,
): Watch {
  if (known?.live?.address === address && known.dueAt !== null) return known
  return { tenant: of.tenant, manager: of.manager, live: known?.live ?? null, dueAt: now }
}

/** Readings between two renewals: then half of a life is left for trying again. */
const RENEWED_AFTER = 3

/**
 * Renewed with a nightly reading of the manager's, so that it travels along with that; at half of its life at the latest.
 * `zone` is the manager's.
 */
export function lives(of: Watch, live: Live, now: Instant, zone: string): Watch {
  const half = addMinutes(now, Math.floor(minutesBetween(now, live.expiresAt) / 2))
  const reading = nextReading(now, zone, of.manager, RENEWED_AFTER)
  return { ...of, live, dueAt: reading < half ? reading : half }
}

/** Somebody is making the subscription; whoever comes after the lease takes it that they died. */
export const beingMade = (of: Watch, now: Instant): Watch => ({
  ...of,
  live: null,
  dueAt: addMinutes(now, LEASE_MINUTES),
})

export const lost = (of: Watch, now: Instant): Watch => ({ ...of, live: null, dueAt: now })

/** Graph gives none for this mailbox: only the daily reading keeps up, and asks again. */
export const refused = (of: Watch): Watch => ({ ...of, live: null, dueAt: null })

export const lookedAtNow = (of: Watch, now: Instant): Watch => ({ ...of, dueAt: now })
