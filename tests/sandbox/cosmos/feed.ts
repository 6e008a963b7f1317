// The change feed in its latest-version mode: every item once, in the order of its last change, behind a continuation.
import { feedCharge, SMALL_READ_CHARGE } from './charges.ts'
import { badRequest, notModelled } from './failure.ts'
import { PAGE_BYTES } from './query.ts'
import { type Cosmos, nowOf } from './state.ts'
import type { Container, Headers, Reply } from './types.ts'

type Feed = {
  cosmos: Cosmos
  container: Container
  /** null: all partitions of the range. */
  partition: string | null
  headers: Headers
  pageSize: number
}

type Row = { lsn: number; body: string }

export function readFeed({ cosmos, container, partition, headers, pageSize }: Feed): Reply {
  if (!/^incremental feed$/i.test(headers['a-im'] ?? '')) throw notModelled('this mode of the change feed')
  if (headers['x-ms-start-epk'] !== undefined) throw notModelled('a part of a physical range in the change feed')
  const now = nowOf(cosmos)
  const from = startOf(cosmos, headers)
  const parts = ['coll = ?', 'lsn > ?', 'ts >= ?', '(expires IS NULL OR expires > ?)']
  const values: (string | number)[] = [container.number, from.lsn, from.ts, now]
  if (partition !== null) {
    parts.push('pk = ?')
    values.push(partition)
  } else if (cosmos.ranges === 2) {
    parts.push('range = ?')
    values.push(Number(headers['x-ms-documentdb-partitionkeyrangeid'] ?? 0))
  }
  const sql = `SELECT lsn, body FROM items INDEXED BY items_lsn WHERE ${parts.join(' AND ')} ORDER BY lsn`
  const bodies: string[] = []
  let [bytes, last] = [0, from.lsn]
  for (const { lsn, body } of cosmos.store.sql(sql).iterate(...values) as unknown as Iterable<Row>) {
    if (bodies.length >= pageSize || bytes >= PAGE_BYTES) break
    bodies.push(body)
    bytes += Buffer.byteLength(body)
    last = lsn
  }
  const etag = `"${last}"`
  if (bodies.length === 0) return { status: 304, charge: SMALL_READ_CHARGE, etag }
  const body = `{"_rid":"${container.rid}","Documents":[${bodies.join(',')}],"_count":${bodies.length}}`
  return { status: 200, charge: feedCharge(bytes), body, etag, itemCount: bodies.length, continuation: etag }
}

function startOf(cosmos: Cosmos, headers: Headers): { lsn: number; ts: number } {
  const etag = headers['if-none-match']
  const since = headers['if-modified-since']
  if (etag === '*') return { lsn: cosmos.store.lsn(), ts: 0 }
  const lsn = etag === undefined ? 0 : Number(etag.replaceAll('"', ''))
  const ts = since === undefined ? 0 : Math.floor(Date.parse(since) / 1000)
  if (Number.isNaN(lsn) || Number.isNaN(ts)) throw badRequest('The continuation of the change feed is malformed.')
  return { lsn, ts }
}
