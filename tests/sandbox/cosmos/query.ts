// Runs a query page by page inside one partition: rows from SQLite, the rest judged, sorted and shaped here.
import { queryCharge } from './charges.ts'
import { badRequest } from './failure.ts'
import { type Key, type Pushdown, pushDown } from './pushdown.ts'
import { type Aggregate, planQuery, type QueryPlan, type QuerySpec } from './queryPlan.ts'
import { type Cosmos, nowOf } from './state.ts'
import type { Container, Reply } from './types.ts'
import { compareForOrder } from './values.ts'

/** A page ends at about this size. */
export const PAGE_BYTES = 4 * 1024 * 1024

/** `partition` null: over all of them, for those few who are allowed to. */
export type QueryRun = {
  cosmos: Cosmos
  container: Container
  partition: string | null
  spec: QuerySpec
  pageSize: number
  continuation: string | undefined
}

type Row = { row: number; key: string | number | null; body: string }
/** Where the next page begins: behind a key, or behind so many sorted items; and how many were given already. */
type Token = { after?: Key; skip?: number; given: number }
type Found = { document: unknown; body: string; key: Key }
type Page = { results: string[]; scanned: number; next: Token | null }

export function runQuery(run: QueryRun): Reply {
  const plan = planQuery(run.spec, run.container)
  const down = pushDown(plan, run.container)
  const token = readToken(run.continuation)
  const page = plan.aggregate
    ? aggregated(run, plan, plan.aggregate, down)
    : down.isSorted && run.partition !== null
      ? streamed(run, plan, down, token)
      : sorted(run, plan, down, token)
  const { results, scanned, next } = page
  const documents = results.join(',')
  return {
    status: 200,
    charge: queryCharge(results.length, Buffer.byteLength(documents), scanned),
    body: `{"_rid":"${run.container.rid}","Documents":[${documents}],"_count":${results.length}}`,
    itemCount: results.length,
    ...(next ? { continuation: writeToken(next) } : {}),
  }
}

const writeToken = (token: Token): string => Buffer.from(JSON.stringify(token)).toString('base64')

function readToken(text: string | undefined): Token {
  if (!text) return { given: 0 }
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString()) as Token
  } catch {
    throw badRequest('The continuation token is malformed.')
  }
}

/** The items that SQL lets through, in the order of the index, behind a key. */
function* rowsOf({ cosmos, container, partition }: QueryRun, down: Pushdown, after?: Key): Generator<Row> {
  const everywhere = partition === null
  const [back, column] = [down.descending ? 'DESC' : 'ASC', everywhere ? null : down.column]
  const values: (string | number)[] = everywhere ? [container.number] : [container.number, partition]
  const parts = [everywhere ? 'coll = ?' : 'coll = ? AND pk = ?', ...down.where]
  values.push(...down.values)
  if (after) {
    const beyond = down.descending ? '<' : '>'
    parts.push(column ? `(${column}, row) ${beyond} (?, ?)` : `row ${beyond} ?`)
    values.push(...(column ? [after.value ?? '', after.row] : [after.row]))
  }
  const from = everywhere ? 'items NOT INDEXED' : `items INDEXED BY ${down.index}`
  const sql = `SELECT row, ${column ?? 'NULL'} AS key, body FROM ${from} WHERE ${parts.join(' AND ')}
    AND (expires IS NULL OR expires > ?) ORDER BY ${column ? `${column} ${back}, ` : ''}row ${back}`
  yield* cosmos.store.sql(sql).iterate(...values, nowOf(cosmos)) as unknown as Iterable<Row>
}

/** The items that all conditions let through; counts those that had to be loaded because no index served. */
function* matches(run: QueryRun, plan: QueryPlan, down: Pushdown, count: { scanned: number }, after?: Key) {
  const [served, others] = [
    plan.conditions.filter((one) => one.isIndexed),
    plan.conditions.filter((one) => !one.isIndexed),
  ]
  for (const { row, key, body } of rowsOf(run, down, after)) {
    const document: unknown = JSON.parse(body)
    const found: Found = { document, body, key: { value: key, row } }
    if (!served.every((one) => one.isTrue(document))) {
      yield { row: found, isMatch: false }
      continue
    }
    if (others.length > 0) count.scanned += 1
    yield { row: found, isMatch: others.every((one) => one.isTrue(document)) }
  }
}

