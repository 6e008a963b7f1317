// The live document (R8): whatever two people edit in whatever order, both end with the same plan and the same hash.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as Y from 'yjs'
import { aspirationOf, layOut, planOf } from '#shared/plan/doc.ts'
import {
  addAction,
  addFocusArea,
  addStrength,
  addSupport,
  moveAction,
  moveItem,
  removeItem,
  setAction,
  setFocusArea,
  setRevisit,
  setStrength,
  setSupport,
} from '#shared/plan/edit.ts'
import { EMPTY_PLAN, hashOf, LIMIT } from '#shared/plan/plan.ts'
import { plan as planShape } from '#shared/plan/planShape.ts'

type Side = 0 | 1
type Step =
  | { does: 'exchange'; side: Side }
  | { does: 'add' | 'set' | 'move' | 'remove' | 'type' | 'erase'; side: Side; pick: number; text: string }

const side = fc.constantFrom<Side>(0, 1)
const aStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ does: fc.constant('exchange' as const), side }),
  fc.record({
    does: fc.constantFrom(
      'add' as const,
      'set' as const,
      'move' as const,
      'remove' as const,
      'type' as const,
      'erase' as const,
    ),
    side,
    pick: fc.nat(1000),
    text: fc.string({ maxLength: 6, unit: 'grapheme' }),
  }),
)

function twoDocuments(): [Y.Doc, Y.Doc] {
  const first = new Y.Doc()
  layOut(first)
  const second = new Y.Doc()
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first))
  return [first, second]
}
const send = (from: Y.Doc, to: Y.Doc) => Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)))

function idsOf(doc: Y.Doc) {
  const plan = planOf(doc)
  const rows = (list: { id: string }[]) => list.map(({ id }) => id)
  const actions = plan.focusAreas.flatMap((area) => rows(area.actions))
  return { strengths: rows(plan.strengths), areas: rows(plan.focusAreas), support: rows(plan.support), actions }
}
const all = (doc: Y.Doc) => Object.values(idsOf(doc)).flat()

/** Does one step; returns the id it added or removed. */
function edit(doc: Y.Doc, step: Extract<Step, { pick: number }>, newId: string): { added?: string; removed?: string } {
  const { strengths, areas, support, actions } = idsOf(doc)
  const { pick, text } = step
  const one = <T>(list: T[]): T | undefined => list[pick % Math.max(1, list.length)]
  if (step.does === 'add') {
    const area = one(areas)
    if (pick % 4 === 0) addStrength(doc, newId, text)
    else if (pick % 4 === 1) addSupport(doc, { id: newId, text })
    else if (pick % 4 === 2 && area) addAction(doc, area, { id: newId, title: text })
    else addFocusArea(doc, { id: newId, title: text })
    return { added: newId }
  }
  if (step.does === 'remove') {
    const id = one([...strengths, ...support, ...actions])
    if (id) removeItem(doc, id)
    return id ? { removed: id } : {}
  }
  if (step.does === 'set') {
    setStrength(doc, one(strengths) ?? 'nobody', text)
    setFocusArea(doc, one(areas) ?? 'nobody', pick % 2 ? 'why' : 'title', text)
    setAction(doc, one(actions) ?? 'nobody', 'due', pick % 3 ? '2026-12-04' : null)
    setSupport(doc, one(support) ?? 'nobody', 'text', text)
    setRevisit(doc, pick % 2 ? '2027-01-26' : null)
  }
  if (step.does === 'move') {
    moveItem(doc, one([...strengths, ...support]) ?? 'nobody', one(pick % 2 ? strengths : support) ?? null)
    moveItem(doc, one(areas) ?? 'nobody', pick % 2 ? null : (areas[0] ?? null))
    moveAction(doc, one(actions) ?? 'nobody', one(areas) ?? 'nowhere', pick % 3 ? null : (actions[0] ?? null))
  }
  const aspiration = aspirationOf(doc)
  if (step.does === 'type') aspiration?.insert(pick % (aspiration.length + 1), text)
  if (step.does === 'erase' && aspiration?.length) aspiration.delete(pick % aspiration.length, 1)
  return {}
}

