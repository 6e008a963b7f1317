// Whether one stored document can be read and lies where its value says.
import type { RawDocument } from '#bot/ports.ts'
import { isKind, type Kind, parseKind, placeOf, type Value } from '#shared/kinds.ts'

/** `field`: where in the document ('schema', 'partition' and 'id' are the row's own). `what` holds no content. */
export type DocumentFault = { field: string; what: string }
export type Parsed = { [K in Kind]: { kind: K; value: Value<K> } }[Kind]

type Misread = {
  fault: DocumentFault
  /** Where it can be read and lies in the wrong place: what it is, and where it belongs. */
  astray?: { read: Parsed; partition: string }
}

/** The value in the present version, or what is wrong with it. */
export function readDocument(raw: RawDocument): { read: Parsed } | Misread {
  const { kind, partition, id, schema, json } = raw
  if (!isKind(kind)) return { fault: { field: 'kind', what: 'is of a kind that this program does not know' } }
  if (!Number.isInteger(schema) || schema < 1) return { fault: { field: 'schema', what: 'has no version' } }
  let read: Parsed
  try {
    read = { kind, value: parseKind(kind, id, json, schema) } as Parsed
  } catch (error) {
    return { fault: faultIn(error) }
  }
  const place = placeOf(read.kind, read.value as never)
  const astray = { read, partition: place.partition }
  if (place.partition !== partition)
    return { fault: { field: 'partition', what: `lies there, and its value belongs to ${place.partition}` }, astray }
  if (place.id !== id)
    return { fault: { field: 'id', what: `is stored so, and its value's id is ${place.id}` }, astray }
  return { read }
}

/** From the sentence of parseKind, which names kind, id and field; anything else broke on the way through the upgrades. */
function faultIn(error: unknown): DocumentFault {
  const message = error instanceof Error ? error.message : ''
  const [, field, what] = /is broken at (.*?): (.*)$/s.exec(message) ?? []
  if (field !== undefined) return { field: field || 'value', what: `is broken: ${what}` }
  const [, version] = /(is of version .*)\.$/s.exec(message) ?? []
  return version ? { field: 'schema', what: version } : { field: 'value', what: 'is broken' }
}
