// The commands on Cosmos DB, and the way there from SQLite.
import { rmSync } from 'node:fs'
import { CosmosClient } from '@azure/cosmos'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { settings } from '#tests/contract/samples.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { sleep } from '#tests/world.ts'
import { run, start, stop } from './command.ts'
import { contentOf, fill, rawOf } from './company.ts'
import { cosmosPlace, folder, sqlitePlace } from './places.ts'
import { backupOf, storeCommands, withStore } from './suite.ts'

let cosmos: Awaited<ReturnType<typeof startCosmos>>
beforeAll(async () => {
  cosmos = await startCosmos()
})
afterAll(async () => {
  await cosmos.close()
  rmSync(folder, { recursive: true, force: true })
})
const newPlace = () => cosmosPlace({ endpoint: cosmos.url, key: cosmos.key })

storeCommands('Cosmos DB', newPlace)

describe('two restores of the same file at once', () => {
  it('never make less of it than one: whoever is overtaken stops, and another run finishes', async () => {
    const { file, content } = await backupOf(130)
    const to = await newPlace()
    const both = [start(to.env, 'restore', file)]
    while ((await to.count()) === 0) await sleep(5)
    both.push(start(to.env, 'restore', file))
    const ended = await Promise.all(both.map((one) => one.ended))
    for (const { code, stderr } of ended)
      if (code !== 0) expect(stderr).toMatch(/Another process writes into this store\..*it goes on\.\n$/)
    if (ended.every(({ code }) => code !== 0)) {
      expect((await run(to.env, 'check')).stdout).toContain('This store is not whole')
      expect(await run(to.env, 'restore', file)).toMatchObject({ code: 0 })
    }
    expect(await withStore(to, contentOf)).toEqual(content)
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
    expect((await stop(copying, 'SIGKILL', async () => (await to.count()) > 1100)).code).toBeNull()
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
