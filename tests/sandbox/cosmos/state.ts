// Everything one running stand-in knows: its storage, its clock, what it was told to break, and what it was asked.
import type { Fault } from './faults.ts'
import { openStore, type Store } from './store.ts'
import type { Operation } from './types.ts'

export type RequestLine = {
  operation: Operation
  partition: string | null
  id: string | null
  kind: string | null
  /** 0 when the connection was dropped without an answer. */
  status: number
  charge: number
}

export type Cosmos = {
  store: Store
  /** How many physical ranges each container pretends to have. */
  ranges: 1 | 2
  clock: { offsetMs: number }
  tokens: Map<string, boolean>
  faults: Fault[]
  requests: RequestLine[]
  refusedCrossPartition: number
  sweptAt: number
}

const SWEEP_EVERY_MS = 1_000

export function newCosmos(file: string | undefined, ranges: 1 | 2): Cosmos {
  return {
    store: openStore(file),
    ranges,
    clock: { offsetMs: 0 },
    tokens: new Map(),
    faults: [],
    requests: [],
    refusedCrossPartition: 0,
    sweptAt: 0,
  }
}

/** The stand-in's own time, in milliseconds. */
export const nowOf = ({ clock }: Cosmos): number => Date.now() + clock.offsetMs

/** Removes what has expired, now and then; whoever reads in between does not see it either. */
export function sweepNowAndThen(cosmos: Cosmos): void {
  const now = nowOf(cosmos)
  if (now - cosmos.sweptAt < SWEEP_EVERY_MS) return
  cosmos.sweptAt = now
  cosmos.store.sweep(now)
}
