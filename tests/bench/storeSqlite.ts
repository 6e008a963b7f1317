// The embedded store beside the same thing done by hand with node:sqlite.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { recipientPartition } from '#shared/kinds.ts'
import type { Message } from '#shared/outbox/message.ts'
import { AT, message, NOW, TENANT } from '#tests/contract/samples.ts'
import { interleaved, ratio, report } from './measure.ts'

const DOCUMENTS = 1000
const FEW = 1000
const MANY = 1_000_000
const DUE = 100

/** A summary of about 800 bytes, as most messages are. */
const summary = (n: number, dueAt: string | null = null): Message => {
  const line = { due: '2026-12-01', text: 'Run the weekly billing decision meeting' }
  const content = { label: '2026 Q4', with: 'Mona', day: '2026-11-17', agreed: 1, more: 1, revisit: '2027-01-20' }
  const lines = Array.from({ length: 5 }, () => line)
  return {
    ...message(`${n}`, dueAt),
    id: `summary:${n}`,
    content: { type: 'summary', ...content, lines, subPage: 'plan' },
  }
}

export async function costOfSqlite(): Promise<Record<string, number>> {
  const folder = mkdtempSync(join(tmpdir(), 'growth-bench-'))
  const store = openSqlite(join(folder, 'store.sqlite'))
  const bare = new DatabaseSync(join(folder, 'bare.sqlite'))
  bare.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE d (k TEXT PRIMARY KEY, json TEXT) STRICT',
  )
  bare.exec('CREATE TABLE l (k TEXT, n INTEGER, entry BLOB, PRIMARY KEY (k, n)) STRICT')
  const insert = bare.prepare('INSERT INTO d VALUES (?, ?)')
  const select = bare.prepare('SELECT json FROM d WHERE k = ?')
  const partition = recipientPartition(TENANT, 'rafe')
  for (let n = 0; n < DOCUMENTS; n += 1) {
    await store.put('message', summary(n), 'absent')
    insert.run(`summary:${n}`, JSON.stringify(summary(n)))
  }

  const reads = await interleaved(
    [
      { name: 'port', once: (n) => store.get('message', partition, `summary:${n % DOCUMENTS}`) },
      {
        name: 'bare',
        once: async (n) => JSON.parse((select.get(`summary:${n % DOCUMENTS}`) as { json: string }).json),
      },
    ],
    40,
    1000,
  )
  const puts = await interleaved(
    [
      { name: 'port', once: (n) => store.put('message', summary(DOCUMENTS + n), 'absent') },
      {
        name: 'bare',
        once: async (n) => {
          bare.exec('BEGIN IMMEDIATE')
          insert.run(`summary:${DOCUMENTS + n}`, JSON.stringify(summary(DOCUMENTS + n)))
          bare.exec('COMMIT')
        },
      },
    ],
    40,
    50,
  )
  const update = new Uint8Array(60).fill(7)
  const append = bare.prepare('INSERT INTO l VALUES (?, ?, ?)')
  let rows = 0
  const appends = await interleaved(
    [
      {
        name: 'port',
        once: () =>
          Promise.all(Array.from({ length: 100 }, () => store.append('employee/t/a', [{ update, by: 'mona' }]))),
      },
      {
        name: 'bare',
        once: async () => {
          bare.exec('BEGIN IMMEDIATE')
          for (let n = 0; n < 100; n += 1) append.run('employee/t/a', rows++, update)
          bare.exec('COMMIT')
        },
      },
    ],
    40,
    10,
  )
  await store.close()
  bare.close()
  const due = await costOfDue(folder)
  rmSync(folder, { recursive: true })
  const figures = {
    getVersusBare: ratio(reads.port, reads.bare),
    putVersusBare: ratio(puts.port, puts.bare),
    appendsVersusBare: ratio(appends.port, appends.bare),
    dueOfAMillionVersusThousand: ratio(due.many, due.few),
  }
  const us = (time: number | undefined) => `${Math.round(time ?? 0)} µs`
  console.error(
    `point read ${us(reads.port)} (bare ${us(reads.bare)}), put ${us(puts.port)} (${us(puts.bare)}), 100 appends ${us(appends.port)} (${us(appends.bare)}), due ${us(due.many)} of a million, ${us(due.few)} of a thousand`,
  )
  report('point read: port / bare get and JSON.parse', figures.getVersusBare, 1.5)
  report('put: port / bare transaction of one row', figures.putVersusBare, 1.3)
  report('100 appends at once: port / bare transaction of 100 rows', figures.appendsVersusBare, 1.3)
  report(`due: ${MANY} rows, ${DUE} due / ${FEW} rows, ${DUE} due`, figures.dueOfAMillionVersusThousand, 2)
  return figures
}

async function costOfDue(folder: string) {
  const stores = await Promise.all(
    [FEW, MANY].map(async (many) => {
      const file = join(folder, `due-${many}.sqlite`)
      const store = openSqlite(file)
      for (let n = 0; n < DUE; n += 1) await store.put('message', summary(n, AT(-n)), 'absent')
      const db = new DatabaseSync(file)
      const insert = db.prepare(
        'INSERT INTO doc (partition, kind, id, version, due, json, schema) VALUES (?,?,?,?,?,?,1)',
      )
      const json = JSON.stringify(summary(0))
      db.exec('BEGIN')
      // Half of them are due later, as a real store's are.
      for (let n = DUE; n < many; n += 1)
        insert.run(`recipient/${TENANT}/p${n % 30_000}`, 'message', `m${n}`, n, n % 2 ? AT(1 + n) : null, json)
      db.exec('COMMIT')
      db.close()
      return store
    }),
  )
  const [few, many] = stores
  const medians = await interleaved(
    [
      { name: 'few', once: () => few?.due('message', NOW, DUE) },
      { name: 'many', once: () => many?.due('message', NOW, DUE) },
    ],
    30,
    20,
  )
  await Promise.all(stores.map((store) => store.close()))
  return medians
}
