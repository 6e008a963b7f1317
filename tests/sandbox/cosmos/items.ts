// Single items: created, read, replaced, upserted and deleted within one partition, each at its charge.
import { randomUUID } from 'node:crypto'
import { insertCharge, readCharge, rewriteCharge } from './charges.ts'
import { badRequest, conflict, itemNotFound, preconditionFailed, tooLarge } from './failure.ts'
import { indexedProperties } from './indexing.ts'
import { demandSamePartition, rangeOf } from './partition.ts'
import { itemRid } from './rids.ts'
import { type Cosmos, nowOf } from './state.ts'
import type { StoredItem } from './store.ts'
import type { Container, Json, Reply } from './types.ts'

export const SIZE_LIMIT = 2 * 1024 * 1024
const ID_LIMIT = 1023
const ILLEGAL = /[/\\?#]/
const DELETED_CHARGE_FLOOR = 1

/** Where an operation happens: the container and the partition of its header. */
export type Place = { cosmos: Cosmos; container: Container; partition: string }

/** What a write demands of the item that is there. */
export type Condition = { ifMatch?: string | undefined; ifNoneMatch?: string | undefined }

export function demandId(id: unknown): asserts id is string {
  if (id === undefined) {
    throw badRequest("The input content is invalid because the required properties - 'id; ' - are missing")
  }
  if (typeof id !== 'string' || id === '' || ILLEGAL.test(id)) {
    throw badRequest('"id" must be a text, not empty, without the characters / \\ ? #.')
  }
  if (Buffer.byteLength(id) > ID_LIMIT) throw badRequest(`"id" is longer than ${ID_LIMIT} bytes.`)
}

export function findItem({ cosmos, container, partition }: Place, id: string): StoredItem | undefined {
  return cosmos.store.find(container.number, partition, id, nowOf(cosmos))
}

export function readItem(place: Place, id: string, { ifNoneMatch }: Condition = {}): Reply {
  const item = findItem(place, id)
  if (!item) throw itemNotFound()
  if (ifNoneMatch !== undefined && ifNoneMatch === item.etag) return { status: 304, charge: 1, etag: item.etag }
  return { status: 200, charge: readCharge(Buffer.byteLength(item.body)), body: item.body, etag: item.etag }
}

export function createItem(place: Place, document: Json): Reply {
  demandId(document.id)
  demandSamePartition(document, place.partition, place.container.partitionKey)
  if (findItem(place, document.id)) throw conflict()
  const { body, etag, indexed } = store(place, document.id, document, null)
  return { status: 201, charge: insertCharge(Buffer.byteLength(body), indexed), body, etag }
}

export function replaceItem(place: Place, id: string, document: Json, { ifMatch }: Condition = {}): Reply {
  demandId(document.id)
  if (document.id !== id) throw badRequest(`The item "${id}" cannot be given the id "${document.id}".`)
  demandSamePartition(document, place.partition, place.container.partitionKey)
  const before = findItem(place, id)
  if (!before) throw itemNotFound()
  demandMatch(before, ifMatch)
  return rewrite(place, id, document, before)
}

export function upsertItem(place: Place, document: Json, { ifMatch }: Condition = {}): Reply {
  demandId(document.id)
  const before = findItem(place, document.id)
  if (!before) return createItem(place, document)
  demandSamePartition(document, place.partition, place.container.partitionKey)
  demandMatch(before, ifMatch)
  return rewrite(place, document.id, document, before)
}

export function deleteItem(place: Place, id: string, { ifMatch }: Condition = {}): Reply {
  const item = findItem(place, id)
  if (!item) throw itemNotFound()
  demandMatch(item, ifMatch)
  const { indexingPolicy, partitionKey } = place.container
  const indexed = indexedProperties(JSON.parse(item.body), indexingPolicy, partitionKey.paths)
  place.cosmos.store.remove(item.row)
  const charge = Math.max(DELETED_CHARGE_FLOOR, insertCharge(Buffer.byteLength(item.body), indexed))
  return { status: 204, charge }
}

export function demandMatch(item: StoredItem, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && ifMatch !== '*' && ifMatch !== item.etag) throw preconditionFailed()
}

/** Stores a document over the item that is there, at the price of a rewrite. */
export function rewrite(place: Place, id: string, document: Json, before: StoredItem): Reply {
  const { body, etag, indexed } = store(place, id, document, before.row)
  return { status: 200, charge: rewriteCharge(Buffer.byteLength(body), indexed), body, etag }
}

export function demandSize(text: string): void {
  if (Buffer.byteLength(text) > SIZE_LIMIT) throw tooLarge()
}

/** How long an item lives: by its own `ttl`, else by the container's; null for ever. */
function expiryOf({ container }: Place, ttl: number | null, ts: number): number | null {
  if (container.defaultTtl === null) return null
  const seconds = ttl ?? container.defaultTtl
  return seconds < 0 ? null : (ts + seconds) * 1000
}

function ttlOf({ ttl }: Json): number | null {
  if (ttl === undefined || ttl === null) return null
  if (Number.isInteger(ttl) && ((ttl as number) > 0 || ttl === -1)) return ttl as number
  throw badRequest('"ttl" must be -1 or a whole number of seconds above 0.')
}

function store(place: Place, id: string, document: Json, row: number | null) {
  const { cosmos, container, partition } = place
  const { _rid, _self, _etag, _attachments, _ts, ...own } = document
  const ts = Math.floor(nowOf(cosmos) / 1000)
  const ttl = ttlOf(own)
  const etag = `"${randomUUID()}"`
  const bodyOf = (number: number): string => {
    const rid = itemRid(container.rid, number)
    const self = `${container.link}/docs/${rid}/`
    return JSON.stringify({ ...own, _rid: rid, _self: self, _etag: etag, _attachments: 'attachments/', _ts: ts })
  }
  const { kind, due } = own
  const body = cosmos.store.put(
    row,
    {
      coll: container.number,
      pk: partition,
      id,
      kind: typeof kind === 'string' ? kind : null,
      due: typeof due === 'string' || typeof due === 'number' ? due : null,
      range: rangeOf(partition),
      ts,
      ttl,
      expires: expiryOf(place, ttl, ts),
      etag,
    },
    bodyOf,
  )
  return { body, etag, indexed: indexedProperties(own, container.indexingPolicy, container.partitionKey.paths) }
}
