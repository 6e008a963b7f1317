// The plans' logs in the file: what arrives is written one after another, whichever plan it is of, and sorted by plan later.
//
// Put in its place at once, every edit would write a page of its plan, and a commit of fifty plans fifty pages; at the end
// of one table they fill two. By the time they are sorted most have been folded into one entry, and are only let go.
import type { DatabaseSync } from 'node:sqlite'
import type { LogEntry, PartitionLog } from '#bot/ports.ts'

/** Folded away, an entry stays in the file for so long at most (R8). */
const SORT_EVERY_MS = 60_000
/** Beyond so many the oldest are sorted at once: where each is, is kept in memory. */
const MOST_ARRIVED = 32_768
/** So many are sorted in one go: some ten milliseconds. */
const A_TIME = 2048

type Waiting = { name: string; entries: LogEntry[]; done: () => void; failed: (error: unknown) => void }
type Row = { n: number; by: string; entry: Uint8Array }

const lastSorted = (name: string) => `(SELECT coalesce(max(n), 0) FROM log WHERE name = ${name})`
/** All logs, each as a whole and in order; the two tables are merged as they are read. */
export const EVERY_ENTRY = `
  SELECT name, n, by, entry FROM log
  UNION ALL
  SELECT name, n, by, entry FROM arrived WHERE n > ${lastSorted('arrived.name')}
  ORDER BY name, n`

export type Logs = {
  append(name: string, entries: LogEntry[]): Promise<void>
  readLog(name: string, after?: string): PartitionLog
  /** Inside a transaction. */
  compact(name: string, at: string, entry: LogEntry): boolean
  /** Inside a transaction. */
  clear(name: string): void
  /** Sorts everything, what waits to be appended too: what was folded is in no table any more. */
  sort(): void
  /** Appends what waits. */
  close(): void
}

/**
 * An entry's number `n` is never used twice in the file. A log is what `log` has of it, and behind that what `arrived` has
 * with higher numbers: a fold goes to `log` under the number of the last entry in it, which lets go of those before it.
 * `transaction` runs its work as one; it is never called within itself.
 */
