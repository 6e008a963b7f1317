// What the commands promise of every store: backup under way, restore, interruption, check, as processes of their own.
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as Y from 'yjs'
import { backup } from '#bot/cli/store/backup.ts'
import { check } from '#bot/cli/store/check.ts'
import { faultText } from '#bot/cli/store/fault.ts'
import type { Store } from '#bot/ports.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import { addStrength } from '#shared/plan/edit.ts'
import { NOW, person, settings, TENANT, unsure } from '#tests/contract/samples.ts'
import { heard, quiet, run, start, stop } from './command.ts'
import { aspirationIn, contentOf, fill, planLog, rawOf, WORDS } from './company.ts'
import { FAULTS } from './faults.ts'
import { folder, type NewPlace, type Place, sqlitePlace } from './places.ts'

/** Of the large store: their partitions are more than two windows of a restore. */
const PEOPLE = 130
let files = 0
export const newFile = () => join(folder, `backup-${process.pid}-${files++}.jsonl`)

export async function withStore<T>(place: Place, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await place.open()
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** A backup of a store of so many people, and what is in it. */
export async function backupOf(people: number): Promise<{ file: string; content: Record<string, unknown> }> {
  const file = newFile()
  const content = await withStore(sqlitePlace(), async (store) => {
    await fill(store, people)
    await backup(store, file, NOW, quiet)
    return contentOf(store)
  })
  return { file, content }
}

/** Defines the suite. */
/** `kills`: after which parts of its documents a restore is killed; each takes a while. */
export function storeCommands(name: string, newPlace: NewPlace, kills: number[]): void {
  describe(`the commands on ${name}`, () => {
    let large: Awaited<ReturnType<typeof backupOf>>
    let small: Awaited<ReturnType<typeof backupOf>>
    beforeAll(async () => {
      large = await backupOf(PEOPLE)
      small = await backupOf(2)
    })
    afterAll(() => {
      // Whatever happened: nothing of it says what people wrote.
      expect(heard.length).toBeGreaterThan(0)
      expect(heard.filter((text) => text.includes(WORDS) || text.includes('Quixotic'))).toEqual([])
    })

    /** A place whose restore was killed with about this part of the documents there; one that was quicker does not count. */
    async function killedRestore({ file, content }: typeof large, part: number): Promise<Place> {
      const all = Object.keys(content).filter((key) => !key.startsWith('log ')).length
      for (;;) {
        const at = await newPlace()
        const isThere = async () => (await at.count()) > all * part
        if ((await stop(start(at.env, 'restore', file), 'SIGKILL', isThere)).code === null) return at
      }
    }

    it('backup while people write, restore elsewhere, check: nothing is wrong, and everything is there', async () => {
      const [from, to] = [await newPlace(), await newPlace()]
      const file = newFile()
      const store = await from.open()
      const employees = await fill(store, 20)
      const before = await contentOf(store)
      const writing = writeUntilStopped(store, employees[0] ?? '')
      const saved = await run(from.env, 'backup', file)
      const writes = await writing.stop()
      expect(saved).toMatchObject({ code: 0, stderr: '' })
      expect(saved.stdout).toMatch(/^Backed up to .*: \d+ documents and 20 logs\.\n$/)
      expect(statSync(file).mode & 0o777).toBe(0o600)
      expect(writes).toBeGreaterThan(3)

      const back = await run(to.env, 'restore', file)
      expect(back).toMatchObject({ code: 0, stderr: '' })
      expect(back.stdout.replace('Restored from', 'Backed up to')).toBe(saved.stdout.replace('.\n', ' in this run.\n'))
      const checked = await run(to.env, 'check')
      expect(checked).toMatchObject({ code: 0, stderr: '' })
      expect(checked.stdout).toContain('0 errors, 0 warnings.')
      const restored = await withStore(to, contentOf)
      const live = `log ${employeePartition(TENANT, employees[0] ?? '')}`
      // What nobody touched is equal; the live log is there as far as it had come.
      for (const [key, value] of Object.entries(before)) if (key !== live) expect(restored[key]).toEqual(value)
      const [was, came, is] = [before[live], restored[live], (await contentOf(store))[live]] as string[][]
      expect(came?.slice(0, was?.length)).toEqual(was)
      expect(is?.slice(0, came?.length)).toEqual(came)
      expect(await withStore(to, (one) => aspirationIn(one, employees[0] ?? ''))).toContain(WORDS)

      // And once nobody writes: the same to the byte.
      const quietFile = newFile()
      await run(from.env, 'backup', quietFile)
      const again = await newPlace()
      await run(again.env, 'restore', quietFile)
      expect(await withStore(again, contentOf)).toEqual(await contentOf(store))
      await store.close()
    })

    it('an older version is upgraded, and of two of the same document the later line counts', async () => {
      const at = await newPlace()
      const rows = [
        { ...rawOf({ kind: 'settings', value: settings(TENANT) }), schema: 1 },
        rawOf({ kind: 'person', value: person('mona', 'First') }),
        rawOf({ kind: 'person', value: person('mona', 'Second') }),
      ]
      const file = newFile()
      await backup(storeOf(rows), file, NOW, quiet)
      expect(await run(at.env, 'restore', file)).toMatchObject({ code: 0 })
      await withStore(at, async (store) => {
        expect((await store.get('settings', tenantPartition(TENANT), 'settings'))?.value).toEqual(settings(TENANT))
        expect((await store.get('person', tenantPartition(TENANT), 'mona'))?.value.directory.name).toBe('Second')
      })
    })

    it('a log of many megabytes comes back entry by entry', async () => {
      const at = await newPlace()
      const entries = [10, 700_000, 700_000, 1_500_000, 3].map((length, n) => ({
        by: 'mona',
        update: new Uint8Array(length).fill(n),
      }))
      const file = newFile()
      const log = employeePartition(TENANT, 'rafe')
      await backup(storeOf([{ log, entries }]), file, NOW, quiet)
      expect(readFileSync(file, 'utf8')).toContain('"part":3')
      expect(await run(at.env, 'restore', file)).toMatchObject({ code: 0 })
      const { entries: found } = await withStore(at, (store) => store.readLog(log))
      expect(found.map(({ update }) => [update.length, update[0]])).toEqual(
        entries.map(({ update }) => [update.length, update[0]]),
      )
    })

    it('restore into a store that is not empty is refused, and nothing is changed', async () => {
      const at = await newPlace()
      await withStore(at, (store) => store.put('settings', settings('elsewhere'), 'absent'))
      const before = await withStore(at, contentOf)
      const refused = await run(at.env, 'restore', small.file)
      expect(refused).toMatchObject({ code: 1, stdout: '' })
      expect(refused.stderr).toMatch(/^The store is not empty\. .*Nothing was changed\.\n$/)
      expect(await withStore(at, contentOf)).toEqual(before)
    })

    it.each(kills)(
      'a restore that is killed (after %d of the documents) is known for one, goes on, and ends as if it had not been',
      async (part) => {
        const at = await killedRestore(large, part)
        const checked = await run(at.env, 'check')
        expect(checked.code).toBe(1)
        expect(checked.stdout).toMatch(/^error: log in restoring, entries: says: This store is not whole/m)
        const saved = await run(at.env, 'backup', newFile())
        expect(saved).toMatchObject({ code: 1, stdout: '' })
        expect(saved.stderr).toMatch(/^This store is not whole: it is being filled from backup-/)
        const other = await run(at.env, 'restore', small.file)
        expect(other).toMatchObject({ code: 1, stdout: '' })
        expect(other.stderr).toMatch(/^This store is not whole.*holds something else\./)

        const again = await run(at.env, 'restore', large.file)
        expect(again.stderr).toMatch(/^Going on: \d+ of 262 partitions are there\.$/m)
        // What was marked as done is not written again.
        if (part > 0.8) expect(again.stderr).toMatch(/^Going on: (?!0 )/m)
        expect(again.code).toBe(0)
        expect(await withStore(at, contentOf)).toEqual(large.content)
        expect((await run(at.env, 'check')).code).toBe(0)
        // It was finished: from now on the store is one like any other.
        expect(await run(at.env, 'restore', large.file)).toMatchObject({ code: 1, stdout: '' })
      },
    )

    it('Ctrl+C ends a restore between two steps, says that it goes on, and it does', async () => {
      const at = await newPlace()
      const stopped = await stop(start(at.env, 'restore', large.file), 'SIGINT', async () => (await at.count()) > 50)
      expect(stopped).toMatchObject({ code: 130, stdout: '' })
      expect(stopped.stderr).toMatch(/running it again goes on and finishes\.\n$/)
      expect(await run(at.env, 'restore', large.file)).toMatchObject({ code: 0 })
      expect(await withStore(at, contentOf)).toEqual(large.content)
    })

    it.each(FAULTS)('check names $name', async ({ plant, says }) => {
      const at = await newPlace()
      const { faults } = await withStore(at, async (store) => {
        await fill(store, 2)
        await plant({ place: at, store })
        return check(store, new Date().toISOString(), quiet)
      })
      const lines = faults.map(faultText)
      heard.push(...lines)
      for (const said of says) expect(lines.join('\n')).toMatch(said)
      expect(lines.filter((line) => !says.some((said) => said.test(line)))).toEqual([])
    })

    it('check prints what it named, then counts, and its exit code is 1 for errors only', async () => {
      const at = await newPlace()
      await withStore(at, async (store) => {
        await fill(store, 1)
        await store.append(employeePartition(TENANT, 'nobody'), planLog('nobody'))
      })
      const warned = await run(at.env, 'check')
      expect(warned).toMatchObject({ code: 0, stderr: 'Reading again, to be sure of 1.\n' })
      expect(warned.stdout).toMatch(/^warning: log in .*\n14 documents and 2 logs with 6 entries\n {2}commitment: 1\n/)
      expect(warned.stdout).toMatch(/\n0 errors, 1 warning\.\n$/)
      await at.plant({ ...rawOf({ kind: 'unsure', value: unsure(WORDS, 'employee-0') }), json: { text: WORDS } })
      const wrong = await run(at.env, 'check')
      expect(wrong.code).toBe(1)
      expect(wrong.stdout).toMatch(/^error: unsure unsure in recipient\/tenant-1\/employee-0, tenant: is broken: /m)
      expect(wrong.stdout).toMatch(/\n1 error, 1 warning\.\n$/)
    })

    it('a backup of a store with a document that cannot be read is made, and says so', async () => {
      const at = await newPlace()
      await withStore(at, (store) => fill(store, 1))
      await at.plant({ ...rawOf({ kind: 'unsure', value: unsure(WORDS, 'employee-0') }), json: { text: WORDS } })
      const file = newFile()
      const saved = await run(at.env, 'backup', file)
      expect(saved.code).toBe(0)
      expect(saved.stderr).toMatch(/^1 document cannot be read, and no restore will take them: run check\.\n$/)
      const refused = await run((await newPlace()).env, 'restore', file)
      expect(refused.code).toBe(1)
      expect(refused.stderr).toMatch(/, line \d+: the unsure unsure \(\S+\) is broken: .*\n$/)
    })
  })
}

/** A store that holds just these rows, for making a backup of them. */
export const storeOf = (rows: unknown[]): Store =>
  ({
    everything: async function* () {
      yield* rows
    },
    readLog: async () => ({ entries: [], at: '' }),
  }) as unknown as Store

/** Types into an employee's plan, and changes and makes documents, until told to stop. */
function writeUntilStopped(store: Store, employee: string): { stop(): Promise<number> } {
  let isStopped = false
  let writes = 0
  const work = (async () => {
    const log = employeePartition(TENANT, employee)
    const doc = new Y.Doc()
    for (const { update } of (await store.readLog(log)).entries) Y.applyUpdate(doc, update)
    let typed: Uint8Array[] = []
    doc.on('update', (update: Uint8Array) => void typed.push(update))
    while (!isStopped) {
      addStrength(doc, `live-${writes}`, WORDS)
      await store.append(
        log,
        typed.map((update) => ({ by: employee, update })),
      )
      typed = []
      const late = person(`late-${writes}`)
      await store.put('person', late, 'absent')
      writes += 1
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
  })()
  return {
    async stop() {
      isStopped = true
      await work
      return writes
    },
  }
}
