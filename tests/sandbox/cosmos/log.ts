// The log of requests, and the kinds of the items that a request is about.
import { partitionName } from './partition.ts'
import { type Incoming, idOf, kindsIn } from './requests.ts'
import type { Cosmos, RequestLine } from './state.ts'
import type { Operation } from './types.ts'

const KEPT_REQUESTS = 100_000
const KEY_HEADER = 'x-ms-documentdb-partitionkey'

/** Writes a request into the log; its status and charge are filled in when they are known. */
export function note(cosmos: Cosmos, request: Incoming, operation: Operation): RequestLine {
  const { segments, headers, json } = request
  const header = headers[KEY_HEADER]
  const isAboutOne = operation !== 'query' && operation !== 'batch'
  const line: RequestLine = {
    operation,
    partition: header === undefined ? null : nameOfPartition(header),
    id: idOf(operation, segments, json),
    kind: (isAboutOne ? kindsOf(cosmos, operation, request)[0] : undefined) ?? null,
    status: 0,
    charge: 0,
  }
  cosmos.requests.push(line)
  if (cosmos.requests.length > KEPT_REQUESTS) cosmos.requests.shift()
  return line
}

function nameOfPartition(header: string): string {
  try {
    return partitionName(header)
  } catch {
    return header
  }
}

/** The kinds of the documents that a request carries, and of the stored items that it names by their ids. */
export function kindsOf(cosmos: Cosmos, operation: Operation, request: Incoming): string[] {
  const { segments, json } = request
  if (segments[4] !== 'docs') return []
  const steps = operation === 'batch' && Array.isArray(json) ? (json as ({ id?: unknown } | null)[]) : []
  const ids = [segments[5], ...steps.map((step) => step?.id)].filter((id) => typeof id === 'string')
  return [...kindsIn(operation, json), ...ids.flatMap((id) => storedKind(cosmos, request, id))]
}

function storedKind(cosmos: Cosmos, { segments, headers }: Incoming, id: string): string[] {
  const [, db = '', , coll = ''] = segments
  const sql = `SELECT kind FROM items WHERE coll = (SELECT number FROM containers WHERE db = ? AND id = ?)
               AND pk = ? AND id = ?`
  let partition: string
  try {
    partition = JSON.stringify(JSON.parse(headers[KEY_HEADER] ?? ''))
  } catch {
    return []
  }
  const row = cosmos.store.sql(sql).get(db, coll, partition, id) as { kind: string | null } | undefined
  return row?.kind ? [row.kind] : []
}
