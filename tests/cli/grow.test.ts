// Who starts small and grows: the story begins on SQLite, is copied, and goes on on Cosmos DB as if nothing had been.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { makeContainer } from '#bot/adapters/cosmos/store.ts'
import type { Home } from '#shared/api.ts'
import { agree, begin, convert, endOf, idsOf, startOf, writePlan } from '#tests/play.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const ROOT = join(import.meta.dirname, '../..')
let world: TestWorld
let cosmos: Awaited<ReturnType<typeof startCosmos>>
beforeAll(async () => {
  ;[world, cosmos] = await Promise.all([startWorld({ store: 'sqlite' }), startCosmos()])
})
afterAll(async () => {
  await world?.stop()
  await cosmos?.close()
})

test('copied in the middle of the story, it goes on: the plan is there, both agree, the summary comes once', async () => {
  const rafe = (await idsOf(world)).rafe ?? ''
  await world.advance('PT25H')
  const event = await convert(world)
  await begin(world, event)
  await writePlan(world, rafe, startOf(event).slice(0, 10))
  await world.killApp()

  const env = { COSMOS_ENDPOINT: cosmos.url, COSMOS_KEY: cosmos.key }
  await makeContainer({
    endpoint: cosmos.url,
    database: 'growth',
    container: 'growth',
    credential: { key: cosmos.key },
  })
  const { NODE_OPTIONS: _, NODE_ENV: __, JEST_WORKER_ID: ___, ...outer } = process.env
  const file = join(world.data, 'growth.sqlite')
  const { status, stderr } = await new Promise<{ status: number | null; stderr: string }>((resolve) => {
    execFile(
      process.execPath,
      ['bot/cli/store.ts', 'copy', '--from-sqlite', file],
      { cwd: ROOT, env: { ...outer, ...env } },
      (error, _stdout, said) => resolve({ status: error ? 1 : 0, stderr: said }),
    )
  })
  expect([status, stderr]).toEqual([0, expect.anything()])

  Object.assign(world.appEnv, env)
  await world.startApp()
  expect((await agree(world, rafe)).number).toBe(1)
  await world.advanceTo(endOf(event))
  await world.meeting(event.id, 'end')
  const home = (await world.api<Home>('rafe', 'GET', '/api/home')).body
  expect(home.plan?.agreed).toMatchObject({ number: 1 })
  expect(home.quarters.at(-1)).toMatchObject({ state: 'agreed' })
  const summaries = (await world.chats('rafe')).filter(({ summary }) => /^Your growth plan, /.test(summary ?? ''))
  expect(summaries).toHaveLength(1)
  expect(cosmos.crossPartition()).toBe(0)
}, 120_000)
