// Who delivers, and what is known to whoever does: types only.
import type { Delivery, World } from '#bot/ports.ts'
import type { Message } from '#shared/outbox/message.ts'

export type Courier = {
  world: World
  /** This process, in claims. */
  instance: string
  /** Whether the process behind a claim has certainly ended; of one on another machine only the lease tells. */
  isGone: (instance: string) => boolean
  openUrl: (subPage: string) => string
  /** Keeps a message back for machine ms after a refusal. */
  holdBack: (message: Message, ms: number) => void
}

/** Chats that the service asked us to leave alone: until when, machine ms, and how often in a row. */
export type Quiet = Map<string, { until: number; times: number }>
/**
 * How the claims of this process went that are not written down yet, by `claimOf`: 'asking' while the service is asked.
 * A claim of ours that is not here was never sent; only for those of a process that died nobody knows (R12).
 */
export type Known = Map<string, Delivery | 'asking'>
/** A courier with what it knows while it is at work. */
export type AtWork = Courier & { quiet: Quiet; known: Known }
