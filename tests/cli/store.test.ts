// The commands on SQLite, every way in which a backup can be broken, and what they say to whoever holds them wrong.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { compare } from '#bot/cli/store/compare.ts'
import { copy } from '#bot/cli/store/copy.ts'
import { counting, Interrupted } from '#bot/cli/store/run.ts'
import { verify } from '#bot/cli/store/verify.ts'
import { readMarker } from '#bot/marker.ts'
import type { Store } from '#bot/ports.ts'
import { employeePartition } from '#shared/kinds.ts'
import { foldLog } from '#shared/plan/log.ts'
import { Refusal } from '#shared/refusal.ts'
import { NOW, person, TENANT } from '#tests/contract/samples.ts'
import { quiet, run } from './command.ts'
import { contentOf, fill, planLog, rawOf } from './company.ts'
import { folder, sqlitePlace } from './places.ts'
import { backupOf, newFile, storeCommands, withStore } from './suite.ts'

afterAll(() => rmSync(folder, { recursive: true, force: true }))

storeCommands('SQLite', async () => sqlitePlace(), [0, 0.1, 0.5, 0.86])

describe('a backup that is broken', () => {
  let whole: Buffer
  beforeAll(async () => {
    whole = readFileSync((await backupOf(3)).file)
  })
  const lines = () => whole.toString('utf8').trimEnd().split('\n')
  const written = (bytes: Buffer | string) => {
    const file = newFile()
    writeFileSync(file, bytes)
    return file
  }
  /** The sentence with which it is refused. */
  async function refusal(bytes: Buffer | string): Promise<string> {
    const file = written(bytes)
    const error = await verify(file, quiet).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    rmSync(file)
    expect(error).toBeInstanceOf(Refusal)
    const { message } = error as Refusal
    expect(message.slice(0, file.length)).toBe(file)
    return message.slice(file.length)
  }

  it('whole it is taken', async () => {
    const { partitions, lines: many } = await verify(written(whole), quiet)
    expect(partitions.size).toBe(8)
    expect(many).toBe(lines().length)
  })

  it('cut off anywhere is refused, naming the line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        expect(await refusal(whole.subarray(0, length))).toMatch(/^, line \d+: /)
      }),
      { numRuns: 150 },
    )
  })

  it('with one byte changed anywhere is refused, naming the line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const changed = Buffer.from(whole)
        changed[at] = (changed[at] ?? 0) ^ by
        // The first line's time is the only thing that no rule holds against; the hash does.
        expect(await refusal(changed)).toMatch(/^, line \d+: /)
      }),
      { numRuns: 400 },
    )
  })

  it.each([
    ['empty', () => '', /^, line 1: the file is empty/],
    ['no backup', () => '{"now":"2026-10-05T08:00:00Z","directory":[]}\n', /^, line 1: this is not a backup of this/],
    ['a binary file', () => Buffer.from([0x53, 0x51, 0, 0xff, 0xfe, 10, 1]), /^, line 1: this is not a backup of this/],
    [
      'a newer format',
      () => whole.toString().replace('"format":1', '"format":2'),
      /^, line 1: .*format 2.*update the program/,
    ],
    ['the end line missing', () => `${lines().slice(0, -1).join('\n')}\n`, /^, line \d+: the end line is missing/],
    ['something after the end', () => `${whole}{}\n`, /^, line \d+: something follows the end line/],
    ['a line twice', () => inserted(2, lines()[2] ?? ''), /^, line \d+: it counts \d+ documents, and there are \d+/],
    ['two lines exchanged', () => exchanged(2, 3), /^, line \d+: its hash is not that of the lines before it/],
    [
      'a kind unknown',
      () => changedLine('"kind":"note"', '"kind":"rumour"'),
      /^, line \d+: the rumour .*\(kind\) is of a kind/,
    ],
    [
      'a newer version',
      () => changedLine('"kind":"note"', '"kind":"note"', /"schema":1/, '"schema":9'),
      /^, line \d+: .*\(schema\) is of version 9/,
    ],
    [
      'a document elsewhere',
      () => changedLine('"kind":"note"', '"kind":"note"', /employee-/, 'nobody-'),
      /^, line \d+: .*\(partition\) lies there/,
    ],
    ['an unknown line', () => inserted(2, '{"something":"else"}'), /^, line 3: this is not a line of a backup/],
    [
      'a log part out of order',
      () => inserted(2, '{"log":"x","part":2,"entries":[{"by":"a","update":"AA=="}]}'),
      /^, line 3: part 2 of a log does not follow/,
    ],
    [
      'no base64',
      () => inserted(2, '{"log":"x","entries":[{"by":"a","update":"?"}]}'),
      /^, line 3: this is not a line of a backup/,
    ],
    [
      'a store that was not whole',
      () => inserted(2, '{"log":"restoring","entries":[{"by":"a","update":"AA=="}]}'),
      /^, line 3: .*not whole/,
    ],
  ] as [string, () => string | Buffer, RegExp][])('%s', async (_name, bytes, says) => {
    expect(await refusal(bytes())).toMatch(says)
  })

  const inserted = (at: number, line: string) => `${lines().toSpliced(at, 0, line).join('\n')}\n`
  const exchanged = (a: number, b: number) => {
    const all = lines()
    ;[all[a], all[b]] = [all[b] ?? '', all[a] ?? '']
    return `${all.join('\n')}\n`
  }
  const changedLine = (which: string, to: string, what: RegExp = /^/, by = '') =>
    lines()
      .map((line) => (line.includes(which) ? line.replace(which, to).replace(what, by) : line))
      .concat('')
      .join('\n')

  it('the command says it in one sentence and makes no store', async () => {
    const { env, file } = sqlitePlace()
    const bad = written(whole.subarray(0, whole.length - 200))
    const refused = await run(env, 'restore', bad)
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(refused.stderr).toContain(`${bad}, line `)
    expect(existsSync(file)).toBe(false)
  })
})