/** One result as JSON text; undefined where a VALUE is not there. */
function shape(plan: QueryPlan, { document, body }: Found): string | undefined {
  return plan.project ? JSON.stringify(plan.project(document)) : body
}

/** A page straight from the index: nothing is loaded that is not looked at. */
function streamed(run: QueryRun, plan: QueryPlan, down: Pushdown, token: Token): Page {
  const count = { scanned: 0 }
  const results: string[] = []
  let { given } = token
  let last: Key | undefined
  let bytes = 0
  const wanted = plan.top ?? Number.POSITIVE_INFINITY
  if (given >= wanted) return { results, scanned: 0, next: null }
  for (const { row, isMatch } of matches(run, plan, down, count, token.after)) {
    const isFull = results.length >= run.pageSize || bytes >= PAGE_BYTES
    if (isFull && last) return { results, scanned: count.scanned, next: { after: last, given } }
    last = row.key
    const text = isMatch ? shape(plan, row) : undefined
    if (!isMatch) continue
    given += 1
    if (text !== undefined) {
      results.push(text)
      bytes += Buffer.byteLength(text)
    }
    if (given >= wanted) break
  }
  return { results, scanned: count.scanned, next: null }
}

/** A page of an order that no index gives: all matches are sorted for each page anew. */
function sorted(run: QueryRun, plan: QueryPlan, down: Pushdown, { skip = 0 }: Token): Page {
  const count = { scanned: 0 }
  const found: Found[] = []
  for (const { row, isMatch } of matches(run, plan, down, count)) if (isMatch) found.push(row)
  const [first] = plan.orders
  const shown = first && plan.skipsUnsorted ? found.filter((one) => first.value(one.document) !== undefined) : found
  shown.sort((a, b) => byOrders(plan, a, b))
  const wanted = shown.slice(0, plan.top ?? shown.length)
  const results: string[] = []
  let [at, bytes] = [skip, 0]
  for (; at < wanted.length && results.length < run.pageSize && bytes < PAGE_BYTES; at += 1) {
    const one = wanted[at]
    const text = one && shape(plan, one)
    if (text === undefined) continue
    results.push(text)
    bytes += Buffer.byteLength(text)
  }
  return { results, scanned: count.scanned, next: at < wanted.length ? { skip: at, given: at } : null }
}

function byOrders({ orders }: QueryPlan, a: Found, b: Found): number {
  for (const { value, descending } of orders) {
    const order = compareForOrder(value(a.document), value(b.document))
    if (order !== 0) return descending ? -order : order
  }
  const back = orders[0]?.descending ? -1 : 1
  return back * (a.key.row - b.key.row)
}

/** COUNT, MAX or MIN over everything that matches, in one page. */
function aggregated(run: QueryRun, plan: QueryPlan, { name, value }: Aggregate, down: Pushdown): Page {
  const isOfConstant = value(undefined) !== undefined
  if (name === 'COUNT' && isOfConstant && down.isWhole && run.partition !== null) {
    return { results: [String(countRows(run, down))], scanned: 0, next: null }
  }
  const count = { scanned: 0 }
  const values: unknown[] = []
  for (const { row, isMatch } of matches(run, plan, down, count)) {
    const one = isMatch ? value(row.document) : undefined
    if (one !== undefined) values.push(one)
  }
  if (name === 'COUNT') return { results: [String(values.length)], scanned: count.scanned, next: null }
  // An object or a list among the values makes the whole aggregate undefined, as documented.
  const isOrdered = values.every((one) => typeof one !== 'object' || one === null)
  if (values.length === 0 || !isOrdered) return { results: [], scanned: count.scanned, next: null }
  const sign = name === 'MAX' ? 1 : -1
  const best = values.reduce((kept, one) => (sign * compareForOrder(one, kept) > 0 ? one : kept))
  return { results: [JSON.stringify(best)], scanned: count.scanned, next: null }
}

function countRows({ cosmos, container, partition }: QueryRun, down: Pushdown): number {
  const parts = ['coll = ?', 'pk = ?', ...down.where, '(expires IS NULL OR expires > ?)']
  const sql = `SELECT count(*) AS count FROM items INDEXED BY ${down.index} WHERE ${parts.join(' AND ')}`
  const values = [container.number, partition ?? '', ...down.values, nowOf(cosmos)]
  return (cosmos.store.sql(sql).get(...values) as { count: number }).count
}
