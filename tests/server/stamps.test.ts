// R8: stamps under two people's hands, over the real app and its sockets: at once, while the other types, twice, too late.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { openPlan } from '#bot/plans/open.ts'
import { stampPlan } from '#bot/plans/stamp.ts'
import type { Store } from '#bot/ports.ts'
import type { PlanInfo, Revision } from '#shared/api.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { addFocusArea, setStrength } from '#shared/plan/edit.ts'
import { applyLog } from '#shared/plan/log.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { inProcess, newOutside, settle, twoOf } from '#tests/inProcess.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { idsOf, writePlan } from '#tests/play.ts'
import { type Reply, startWorld, type TestWorld } from '#tests/world.ts'

let world: TestWorld
let rafeId: string
let document: string
let mona: AtThePlan
let rafe: AtThePlan

beforeAll(async () => {
  world = await startWorld()
  rafeId = (await idsOf(world)).rafe ?? ''
  document = (await infoOf('rafe')).document
  await writePlan(world, rafeId, (await world.now()).slice(0, 10))
  ;[mona, rafe] = await Promise.all([openLivePlan(world, 'mona', document), openLivePlan(world, 'rafe', document)])
})
afterAll(async () => {
  mona?.close()
  rafe?.close()
  await world?.stop()
})

type Answer = Revision & { code?: string; message?: string }
const stamp = (person: string, hash: string): Promise<Reply<Answer>> =>
  world.api<Answer>(person, 'POST', `/api/plans/${rafeId}/stamps`, { hash })
const infoOf = async (person: string): Promise<PlanInfo> =>
  (await world.api<PlanInfo>(person, 'GET', `/api/plans/${rafeId}`)).body
const stampsOf = (of: Revision | null) => of?.stamps.map(({ by }) => by) ?? []

/** One of them writes this into the first strength, and both have it. */
async function write(by: AtThePlan, words: string): Promise<void> {
  setStrength(by.doc, 's1', words)
  await by.saved()
  for (const one of [mona, rafe]) await one.until((doc) => planOf(doc).strengths[0]?.text === words)
}

test('both at once: both get through, one revision has both stamps, and it is agreed once', async () => {
  const before = (await infoOf('rafe')).latest?.number ?? 0
  const rounds = 12
  for (let round = 1; round <= rounds; round += 1) {
    await write(round % 2 ? mona : rafe, `Round ${round}`)
    const hash = await rafe.hash()
    expect(await mona.hash()).toBe(hash)
    const answers = await Promise.all([stamp('mona', hash), stamp('rafe', hash)])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    expect(answers.map(({ body }) => body.number)).toEqual([before + round, before + round])
    const { latest, agreed } = await infoOf('rafe')
    expect(latest).toMatchObject({ number: before + round, hash, plan: planOf(rafe.doc) })
    expect(stampsOf(latest)).toHaveLength(2)
    expect(agreed?.number).toBe(before + round)
  }
  const held = (await world.api<Answer>('rafe', 'GET', `/api/plans/${rafeId}/revisions/${before + rounds + 1}`)).status
  expect(held).toBe(404)
})

test('both at once, each having read before the other wrote: the later one looks again by itself', async () => {
  const store = openSqlite(':memory:')
  const two = twoOf('t')
  const { world: inside } = inProcess(store, newOutside(), 'h/1/test', () => true)
  await settle(store, newOutside(), two)
  const log = await openPlan(inside, 't', two.employee)
  const doc = new Y.Doc()
  applyLog(doc, (await store.readLog(log)).entries)
  addFocusArea(doc, { id: 'f1', title: 'Closing decisions' })
  await store.append(log, [{ update: Y.encodeStateAsUpdate(doc), by: two.employee }])
  const hash = await hashOf(planOf(doc))
  const [employee, manager] = await Promise.all(
    [two.employee, two.manager].map(async (id) => (await store.get('person', tenantPartition('t'), id))?.value),
  )
  if (!employee || !manager) throw new Error('Nobody there')

  // Nobody writes before both want to.
  let arrived = 0
  const gate = Promise.withResolvers<void>()
  const putAll: Store['putAll'] = async (writes) => {
    arrived += 1
    if (arrived === 2) gate.resolve()
    await gate.promise
    return store.putAll(writes)
  }
  const racing = { ...inside, store: { ...store, putAll } }
  const stamps = await Promise.all(
    [employee, manager].map((by) => stampPlan(racing, { employee, manager, by: by.id, startMonth: 1 }, hash)),
  )
  expect(arrived).toBe(3)
  expect(stamps.map(({ number }) => number)).toEqual([1, 1])
  const { revision, plan } = await store.read(log, ['revision', 'plan'])
  expect(revision.map(({ value }) => value.stamps.length)).toEqual([2])
  expect(plan[0]?.value).toMatchObject({ latest: 1, agreed: 1, settling: null })
  await store.close()
})

