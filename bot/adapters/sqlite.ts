// The embedded store: one SQLite file through node:sqlite, durable at every acknowledged write.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Store, Stored, Version, Write } from '#bot/ports.ts'
import { type Kind, parseKind, placeOf, type Value } from '#shared/kinds.ts'

const SCHEMA = `
CREATE TABLE IF NOT EXISTS doc (
  partition TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, due TEXT, json TEXT NOT NULL,
  PRIMARY KEY (partition, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS doc_due ON doc (kind, due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS log (
  name TEXT NOT NULL, n INTEGER NOT NULL, by TEXT NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY (name, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
`

type Row = { id: string; version: number; json: string }

/**
 * Opens (and makes) the file. WAL with synchronous=FULL: a resolved write survives the death of the process and of the
 * machine; secure_delete: what was deleted does not stay in the file (R8). Throws when the file cannot be opened.
 */
export function openSqlite(file: string): Store & { wipe(): Promise<void> } {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const db = new DatabaseSync(file, { timeout: 5000 })
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;')
  db.exec(SCHEMA)

  const sql = {
    get: db.prepare('SELECT id, version, json FROM doc WHERE partition = ? AND kind = ? AND id = ?'),
    insert: db.prepare(
      'INSERT INTO doc (partition, kind, id, version, due, json) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    replace: db.prepare(
      'UPDATE doc SET version = ?, due = ?, json = ? WHERE partition = ? AND kind = ? AND id = ? AND version = ?',
    ),
    remove: db.prepare('DELETE FROM doc WHERE partition = ? AND kind = ? AND id = ? AND version = ?'),
    list: db.prepare('SELECT id, version, json FROM doc WHERE partition = ? AND kind = ? ORDER BY id'),
    due: db.prepare(
      'SELECT id, version, json FROM doc WHERE kind = ? AND due <= ? ORDER BY due, partition, id LIMIT ?',
    ),
    nextDue: db.prepare('SELECT min(due) AS due FROM doc WHERE due > ?'),
    // Never used twice, even over deletion and re-creation, so that an old version can never match a new document.
    nextVersion: db.prepare(
      "INSERT INTO meta (key, value) VALUES ('version', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1 RETURNING value",
    ),
    append: db.prepare(
      'INSERT INTO log (name, n, by, entry) VALUES (?, (SELECT coalesce(max(n), 0) + 1 FROM log WHERE name = ?), ?, ?)',
    ),
    readLog: db.prepare('SELECT by, entry FROM log WHERE name = ? ORDER BY n'),
  }

  const parse = <K extends Kind>(kind: K, row: Row): Stored<K> => ({
    value: parseKind(kind, row.id, JSON.parse(row.json)),
    version: String(row.version),
  })

  /** Writes one document inside the running transaction. */
  function write({ kind, value, over }: { kind: Kind; value: Value<Kind>; over: Version | 'absent' }): Version | null {
    const { partition, id, due } = placeOf(kind, value as never)
    const json = JSON.stringify(parseKind(kind, id, value))
    const { value: version } = sql.nextVersion.get() as { value: number }
    const { changes } =
      over === 'absent'
        ? sql.insert.run(partition, kind, id, version, due, json)
        : sql.replace.run(version, due, json, partition, kind, id, Number(over))
    return changes === 1 ? String(version) : null
  }

  /** All or nothing; `work` says by `null` that somebody was first. */
  function transaction<T>(work: () => T | null): T | null {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      db.exec(result === null ? 'ROLLBACK' : 'COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }

  return {
    async get(kind, partition, id) {
      const row = sql.get.get(partition, kind, id) as Row | undefined
      return row ? parse(kind, row) : null
    },
    async put(kind, value, over) {
      return transaction(() => write({ kind, value, over }))
    },
    async putAll(writes: Write[]) {
      const partitions = new Set(writes.map(({ kind, value }) => placeOf(kind, value as never).partition))
      if (partitions.size > 1) throw new Error(`putAll over several partitions: ${[...partitions].join(', ')}`)
      return transaction(() => {
        const versions: Version[] = []
        for (const one of writes) {
          const version = write(one)
          if (version === null) return null
          versions.push(version)
        }
        return versions
      })
    },
    async remove(kind, partition, id, over) {
      return sql.remove.run(partition, kind, id, Number(over)).changes === 1
    },
    async list(kind, partition) {
      return (sql.list.all(partition, kind) as Row[]).map((row) => parse(kind, row))
    },
    async due(kind, now, limit) {
      return (sql.due.all(kind, now, limit) as Row[]).map((row) => parse(kind, row))
    },
    async nextDue(after) {
      return (sql.nextDue.get(after) as { due: string | null }).due
    },
    async append(name, entries) {
      transaction(() => {
        for (const { update, by } of entries) sql.append.run(name, name, by, update)
        return true
      })
    },
    async readLog(name) {
      const rows = sql.readLog.all(name) as { by: string; entry: Uint8Array }[]
      return rows.map(({ by, entry }) => ({ update: entry, by }))
    },
    async check() {
      db.prepare('SELECT 1').get()
    },
    async close() {
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      db.close()
    },
    async wipe() {
      db.exec('DELETE FROM doc; DELETE FROM log; PRAGMA wal_checkpoint(TRUNCATE);')
    },
  }
}
