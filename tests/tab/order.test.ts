// Moving by keyboard (R9): each step goes where one sees it go, and down and up again is where one was.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as Y from 'yjs'
import { layOut, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, addSupport, moveAction, moveItem } from '#shared/plan/edit.ts'
import { placeWords, stepOf } from '#tab/plan/order.ts'

/** Focus areas with these actions; 's1', 's2' are strengths, 'p1' what the manager will do. */
function planWith(areas: Record<string, string[]>): Y.Doc {
  const doc = new Y.Doc()
  layOut(doc)
  for (const id of ['s1', 's2']) addStrength(doc, id)
  for (const [id, actions] of Object.entries(areas)) {
    addFocusArea(doc, { id, title: id.toUpperCase() })
    for (const action of actions) addAction(doc, id, { id: action })
  }
  addSupport(doc, { id: 'p1' })
  return doc
}
const drawn = (doc: Y.Doc) =>
  planOf(doc)
    .focusAreas.map(({ id, actions }) => `${id}(${actions.map((action) => action.id).join(' ')})`)
    .join(' ')

function step(doc: Y.Doc, id: string, by: -1 | 1): boolean {
  const target = stepOf(planOf(doc), id, by)
  if (target?.area) moveAction(doc, id, target.area, target.before)
  else if (target) moveItem(doc, id, target.before)
  return target !== null
}

describe('one step', () => {
  test.each([
    ['1', 1, 'f(2 1) g(3) h()'],
    ['2', -1, 'f(2 1) g(3) h()'],
    ['2', 1, 'f(1) g(2 3) h()'],
    ['3', -1, 'f(1 2 3) g() h()'],
    ['3', 1, 'f(1 2) g() h(3)'],
    ['1', -1, 'f(1 2) g(3) h()'],
    ['f', 1, 'g(3) f(1 2) h()'],
    ['h', -1, 'f(1 2) h() g(3)'],
    ['h', 1, 'f(1 2) g(3) h()'],
    ['gone', 1, 'f(1 2) g(3) h()'],
  ] as const)('%s by %i', (id, by, after) => {
    const doc = planWith({ f: ['1', '2'], g: ['3'], h: [] })
    expect(step(doc, id, by)).toBe(drawn(doc) !== 'f(1 2) g(3) h()')
    expect(drawn(doc)).toBe(after)
  })

  test('strengths too', () => {
    const doc = planWith({})
    expect(step(doc, 's1', 1)).toBe(true)
    expect(planOf(doc).strengths.map(({ id }) => id)).toEqual(['s2', 's1'])
    expect(step(doc, 's1', 1)).toBe(false)
    expect(step(doc, 'p1', 1)).toBe(false)
  })

  test('down and up again is where one was; nothing is lost on any way', () => {
    const way = fc.array(fc.tuple(fc.constantFrom('f', 'g', 'h', '1', '2', '3'), fc.constantFrom(-1, 1)), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(way, (steps) => {
        const doc = planWith({ f: ['1', '2'], g: ['3'], h: [] })
        for (const [id, by] of steps as [string, -1 | 1][]) {
          const before = drawn(doc)
          if (!step(doc, id, by)) continue
          expect(step(doc, id, by === 1 ? -1 : 1)).toBe(true)
          expect(drawn(doc)).toBe(before)
          step(doc, id, by)
        }
        expect(drawn(doc).match(/\w/g)?.sort().join('')).toBe('123fgh')
      }),
    )
  })
})

test('where something stands, in words', () => {
  const plan = planOf(planWith({ f: ['1', '2'], g: [] }))
  expect(placeWords(plan, '2')).toBe('place 2 of 2 in F')
  expect(placeWords(plan, 'g')).toBe('place 2 of 2')
  expect(placeWords(plan, 's1')).toBe('place 1 of 2')
  expect(placeWords(plan, 'gone')).toBe('')
})
