// The commands on the store of the running product: nothing that it writes is a fault, and a live plan survives a backup.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { addStrength } from '#shared/plan/edit.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { agreeOn, beginDiscussion, DOCUMENT, MARK, plant } from '#tests/planted.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'
import { heard, run } from './command.ts'
import { folder, sqlitePlace } from './places.ts'
import { newFile, withStore } from './suite.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('a discussion, an agreement and typing under way: check is clean, and the backup holds what said "Saved"', async () => {
  const { env } = sqlitePlace(join(world.sandboxData, '../growth.sqlite'))
  await beginDiscussion(world)
  await plant(world)
  await agreeOn(world)
  const live = await openLivePlan(world, 'rafe', DOCUMENT)
  addStrength(live.doc, 'late', 'typed just now')
  await live.saved()
  const file = newFile()
  const [saved] = await Promise.all([run(env, 'backup', file), ...typing(live)])
  expect(saved).toMatchObject({ code: 0, stderr: '' })
  const checked = await run(env, 'check')
  expect(checked).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/\n0 errors, 0 warnings\.\n$/) })
  live.close()

  const to = sqlitePlace()
  expect(await run(to.env, 'restore', file)).toMatchObject({ code: 0 })
  expect((await run(to.env, 'check')).stdout).toMatch(/\n0 errors, 0 warnings\.\n$/)
  const plan = planFromLog(await withStore(to, (store) => store.readLog(DOCUMENT)))
  expect(plan.strengths.map(({ id }) => id)).toContain('late')
  expect(heard.filter((text) => text.includes(MARK) || text.includes('typed just now'))).toEqual([])
  // The app has gone on all the while.
  expect((await fetch(`${world.app}/healthz`)).status).toBe(200)
})

/** More typing, each saved before the next. */
function typing({ doc, saved }: Awaited<ReturnType<typeof openLivePlan>>): Promise<void>[] {
  return [
    (async () => {
      for (let n = 0; n < 10; n++) {
        addStrength(doc, `more-${n}`, 'typed just now')
        await saved()
      }
    })(),
  ]
}
