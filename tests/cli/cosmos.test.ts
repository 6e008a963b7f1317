// The commands on Cosmos DB, and the way there from SQLite.
import { rmSync } from 'node:fs'
import { CosmosClient } from '@azure/cosmos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { backup } from '#bot/cli/store/backup.ts'
import { check } from '#bot/cli/store/check.ts'
import { compare } from '#bot/cli/store/compare.ts'
import { faultText } from '#bot/cli/store/fault.ts'
import { restore } from '#bot/cli/store/restore.ts'
import { verify } from '#bot/cli/store/verify.ts'
import { NOW, settings } from '#tests/contract/samples.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { sleep } from '#tests/world.ts'
import { quiet, run, start, stop } from './command.ts'
import { contentOf, fill, rawOf } from './company.ts'
import { cosmosPlace, folder, sqlitePlace } from './places.ts'
import { newFile, storeCommands, withStore } from './suite.ts'

let cosmos: Awaited<ReturnType<typeof startCosmos>>
beforeAll(async () => {
  cosmos = await startCosmos()
})
afterAll(async () => {
  await cosmos.close()
  rmSync(folder, { recursive: true, force: true })
})
const newPlace = () => cosmosPlace({ endpoint: cosmos.url, key: cosmos.key })

storeCommands('Cosmos DB', newPlace, [0.5])

describe('two restores of the same file at once', () => {
  it.each([500])('(after %d documents) lose nothing: who is overtaken stops, another run finishes', async (many) => {
    const [from, to] = [sqlitePlace(), await newPlace()]
    const [source, one, other] = [await from.open(), await to.open(), await to.open()]
    await fill(source, 130)
    const file = newFile()
    await backup(source, file, NOW, quiet)
    const verified = await verify(file, quiet)

    const both = [restore(one, verified, quiet)]
    while ((await to.count()) <= many) await sleep(5)
    both.push(restore(other, verified, quiet))
    const ended = await Promise.allSettled(both)
    const failed = ended.filter(({ status }) => status === 'rejected')
    expect(failed.length).toBeGreaterThan(0)
    for (const { reason } of failed as PromiseRejectedResult[])
      expect(String(reason)).toMatch(/Another process writes into this store\..*it goes on\.$/)
    if (failed.length === 2) {
      const { faults } = await check(one, NOW, quiet)
      expect(faults.map(faultText).join()).toContain('This store is not whole')
      await restore(one, verified, quiet)
    }
    expect(await compare(source, one, quiet)).toEqual({ documents: 1562, logs: 130, differences: [] })
    for (const store of [source, one, other]) await store.close()
  })
})

describe('copy from SQLite', () => {
  async function filled(people: number) {
    const place = sqlitePlace()
    const content = await withStore(place, async (store) => {
      await fill(store, people)
      return contentOf(store)
    })
    return { ...place, content }
  }

  it('has everything at the end, and has compared it', async () => {
    const [from, to] = [await filled(5), await newPlace()]
    const copied = await run(to.env, 'copy', '--from-sqlite', from.file)
    expect(copied.stdout).toMatch(/^Copied from .* and compared: 62 documents and 5 logs, the same in both\.\n$/)
    expect(copied.code).toBe(0)
    expect(await withStore(to, contentOf)).toEqual(from.content)
    expect((await run(to.env, 'check')).code).toBe(0)
  })

  it('killed, it goes on', async () => {
    const [from, to] = [await filled(130), await newPlace()]
    const copying = start(to.env, 'copy', '--from-sqlite', from.file)
    expect((await stop(copying, 'SIGKILL', async () => (await to.count()) > 1000)).code).toBeNull()
    expect((await run(to.env, 'check')).stdout).toContain('This store is not whole')
    const again = await run(to.env, 'copy', '--from-sqlite', from.file)
    expect(again).toMatchObject({ code: 0, stderr: expect.stringMatching(/Going on: [1-9]\d* of/) })
    expect(await withStore(to, contentOf)).toEqual(from.content)
  })

  it('an interrupted copy of what has changed since is refused', async () => {
    const [from, to] = [await filled(130), await newPlace()]
    const copying = start(to.env, 'copy', '--from-sqlite', from.file)
    await stop(copying, 'SIGINT', async () => (await to.count()) > 300)
    await from.plant(rawOf({ kind: 'settings', value: settings('another') }))
    const refused = await run(to.env, 'copy', '--from-sqlite', from.file)
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/holds something else/) })
  })

  it('is refused while another process has the file open, into a full target, and from no file', async () => {
    const [from, to] = [await filled(1), await newPlace()]
    await withStore(from, async () => {
      const refused = await run(to.env, 'copy', '--from-sqlite', from.file)
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Another process has .* open/) })
    })
    await withStore(to, (store) => store.put('settings', settings('elsewhere'), 'absent'))
    const full = await run(to.env, 'copy', '--from-sqlite', from.file)
    expect(full).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The store is not empty/) })
    const none = await run(to.env, 'copy', '--from-sqlite', `${from.file}.none`)
    expect(none).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no store/) })
  })
})

describe('init', () => {
  it('makes database and container, twice without harm', async () => {
    const env = {
      COSMOS_ENDPOINT: cosmos.url,
      COSMOS_KEY: cosmos.key,
      COSMOS_DATABASE: 'fresh',
      COSMOS_CONTAINER: 'fresh',
    }
    const before = await run(env, 'check')
    expect(before).toMatchObject({ code: 1, stderr: expect.stringMatching(/npm run store -- init/) })
    for (let n = 0; n < 2; n++)
      expect(await run(env, 'init')).toMatchObject({
        code: 0,
        stdout: 'The container fresh in the database fresh is there.\n',
      })
    const client = new CosmosClient({ endpoint: cosmos.url, key: cosmos.key })
    expect((await client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).toContain('fresh')
    client.dispose()
    expect(await run(env, 'check')).toMatchObject({ code: 0 })
  })
})