describe('R8 two people, one plan', () => {
  test('edits in any order, exchanged at any time, end in the same plan and hash, and lose no item', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 60 }), async (steps) => {
        const docs = twoDocuments()
        const added = new Set<string>()
        const removed = new Set<string>()
        for (const [at, step] of steps.entries()) {
          const doc = docs[step.side]
          if (step.does === 'exchange') send(doc, docs[step.side === 0 ? 1 : 0])
          else {
            const did = edit(doc, step, `id${at}`)
            if (did.added) added.add(did.added)
            if (did.removed) removed.add(did.removed)
          }
        }
        send(docs[0], docs[1])
        send(docs[1], docs[0])
        const [one, other] = [planOf(docs[0]), planOf(docs[1])]
        expect(one).toEqual(other)
        expect(await hashOf(one)).toBe(await hashOf(other))
        expect(planShape.safeParse(one).success).toBe(true)
        expect(all(docs[0]).toSorted()).toEqual([...added].filter((id) => !removed.has(id)).toSorted())
      }),
      { numRuns: 200 },
    )
  })

  test('R9 an action keeps its id and its place in the focus area while its fields change on both sides', () => {
    const [mine, yours] = twoDocuments()
    addFocusArea(mine, { id: 'a1', title: 'Deciding' })
    addAction(mine, 'a1', { id: 'x1', title: 'Run it' })
    send(mine, yours)
    setAction(mine, 'x1', 'title', 'Run the meeting')
    setAction(yours, 'x1', 'due', '2026-12-18')
    send(mine, yours)
    send(yours, mine)
    const [action] = planOf(mine).focusAreas[0]?.actions ?? []
    expect(action).toMatchObject({ id: 'x1', title: 'Run the meeting', due: '2026-12-18' })
    expect(planOf(yours)).toEqual(planOf(mine))
  })

  test('an edit of something that the other one has removed changes nothing', () => {
    const [mine, yours] = twoDocuments()
    addFocusArea(mine, { id: 'a1' })
    send(mine, yours)
    removeItem(yours, 'a1')
    send(yours, mine)
    addAction(mine, 'a1', { id: 'x1' })
    setFocusArea(mine, 'a1', 'title', 'Too late')
    expect(planOf(mine)).toEqual(EMPTY_PLAN)
  })
})

describe('order', () => {
  /** A plan with three actions in one focus area and none in the other, on both sides. */
  function withActions(): [Y.Doc, Y.Doc] {
    const [mine, yours] = twoDocuments()
    for (const id of ['a1', 'a2']) addFocusArea(mine, { id })
    for (const id of ['x1', 'x2', 'x3']) addAction(mine, 'a1', { id })
    send(mine, yours)
    return [mine, yours]
  }
  const meet = (one: Y.Doc, other: Y.Doc) => {
    send(one, other)
    send(other, one)
    expect(planOf(one)).toEqual(planOf(other))
  }
  const placesIn = (doc: Y.Doc) =>
    planOf(doc).focusAreas.map(({ id, actions }) => [id, ...actions.map((action) => action.id)].join(' '))

  test('things move in front of others of their list, or to its end', () => {
    const [doc] = withActions()
    moveAction(doc, 'x3', 'a1', 'x1')
    expect(placesIn(doc)).toEqual(['a1 x3 x1 x2', 'a2'])
    moveAction(doc, 'x1', 'a2', null)
    moveAction(doc, 'x2', 'a2', 'x1')
    moveItem(doc, 'a2', 'a1')
    expect(placesIn(doc)).toEqual(['a2 x2 x1', 'a1 x3'])
    addAction(doc, 'a2', { id: 'x4' }, 'x1')
    expect(placesIn(doc)).toEqual(['a2 x2 x4 x1', 'a1 x3'])
    moveAction(doc, 'x2', 'nowhere', null)
    moveAction(doc, 'nobody', 'a1', null)
    moveItem(doc, 'a1', 'a1')
    expect(placesIn(doc)).toEqual(['a2 x2 x4 x1', 'a1 x3'])
  })

  test('what two move at once is in one place; what one edits meanwhile stays edited', () => {
    const [mine, yours] = withActions()
    moveAction(mine, 'x1', 'a2', null)
    moveAction(yours, 'x1', 'a1', null)
    setAction(yours, 'x1', 'title', 'Run it')
    moveItem(mine, 'a1', null)
    moveItem(yours, 'a2', 'a1')
    meet(mine, yours)
    const all = planOf(mine).focusAreas.flatMap(({ actions }) => actions)
    expect(all.map(({ id }) => id).toSorted()).toEqual(['x1', 'x2', 'x3'])
    expect(all.find(({ id }) => id === 'x1')?.title).toBe('Run it')
  })

  test('what two add at once at the same end stays together', () => {
    const [mine, yours] = withActions()
    for (const id of ['m1', 'm2', 'm3']) addAction(mine, 'a2', { id })
    for (const id of ['y1', 'y2', 'y3']) addAction(yours, 'a2', { id })
    meet(mine, yours)
    expect(['a2 m1 m2 m3 y1 y2 y3', 'a2 y1 y2 y3 m1 m2 m3']).toContain(placesIn(mine)[1])
  })

  test('what goes into a focus area that the other one removes at that moment is not lost', () => {
    const [mine, yours] = withActions()
    moveAction(mine, 'x1', 'a2', null)
    addAction(mine, 'a2', { id: 'x9' })
    removeItem(yours, 'a2')
    meet(mine, yours)
    expect(placesIn(mine)).toEqual(['a1 x2 x3 x1 x9'])
    removeItem(mine, 'a1')
    expect(planOf(mine)).toEqual(EMPTY_PLAN)
  })

  test('what has lost its focus area stays where it is shown, also when that is not the first any more', () => {
    const [mine, yours] = withActions()
    addAction(mine, 'a2', { id: 'x9' })
    removeItem(yours, 'a2')
    meet(mine, yours)
    addFocusArea(mine, { id: 'a3' })
    moveItem(mine, 'a3', 'a1')
    expect(placesIn(mine)).toEqual(['a3', 'a1 x1 x2 x3 x9'])
  })

  test('what two brought back at once is removed at once', () => {
    const [mine, yours] = twoDocuments()
    addStrength(mine, 's1', 'Calm')
    send(mine, yours)
    const undo = [mine, yours].map((doc) => new Y.UndoManager(doc.getMap('plan')))
    removeItem(mine, 's1')
    removeItem(yours, 's1')
    for (const one of undo) one.undo()
    send(mine, yours)
    send(yours, mine)
    expect(planOf(mine).strengths).toEqual([{ id: 's1', text: 'Calm' }])
    removeItem(mine, 's1')
    expect(planOf(mine)).toEqual(EMPTY_PLAN)
  })

  test('an older document, whose actions lie in their focus areas, is read, edited and moved in', () => {
    const mine = new Y.Doc()
    layOut(mine)
    const rows = (mine.getMap('plan').get('focusAreas') as Y.Array<Y.Map<unknown>>).insert.bind(
      mine.getMap('plan').get('focusAreas'),
    )
    const row = (id: string) => new Y.Map<unknown>([['id', id]])
    const withOld = (id: string, ...actions: string[]) => {
      const area = row(id)
      area.set('actions', Y.Array.from(actions.map(row)))
      return area
    }
    rows(0, [withOld('a1', 'x1', 'x2'), withOld('a2', 'x3')])
    expect(placesIn(mine)).toEqual(['a1 x1 x2', 'a2 x3'])
    const yours = new Y.Doc()
    send(mine, yours)
    setAction(mine, 'x1', 'title', 'Run it')
    moveAction(mine, 'x1', 'a2', 'x3')
    moveAction(yours, 'x1', 'a2', null)
    meet(mine, yours)
    addAction(mine, 'a1', { id: 'x4' }, 'x2')
    moveItem(mine, 'a2', 'a1')
    expect(placesIn(mine).map((one) => one.split(' ').toSorted().join(' '))).toEqual(['a2 x1 x3', 'a1 x2 x4'])
    expect(placesIn(mine)[1]).toBe('a1 x4 x2')
    removeItem(mine, 'a1')
    expect(placesIn(mine)).toHaveLength(1)
    removeItem(mine, 'x3')
    expect(placesIn(mine)).toEqual(['a2 x1'])
  })
})

