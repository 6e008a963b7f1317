// The plans' logs in the SQLite file, whoever sorts, folds, clears or appends in between: nothing lost, nothing twice, nothing out of order.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { openFile } from '#bot/adapters/sqlite/file.ts'
import { EVERY_ENTRY, logsOf } from '#bot/adapters/sqlite/logs.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'

const folder = mkdtempSync(join(tmpdir(), 'logs-'))
let files = 0
const newFile = () => join(folder, `${++files}.sqlite`)
afterAll(() => rmSync(folder, { recursive: true }))

/** One process at work on the file; it sorts at every chance, two entries at a time. */
function process(file: string) {
  const db = openFile(file)
  const transaction = (work: () => unknown) => {
    db.exec('BEGIN IMMEDIATE')
    try {
      const result = work()
      db.exec('COMMIT')
      return result
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  return { db, transaction, logs: logsOf(db, transaction, { most: 4, atATime: 2 }) }
}

const NAMES = ['a', 'b']
const which = { by: fc.nat(1), name: fc.constantFrom(...NAMES) }
const act = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ ...which, do: fc.constant('append' as const), count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 3, arbitrary: fc.record({ ...which, do: fc.constantFrom('read' as const, 'fold now' as const) }) },
  // Of what was read then, which may be long ago.
  {
    weight: 3,
    arbitrary: fc.record({ ...which, do: fc.constantFrom('tail' as const, 'fold' as const), back: fc.nat(2) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ...which, do: fc.constantFrom('sort' as const, 'die' as const, 'clear' as const) }),
  },
)

test('five hundred stories of two processes on one file', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 10, maxLength: 40 }), async (acts) => {
      const file = newFile()
      const processes = [process(file), process(file)]
      /** What each log is to hold, and what was read of it when; an entry is a number, a fold many. */
      const model = new Map(NAMES.map((name) => [name, [] as number[]]))
      const readings = new Map(NAMES.map((name) => [name, [] as { at: string; numbers: number[] }[]]))
      let last = 0
      for (const one of acts) {
        const { logs, db, transaction } = processes[one.by] as ReturnType<typeof process>
        const { name } = one
        const expected = model.get(name) as number[]
        const past = readings.get(name) as { at: string; numbers: number[] }[]
        const numbersIn = (entries: { update: Uint8Array }[]) => entries.flatMap(({ update }) => [...update])
        if (one.do === 'append') {
          const entries = Array.from({ length: one.count }, () => ({ update: Uint8Array.of(++last), by: 'x' }))
          await logs.append(name, entries)
          expected.push(...numbersIn(entries))
        } else if (one.do === 'read') {
          const { at, entries } = logs.readLog(name)
          expect(numbersIn(entries)).toEqual(expected)
          past.unshift({ at, numbers: [...expected] })
        } else if (one.do === 'fold now') {
          const folded = { update: Uint8Array.from(expected), by: 'server' }
          const isFolded = transaction(() => logs.compact(name, logs.readLog(name).at, folded))
          expect(isFolded).toBe(expected.length > 0)
        } else if (one.do === 'sort') logs.sort()
        else if (one.do === 'die') {
          db.close()
          processes[one.by] = process(file)
        } else if (one.do === 'clear') {
          transaction(() => logs.clear(name))
          expected.length = 0
        } else if ('back' in one) {
          const { at, numbers } = past[one.back] ?? { at: '', numbers: [] }
          if (one.do === 'fold') {
            const folded = { update: Uint8Array.from(numbers), by: 'server' }
            transaction(() => logs.compact(name, at, folded))
          } else {
            const { entries, at: now } = logs.readLog(name, at)
            const read = numbersIn(entries)
            expect(read.length < expected.length ? [...numbers, ...read] : read).toEqual(expected)
            past.unshift({ at: now, numbers: [...expected] })
          }
        }
      }
      for (const { logs } of processes)
        for (const name of NAMES)
          expect(logs.readLog(name).entries.flatMap(({ update }) => [...update])).toEqual(model.get(name))
      const rows = processes[0]?.db.prepare(EVERY_ENTRY).all() as { name: string; entry: Uint8Array }[]
      for (const name of NAMES)
        expect(rows.filter((row) => row.name === name).flatMap(({ entry }) => [...entry])).toEqual(model.get(name))
      for (const { db } of processes) db.close()
      rmSync(file)
    }),
    { numRuns: 500 },
  )
})

test('R8 what was folded away is sorted out of the file by itself, and then in none of its tables', async () => {
  const db = openFile(newFile())
  const transaction = (work: () => unknown) => work()
  const logs = logsOf(db, transaction, { every: 1 })
  await logs.append('a', [{ update: new TextEncoder().encode('regretted'), by: 'x' }])
  logs.compact('a', logs.readLog('a').at, { update: Uint8Array.of(1), by: 'server' })
  const arrived = db.prepare('SELECT count(*) AS count FROM arrived')
  while (arrived.get()?.count !== 0) await new Promise((resolve) => setTimeout(resolve, 1))
  expect(logs.readLog('a').entries).toEqual([{ update: Uint8Array.of(1), by: 'server' }])
  db.close()
})

test('a file of the layout before goes on counting behind what it holds', async () => {
  const file = newFile()
  const old = new DatabaseSync(file)
  old.exec(`
    CREATE TABLE doc (partition TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, due TEXT,
      json TEXT NOT NULL, schema INTEGER NOT NULL DEFAULT 1, PRIMARY KEY (partition, kind, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE log (name TEXT NOT NULL, n INTEGER NOT NULL, by TEXT NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (name, n)) STRICT, WITHOUT ROWID;
    CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
    INSERT INTO log VALUES ('a', 7, 'x', x'01'), ('a', 8, 'x', x'02'), ('b', 40, 'x', x'03');
    PRAGMA application_id = 0x47524f57; PRAGMA user_version = 1`)
  old.close()
  const store = openSqlite(file)
  const { at } = await store.readLog('a')
  await store.append('a', [{ update: Uint8Array.of(4), by: 'x' }])
  expect((await store.readLog('a')).entries.map(({ update }) => update[0])).toEqual([1, 2, 4])
  expect((await store.readLog('a', at)).entries.map(({ update }) => update[0])).toEqual([4])
  await store.close()
  const again = openSqlite(file)
  expect((await again.readLog('a')).entries.map(({ update }) => update[0])).toEqual([1, 2, 4])
  await again.close()
})
