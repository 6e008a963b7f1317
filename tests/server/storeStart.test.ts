// A store that cannot be used: the app ends with a sentence that says what to do, and nothing is written over (R16).

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CosmosClient } from '@azure/cosmos'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeContainer } from '#bot/adapters/cosmos/store.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { settings } from '#tests/contract/samples.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { freePort, sleep, startWorld, type TestWorld } from '#tests/world.ts'

const ROOT = join(import.meta.dirname, '../..')
const GUID = '11111111-1111-4111-8111-111111111111'
const NOBODY = 65534
/** A tenant that is never asked: the store is opened before anything else. */
const TENANT = {
  MICROSOFT_APP_ID: GUID,
  MICROSOFT_APP_TENANT_ID: GUID,
  TEAMS_APP_ID: GUID,
  MICROSOFT_APP_PASSWORD: 'not-a-secret',
}

const folder = mkdtempSync(join(tmpdir(), 'growth-start-'))
// So that the user `nobody` may look, and be refused where it matters.
chmodSync(folder, 0o755)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { code: number | null; stderr: string; stdout: string }
type How = { uid?: number; shell?: string }

/** Starts the app and waits until it ends; one that is still there after 25 s is killed, and its code is null. */
async function start(env: Record<string, string>, { uid, shell }: How = {}): Promise<Ended> {
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NODE_ENV: ___, ...outer } = process.env
  const port = String(await freePort())
  const args = ['--disable-warning=ExperimentalWarning', 'bot/index.ts']
  const [file, list] = shell
    ? ['bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, ...args]]
    : [process.execPath, args]
  const child = spawn(file, list, {
    cwd: ROOT,
    env: { ...outer, ...TENANT, PORT: port, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid }),
  })
  let [stdout, stderr] = ['', '']
  child.stdout?.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr?.on('data', (chunk) => {
    stderr += chunk
  })
  const timer = setTimeout(() => child.kill('SIGKILL'), 25_000)
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve))
  clearTimeout(timer)
  return { code, stderr, stdout }
}

/** One sentence or two, no stack. */
function expectRefused({ code, stderr }: Ended, words: RegExp): void {
  expect(stderr).toMatch(words)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
}
const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')

