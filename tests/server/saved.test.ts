// R15: "Saved" is only said of what is in the store. That it is there whatever is killed: kills.test.ts.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type * as Y from 'yjs'
import { planOf } from '#shared/plan/doc.ts'
import { addStrength, setStrength } from '#shared/plan/edit.ts'
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

test('two who at once type first in a plain value of an older plan are both saved', async () => {
  const two = await Promise.all(['mona', 'rafe'].map((who) => openLivePlan(world, who, DOCUMENT)))
  const [mona, rafe] = two as [(typeof two)[0], (typeof two)[0]]
  const textOf = (doc: Y.Doc) => planOf(doc).strengths.find(({ id }) => id === 'older')?.text
  addStrength(mona.doc, 'older')
  const rows = mona.doc.getMap('plan').get('strengths') as Y.Array<Y.Map<unknown>>
  rows.get(rows.length - 1).set('text', 'Listens')
  await rafe.until((doc) => textOf(doc) === 'Listens')
  setStrength(mona.doc, 'older', 'She listens')
  setStrength(rafe.doc, 'older', 'Listens well')
  for (const one of two) {
    await one.saved()
    await one.until((doc) => textOf(doc) === 'She listens well')
    one.close()
  }
  const afresh = await openLivePlan(world, 'rafe', DOCUMENT)
  expect(textOf(afresh.doc)).toBe('She listens well')
  afresh.close()
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
