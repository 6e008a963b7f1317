// R15: "Saved" is only said of what is in the store. That it is there whatever is killed: kills.test.ts.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { planOf } from '#shared/plan/doc.ts'
import { addStrength } from '#shared/plan/edit.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { DOCUMENT, RAFE } from '#tests/planted.ts'
import { loadOf } from '#tests/soak/load.ts'
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

test('a plan that nobody looks at any more is in no memory', async () => {
  const two = await Promise.all(['mona', 'rafe'].map((who) => openLivePlan(world, who, DOCUMENT)))
  expect((await loadOf(world)).documents).toBe(1)
  for (const one of two) one.close()
  for (const end = Date.now() + 5000; (await loadOf(world)).documents > 0 && Date.now() < end; ) await sleep(20)
  const { documents, heapUsed, loop } = await loadOf(world, 'collect')
  expect(documents).toBe(0)
  expect(heapUsed).toBeGreaterThan(1e7)
  expect(loop.p99).toBeLessThan(5000)
})