describe('a SQLite file', () => {
  let files = 0
  const newFile = () => {
    const own = join(folder, `f${files++}`)
    mkdirSync(own)
    return join(own, 'growth.sqlite')
  }
  async function filled(file: string): Promise<void> {
    const store = openSqlite(file)
    for (let n = 0; n < 200; n++) await store.put('settings', settings(`tenant-${n}`), 'absent')
    await store.close()
  }
  const withPragma = (file: string, pragma: string) => {
    const db = new DatabaseSync(file)
    db.exec(pragma)
    db.close()
  }

  const broken: [string, RegExp, (file: string) => unknown][] = [
    [
      'that is no database',
      /is not a store of this program\. Set SQLITE_FILE/,
      (file) => writeFileSync(file, 'Dear diary, '.repeat(500)),
    ],
    [
      "that is another program's database",
      /is not a store of this program/,
      (file) => withPragma(file, 'CREATE TABLE songs (title TEXT); PRAGMA application_id = 42'),
    ],
    [
      'without a mark, with other tables',
      /is not a store of this program/,
      (file) => withPragma(file, 'CREATE TABLE doc (title TEXT)'),
    ],
    [
      'from a newer version of this program',
      /written by a newer version .*layout 99.*Update the program/,
      async (file) => {
        await filled(file)
        withPragma(file, 'PRAGMA user_version = 99')
      },
    ],
    [
      'that was cut off',
      /is damaged or was cut off\. .*npm run store -- restore/,
      async (file) => {
        await filled(file)
        truncateSync(file, Math.floor(readFileSync(file).length / 2 / 4096) * 4096)
      },
    ],
    [
      'with a page of rubbish in it',
      /is damaged or was cut off/,
      async (file) => {
        await filled(file)
        const bytes = readFileSync(file)
        bytes.fill(0xa5, 2 * 4096, 6 * 4096)
        writeFileSync(file, bytes)
      },
    ],
  ]
  test.each(broken)('%s is refused with a sentence, and is as it was', async (_words, sentence, make) => {
    const file = newFile()
    await make(file)
    const before = hashOf(file)
    expectRefused(await start({ SQLITE_FILE: file }), sentence)
    expect(hashOf(file)).toBe(before)
  })

  test('whose folder is a file is refused with a sentence', async () => {
    const file = newFile()
    writeFileSync(file, '')
    expectRefused(await start({ SQLITE_FILE: join(file, 'growth.sqlite') }), /cannot be opened for writing/)
  })

  // Whoever may do everything cannot be refused: as another user, where there is the right to become one.
  if (process.getuid?.() === 0)
    test('that this user may not write is refused with a sentence, and is as it was', async () => {
      const file = newFile()
      await filled(file)
      const before = hashOf(file)
      expectRefused(
        await start({ SQLITE_FILE: file }, { uid: NOBODY }),
        /cannot be opened for writing\. Give this user the right/,
      )
      expect(hashOf(file)).toBe(before)
      expectRefused(await start({ SQLITE_FILE: newFile() }, { uid: NOBODY }), /cannot be opened for writing/)
    })

  test('on a full disk: the start is refused with a sentence; what was there is still there', async () => {
    const file = newFile()
    await filled(file)
    const limited = { shell: 'trap "" XFSZ; ulimit -f 8' }
    expectRefused(await start({ SQLITE_FILE: file }, limited), /is full or cannot be written\. Make room/)
    const store = openSqlite(file)
    expect(await store.get('settings', tenantPartition('tenant-199'), 'settings')).not.toBeNull()
    await store.close()
  })

  test('of an older layout is taken over, with everything in it', async () => {
    const file = newFile()
    withPragma(
      file,
      `CREATE TABLE doc (partition TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, due TEXT,
         json TEXT NOT NULL, PRIMARY KEY (partition, kind, id)) STRICT, WITHOUT ROWID;
       CREATE TABLE log (name TEXT NOT NULL, n INTEGER NOT NULL, by TEXT NOT NULL, entry BLOB NOT NULL, PRIMARY KEY (name, n)) STRICT, WITHOUT ROWID;
       CREATE TABLE meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
       INSERT INTO doc VALUES ('tenant/t', 'settings', 'settings', 1, NULL, '{"tenant":"t","fiscalYearStartMonth":7,"world":null}');
       INSERT INTO log VALUES ('plan/t/rafe', 1, 'rafe', x'01')`,
    )
    const store = openSqlite(file)
    expect((await store.get('settings', 'tenant/t', 'settings'))?.value).toMatchObject({ fiscalYearStartMonth: 7 })
    expect((await store.readLog('employee/t/rafe')).entries).toEqual([{ by: 'rafe', update: Uint8Array.of(1) }])
    await store.close()
  })

  test('in use by another process: the second says clearly that it should not be, and both stay right', async () => {
    const file = newFile()
    const first = openSqlite(file)
    const second = openSqlite(file)
    expect([first.alone, second.alone]).toEqual([true, false])
    const wins = await Promise.all([first, second].map((one) => one.put('settings', settings('t'), 'absent')))
    expect(wins.filter((version) => version !== null)).toHaveLength(1)
    await first.close()
    await second.close()
    expect(openSqlite(file).alone).toBe(true)
  })

  test('WAL and synchronous=FULL on the running connection [R15]', async () => {
    const { pragmas, close } = openSqlite(newFile())
    expect(pragmas()).toEqual({ journal_mode: 'wal', synchronous: 2, secure_delete: 1 })
    await close()
  })
})

