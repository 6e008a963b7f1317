// Faults on demand: which request is met, how often, and what happens to it instead of its answer.
import { Failure } from './failure.ts'
import type { Operation } from './types.ts'

export type FaultMode = 'before' | 'dropBefore' | 'dropAfter' | 'hang'

export type Fault = {
  /** 0: no error of its own, only a delay or a dropped connection. */
  status: number
  substatus: number
  /** null: the answer has no x-ms-retry-after-ms. */
  retryAfterMs: number | null
  /** How many requests are still to be met, after those that are let through. */
  count: number
  skip: number
  match: { method?: string | undefined; operation?: Operation | undefined; kind?: string | undefined }
  delayMs: number
  mode: FaultMode
}

/** What a fault may be chosen by. `kinds` is worked out only when a fault asks for a kind. */
export type Target = { method: string; operation: Operation; kinds: () => readonly string[] }

const ABOUT_ITEMS: readonly Operation[] = [
  'create',
  'read',
  'replace',
  'upsert',
  'delete',
  'patch',
  'query',
  'batch',
  'changeFeed',
  'readFeed',
]

/** The fault that meets this request, its count lowered; null when none does. */
export function takeFault(faults: Fault[], target: Target): Fault | null {
  for (const fault of faults) {
    if (fault.count <= 0 || !fits(fault, target)) continue
    if (fault.skip > 0) {
      fault.skip -= 1
      continue
    }
    fault.count -= 1
    return fault
  }
  return null
}

function fits({ match }: Fault, { method, operation, kinds }: Target): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== method) return false
  // The SDK asks for query plans and account data by itself; those are met only when they are named.
  if (match.operation === undefined ? !ABOUT_ITEMS.includes(operation) : match.operation !== operation) return false
  return match.kind === undefined || kinds().includes(match.kind)
}

const TOO_MANY =
  'Message: {"Errors":["Request rate is large. More Request Units may be needed, so no changes were made. Please retry ' +
  'this request later. Learn more: http://aka.ms/cosmosdb-error-429"]}'
const SUBSTATUS_OF_429 = 3200

/** The error that a fault answers with. */
export function failureOf({ status, substatus }: Fault): Failure {
  if (status === 429) return new Failure(429, TOO_MANY, substatus || SUBSTATUS_OF_429, 0.38)
  return new Failure(status, `A fault was ordered here: ${status}.`, substatus, 0)
}
