// R15: what said "Saved" is there, whatever is killed: the server and all its clients at once, in the middle of typing.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { PlanInfo } from '#shared/api.ts'
import { addStrength, planOf } from '#shared/plan/doc.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { idsOf } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PAIRS = [
  ['mona', 'rafe'],
  ['mona', 'leila'],
  ['mona', 'jun'],
  ['ines', 'priya'],
] as const
const ROUNDS = 3
const TYPING_MS = 1500

describe('an edit that was acknowledged', () => {
  let world: TestWorld
  let ids: Record<string, string>
  beforeAll(async () => {
    world = await startWorld()
    ids = await idsOf(world)
  })
  afterAll(() => world?.stop())

  const documentOf = async (manager: string, employee: string) => {
    const { status, body } = await world.api<PlanInfo>(manager, 'GET', `/api/plans/${ids[employee]}`)
    if (status !== 200) throw new Error(`${manager} cannot open the plan of ${employee}`)
    return body.document
  }

  test(`is still there after kill -9 of the server and of every client, ${ROUNDS} times over`, async () => {
    const acknowledged = new Map<string, Set<string>>()
    let written = 0
    for (let round = 0; round < ROUNDS; round += 1) {
      const people: { at: AtThePlan; document: string; waiting: string[] }[] = []
      for (const [manager, employee] of PAIRS) {
        const document = await documentOf(manager, employee)
        for (const person of [manager, employee])
          people.push({ at: await openLivePlan(world, person, document), document, waiting: [] })
      }
      const end = Date.now() + TYPING_MS
      // A provider that lost its socket counts nothing as unsaved: what it says afterwards is no acknowledgement.
      let alive = true
      const typing = people.map(async (one, index) => {
        for (let n = 0; Date.now() < end + 200; n += 1) {
          if (alive && !one.at.provider.hasUnsyncedChanges) {
            const sure = acknowledged.get(one.document) ?? new Set()
            for (const id of one.waiting.splice(0)) sure.add(id)
            acknowledged.set(one.document, sure)
          }
          const id = `${round}.${index}.${n}`
          one.waiting.push(id)
          written += 1
          addStrength(one.at.doc, id, 'x')
          await sleep(5 + ((index * 7 + n * 3) % 20))
        }
      })
      await sleep(TYPING_MS)
      alive = false
      // Both sides at once: nobody is left who could send it again.
      const killed = world.killApp()
      for (const { at } of people) at.close()
      await Promise.all([killed, ...typing])
      await world.startApp()
    }
    const sure = [...acknowledged.values()].reduce((sum, { size }) => sum + size, 0)
    expect(sure).toBeGreaterThan(written / 4)
    for (const [manager, employee] of PAIRS) {
      const document = await documentOf(manager, employee)
      const at = await openLivePlan(world, manager, document)
      const there = new Set(planOf(at.doc).strengths.map(({ id }) => id))
      const lost = [...(acknowledged.get(document) ?? [])].filter((id) => !there.has(id))
      at.close()
      expect(lost).toEqual([])
    }
    console.info(`${sure} acknowledged of ${written} written, 0 lost`)
  })

  test('a store that refuses is never "Saved": the edit waits, and is saved once the store is back', async () => {
    const document = await documentOf('mona', 'rafe')
    const at = await openLivePlan(world, 'rafe', document)
    await world.control('POST', '/sandbox/faults', { target: 'store', status: 503, count: 1 })
    addStrength(at.doc, 'after-a-fault', 'x')
    await sleep(100)
    await at.saved()
    expect(world.output.join('')).toContain('collab.notSaved')
    const other = await openLivePlan(world, 'mona', document)
    expect(planOf(other.doc).strengths.map(({ id }) => id)).toContain('after-a-fault')
    at.close()
    other.close()
  })
})
