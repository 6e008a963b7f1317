// From an agreed plan to its promises (R9): actions keep their ids, their beginning and what was said about them.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Commitment, commitment, isOpen, PROGRESS, stateOf } from '#shared/history/commitment.ts'
import { promise, report } from '#shared/history/promise.ts'
import { actionsOf, EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { aPlan } from './planArbitrary.ts'

const agreed = { manager: 'mona', quarter: '2026-Q4', day: '2026-11-17' }
const next = { manager: 'mona', quarter: '2027-Q1', day: '2027-02-09' }
const action = {
  kind: 'people',
  owner: 'rafe',
  due: '2026-12-11',
  firstStep: '',
  firstStepBy: null,
  when: '',
  then: '',
} as const
const planWith = (title: string): Plan => ({
  ...EMPTY_PLAN,
  focusAreas: [
    { id: 'f1', title: 'Deciding', why: '', expectation: '', goal: '', actions: [{ ...action, id: 'a1', title }] },
  ],
  support: [{ id: 'u1', text: 'Introduce Rafe', by: null }],
})

describe('an agreement', () => {
  test('makes each action, and what the manager will do, a promise of this quarter', () => {
    expect(promise([], planWith('Shadow Ines'), agreed)).toEqual([
      {
        id: 'a1',
        title: 'Shadow Ines',
        kind: 'people',
        owner: 'rafe',
        due: '2026-12-11',
        area: 'Deciding',
        quarter: '2026-Q4',
        since: '2026-11-17',
        entries: [],
        leftPlan: null,
      },
      {
        id: 'u1',
        title: 'Introduce Rafe',
        kind: 'support',
        owner: 'mona',
        due: null,
        area: '',
        quarter: '2026-Q4',
        since: '2026-11-17',
        entries: [],
        leftPlan: null,
      },
    ])
  })

  test('again: the newest words, the old beginning and everything that was said', () => {
    const known = promise([], planWith('Shadow Ines'), agreed).map((one) =>
      report(one, 'stuck', 'No dates', 'rafe', '2026-12-01T09:00:00.000Z'),
    )
    const [again] = promise(known, planWith('Shadow Ines twice'), next)
    expect(again).toMatchObject({
      title: 'Shadow Ines twice',
      quarter: '2026-Q4',
      since: '2026-11-17',
      entries: [{ state: 'stuck', why: 'No dates' }],
    })
  })

  test('without it: an open promise has left the plan on that day, a done one stays done', () => {
    const known = promise([], planWith('Shadow Ines'), agreed)
    const done = known.map((one) => report(one, 'done', '', 'rafe', '2026-12-01T09:00:00.000Z'))
    expect(promise(known, EMPTY_PLAN, next).map(({ leftPlan }) => leftPlan)).toEqual(['2027-02-09', '2027-02-09'])
    expect(promise(done, EMPTY_PLAN, next)).toEqual(done)
    // And back again.
    expect(promise(promise(known, EMPTY_PLAN, next), planWith('Shadow Ines'), next)).toEqual(known)
  })
})

const someSaid = (known: Commitment[]) =>
  fc
    .array(fc.tuple(fc.nat({ max: 20 }), fc.constantFrom(...PROGRESS)))
    .map((said) =>
      said.reduce(
        (all, [index, state]) =>
          all.map((one, at) => (at === index ? report(one, state, 'x', 'rafe', '2026-12-01T09:00:00.000Z') : one)),
        known,
      ),
    )

test('over any two agreements: no id twice, none lost, no entry lost, and it does not matter how often it is done', () => {
  const aStory = fc
    .tuple(aPlan, aPlan)
    .chain(([first, second]) => fc.record({ known: someSaid(promise([], first, agreed)), second: fc.constant(second) }))
  fc.assert(
    fc.property(aStory, ({ known, second }) => {
      const all = promise(known, second, next)
      const ids = all.map(({ id }) => id)
      expect(ids).toEqual([...new Set(ids)])
      for (const one of all) expect(commitment.parse(one)).toEqual(one)
      for (const before of known) {
        const after = all.find(({ id }) => id === before.id)
        expect(after).toMatchObject({ entries: before.entries, quarter: before.quarter, since: before.since })
      }
      for (const {
        action: { id, title },
      } of actionsOf(second))
        if (title.trim() !== '') expect(all.find((one) => one.id === id)).toMatchObject({ title, leftPlan: null })
      expect(promise(all, second, next)).toEqual(all)
    }),
  )
})

test('the newest word is the state; done, dropped and left are not open', () => {
  const [one] = promise([], planWith('Shadow Ines'), agreed)
  if (!one) throw new Error('No promise')
  expect([stateOf(one), isOpen(one)]).toEqual(['notStarted', true])
  const table = [
    ['onTrack', true],
    ['stuck', true],
    ['done', false],
    ['dropped', false],
    ['notStarted', true],
  ] as const
  for (const [state, open] of table) {
    const said = report(
      report(one, 'done', '', 'mona', '2026-11-30T09:00:00.000Z'),
      state,
      '',
      'rafe',
      '2026-12-01T09:00:00.000Z',
    )
    expect([stateOf(said), isOpen(said)]).toEqual([state, open])
  }
  expect(isOpen({ ...one, leftPlan: '2027-01-01' })).toBe(false)
})