test('the same twice, and twice at once: one stamp, nobody hears of it again', async () => {
  await write(rafe, 'Twice')
  const hash = await rafe.hash()
  const heard: string[] = []
  mona.provider.on('stateless', ({ payload }: { payload: string }) => heard.push(payload))
  const answers = [...(await Promise.all([stamp('rafe', hash), stamp('rafe', hash)])), await stamp('rafe', hash)]
  const { latest } = await infoOf('mona')
  expect(answers.map(({ status, body }) => [status, body.number, body.stamps])).toEqual(
    answers.map(() => [200, latest?.number, latest?.stamps]),
  )
  expect(stampsOf(latest)).toEqual([rafeId])
  // Her answer is behind all news on its way to her.
  await write(mona, 'Twice, and on')
  expect(heard).toEqual([JSON.stringify({ kind: 'stamped', by: rafeId })])
})

test('with a hash of a text that has moved on: refused, nothing is stamped', async () => {
  const old = await rafe.hash()
  const before = (await infoOf('rafe')).latest
  await write(mona, 'Moved on')
  for (const hash of [old, '0'.repeat(64)]) {
    const { status, body } = await stamp('rafe', hash)
    expect([status, body.code]).toEqual([409, 'textMovedOn'])
    expect(body.message).toBe('The text changed while you were reading. Look again before you agree.')
  }
  expect((await infoOf('rafe')).latest).toEqual(before)
})

test('one while the other types: what is stamped is what its giver saw, or nothing', async () => {
  await write(mona, 'Before the typing')
  const before = (await infoOf('rafe')).latest?.number ?? 0
  let typing = true
  const monaTypes = (async () => {
    for (let n = 0; typing; n += 1) {
      if (n % 2 === 0) aspirationOf(mona.doc)?.insert(0, `${n} `)
      else aspirationOf(mona.doc)?.delete(0, `${n - 1} `.length)
      await mona.saved()
    }
  })()
  const seen = new Map<string, unknown>()
  const counts = { stamped: 0, refused: 0 }
  for (let press = 0; press < 25; press += 1) {
    const plan = planOf(rafe.doc)
    const hash = await hashOf(plan)
    seen.set(hash, plan)
    const { status, body } = await stamp('rafe', hash)
    if (status === 200) {
      counts.stamped += 1
      expect(body.hash).toBe(hash)
    } else {
      counts.refused += 1
      expect(body.code).toBe('textMovedOn')
    }
  }
  typing = false
  await monaTypes
  const latest = (await infoOf('rafe')).latest?.number ?? 0
  for (let number = before + 1; number <= latest; number += 1) {
    const { body } = await world.api<Answer>('rafe', 'GET', `/api/plans/${rafeId}/revisions/${number}`)
    expect(body.plan).toEqual(seen.get(body.hash))
    expect(await hashOf(body.plan)).toBe(body.hash)
  }
  expect(counts.refused).toBeGreaterThan(0)
  console.info(`25 presses while the other typed: ${counts.stamped} stamped as seen, ${counts.refused} refused`)
})

test('after offline edits: the agreement is as it was stamped, they are changes since then, and none is lost', async () => {
  await write(mona, 'Before he left')
  const away = await openLivePlan(world, 'rafe', document)
  const { websocketProvider } = away.provider.configuration
  websocketProvider.disconnect()
  for (let n = 0; n < 300; n += 1) aspirationOf(away.doc)?.insert(0, 'x')
  const { aspiration } = planOf(away.doc)

  const hash = await mona.hash()
  for (const person of ['mona', 'rafe']) expect((await stamp(person, hash)).status).toBe(200)
  const { agreed } = await infoOf('rafe')
  expect(agreed).toMatchObject({ hash, plan: planOf(mona.doc) })
  // What he has on his screen is not in the store, and cannot be agreed on.
  expect((await stamp('rafe', await away.hash())).body.code).toBe('textMovedOn')

  void websocketProvider.connect()
  for (const one of [mona, rafe]) await one.until((doc) => planOf(doc).aspiration === aspiration)
  away.close()
  expect(await infoOf('rafe')).toMatchObject({ agreed, latest: agreed })
  const now = await rafe.hash()
  for (const person of ['mona', 'rafe']) expect((await stamp(person, now)).status).toBe(200)
  expect((await infoOf('rafe')).agreed).toMatchObject({ number: (agreed?.number ?? 0) + 1, plan: { aspiration } })
})

test('by a former manager: answered as for a plan that there is not', async () => {
  const hash = await rafe.hash()
  await world.control('PATCH', '/sandbox/people/rafe', { manager: 'ines' })
  await world.advance('P1DT6H')
  const late = await stamp('mona', hash)
  expect(late).toEqual(await world.api('mona', 'POST', '/api/plans/nobody/stamps', { hash }))
  expect([late.status, late.body.code]).toEqual([404, 'notFound'])
})
