// A transactional batch: all of its operations happen, or none does.
import { SMALL_READ_CHARGE, sumOfCharges } from './charges.ts'
import { badRequest, Failure, notModelled, tooLarge } from './failure.ts'
import {
  type Condition,
  createItem,
  deleteItem,
  type Place,
  readItem,
  replaceItem,
  SIZE_LIMIT,
  upsertItem,
} from './items.ts'
import { partitionFrom } from './partition.ts'
import { patchItem } from './patch.ts'
import type { Json, Reply } from './types.ts'

const LIMIT = 100

type Step = Condition & {
  operationType?: string
  id?: string
  partitionKey?: string
  resourceBody?: Json
}

/** Undoes the transaction; carries what had been answered up to the failing step. */
class Undone extends Error {
  readonly at: number
  readonly failure: Failure
  constructor(at: number, failure: Failure) {
    super(failure.message)
    this.at = at
    this.failure = failure
  }
}

export function runBatch(place: Place, body: unknown, bytes: number, minimal: boolean): Reply {
  if (bytes > SIZE_LIMIT) throw tooLarge()
  if (!Array.isArray(body) || body.length === 0) throw badRequest('A batch must be a list of operations, not empty.')
  if (body.length > LIMIT) throw badRequest(`Batch request has more operations than what is supported: ${LIMIT}.`)
  const steps = body as Step[]
  const charges: number[] = []
  try {
    const replies = place.cosmos.store.atomically(() =>
      steps.map((step, at) => {
        try {
          const reply = runStep(place, step)
          charges.push(reply.charge)
          return reply
        } catch (error) {
          if (error instanceof Failure) throw new Undone(at, error)
          throw error
        }
      }),
    )
    const results = replies.map((reply, at) => resultOf(reply, minimal && steps[at]?.operationType !== 'Read'))
    return { status: 200, charge: sumOfCharges(charges), body: `[${results.join(',')}]`, itemCount: results.length }
  } catch (error) {
    if (!(error instanceof Undone)) throw error
    return undone(steps.length, error, charges)
  }
}

function undone(count: number, { at, failure }: Undone, charges: number[]): Reply {
  const results = Array.from({ length: count }, (_, step) =>
    step === at
      ? {
          statusCode: failure.status,
          subStatusCode: failure.substatus,
          requestCharge: failure.charge,
          message: failure.message,
        }
      : { statusCode: 424, requestCharge: 0 },
  )
  const charge = sumOfCharges([...charges, failure.charge])
  return { status: 207, charge, body: JSON.stringify(results), itemCount: count }
}

/** One result as JSON text; the document's own text goes in as it is. */
function resultOf({ status, charge, etag, body }: Reply, minimal: boolean): string {
  const head = JSON.stringify({ statusCode: status, requestCharge: charge, ...(etag ? { eTag: etag } : {}) })
  return body === undefined || minimal ? head : `${head.slice(0, -1)},"resourceBody":${body}}`
}

function runStep(place: Place, step: Step): Reply {
  if (step.partitionKey !== undefined) {
    const own = partitionFrom(step.partitionKey, place.container.partitionKey)
    if (own !== place.partition)
      throw badRequest('An operation of the batch names another partition key than the batch.')
  }
  const { operationType, id = '', resourceBody = {} } = step
  if (step.ifNoneMatch !== undefined && operationType !== 'Read') throw notModelled('ifNoneMatch on a write')
  switch (operationType) {
    case 'Create':
      return createItem(place, resourceBody)
    case 'Upsert':
      return upsertItem(place, resourceBody, step)
    case 'Replace':
      return replaceItem(place, id, resourceBody, step)
    case 'Read': {
      const reply = readItem(place, id, step)
      return reply.status === 304 ? { ...reply, charge: SMALL_READ_CHARGE } : reply
    }
    case 'Delete':
      return deleteItem(place, id, step)
    case 'Patch':
      return patchItem(place, id, resourceBody, step)
    default:
      throw badRequest(`A batch knows no operation "${operationType}".`)
  }
}
