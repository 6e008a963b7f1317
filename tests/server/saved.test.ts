// R15: "Saved" is only said of what is in the store. That it is there whatever is killed: kills.test.ts.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addStrength, planOf } from '#shared/plan/doc.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { DOCUMENT, RAFE } from '#tests/planted.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.stop())

test('a store that refuses is never "Saved": the edit waits, and is saved once the store is back', async () => {
  await world.api('rafe', 'GET', `/api/plans/${RAFE}`)
  const at = await openLivePlan(world, 'rafe', DOCUMENT)
  await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 1 })
  addStrength(at.doc, 'after-a-fault', 'x')
  await sleep(100)
  await at.saved()
  expect(world.output.join('')).toContain('collab.notSaved')
  const other = await openLivePlan(world, 'mona', DOCUMENT)
  expect(planOf(other.doc).strengths.map(({ id }) => id)).toContain('after-a-fault')
  at.close()
  other.close()
})