describe('a Cosmos account', () => {
  let cosmos: Awaited<ReturnType<typeof startCosmos>>
  beforeAll(async () => {
    cosmos = await startCosmos()
    await makeContainer({
      endpoint: cosmos.url,
      database: 'growth',
      container: 'growth',
      credential: { key: cosmos.key },
    })
  })
  afterAll(() => cosmos?.close())
  const env = (more: Record<string, string> = {}) => ({ COSMOS_ENDPOINT: cosmos.url, COSMOS_KEY: cosmos.key, ...more })

  test('with a wrong key', async () => {
    expectRefused(await start(env({ COSMOS_KEY: 'd3Jvbmc=' })), /does not know the key in COSMOS_KEY/)
  })

  test('to which this identity has no right', async () => {
    cosmos.addFault({ status: 403, substatus: 5302, count: 20, match: { operation: 'container' } })
    expectRefused(await start(env()), /has no right .*"Cosmos DB Built-in Data Contributor"/)
    cosmos.clearFaults()
  })

  test('with a wrong database or container name', async () => {
    expectRefused(
      await start(env({ COSMOS_DATABASE: 'growht' })),
      /no container growth in a database growht.*npm run store -- init/,
    )
    expectRefused(await start(env({ COSMOS_CONTAINER: 'grwoth' })), /no container grwoth in a database growth/)
  })

  test("with a container that is another program's: nothing is written", async () => {
    const client = new CosmosClient({
      endpoint: cosmos.url,
      key: cosmos.key,
      connectionPolicy: { enableEndpointDiscovery: false },
    })
    await client.database('growth').containers.create({ id: 'songs', partitionKey: { paths: ['/album'] } })
    client.dispose()
    const before = cosmos.dump().items.length
    expectRefused(await start(env({ COSMOS_CONTAINER: 'songs' })), /songs in growth is not one of this program/)
    expect(cosmos.dump().items).toHaveLength(before)
  })

  test.each([
    [-40, 'ahead of'],
    [40, 'behind'],
  ])('whose clock is %i minutes from ours', async (minutes, words) => {
    cosmos.setClock(minutes * 60_000)
    expectRefused(await start(env()), new RegExp(`clock is 40 minutes ${words} Cosmos DB's\\. Set it right`))
    cosmos.setClock(0)
  })

  test('that does not answer', async () => {
    const nowhere = { COSMOS_ENDPOINT: `http://127.0.0.1:${await freePort()}` }
    expectRefused(await start(env(nowhere)), /does not answer\. Check COSMOS_ENDPOINT/)
    expectRefused(
      await start(env({ COSMOS_ENDPOINT: 'http://growth.invalid' })),
      /does not answer\. Check COSMOS_ENDPOINT/,
    )
  })

  test('with its key in production', async () => {
    expectRefused(await start(env({ NODE_ENV: 'production' })), /COSMOS_KEY: .*managed identity/)
  })
})

describe.each(['sqlite', 'cosmos'] as const)('while the app runs on %s', (name) => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ store: name })
  })
  afterAll(() => world?.stop())

  test('a store that does not answer is 503 with Retry-After, and nothing is lost', async () => {
    const token = await world.token('rafe')
    const ask = (path: string) => fetch(`${world.app}${path}`, { headers: { authorization: `Bearer ${token}` } })
    expect((await ask('/api/home')).status).toBe(200)
    if (world.cosmosUrl) {
      const order = { status: 503, count: 100_000 }
      await fetch(`${world.cosmosUrl}/_control/faults`, { method: 'POST', body: JSON.stringify(order) })
    } else await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 100_000 })
    const [home, health] = await Promise.all([ask('/api/home'), ask('/healthz')])
    for (const answer of [home, health]) {
      expect(answer.status).toBe(503)
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    expect(await home.json()).toMatchObject({ code: 'unavailable' })
    if (world.cosmosUrl) await fetch(`${world.cosmosUrl}/_control/faults`, { method: 'DELETE' })
    else await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 0 })
    for (const end = Date.now() + 15_000; Date.now() < end && !(await ask('/api/home')).ok; ) await sleep(100)
    expect((await ask('/api/home')).status).toBe(200)
    expect((await ask('/healthz')).status).toBe(200)
    expect(existsSync(world.data)).toBe(true)
  })
})