describe('held wrong', () => {
  it.each([
    [[]],
    [['help']],
    [['frobnicate']],
    [['backup']],
    [['backup', 'a', 'b']],
    [['check', 'x']],
    [['copy']],
    [['restore', '--force']],
    [['constructor']],
  ])('%j: the usage, and exit code 2', async (args) => {
    const { code, stdout, stderr } = await run(sqlitePlace().env, ...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^Usage: npm run -s store -- COMMAND\n {2}backup FILE/)
  })

  it.each([
    ['backup of no store', ['backup', 'x'], {}, /^There is no store .*\. Set SQLITE_FILE, or COSMOS_ENDPOINT\.\n$/],
    ['check of no store', ['check'], {}, /^There is no store /],
    ['restore of no file', ['restore', '/nowhere/x'], {}, /^\/nowhere\/x: there is no such file or folder\./],
    ['restore of a folder', ['restore', '/tmp'], {}, /^.*: this is a folder\./],
    ['copy to SQLite', ['copy', '--from-sqlite', 'x'], {}, /^This needs Cosmos DB: set COSMOS_ENDPOINT\./],
    ['init of SQLite', ['init'], {}, /^This needs Cosmos DB/],
    ['a setting that is none', ['check'], { COSMOS_ENDPOINT: 'nonsense' }, /^COSMOS_ENDPOINT: /],
    [
      'a file that is no store',
      ['check'],
      { SQLITE_FILE: import.meta.filename },
      /is not a store of this program.*It was not changed\.\n$/,
    ],
  ] as [string, string[], Record<string, string>, RegExp][])('%s', async (_name, args, env, says) => {
    const said = await run({ ...sqlitePlace().env, ...env }, ...args)
    expect(said).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(says) })
    expect(said.stderr.trimEnd().split('\n')).toHaveLength(1)
  })

  it('backup does not write over a file, and what an earlier one left behind is no hindrance', async () => {
    const place = sqlitePlace()
    await withStore(place, async () => {})
    const file = newFile()
    writeFileSync(`${file}.partial`, 'left behind')
    expect(await run(place.env, 'backup', file)).toMatchObject({ code: 0 })
    expect(existsSync(`${file}.partial`)).toBe(false)
    const before = readFileSync(file)
    const refused = await run(place.env, 'backup', file)
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/exists already/) })
    expect(readFileSync(file)).toEqual(before)
    const nowhere = await run(place.env, 'backup', '/nowhere/at/all')
    expect(nowhere).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/no such file or folder/) })
  })

  it('restore is refused while the app has the file open', async () => {
    const { file } = await backupOf(1)
    const place = sqlitePlace()
    await withStore(place, async (store) => {
      const refused = await run(place.env, 'restore', file)
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Another process has .* open/) })
      expect(await contentOf(store)).toEqual({})
    })
  })
})

describe('comparing two stores', () => {
  it('names what is changed, missing, more, or another text; a folded log is the same text', async () => {
    const [a, b] = [sqlitePlace(), sqlitePlace()]
    const [source, copied] = [await a.open(), await b.open()]
    for (const store of [source, copied]) await fill(store, 2)
    const log = employeePartition(TENANT, 'employee-0')
    const { entries, at } = await copied.readLog(log)
    await copied.compact(log, at, foldLog(entries) ?? entries[0] ?? { by: '', update: new Uint8Array() })
    expect(await compare(source, copied, quiet)).toEqual({ documents: 26, logs: 2, differences: [] })

    await source.put('person', person('missing'), 'absent')
    await source.append(employeePartition(TENANT, 'employee-1'), planLog('somebody-else'))
    await copied.put('person', person('more'), 'absent')
    await b.plant(rawOf({ kind: 'person', value: person('mona', 'Another') }))
    expect((await compare(source, copied, quiet)).differences).toEqual([
      'log employee/tenant-1/employee-1',
      'person tenant/tenant-1 missing',
      'person tenant/tenant-1 mona',
      'person tenant/tenant-1 more',
    ])
    for (const store of [source, copied]) await store.close()
  })

  it('a copy that is not the same at the end says so, and its target stays marked', async () => {
    const [from, to] = [await sqlitePlace().open(), await sqlitePlace().open()]
    await fill(from, 1)
    // Somebody writes into the source while it is copied.
    const write = () => void from.put('person', person('late'), 'absent')
    const between = newFile()
    await expect(copy(from, writingAfter(to, write), between, NOW, quiet)).rejects.toThrow(
      /^Not the same in both stores: person tenant\/tenant-1 late\. Stop every process/,
    )
    expect(existsSync(between)).toBe(false)
    expect(await readMarker(to)).toMatchObject({ done: 4, partitions: 4 })
    for (const store of [from, to]) await store.close()
  })
})

/** The same store, with something that happens at its first log. */
function writingAfter(store: Store, happens: () => void): Store {
  return {
    ...store,
    append: (partition, entries) => {
      happens()
      return store.append(partition, entries)
    },
  }
}

describe('long work', () => {
  it('says how far it is every 10,000 rows, and ends when it is asked to', async () => {
    const said: string[] = []
    const stop = new AbortController()
    const step = counting({ say: (line) => said.push(line), signal: stop.signal }, 'Counting')
    for (let row = 1; row <= 25_000; row++) await step(row / 25_000)
    expect(said).toEqual(['Counting: 10000 rows, 40 %', 'Counting: 20000 rows, 80 %'])
    stop.abort()
    await expect(step()).rejects.toBeInstanceOf(Interrupted)
  })
})