export function logsOf(
  db: DatabaseSync,
  transaction: (work: () => true) => unknown,
  { every = SORT_EVERY_MS, most = MOST_ARRIVED, atATime = A_TIME } = {},
): Logs {
  const sql = {
    append: db.prepare('INSERT INTO arrived (name, by, entry) VALUES (?, ?, ?)'),
    arrivedSince: db.prepare('SELECT n, name FROM arrived WHERE n > ? ORDER BY n'),
    // Each in a query of its own is one step in the tree; both in one would read the whole log.
    ends: db.prepare(
      'SELECT (SELECT min(n) FROM log WHERE name = ?1) AS first, (SELECT max(n) FROM log WHERE name = ?1) AS last',
    ),
    isThere: db.prepare('SELECT 1 FROM arrived WHERE n = ?'),
    read: db.prepare(
      `SELECT n, by, entry FROM log WHERE name = ?1 AND n > ?2
       UNION ALL
       SELECT n, by, entry FROM arrived
       WHERE n IN (SELECT value FROM json_each(?3)) AND name = ?1 AND n > ?2 AND n > ${lastSorted('?1')}
       ORDER BY n`,
    ),
    dropSorted: db.prepare('DELETE FROM log WHERE name = ? AND n <= ?'),
    fold: db.prepare('INSERT INTO log (name, n, by, entry) VALUES (?, ?, ?, ?)'),
    clear: db.prepare('DELETE FROM log WHERE name = ?'),
    clearArrived: db.prepare('DELETE FROM arrived WHERE name = ?'),
    oldest: db.prepare('SELECT min(n) AS n FROM arrived'),
    sort: db.prepare(
      `INSERT INTO log (name, n, by, entry)
       SELECT name, n, by, entry FROM arrived WHERE n <= ? AND n > ${lastSorted('arrived.name')} ORDER BY name, n`,
    ),
    letGo: db.prepare('DELETE FROM arrived WHERE n <= ?'),
  }

  /** The numbers of what has arrived and was not sorted yet, by log and ascending; some of them may be folded. */
  const arrived = new Map<string, number[]>()
  let count = 0
  let newest = 0
  function note(name: string, n: number): void {
    const numbers = arrived.get(name)
    if (numbers) numbers.push(n)
    else arrived.set(name, [n])
    count += 1
    newest = n
  }
  /** Another process may have appended as well. */
  function lookAround(): void {
    for (const { n, name } of sql.arrivedSince.all(newest) as { n: number; name: string }[]) note(name, n)
  }
  function forget(name: string, last: number): void {
    const numbers = arrived.get(name)
    if (!numbers?.length || (numbers[0] as number) > last) return
    const from = numbers.findIndex((n) => n > last)
    const gone = from < 0 ? numbers.length : from
    count -= gone
    if (gone === numbers.length) arrived.delete(name)
    else numbers.splice(0, gone)
  }
  const forgetUpTo = (last: number) => {
    for (const name of arrived.keys()) forget(name, last)
  }

  /** Appends of one turn of the event loop, over all logs, are one transaction: one sync of the disk for all of them. */
  let waiting: Waiting[] = []
  function flush(): void {
    const batch = waiting
    waiting = []
    if (batch.length === 0) return
    const numbers: number[] = []
    try {
      transaction(() => {
        for (const { name, entries } of batch)
          for (const { update, by } of entries) numbers.push(Number(sql.append.run(name, by, update).lastInsertRowid))
        return true
      })
    } catch (error) {
      for (const one of batch) one.failed(error)
      return
    }
    // Numbers between were another process's, and are to be looked up.
    if (numbers[0] !== newest + 1) lookAround()
    else for (const { name, entries } of batch) for (const _ of entries) note(name, newest + 1)
    for (const one of batch) one.done()
    sortLater()
    if (count > most) sorted()
  }

  /** Sorts the oldest of those up to a number; says whether there are more. */
  function sortSome(upTo: number): boolean {
    const { n: oldest } = sql.oldest.get() as { n: number | null }
    // Another process sorts as well.
    forgetUpTo(oldest === null ? newest : oldest - 1)
    const last = Math.min((oldest ?? Infinity) + atATime - 1, upTo)
    if (oldest === null || oldest > last) return false
    transaction(() => {
      sql.sort.run(last)
      sql.letGo.run(last)
      return true
    })
    forgetUpTo(last)
    return last < upTo
  }
  /** A full disk, or another process that is at it: nothing is lost, and it is tried again later. */
  function sorted(upTo = newest): boolean {
    try {
      return sortSome(upTo)
    } catch {
      sortLater()
      return false
    }
  }
  let timer: NodeJS.Timeout | null = null
  function sortLater(): void {
    timer ??= setTimeout(() => {
      timer = null
      sortOn(newest)
    }, every).unref()
  }
  /** Turn by turn, so that others have theirs. */
  function sortOn(upTo: number): void {
    if (db.isOpen && sorted(upTo)) setImmediate(sortOn, upTo)
  }

  /** `first`, the number of its first entry, tells one folding of a log from the next; 0 where there is none. */
  function endsOf(name: string): { first: number; lastSorted: number } {
    lookAround()
    const { first, last } = sql.ends.get(name) as { first: number | null; last: number | null }
    const there = first ?? arrived.get(name)?.find((n) => sql.isThere.get(n))
    return { first: there ?? 0, lastSorted: last ?? 0 }
  }
  /** What has arrived of a log behind a number. What came before was sorted, or folded, and need not be kept in mind. */
  function arrivedOf(name: string, after: number): number[] {
    forget(name, after)
    return arrived.get(name) ?? []
  }

  lookAround()
  if (count > 0) sortLater()

  return {
    append(name, entries) {
      return new Promise((done, failed) => {
        waiting.push({ name, entries, done, failed })
        if (waiting.length === 1) setImmediate(flush)
      })
    },
    readLog(name, after = '') {
      const [known = 0, read = 0] = after.split('.').map(Number)
      const { first, lastSorted } = endsOf(name)
      const isTail = read > 0 && first === known
      const from = isTail ? read : 0
      const behind = arrivedOf(name, lastSorted).filter((n) => n > from)
      const rows = sql.read.all(name, from, JSON.stringify(behind)) as Row[]
      return {
        entries: rows.map(({ by, entry }) => ({ update: entry, by })),
        at: `${isTail ? known : (rows[0]?.n ?? 0)}.${rows.at(-1)?.n ?? (isTail ? read : 0)}`,
      }
    },
    compact(name, at, { update, by }) {
      const [first, last = 0] = at.split('.').map(Number)
      if (last === 0 || endsOf(name).first !== first) return false
      sql.dropSorted.run(name, last)
      sql.fold.run(name, last, by, update)
      return true
    },
    clear(name) {
      sql.clear.run(name)
      sql.clearArrived.run(name)
    },
    sort() {
      flush()
      lookAround()
      for (const upTo = newest; sortSome(upTo); );
    },
    close() {
      flush()
      if (timer) clearTimeout(timer)
    },
  }
}
