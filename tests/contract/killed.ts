// A process to be killed: node killed.ts FILE appends to a log, and writes documents, printing each number once it is acknowledged.
import { writeSync } from 'node:fs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { settings } from './samples.ts'

const [file = ''] = process.argv.slice(2)
const store = openSqlite(file)
for (let n = 0; ; n++) {
  await store.append('plan/killed', [{ update: new TextEncoder().encode(`${n}`), by: 'mona' }])
  await store.put('settings', settings(`tenant-${n}`), 'absent')
  // Written at once, so that what the parent has read was acknowledged before the kill.
  writeSync(1, `${n}\n`)
}
