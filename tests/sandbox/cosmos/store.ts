// The SQLite database behind the stand-in: its tables, and the few statements over items that everything else uses.
import { DatabaseSync, type StatementSync } from 'node:sqlite'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS databases (number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT UNIQUE, body TEXT);
  CREATE TABLE IF NOT EXISTS containers
    (number INTEGER PRIMARY KEY AUTOINCREMENT, db TEXT, id TEXT, rid TEXT, body TEXT, UNIQUE (db, id));
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
  INSERT OR IGNORE INTO counters VALUES ('lsn', 0);
  CREATE TABLE IF NOT EXISTS items (
    row INTEGER PRIMARY KEY AUTOINCREMENT, coll INTEGER, pk TEXT, id TEXT, kind TEXT, due,
    lsn INTEGER, range INTEGER, ts INTEGER, ttl INTEGER, expires INTEGER, etag TEXT, body TEXT);
  CREATE UNIQUE INDEX IF NOT EXISTS items_id ON items (coll, pk, id);
  CREATE INDEX IF NOT EXISTS items_pk ON items (coll, pk);
  CREATE INDEX IF NOT EXISTS items_kind ON items (coll, pk, kind);
  CREATE INDEX IF NOT EXISTS items_due ON items (coll, pk, due);
  CREATE INDEX IF NOT EXISTS items_kind_due ON items (coll, pk, kind, due);
  CREATE INDEX IF NOT EXISTS items_lsn ON items (coll, lsn);
  CREATE INDEX IF NOT EXISTS items_expires ON items (expires) WHERE expires IS NOT NULL;
`

export type StoredItem = { row: number; etag: string; body: string }

export type NewItem = {
  coll: number
  pk: string
  id: string
  /** `kind` and `due` of the document where they are plain, for the indexes. */
  kind: string | null
  due: string | number | null
  range: number
  ts: number
  ttl: number | null
  expires: number | null
  etag: string
}

export type Store = {
  db: DatabaseSync
  /** A prepared statement, kept for the next time. */
  sql: (text: string) => StatementSync
  find: (coll: number, pk: string, id: string, now: number) => StoredItem | undefined
  /** Stores an item under a row: null for a new one. `bodyOf` is given the row's number, which is part of the item. */
  put: (row: number | null, item: NewItem, bodyOf: (row: number) => string) => string
  remove: (row: number) => void
  /** Runs `work`; when it throws, nothing of it has happened. */
  atomically: <T>(work: () => T) => T
  lsn: () => number
  sweep: (now: number) => void
  close: () => void
}

/** Opens the file, or a database in memory. Deleted content is overwritten, so that a search of the bytes is honest. */
export function openStore(file: string | undefined): Store {
  const db = new DatabaseSync(file ?? ':memory:', { timeout: 5_000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON;')
  db.exec(SCHEMA)
  const statements = new Map<string, StatementSync>()
  const sql = (text: string): StatementSync => {
    const known = statements.get(text)
    if (known) return known
    const made = db.prepare(text)
    statements.set(text, made)
    return made
  }
  const nextLsn = (): number =>
    (sql("UPDATE counters SET value = value + 1 WHERE name = 'lsn' RETURNING value").get() as { value: number }).value

  // The number of a row is part of its item, so it is given here and not by SQLite.
  const given = sql("SELECT seq FROM sqlite_sequence WHERE name = 'items'").get() as { seq: number } | undefined
  let lastRow = given?.seq ?? 0

  let depth = 0
  const atomically = <T>(work: () => T): T => {
    if (depth > 0) return work()
    db.exec('BEGIN')
    depth = 1
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    } finally {
      depth = 0
    }
  }

  return {
    db,
    sql,
    atomically,
    find: (coll, pk, id, now) =>
      sql(`SELECT row, etag, body FROM items INDEXED BY items_id WHERE coll = ? AND pk = ? AND id = ?
           AND (expires IS NULL OR expires > ?)`).get(coll, pk, id, now) as StoredItem | undefined,
    put: (row, item, bodyOf) =>
      atomically(() => {
        const values = [item.kind, item.due, nextLsn(), item.ts, item.ttl, item.expires, item.etag]
        if (row !== null) {
          const body = bodyOf(row)
          sql(`UPDATE items SET kind = ?, due = ?, lsn = ?, ts = ?, ttl = ?, expires = ?, etag = ?, body = ?
               WHERE row = ?`).run(...values, body, row)
          return body
        }
        // An expired item of this id may still lie there, unswept.
        sql('DELETE FROM items WHERE coll = ? AND pk = ? AND id = ?').run(item.coll, item.pk, item.id)
        const made = sql(`INSERT INTO items (kind, due, lsn, ts, ttl, expires, etag, coll, pk, id, range, row, body)
                          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
        lastRow += 1
        const body = bodyOf(lastRow)
        made.run(...values, item.coll, item.pk, item.id, item.range, lastRow, body)
        return body
      }),
    remove: (row) => {
      sql('DELETE FROM items WHERE row = ?').run(row)
      nextLsn()
    },
    lsn: () => (sql("SELECT value FROM counters WHERE name = 'lsn'").get() as { value: number }).value,
    sweep: (now) => {
      sql('DELETE FROM items WHERE expires <= ?').run(now)
    },
    close: () => db.close(),
  }
}
