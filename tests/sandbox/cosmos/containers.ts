// Databases and containers: made, read, listed, changed and deleted as the service does.
import { randomUUID } from 'node:crypto'
import { SMALL_READ_CHARGE } from './charges.ts'
import { badRequest, conflict, itemNotFound, ownerNotFound } from './failure.ts'
import { DEFAULT_POLICY } from './indexing.ts'
import { containerRid, databaseRid } from './rids.ts'
import { type Cosmos, nowOf } from './state.ts'
import type { Container, IndexingPolicy, Json, PartitionDefinition, Reply } from './types.ts'

const MANAGE_CHARGE = 4.95
const ILLEGAL = /[/\\?#]/
const NAME_LIMIT = 255

const ok = (body: string, status = 200, charge = SMALL_READ_CHARGE): Reply => ({ status, charge, body })

function nameIn(document: Json): string {
  const { id } = document
  if (typeof id !== 'string' || id === '' || id.length > NAME_LIMIT || ILLEGAL.test(id)) {
    throw badRequest(`"id" must be a text of 1 to ${NAME_LIMIT} characters without / \\ ? #.`)
  }
  return id
}

const etag = (): string => `"${randomUUID()}"`
const seconds = (cosmos: Cosmos): number => Math.floor(nowOf(cosmos) / 1000)

type Row = { number: number; id: string; rid: string; body: string }

export function createDatabase(cosmos: Cosmos, document: Json): Reply {
  const id = nameIn(document)
  const { sql } = cosmos.store
  if (databaseRow(cosmos, id)) throw conflict()
  const number = Number(sql('INSERT INTO databases (id, body) VALUES (?, ?)').run(id, '').lastInsertRowid)
  const rid = databaseRid(number)
  const own = { _rid: rid, _self: `dbs/${rid}/`, _etag: etag(), _colls: 'colls/', _users: 'users/' }
  const body = JSON.stringify({ id, ...own, _ts: seconds(cosmos) })
  sql('UPDATE databases SET body = ? WHERE number = ?').run(body, number)
  return ok(body, 201, MANAGE_CHARGE)
}

const databaseRow = (cosmos: Cosmos, id: string): Row | undefined =>
  cosmos.store.sql('SELECT number, id, body FROM databases WHERE id = ?').get(id) as Row | undefined

export function readDatabase(cosmos: Cosmos, id: string): Reply {
  const row = databaseRow(cosmos, id)
  if (!row) throw itemNotFound()
  return ok(row.body)
}

export function listDatabases(cosmos: Cosmos): Reply {
  const rows = cosmos.store.sql('SELECT body FROM databases ORDER BY number').all() as Row[]
  return listed('Databases', rows)
}

export function deleteDatabase(cosmos: Cosmos, id: string): Reply {
  const { sql, atomically } = cosmos.store
  if (!databaseRow(cosmos, id)) throw itemNotFound()
  atomically(() => {
    sql('DELETE FROM items WHERE coll IN (SELECT number FROM containers WHERE db = ?)').run(id)
    sql('DELETE FROM containers WHERE db = ?').run(id)
    sql('DELETE FROM databases WHERE id = ?').run(id)
  })
  return { status: 204, charge: MANAGE_CHARGE }
}

function listed(name: string, rows: Row[]): Reply {
  const body = `{"_rid":"","${name}":[${rows.map((row) => row.body).join(',')}],"_count":${rows.length}}`
  return { ...ok(body), itemCount: rows.length }
}

function partitionKeyIn(document: Json): PartitionDefinition {
  const key = document.partitionKey as PartitionDefinition | undefined
  const paths = key?.paths
  const isList = Array.isArray(paths) && paths.every((path) => typeof path === 'string' && /^\/[^*?]+$/.test(path))
  if (!isList || paths.length === 0)
    throw badRequest('The partition key definition must name its paths, such as "/pk".')
  const hierarchical = key?.kind === 'MultiHash'
  if (paths.length > (hierarchical ? 3 : 1)) {
    throw badRequest('Several partition key paths, at most three, need the kind MultiHash.')
  }
  return { paths, kind: key?.kind ?? 'Hash', version: key?.version ?? (hierarchical ? 2 : 1) }
}

function ttlIn({ defaultTtl }: Json): number | undefined {
  if (defaultTtl === undefined || defaultTtl === null) return undefined
  const fits = Number.isInteger(defaultTtl) && ((defaultTtl as number) > 0 || defaultTtl === -1)
  if (!fits) throw badRequest('"defaultTtl" must be -1 or a whole number of seconds above 0.')
  return defaultTtl as number
}

function bodyOf(cosmos: Cosmos, document: Json, number: { database: number; container: number }): [string, string] {
  const rid = containerRid(number.database, number.container)
  const indexingPolicy = (document.indexingPolicy as IndexingPolicy | undefined) ?? DEFAULT_POLICY
  const own = {
    ...document,
    id: nameIn(document),
    indexingPolicy: { indexingMode: 'consistent', automatic: true, ...indexingPolicy },
    partitionKey: partitionKeyIn(document),
    defaultTtl: ttlIn(document),
    _rid: rid,
    _ts: seconds(cosmos),
    _self: `dbs/${databaseRid(number.database)}/colls/${rid}/`,
    _etag: etag(),
    _docs: 'docs/',
    _sprocs: 'sprocs/',
    _triggers: 'triggers/',
    _udfs: 'udfs/',
    _conflicts: 'conflicts/',
  }
  return [rid, JSON.stringify(own)]
}

export function createContainer(cosmos: Cosmos, db: string, document: Json): Reply {
  const { sql, atomically } = cosmos.store
  const database = databaseRow(cosmos, db)
  if (!database) throw ownerNotFound()
  const id = nameIn(document)
  if (containerRow(cosmos, db, id)) throw conflict()
  const body = atomically(() => {
    const made = sql('INSERT INTO containers (db, id) VALUES (?, ?)').run(db, id)
    const container = Number(made.lastInsertRowid)
    const [rid, text] = bodyOf(cosmos, document, { database: database.number, container })
    sql('UPDATE containers SET rid = ?, body = ? WHERE number = ?').run(rid, text, container)
    return text
  })
  return ok(body, 201, MANAGE_CHARGE)
}

/** Changes a container's policies; its partition key stays what it is. */
export function replaceContainer(cosmos: Cosmos, db: string, id: string, document: Json): Reply {
  const row = containerRow(cosmos, db, id)
  if (!row) throw itemNotFound()
  const before = JSON.parse(row.body) as Json
  const key = partitionKeyIn(document)
  if (document.id !== id || String(key.paths) !== String((before.partitionKey as PartitionDefinition).paths)) {
    throw badRequest('The id and the partition key of a container cannot be changed.')
  }
  const database = databaseRow(cosmos, db)?.number ?? 0
  const [, body] = bodyOf(cosmos, document, { database, container: row.number })
  const ttl = ttlIn(document)
  cosmos.store.atomically(() => {
    cosmos.store.sql('UPDATE containers SET body = ? WHERE number = ?').run(body, row.number)
    // When an item ends depends on the container's default, so it is worked out anew for all of them.
    cosmos.store
      .sql(`UPDATE items SET expires = CASE WHEN ?2 IS NULL THEN NULL WHEN coalesce(ttl, ?2) < 0 THEN NULL
              ELSE (ts + coalesce(ttl, ?2)) * 1000 END WHERE coll = ?1`)
      .run(row.number, ttl ?? null)
  })
  return ok(body, 200, MANAGE_CHARGE)
}

function containerRow(cosmos: Cosmos, db: string, id: string): Row | undefined {
  const found = cosmos.store.sql('SELECT number, id, rid, body FROM containers WHERE db = ? AND id = ?').get(db, id)
  return found as Row | undefined
}

export function readContainer(cosmos: Cosmos, db: string, id: string): Reply {
  if (!databaseRow(cosmos, db)) throw ownerNotFound()
  const row = containerRow(cosmos, db, id)
  if (!row) throw itemNotFound()
  return ok(row.body)
}

export function listContainers(cosmos: Cosmos, db: string): Reply {
  if (!databaseRow(cosmos, db)) throw ownerNotFound()
  const rows = cosmos.store.sql('SELECT body FROM containers WHERE db = ? ORDER BY number').all(db) as Row[]
  return listed('DocumentCollections', rows)
}

export function deleteContainer(cosmos: Cosmos, db: string, id: string): Reply {
  const row = containerRow(cosmos, db, id)
  if (!row) throw itemNotFound()
  cosmos.store.atomically(() => {
    cosmos.store.sql('DELETE FROM items WHERE coll = ?').run(row.number)
    cosmos.store.sql('DELETE FROM containers WHERE number = ?').run(row.number)
  })
  return { status: 204, charge: MANAGE_CHARGE }
}

/** The resource id of a container, by which the SDK keeps session tokens. */
export const ridOf = (cosmos: Cosmos, db: string, id: string): string | undefined => containerRow(cosmos, db, id)?.rid

const parsed = new Map<string, Container>()

/** The container of a request on items. Throws 404 with sub-status 1003 when it is not there. */
export function containerOf(cosmos: Cosmos, db: string, id: string): Container {
  const row = containerRow(cosmos, db, id)
  if (!row) throw ownerNotFound()
  // A container's text is another at each change, so it is what the parsed form is remembered by.
  const known = parsed.get(row.body)
  if (known) return known
  const body = JSON.parse(row.body) as Json
  const container: Container = {
    number: row.number,
    rid: row.rid,
    id: row.id,
    link: `dbs/${db}/colls/${id}`,
    partitionKey: body.partitionKey as PartitionDefinition,
    indexingPolicy: body.indexingPolicy as IndexingPolicy,
    defaultTtl: (body.defaultTtl as number | undefined) ?? null,
    body: row.body,
  }
  if (parsed.size > 100) parsed.clear()
  parsed.set(row.body, container)
  return container
}
