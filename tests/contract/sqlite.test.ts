// The embedded store under the contract, and what only a file can promise: it survives kills, and forgets what was deleted.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { logContract } from './logs.ts'
import { settings } from './samples.ts'
import { storeContract } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'growth-sqlite-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let files = 0
const newFile = () => join(folder, `store-${files++}`, 'growth.sqlite')

const opened = async () => {
  const file = newFile()
  return {
    store: openSqlite(file),
    again: async () => openSqlite(file),
    corrupt: async (kind: string, partition: string, id: string, json: unknown, schema?: number) => {
      const db = new DatabaseSync(file)
      const update = db.prepare(
        'UPDATE doc SET json = ?, schema = coalesce(?, schema) WHERE kind = ? AND partition = ? AND id = ?',
      )
      if (update.run(JSON.stringify(json), schema ?? null, kind, partition, id).changes !== 1)
        throw new Error(`There is no ${kind} ${id}.`)
      db.close()
    },
  }
}
storeContract('SQLite', opened)
logContract('SQLite', opened)

describe('the file', () => {
  it('holds everything after closing and opening, and goes on counting versions', async () => {
    const file = newFile()
    const first = openSqlite(file)
    const version = await first.put('settings', settings('a'), 'absent')
    await first.append('plan/a', [{ update: Uint8Array.of(1), by: 'mona' }])
    await first.close()
    const second = openSqlite(file)
    expect(await second.get('settings', tenantPartition('a'), 'settings')).toEqual({ value: settings('a'), version })
    expect((await second.readLog('plan/a')).entries).toHaveLength(1)
    expect(await second.put('settings', settings('b'), 'absent')).not.toBe(version)
    await second.close()
  })

  it('of two that have it open, one wins a document', async () => {
    const file = newFile()
    const [one, other] = [openSqlite(file), openSqlite(file)]
    const results = await Promise.all(
      Array.from({ length: 40 }, (_, n) => (n % 2 ? one : other).put('settings', settings('a'), 'absent')),
    )
    expect(results.filter((version) => version !== null)).toHaveLength(1)
    await one.close()
    await other.close()
  })

  it('keeps what it acknowledged when its process is killed [R15]', async () => {
    const file = newFile()
    const child = spawn(process.execPath, [join(import.meta.dirname, 'killed.ts'), file], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    })
    const ended = once(child, 'exit')
    let acknowledged = -1
    for await (const line of createInterface(child.stdout)) {
      acknowledged = Number(line)
      if (acknowledged === 200) child.kill('SIGKILL')
    }
    expect((await ended)[1]).toBe('SIGKILL')
    expect(acknowledged).toBeGreaterThanOrEqual(200)

    const store = openSqlite(file)
    const log = (await store.readLog('plan/killed')).entries.map(({ update }) =>
      Number(new TextDecoder().decode(update)),
    )
    expect(log.slice(0, acknowledged + 1)).toEqual(Array.from({ length: acknowledged + 1 }, (_, n) => n))
    for (let n = 0; n <= acknowledged; n++)
      expect(await store.get('settings', tenantPartition(`tenant-${n}`), 'settings')).not.toBeNull()
    await store.close()
  })

  it('does not hold the text of what was removed, once it is closed [R8]', async () => {
    const file = newFile()
    const store = openSqlite(file)
    const secret = 'tenant-that-nobody-should-find'
    const version = await store.put('settings', settings(secret), 'absent')
    for (let n = 0; n < 50; n++) await store.put('settings', settings(`other-${n}`), 'absent')
    await store.remove('settings', tenantPartition(secret), 'settings', version ?? '')
    await store.close()
    const found = readdirSync(join(file, '..')).filter((name) => readFileSync(join(file, '..', name)).includes(secret))
    expect(found).toEqual([])
  })

  it('wipe leaves nothing, and no old version fits anything new', async () => {
    const store = openSqlite(newFile())
    const version = await store.put('settings', settings('a'), 'absent')
    await store.append('plan/a', [{ update: Uint8Array.of(1), by: 'mona' }])
    await store.wipe()
    expect(await store.get('settings', tenantPartition('a'), 'settings')).toBeNull()
    expect((await store.readLog('plan/a')).entries).toEqual([])
    expect(await store.put('settings', settings('a'), 'absent')).not.toBe(version)
    await store.close()
  })
})
