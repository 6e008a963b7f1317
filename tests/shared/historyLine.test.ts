// The line of agreed revisions (R8): which belong to it, what each changed, and how its actions went.
import { describe, expect, test } from '@jest/globals'
import type { Commitment, ProgressState } from '#shared/history/commitment.ts'
import { agreedAt, lineOf, wasAgreed } from '#shared/history/line.ts'
import { EMPTY_PLAN, type Plan, type PlanAction } from '#shared/plan/plan.ts'

const action = (id: string): PlanAction => ({
  ...{ id, kind: 'people', title: id, owner: 'rafe', due: null },
  ...{ firstStep: '', firstStepBy: null, when: '', then: '' },
})
const planWith = (...ids: string[]): Plan => ({
  ...EMPTY_PLAN,
  focusAreas: [{ id: 'f', title: 'F', why: '', expectation: '', goal: '', actions: ids.map(action) }],
})
const stampsOf = (...by: string[]) => by.map((one, index) => ({ by: one, at: `2026-11-0${index + 3}T23:30:00.000Z` }))
const revision = (number: number, plan: Plan) => ({
  ...{ number, plan, at: '2026-11-03T23:30:00.000Z', stamps: stampsOf('rafe', 'mona') },
  quarter: { key: '2026-Q4', label: '2026 Q4' },
})
const promise = (id: string, ...states: ProgressState[]): Commitment => ({
  ...{ id, title: id, kind: 'people', owner: 'rafe', due: null, area: 'F', quarter: '2026-Q4', since: '2026-11-04' },
  entries: states.map((state) => ({ at: '2026-12-01T10:00:00.000Z', by: 'rafe', state, why: '' })),
  leftPlan: null,
})

describe('R8 the line of agreed revisions', () => {
  test.each<[string[], boolean]>([
    [['rafe', 'mona'], true],
    [['former', 'rafe'], true],
    [['rafe'], false],
    [['mona'], false],
    // A manager and the one who followed them, and the employee never.
    [['former', 'mona'], false],
    [[], false],
  ])('stamped by %j: agreed %s', (by, is) => expect(wasAgreed({ stamps: stampsOf(...by) }, 'rafe')).toBe(is))

  test('newest first, on the day of the second stamp in one’s own zone, with what each changed', () => {
    const first = revision(1, planWith('a'))
    const second = revision(3, { ...planWith('a', 'b', 'c'), aspiration: 'Up' })
    const third = revision(4, second.plan)
    const line = lineOf([first, second, third], [], 'Europe/Berlin')
    expect(line.map(({ number, says }) => [number, says])).toEqual([
      [4, 'nothing changed'],
      [3, 'aspiration added, 2 actions added'],
      [1, '1 focus area, 1 action'],
    ])
    expect(agreedAt(first)).toBe('2026-11-04T23:30:00.000Z')
    expect(line[0]?.day).toBe('2026-11-05')
  })

  test('its actions by the state they are in now; what is no longer known is not counted', () => {
    const commitments = [
      promise('a', 'stuck', 'done'),
      promise('b', 'onTrack'),
      promise('c'),
      { ...promise('d', 'onTrack'), leftPlan: '2027-01-01' },
      promise('e', 'done'),
      promise('of another revision', 'stuck'),
    ]
    const [knot] = lineOf([revision(1, planWith('a', 'b', 'c', 'd', 'e', 'forgotten'))], commitments, 'UTC')
    expect(knot?.states.map(({ words }) => words)).toEqual(['2 done', '1 on track', '1 not started', '1 dropped'])
  })

  test('before anything was agreed there is no line', () => expect(lineOf([], [], 'UTC')).toEqual([]))
})
