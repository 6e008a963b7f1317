// The embedded store: one SQLite file through node:sqlite, durable at every acknowledged write.
import { DatabaseSync } from 'node:sqlite'
import type { RawDocument, RawLog, Store, Stored, Version, Write } from '#bot/ports.ts'
import { type Kind, parseKind, placeOf, schemaOf, type Value } from '#shared/kinds.ts'
import { holdAlone, openFile, pragma } from './file.ts'
import { EVERY_ENTRY, logsOf } from './logs.ts'

type Row = { kind: string; id: string; version: number; schema: number; json: string }
type RowArray = [kind: string, id: string, version: number, schema: number, json: string]
export type SqliteStore = Store & {
  /** No other process had the file open as its store when this one opened it. */
  alone: boolean
  /** How the running connection writes. */
  pragmas(): Record<'journal_mode' | 'synchronous' | 'secure_delete', unknown>
  wipe(): Promise<void>
}

/** A document is some 2 KB: a few megabytes in all. */
const MOST_CHECKED = 3000

/** Opens (and makes) the file; throws a sentence that says what to do when that cannot be (file.ts). */
export function openSqlite(file: string): SqliteStore {
  const db = openFile(file)
  const hold = holdAlone(file)
  const COLUMNS = 'kind, id, version, schema, json'
  const sql = {
    begin: db.prepare('BEGIN IMMEDIATE'),
    commit: db.prepare('COMMIT'),
    get: db.prepare('SELECT version, schema, json FROM doc WHERE partition = ? AND kind = ? AND id = ?'),
    insert: db.prepare(
      'INSERT INTO doc (partition, kind, id, version, due, json, schema) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    replace: db.prepare(
      'UPDATE doc SET version = ?, due = ?, json = ?, schema = ? WHERE partition = ? AND kind = ? AND id = ? AND version = ?',
    ),
    remove: db.prepare('DELETE FROM doc WHERE partition = ? AND kind = ? AND id = ? AND version = ?'),
    list: db.prepare(`SELECT ${COLUMNS} FROM doc WHERE partition = ? AND kind = ? ORDER BY id`),
    read: db.prepare(
      `SELECT ${COLUMNS} FROM doc WHERE partition = ? AND kind IN (SELECT value FROM json_each(?)) ORDER BY kind, id`,
    ),
    due: db.prepare(`SELECT ${COLUMNS} FROM doc WHERE kind = ? AND due <= ? ORDER BY due, partition, id LIMIT ?`),
    nextDue: db.prepare('SELECT min(due) AS due FROM doc WHERE due > ?'),
    // Never used twice, even over deletion and re-creation, so that an old version can never match a new document.
    nextVersion: db.prepare(
      "INSERT INTO meta (key, value) VALUES ('version', 1) ON CONFLICT (key) DO UPDATE SET value = value + 1 RETURNING value",
    ),
    clearDocs: db.prepare('DELETE FROM doc WHERE partition = ?'),
  }

  // An employee's whole history is read by it: arrays take a third less time than objects.
  sql.read.setReturnArrays(true)

  /**
   * What was read and checked, by version: the same screens are opened again and again, and reading the text is most of
   * what they cost. Never out of date, because a version is one write of one document; frozen, because many share it.
   */
  const checked = new Map<number, unknown>()
  const parse = <K extends Kind>(kind: K, row: Omit<Row, 'kind' | 'id'>, id: string): Stored<K> => {
    let value = checked.get(row.version) as Value<K> | undefined
    if (value === undefined) {
      value = frozen(parseKind(kind, id, JSON.parse(row.json), row.schema))
      if (checked.size >= MOST_CHECKED) checked.clear()
      checked.set(row.version, value)
    }
    return { value, version: String(row.version) }
  }
  const parseAll = <K extends Kind>(kind: K, rows: unknown): Stored<K>[] =>
    (rows as Row[]).map((row) => parse(kind, row, row.id))

  /** Writes one document inside the running transaction. */
  function write({ kind, value, over }: { kind: Kind; value: Value<Kind>; over: Version | 'absent' }): Version | null {
    const { partition, id, due } = placeOf(kind, value as never)
    const json = JSON.stringify(parseKind(kind, id, value))
    const { value: version } = sql.nextVersion.get() as { value: number }
    const schema = schemaOf(kind)
    const { changes } =
      over === 'absent'
        ? sql.insert.run(partition, kind, id, version, due, json, schema)
        : sql.replace.run(version, due, json, schema, partition, kind, id, Number(over))
    return changes === 1 ? String(version) : null
  }

  /** All or nothing; `work` says by `null` that somebody was first. */
  function transaction<T>(work: () => T | null): T | null {
    sql.begin.run()
    try {
      const result = work()
      if (result === null) db.exec('ROLLBACK')
      else sql.commit.run()
      return result
    } catch (error) {
      // A full disk has rolled back already.
      if (db.isTransaction) db.exec('ROLLBACK')
      throw error
    }
  }

  const logs = logsOf(db, transaction)

  const forgetDeleted = () => db.exec('PRAGMA wal_checkpoint(TRUNCATE)')

  return {
    alone: hold.alone,
    pragmas: () => ({
      journal_mode: pragma(db, 'journal_mode'),
      synchronous: pragma(db, 'synchronous'),
      secure_delete: pragma(db, 'secure_delete'),
    }),
    async get(kind, partition, id) {
      const row = sql.get.get(partition, kind, id) as Omit<Row, 'kind' | 'id'> | undefined
      return row ? parse(kind, row, id) : null
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
      return parseAll(kind, sql.list.all(partition, kind))
    },
    async read<K extends Kind>(partition: string, kinds: readonly K[]) {
      const found = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as { [P in K]: Stored<P>[] }
      for (const [kind, id, version, schema, json] of sql.read.all(
        partition,
        JSON.stringify(kinds),
      ) as unknown as RowArray[])
        found[kind as K].push(parse(kind as K, { version, schema, json }, id))
      return found
    },
    async due(kind, now, limit) {
      return parseAll(kind, sql.due.all(kind, now, limit))
    },
    async nextDue(after) {
      return (sql.nextDue.get(after) as { due: string | null }).due
    },
    append: logs.append,
    async readLog(partition, after) {
      return logs.readLog(partition, after)
    },
    async compact(partition, at, entry) {
      return transaction(() => logs.compact(partition, at, entry) || null) ?? false
    },
    async clear(partition) {
      transaction(() => {
        sql.clearDocs.run(partition)
        logs.clear(partition)
        return true
      })
      forgetDeleted()
    },
    // secure_delete wipes what is freed, but a page that was filled anew may keep old bytes in the gap between its cells.
    async forget() {
      logs.sort()
      db.exec('VACUUM')
      const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number }
      if (busy) throw new Error('Somebody reads the file: its log could not be emptied')
    },
    everything: () => everythingIn(db, file),
    async check() {
      db.prepare('SELECT 1').get()
    },
    async close() {
      logs.close()
      forgetDeleted()
      db.close()
      hold.release()
    },
    async wipe() {
      db.exec('DELETE FROM doc; DELETE FROM log; DELETE FROM arrived;')
      forgetDeleted()
    },
  }
}

