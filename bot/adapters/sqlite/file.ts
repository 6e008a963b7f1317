// Opens the file of the embedded store: that it is ours, whole, writable and not from a newer program, each refusal a sentence.
import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** 'GROW': tells our files from other programs' (PRAGMA application_id). */
const OURS = 0x47524f57
/** The layout of the tables below (PRAGMA user_version). */
const LAYOUT = 2

const TABLES = `
CREATE TABLE IF NOT EXISTS doc (
  partition TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, due TEXT, json TEXT NOT NULL, schema INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (partition, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS doc_due ON doc (kind, due) WHERE due IS NOT NULL;
CREATE TABLE IF NOT EXISTS log (
  name TEXT NOT NULL, n INTEGER NOT NULL, by TEXT NOT NULL, entry BLOB NOT NULL,
  PRIMARY KEY (name, n)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS arrived (
  n INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, by TEXT NOT NULL, entry BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
`

/** Before layout 1 no document said its version, a live plan's log had a name of its own, and a chat's day was kept otherwise. */
const FROM_LAYOUT_0 = `
ALTER TABLE doc ADD COLUMN schema INTEGER NOT NULL DEFAULT 1;
UPDATE log SET name = 'employee/' || substr(name, 6) WHERE name LIKE 'plan/%';
DELETE FROM doc WHERE kind = 'rhythm';
`

/** Before layout 2 each log counted for itself, and what arrived was sorted at once. */
const FROM_LAYOUT_1 = "INSERT INTO sqlite_sequence (name, seq) SELECT 'arrived', coalesce(max(n), 0) FROM log;"

/**
 * Pages after which what was written moves from the log beside the file into it: 16 MB. People who type fill the same few
 * pages again and again, so a fourth of SQLite's usual number of moves writes and syncs hardly more than one of them.
 */
const LOG_PAGES = 4000

/** How long a writer waits for another one's transaction, ms. */
const BUSY_MS = 5000

/**
 * Opens (and makes) the file: WAL with synchronous=FULL, so that a resolved write survives the death of the process and
 * of the machine; secure_delete, so that what was deleted does not stay in the file (R8). Throws an Error whose message
 * says what is wrong with the file and what to do; it is then as it was.
 */
export function openFile(file: string): DatabaseSync {
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    const db = new DatabaseSync(file, { timeout: BUSY_MS })
    try {
      judge(db, file)
      db.exec(
        `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = ${LOG_PAGES};`,
      )
      db.exec('BEGIN IMMEDIATE')
      const layout = hasTables(db) ? layoutOf(db) : LAYOUT
      if (layout < 1) db.exec(FROM_LAYOUT_0)
      db.exec(TABLES)
      if (layout < 2) db.exec(FROM_LAYOUT_1)
      db.exec(`PRAGMA application_id = ${OURS}; PRAGMA user_version = ${LAYOUT}; COMMIT;`)
      // What a killed process left in the log beside the file: deleted text too.
      db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      return db
    } catch (error) {
      db.close()
      throw error
    }
  } catch (error) {
    throw sentenceFor(file, error)
  }
}

export const pragma = (db: DatabaseSync, name: string): unknown =>
  Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
const layoutOf = (db: DatabaseSync) => Number(pragma(db, 'user_version'))
const tablesOf = (db: DatabaseSync) =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
    .all()
    .map(({ name }) => String(name))
const hasTables = (db: DatabaseSync) => tablesOf(db).length > 0

/** Throws a sentence for a file that is not to be touched. Reads only. */
function judge(db: DatabaseSync, file: string): void {
  const tables = tablesOf(db)
  if (tables.length === 0) return
  const owner = pragma(db, 'application_id')
  // Files of layout 0 carry no mark.
  const isOurs = owner === OURS || (owner === 0 && ['doc', 'log', 'meta'].every((name) => tables.includes(name)))
  if (!isOurs) throw new Error(NOT_OURS(file))
  const layout = layoutOf(db)
  if (layout > LAYOUT)
    throw new Error(
      `${file} was written by a newer version of this program (layout ${layout}, this one knows ${LAYOUT}). Update the program, or set SQLITE_FILE to another path. The file was not changed.`,
    )
  const found = pragma(db, 'quick_check(1)')
  if (found !== 'ok') throw new Error(DAMAGED(file))
}

const NOT_OURS = (file: string) =>
  `${file} is not a store of this program. Set SQLITE_FILE to another path, or move that file away. It was not changed.`
const DAMAGED = (file: string) =>
  `${file} is damaged or was cut off. Move it away and bring back a backup: npm run store -- restore FILE. It was not changed.`
const NOT_WRITABLE = (file: string) =>
  `${file} cannot be opened for writing. Give this user the right to write the file and its folder, or set SQLITE_FILE to another path.`
const FULL = (file: string) => `The disk that holds ${file} is full or cannot be written. Make room, then start again.`
const BUSY = (file: string) => `${file} is locked by another program. End that program, then start again.`

/** SQLite's primary result codes (https://www.sqlite.org/rescode.html), and the system's for the folder. */
const SENTENCES: Record<string, (file: string) => string> = {
  5: BUSY,
  6: BUSY,
  8: NOT_WRITABLE,
  10: FULL,
  11: DAMAGED,
  13: FULL,
  14: NOT_WRITABLE,
  26: NOT_OURS,
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: NOT_WRITABLE,
  ENOTDIR: NOT_WRITABLE,
  EEXIST: NOT_WRITABLE,
  ENOSPC: FULL,
}

function sentenceFor(file: string, error: unknown): unknown {
  const { errcode, code } = error as { errcode?: number; code?: string }
  const words = SENTENCES[errcode === undefined ? String(code) : String(errcode & 0xff)]
  return words ? new Error(words(file), { cause: error }) : error
}

/**
 * Whether this process is the only one at work on the file, for as long as it lives: held by a lock of the system's on
 * a file beside it, which goes with the process however that ends.
 */
export function holdAlone(file: string): { alone: boolean; release(): void } {
  if (file === ':memory:') return { alone: true, release: () => {} }
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 })
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return { alone: true, release: () => lock.close() }
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== 5) throw error
    return { alone: false, release: () => {} }
  }
}
