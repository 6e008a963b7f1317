// The control surface: faults, log, dump, clock, tokens and the count of refused queries, as functions and under /_control.
import { z } from 'zod'
import type { Fault } from './faults.ts'
import type { Cosmos, RequestLine } from './state.ts'

const ITEM_OPERATIONS = [
  'create',
  'read',
  'replace',
  'upsert',
  'delete',
  'patch',
  'query',
  'batch',
  'changeFeed',
] as const
const OTHER_OPERATIONS = ['readFeed', 'queryPlan', 'account', 'database', 'container', 'ranges'] as const

const faultOrder = z.strictObject({
  status: z.int().min(400).max(599).optional(),
  substatus: z.int().min(0).optional(),
  retryAfterMs: z.number().min(0).optional(),
  count: z.int().min(1),
  skip: z.int().min(0).optional(),
  match: z
    .strictObject({
      method: z.string().optional(),
      operation: z.enum([...ITEM_OPERATIONS, ...OTHER_OPERATIONS]).optional(),
      kind: z.string().optional(),
    })
    .optional(),
  delayMs: z.number().min(0).optional(),
  mode: z.enum(['before', 'dropBefore', 'dropAfter', 'hang']).optional(),
})
const clockOrder = z.strictObject({ offsetMs: z.number() })
const tokenOrder = z.strictObject({ token: z.string().min(1), rights: z.boolean() })

export type FaultOrder = z.infer<typeof faultOrder>
export type Dump = { items: string[]; bytes: Buffer }

export type Control = {
  addFault: (order: FaultOrder) => void
  clearFaults: () => void
  requests: () => readonly RequestLine[]
  clearRequests: () => void
  /** Every stored item's JSON text, and the whole database as bytes. */
  dump: () => Dump
  /** Whether a text is anywhere in the stored bytes. */
  holds: (text: string) => boolean
  setClock: (offsetMs: number) => void
  addToken: (token: string, rights: boolean) => void
  /** How many queries without a partition key were refused. */
  crossPartition: () => number
  clearCrossPartition: () => void
}

export function controlOf(cosmos: Cosmos): Control {
  const dump = (): Dump => ({
    items: (cosmos.store.sql('SELECT body FROM items ORDER BY row').all() as { body: string }[]).map((row) => row.body),
    bytes: Buffer.from(cosmos.store.db.serialize()),
  })
  return {
    addFault: (order) => void cosmos.faults.push(faultOf(faultOrder.parse(order))),
    clearFaults: () => void cosmos.faults.splice(0),
    requests: () => cosmos.requests,
    clearRequests: () => void cosmos.requests.splice(0),
    dump,
    holds: (text) => dump().bytes.includes(text),
    setClock: (offsetMs) => {
      cosmos.clock.offsetMs = offsetMs
    },
    addToken: (token, rights) => void cosmos.tokens.set(token, rights),
    crossPartition: () => cosmos.refusedCrossPartition,
    clearCrossPartition: () => {
      cosmos.refusedCrossPartition = 0
    },
  }
}

function faultOf({
  status = 0,
  substatus = 0,
  retryAfterMs = null,
  ...order
}: Omit<FaultOrder, 'retryAfterMs'> & { retryAfterMs?: number | null | undefined }): Fault {
  const { count, skip = 0, match = {}, delayMs = 0, mode = 'before' } = order
  return { status, substatus, retryAfterMs, count, skip, match, delayMs, mode }
}

type Answer = { status: number; body: unknown }
const done: Answer = { status: 200, body: {} }

/** One call under /_control. */
export function answerControl(control: Control, method: string, name: string, text: string): Answer {
  try {
    return call(control, `${method} ${name}`, text === '' ? {} : JSON.parse(text))
  } catch (error) {
    if (error instanceof z.ZodError) return { status: 400, body: { error: z.prettifyError(error) } }
    if (error instanceof SyntaxError) return { status: 400, body: { error: 'The body is not valid JSON.' } }
    throw error
  }
}

function call(control: Control, what: string, body: unknown): Answer {
  switch (what) {
    case 'POST faults':
      control.addFault(faultOrder.parse(body))
      return done
    case 'DELETE faults':
      control.clearFaults()
      return done
    case 'GET requests':
      return { status: 200, body: control.requests() }
    case 'DELETE requests':
      control.clearRequests()
      return done
    case 'GET dump': {
      const { items, bytes } = control.dump()
      return { status: 200, body: { items, bytes: bytes.toString('base64') } }
    }
    case 'POST clock':
      control.setClock(clockOrder.parse(body).offsetMs)
      return done
    case 'POST tokens': {
      const { token, rights } = tokenOrder.parse(body)
      control.addToken(token, rights)
      return done
    }
    case 'GET crossPartition':
      return { status: 200, body: { count: control.crossPartition() } }
    case 'DELETE crossPartition':
      control.clearCrossPartition()
      return done
    default:
      return { status: 404, body: { error: `There is no control call "${what}".` } }
  }
}
