// How documents, logs and due moments lie in the one Cosmos container: pure.
//
// Partition key /pk. What is about an employee, a recipient or a tenant lies in the partition that shared/kinds.ts names,
// the employee's live log beside their documents. What is due has an entry of its own in one of DUE_SHARDS partitions,
// in order of time, so that no query ever goes over all partitions.
import { createHash, randomUUID } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { LogEntry, Version } from '#bot/ports.ts'
import { type Kind, parseKind, placeOf, schemaOf, type Value } from '#shared/kinds.ts'

/** One writer's mark on each write: whoever finds it after a lost answer knows that the write arrived. */
type Written = { w: string }
/** What Cosmos adds. */
export type Stamped = { _etag: string }

export type DocItem = Written & {
  id: string
  pk: string
  kind: Kind
  schema: number
  /** Grows by one with every write of this document. */
  n: number
  /** Not `due`, which is indexed, for the entries. */
  dueAt: string | null
  /** The entry that says when it is due: an entry that no document names is an orphan and means nothing. */
  dueEntry: string | null
  value: unknown
}

/** Partitions of due entries. Each serves 10,000 RU/s; a reading asks all of them. */
export const DUE_SHARDS = 4
export type DueItem = { id: string; pk: string; due: string; of: { kind: Kind; pk: string; id: string } }

/** The folded log and where its tail begins. `sealed`: there is no tail, so opening a plan is one point read. */
export type HeadItem = Written & {
  id: 'log'
  pk: string
  kind: 'logHead'
  /** Numbers up to this one are in `data`; such items that are still there are rubbish. */
  upTo: number
  sealed: boolean
  by: string
  /** The entry, deflated, in base64. */
  data: string
}
/** `group`: a piece of an entry too large for one item; the pieces of one group follow each other. */
export type Piece = { by: string; update: string; group?: string; last?: boolean }
export type TailItem = Written & { id: string; pk: string; kind: 'log'; seq: number; entries: Piece[] }

/** The service takes 1,023 bytes and none of / \ ? # (https://learn.microsoft.com/azure/cosmos-db/concepts-limits). */
const LONGEST_ID = 1000

/** Different documents never get the same item id. */
export function itemId(kind: Kind, id: string): string {
  const text = `${kind}:${id.replace(/[~/\\?#]/g, (sign) => `~${sign.charCodeAt(0).toString(16)}`)}`
  return Buffer.byteLength(text) <= LONGEST_ID ? text : `${kind}:~~${createHash('sha256').update(id).digest('hex')}`
}

export const dueShard = (pk: string): string =>
  `due/${createHash('sha256').update(pk).digest().readUInt8(0) % DUE_SHARDS}`
export const DUE_PARTITIONS = Array.from({ length: DUE_SHARDS }, (_, n) => `due/${n}`)

export function dueItem(of: DueItem['of'], due: string): DueItem {
  return { id: randomUUID(), pk: dueShard(of.pk), due, of }
}

/** What a version says: the etag, and what the next writer need not read again. */
export type Seen = { etag: string; n: number; due: string | null; dueEntry: string | null }
export const versionOf = ({ n, dueAt, dueEntry }: DocItem, etag: string): Version =>
  [etag, n, dueAt ?? '', dueEntry ?? ''].join('|')
export function seenOf(version: Version): Seen {
  const [etag = '', n = '', due = '', dueEntry = ''] = version.split('|')
  return { etag, n: Number(n) || 0, due: due || null, dueEntry: dueEntry || null }
}

/** The item of a value that is written over `seen` (null: over nothing). Throws where its schema refuses the value. */
export function docItem<K extends Kind>(kind: K, value: Value<K>, seen: Seen | null, dueEntry: string | null): DocItem {
  const { partition, id, due } = placeOf(kind, value)
  return {
    id: itemId(kind, id),
    pk: partition,
    kind,
    schema: schemaOf(kind),
    n: (seen?.n ?? 0) + 1,
    w: randomUUID(),
    dueAt: due,
    dueEntry,
    value: parseKind(kind, id, value),
  }
}

// ---- logs ----

/** Of a base64 text in one item, which may hold 2 MB. */
const MOST_TEXT = 1_500_000
export const tailId = (seq: number): string => `log:${String(seq).padStart(10, '0')}`

export function tailItem(pk: string, seq: number, entries: Piece[]): TailItem {
  return { id: tailId(seq), pk, kind: 'log', seq, w: randomUUID(), entries }
}

/** Entries as the contents of items: as many as fit in each, a large one in pieces over several. */
export function piecesOf(entries: readonly LogEntry[]): Piece[][] {
  const items: Piece[][] = []
  let room = 0
  const put = (piece: Piece) => {
    if (piece.update.length > room || items.length === 0) {
      items.push([])
      room = MOST_TEXT
    }
    items.at(-1)?.push(piece)
    room -= piece.update.length + piece.by.length + 40
  }
  for (const { update, by } of entries) {
    const text = Buffer.from(update).toString('base64')
    if (text.length <= MOST_TEXT) put({ by, update: text })
    else {
      const group = randomUUID()
      // Base64 cut at multiples of four can be decoded piece by piece.
      for (let at = 0; at < text.length; at += MOST_TEXT)
        put({ by, group, update: text.slice(at, at + MOST_TEXT), last: at + MOST_TEXT >= text.length })
    }
  }
  return items
}

/** The entries of a tail in order. A group without its last piece was never acknowledged: its writer died in it. */
export function entriesOf(tail: readonly TailItem[]): LogEntry[] {
  const found: LogEntry[] = []
  let group: string | undefined
  let parts: Buffer[] = []
  for (const piece of tail.flatMap(({ entries }) => entries)) {
    if (piece.group !== group || !piece.group) parts = []
    group = piece.group
    parts.push(Buffer.from(piece.update, 'base64'))
    if (!piece.group || piece.last) found.push({ by: piece.by, update: new Uint8Array(Buffer.concat(parts)) })
  }
  return found
}

/** Null where it does not fit into one item: the log then stays as it is. */
export function headItem(pk: string, upTo: number, { update, by }: LogEntry): HeadItem | null {
  const data = deflateRawSync(update).toString('base64')
  if (data.length > MOST_TEXT) return null
  return { id: 'log', pk, kind: 'logHead', upTo, sealed: true, w: randomUUID(), by, data }
}
export const headEntry = ({ data, by }: HeadItem): LogEntry => ({
  update: new Uint8Array(inflateRawSync(Buffer.from(data, 'base64'))),
  by,
})

/** As SQLite orders texts: by their UTF-8 bytes. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))
