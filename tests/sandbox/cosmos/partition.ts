// Partition keys: from the header, from a document, and which of the physical ranges holds one.
import { badRequest } from './failure.ts'
import type { Json, PartitionDefinition } from './types.ts'

/** The sub-status of a header that says another key than the document. */
const KEY_MISMATCH = 1001

/** A document without the property belongs to the partition of `{}`, as the SDK writes it. */
const NOTHING = {}

/** The value at a path such as /a/b; undefined where there is none. */
export function valueAt(document: unknown, path: string): unknown {
  let value = document
  for (const name of path.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Json)[name]
  }
  return value
}

/** A document's own partition key, as the JSON text under which it is stored. */
export function partitionOf(document: Json, { paths }: PartitionDefinition): string {
  const values = paths.map((path) => {
    const value = valueAt(document, path)
    if (typeof value === 'object' && value !== null) {
      throw badRequest(`The partition key ${path} is an object or an array; it must be a plain value.`, KEY_MISMATCH)
    }
    return value === undefined ? NOTHING : value
  })
  return JSON.stringify(values)
}

/** The partition key of a request. Throws when the header is missing or has another number of levels. */
export function partitionFrom(header: string | undefined, { paths }: PartitionDefinition): string {
  if (header === undefined) throw badRequest('PartitionKey value must be supplied for this operation.')
  let values: unknown
  try {
    values = JSON.parse(header)
  } catch {
    values = null
  }
  if (!Array.isArray(values)) throw badRequest(`Partition key ${header} is invalid: it must be a JSON array.`)
  if (values.length !== paths.length) {
    const wanted = `The container has ${paths.length} partition key path(s), the header has ${values.length} value(s).`
    throw badRequest(`Partition key provided either doesn't correspond to definition in the collection. ${wanted}`)
  }
  return JSON.stringify(values)
}

/** Refuses a document whose own key is another than the header's. */
export function demandSamePartition(document: Json, partition: string, definition: PartitionDefinition): void {
  if (partitionOf(document, definition) === partition) return
  throw badRequest("PartitionKey extracted from document doesn't match the one specified in the header.", KEY_MISMATCH)
}

/** How a partition is named in the log: its value, or the JSON text of several. */
export function partitionName(partition: string): string {
  const values = JSON.parse(partition) as unknown[]
  return values.length === 1 && typeof values[0] !== 'object' ? String(values[0]) : partition
}

/** Which of two physical ranges holds a partition: any hash will do that spreads evenly and never changes. */
export function rangeOf(partition: string): 0 | 1 {
  let hash = 0x811c9dc5
  for (let at = 0; at < partition.length; at += 1) hash = Math.imul(hash ^ partition.charCodeAt(at), 0x01000193)
  return ((hash >>> 15) & 1) as 0 | 1
}
