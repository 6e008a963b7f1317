// What every part of the running sandbox shares: the world, its addresses, its keys, and who hears of changes.
import type { EventEmitter } from 'node:events'
import type { SigningKeys } from './keys.ts'
import type { PersonId, World } from './world.ts'

export type FaultTarget = 'graph' | 'connector'

export type Fault = {
  target: FaultTarget
  /** 0: do what is asked and drop the connection; null: only slow. */
  status: number | null
  /** With a status of 0: drop the connection before anything is done. */
  before: boolean
  retryAfter: number | null
  count: number
  delayMs: number
  /** So many requests pass first. */
  skip: number
  /** Only requests like 'PATCH /v1.0/users/…' that hold this, parts of a batch too; null: every one but those parts. */
  match: string | null
}

export type RequestLine = {
  at: string
  method: string
  path: string
  status: number
  target: FaultTarget
  /** It came inside a $batch, which has a line of its own. */
  part: boolean
}

export type HostChange =
  | { kind: 'clock' | 'world' | 'app' }
  | { kind: 'chat' | 'calendar'; person: PersonId }
  | { kind: 'meeting'; meeting: string }

export type Sandbox = {
  world: World
  keys: SigningKeys
  /** http://localhost:PORT, known once it listens. */
  url: string
  appUrl: string
  faults: Fault[]
  requests: RequestLine[]
  /** The Graph permissions that new tokens of the app carry; null for all that it needs. */
  permissions: string[] | null
  changes: EventEmitter<{ change: [HostChange] }>
  /** Webhook calls under way, which "settled" waits for. */
  underWay: Set<Promise<unknown>>
  /** How many webhook calls there have been. */
  webhooks: number
  /** The clock is on its way through many moments. */
  isTurning: boolean
  save: () => void
  /** Runs what moves the whole world (clock, reset, announcing) one after the other. */
  inTurn: <T>(work: () => Promise<T>) => Promise<T>
}

/** A queue of work: each begins when the one before has ended, well or badly. */
export function queue(): Sandbox['inTurn'] {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined)
    return mine
  }
}

/** Saves soon and tells the host pages. */
export function changed(sandbox: Sandbox, change: HostChange): void {
  sandbox.save()
  sandbox.changes.emit('change', change)
}

export const issuerOf = (sandbox: Sandbox, tenantId: string): string => `${sandbox.url}/${tenantId}/v2.0`

export const serviceUrlOf = (sandbox: Sandbox): string => `${sandbox.url}/connector/`
