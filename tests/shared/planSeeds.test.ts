// R8, R9: random edits by two or three people, delivered anyhow, are one plan in the end and a plan at every moment. All of it: npm run soak plan.
import { describe, expect, test } from '@jest/globals'
import type * as Y from 'yjs'
import { layOut, planOf } from '#shared/plan/doc.ts'
import { addAction, addStrength, removeItem } from '#shared/plan/edit.ts'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { type Edits, notAPlan, planSeedSentence, runPlanSeeds } from '#tests/soak/planSeeds.ts'

const SLICE = 40

test('one plan in the end, and a plan at every moment', async () => {
  const result = await runPlanSeeds({ first: 1, many: SLICE })
  console.info(planSeedSentence(result))
  expect(result.wrong).toEqual([])
  // Without these nothing could have gone wrong.
  expect(result.edits).toBeGreaterThan(20 * SLICE)
  expect(result.undone).toBeGreaterThan(SLICE)
})

describe('the judge of the seeds sees', () => {
  const actionIn = (doc: Y.Doc, id: string) =>
    planOf(doc)
      .focusAreas.flatMap(({ actions }) => actions)
      .find((one) => one.id === id)
  const lists = (doc: Y.Doc) => doc.getMap('plan').get('strengths') as Y.Array<Y.Map<unknown>>

  test.each<[string, Partial<Edits>, RegExp]>([
    [
      'a move that makes another one of it',
      {
        moveAction(doc, id, area, before) {
          const action = actionIn(doc, id)
          removeItem(doc, id)
          if (action) addAction(doc, area, { ...action, id: `${id}'` }, before)
        },
      },
      /moveAction/,
    ],
    ['a removal that is none', { removeItem() {} }, /removeItem/],
    [
      'an edit that takes another row with it',
      {
        addStrength(doc, id, text) {
          if (lists(doc).length > 1) lists(doc).delete(0, 1)
          addStrength(doc, id, text)
        },
      },
      /addStrength/,
    ],
    [
      'two who lay the plan out',
      {
        setRevisit(doc) {
          doc.getMap('plan').delete('aspiration')
          layOut(doc)
        },
      },
      /is lost|setRevisit/,
    ],
    [
      'what each reads in an order of their own',
      {
        planOf(doc) {
          const plan = planOf(doc)
          return doc.clientID % 2 === 0 ? plan : { ...plan, strengths: plan.strengths.toReversed() }
        },
      },
      /two plans differ/,
    ],
  ])('%s', async (_what, edits, rule) => {
    const wrong: string[] = []
    for (let first = 1; wrong.length === 0 && first < 30; first += 1)
      wrong.push(...(await runPlanSeeds({ first, many: 1, edits })).wrong)
    expect(wrong.join('\n')).toMatch(rule)
  })

  test.each<[string, Plan, RegExp | null]>([
    ['nothing wrong in an empty plan', EMPTY_PLAN, null],
    ['an id that is there twice', { ...EMPTY_PLAN, strengths: [row('a'), row('a')] }, /a is there twice/],
    ['an action in two places', { ...EMPTY_PLAN, focusAreas: [area('1', 'x'), area('2', 'x')] }, /x is there twice/],
    ['a day that is none', { ...EMPTY_PLAN, revisit: 'soon' }, /no plan/],
    [
      'nothing wrong in a draft of four',
      { ...EMPTY_PLAN, focusAreas: ['1', '2', '3', '4'].map((id) => area(id)) },
      null,
    ],
  ])('%s', (_what, plan, rule) => {
    if (rule) expect(notAPlan(plan)).toMatch(rule)
    else expect(notAPlan(plan)).toBeNull()
  })
})

function row(id: string) {
  return { id, text: '' }
}
function area(id: string, ...actions: string[]) {
  const blank = { kind: 'experience', title: '', owner: '', due: null, firstStep: '', firstStepBy: null } as const
  return {
    id,
    title: '',
    why: '',
    expectation: '',
    goal: '',
    actions: actions.map((one) => ({ ...blank, when: '', then: '', id: one })),
  }
}
