// Why a stamp would be refused (R8, R9): a table of plans and the sentences about them.
import { describe, expect, test } from '@jest/globals'
import { EMPTY_PLAN, type FocusArea, type Plan, type PlanAction } from '#shared/plan/plan.ts'
import { problemsOf } from '#shared/plan/ready.ts'

const TODAY = '2026-11-03'
const action = (part: Partial<PlanAction> = {}): PlanAction => ({
  id: 'x1',
  kind: 'experience',
  title: 'Run the meeting',
  owner: 'rafe',
  due: '2026-12-18',
  firstStep: '',
  firstStepBy: null,
  when: '',
  then: '',
  ...part,
})
const area = (part: Partial<FocusArea> = {}): FocusArea => ({
  id: 'a1',
  title: 'Closing decisions',
  why: '',
  expectation: '',
  goal: '',
  actions: [action()],
  ...part,
})
const planWith = (...focusAreas: FocusArea[]): Plan => ({ ...EMPTY_PLAN, focusAreas })
const fields = (plan: Plan, agreed: Plan | null = null) => problemsOf(plan, TODAY, agreed).map(({ field }) => field)

describe('R9 what a plan needs before it can be agreed on', () => {
  test.each<[string, Plan, string[]]>([
    ['a whole plan', planWith(area()), []],
    ['a focus area without actions yet', planWith(area({ actions: [] })), []],
    ['nothing', EMPTY_PLAN, ['focusAreas']],
    ['four focus areas', planWith(...['a', 'b', 'c', 'd'].map((id) => area({ id, actions: [] }))), ['focusAreas']],
    ['three focus areas', planWith(...['a', 'b', 'c'].map((id) => area({ id, actions: [] }))), []],
    ['a focus area without a title', planWith(area({ title: ' ' })), ['a1.title']],
    ['an action without a title', planWith(area({ actions: [action({ title: '' })] })), ['x1.title']],
    ['an action without an owner', planWith(area({ actions: [action({ owner: '' })] })), ['x1.owner']],
    ['an action without a day', planWith(area({ actions: [action({ due: null })] })), ['x1.due']],
    ['a day that has passed', planWith(area({ actions: [action({ due: '2026-11-02' })] })), ['x1.due']],
    ['due today', planWith(area({ actions: [action({ due: TODAY })] })), []],
    [
      'several at once, in reading order',
      planWith(area({ title: '', actions: [action({ title: '', owner: '', due: null })] })),
      ['a1.title', 'x1.title', 'x1.owner', 'x1.due'],
    ],
  ])('%s', (_, plan, expected) => expect(fields(plan)).toEqual(expected))

  test('R8 a day that stood so in the last agreed revision may stay, another past day may not', () => {
    const overdue = planWith(area({ actions: [action({ due: '2026-10-01' })] }))
    expect(fields(overdue, overdue)).toEqual([])
    expect(fields(overdue, planWith(area({ actions: [action({ due: '2026-10-02' })] })))).toEqual(['x1.due'])
    expect(fields(overdue, planWith(area({ actions: [action({ id: 'x2', due: '2026-10-01' })] })))).toEqual(['x1.due'])
  })

  test('every sentence is one that can be shown: it ends in a full stop', () => {
    const bad = planWith(area({ title: '', actions: [action({ title: '', owner: '', due: null })] }))
    for (const { sentence } of [...problemsOf(bad, TODAY, null), ...problemsOf(EMPTY_PLAN, TODAY, null)]) {
      expect(sentence).toMatch(/^[A-Z].*\.$/)
    }
  })
})