describe('R16 what a document may hold', () => {
  test('a new one is the empty plan; laying it out again changes nothing', () => {
    const doc = new Y.Doc()
    expect(planOf(doc)).toEqual(EMPTY_PLAN)
    expect(aspirationOf(doc)).toBeNull()
    layOut(doc)
    aspirationOf(doc)?.insert(0, 'Lead')
    layOut(doc)
    expect(planOf(doc)).toEqual({ ...EMPTY_PLAN, aspiration: 'Lead' })
  })

  test('broken fields read as empty', () => {
    const doc = new Y.Doc()
    layOut(doc)
    addFocusArea(doc, { id: 'a1' })
    addAction(doc, 'a1', { id: 'x1', title: 'Run it' })
    const root = doc.getMap('plan')
    root.set('revisit', 'soon')
    const action = doc.getMap<Y.Map<unknown>>('actions').get('x1')
    action?.set('kind', 'party')
    action?.set('due', 20261218)
    action?.set('owner', { id: 'rafe' })
    doc.getMap<unknown>('actions').set('x2', 'no row')
    doc.getArray<unknown>('order').push([{ no: 'id' }, 'nobody'])
    const plan = planOf(doc)
    expect(plan.revisit).toBeNull()
    expect(plan.focusAreas[0]?.actions[0]).toMatchObject({ kind: 'experience', due: null, owner: '', title: 'Run it' })
  })

  test('half a surrogate pair reads the same on both sides, and no limit cuts one', async () => {
    const [mine, yours] = twoDocuments()
    addStrength(mine, 's1', 'half \ud83d of it')
    aspirationOf(mine)?.insert(0, 'half \udc00 of it')
    addStrength(mine, 's2')
    setStrength(mine, 's2', `${'x'.repeat(LIMIT.line - 1)}\u{1f469}`)
    send(mine, yours)
    expect(await hashOf(planOf(mine))).toBe(await hashOf(planOf(yours)))
    expect(planOf(mine).strengths[1]?.text).toBe('x'.repeat(LIMIT.line - 1))
  })

  test('no field grows beyond its limit', () => {
    const doc = new Y.Doc()
    layOut(doc)
    const long = 'x'.repeat(LIMIT.text + 1)
    addStrength(doc, 's1')
    setStrength(doc, 's1', long)
    addFocusArea(doc, { id: 'a1' })
    setFocusArea(doc, 'a1', 'title', long)
    setFocusArea(doc, 'a1', 'why', long)
    addAction(doc, 'a1', { id: 'x1' })
    setAction(doc, 'x1', 'firstStep', long)
    expect(planShape.safeParse(planOf(doc)).success).toBe(true)
    expect(planOf(doc).focusAreas[0]?.why).toHaveLength(LIMIT.text)
  })
})