/** In one transaction of a connection of its own: the whole file as it is at one moment, while others go on writing. */
async function* everythingIn(db: DatabaseSync, file: string): AsyncGenerator<RawDocument | RawLog> {
  const own = file === ':memory:' ? db : new DatabaseSync(file, { readOnly: true })
  try {
    own.exec('BEGIN')
    const documents = own.prepare('SELECT partition, kind, id, schema, json FROM doc ORDER BY partition, kind, id')
    for (const row of documents.iterate()) {
      const { partition, kind, id, schema, json } = row as Record<string, string> & { schema: number }
      yield { kind, partition, id, schema, json: jsonOf(json) } as RawDocument
    }
    let log: RawLog | undefined
    for (const row of own.prepare(EVERY_ENTRY).iterate()) {
      const { name, by, entry } = row as { name: string; by: string; entry: Uint8Array }
      if (log && log.log !== name) {
        yield log
        log = undefined
      }
      log ??= { log: name, entries: [] }
      log.entries.push({ update: entry, by })
    }
    if (log) yield log
  } finally {
    if (own.isTransaction) own.exec('ROLLBACK')
    if (own !== db) own.close()
  }
}

/** A text that is no JSON stays a text, so that a check can name it. */
function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return text
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const key in value) frozen(value[key])
  }
  return value
}
