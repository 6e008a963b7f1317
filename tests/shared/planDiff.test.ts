// What changed between two plans (R8): the list by ids, its sum in words, and the words of one sentence.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { changes, didWords, rewording, sumOf } from '#shared/plan/diff.ts'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { aPlan } from './planArbitrary.ts'

const base: Plan = {
  aspiration: 'I want to lead the design of a whole product area.',
  strengths: [{ id: 's1', text: 'Calm critiques' }],
  focusAreas: [
    {
      id: 'a1',
      title: 'Closing decisions',
      why: 'People wait.',
      expectation: '',
      goal: '',
      actions: [step('x1'), step('x2')],
    },
    { id: 'a2', title: 'Research', why: '', expectation: '', goal: '', actions: [step('x3')] },
  ],
  support: [{ id: 'p1', text: 'Introduce Rafe to Ines', by: '2026-11-13' }],
  revisit: '2027-01-26',
}
function step(id: string): Plan['focusAreas'][number]['actions'][number] {
  const dates = { due: '2026-12-04', firstStepBy: null }
  return { id, kind: 'people', title: `Step ${id}`, owner: 'rafe', ...dates, firstStep: '', when: '', then: '' }
}
/** The base after an edit made on a copy of it. */
function edited(edit: (plan: Plan) => void): Plan {
  const copy = structuredClone(base)
  edit(copy)
  return copy
}
const area = (plan: Plan, at: number) => plan.focusAreas[at] ?? base.focusAreas[0] ?? fail()
const action = (plan: Plan, at: number) => area(plan, 0).actions[at] ?? fail()
function fail(): never {
  throw new Error('the base plan lacks it')
}

describe('R8 the sum in words', () => {
  test.each<[string, (plan: Plan) => void]>([
    ['', () => {}],
    [
      'aspiration reworded',
      (plan) => {
        plan.aspiration = 'I want to lead.'
      },
    ],
    [
      'aspiration removed',
      (plan) => {
        plan.aspiration = ''
      },
    ],
    [
      '1 first step added',
      (plan) => {
        action(plan, 0).firstStep = 'Ask Jonas'
      },
    ],
    [
      '1 focus area reworded, 1 reason removed, 2 actions reworded',
      (plan) => {
        area(plan, 0).title = 'Closing'
        area(plan, 0).why = ''
        action(plan, 0).title = 'One'
        action(plan, 1).title = 'Two'
      },
    ],
    [
      '1 strength reworded, 1 promise of support reworded',
      (plan) => {
        plan.strengths = [{ id: 's1', text: 'Calm' }]
        plan.support = [{ id: 'p1', text: 'Introduce Rafe', by: '2026-11-13' }]
      },
    ],
    [
      '2 actions added',
      (plan) => {
        area(plan, 0).actions.push(step('x8'), step('x9'))
      },
    ],
    [
      '1 action removed',
      (plan) => {
        area(plan, 0).actions.pop()
      },
    ],
    [
      '1 date moved',
      (plan) => {
        action(plan, 0).due = '2026-12-11'
      },
    ],
    [
      '1 date set',
      (plan) => {
        action(plan, 0).firstStepBy = '2026-11-10'
      },
    ],
    [
      'revisit date removed',
      (plan) => {
        plan.revisit = null
      },
    ],
    [
      '1 owner changed',
      (plan) => {
        action(plan, 1).owner = 'mona'
      },
    ],
    [
      '1 kind changed',
      (plan) => {
        action(plan, 1).kind = 'course'
      },
    ],
    [
      '1 strength removed',
      (plan) => {
        plan.strengths = []
      },
    ],
    [
      '1 promise of support added',
      (plan) => {
        plan.support.push({ id: 'p2', text: 'x', by: null })
      },
    ],
    [
      '1 focus area removed, 1 action removed',
      (plan) => {
        plan.focusAreas.pop()
      },
    ],
    [
      '1 action moved',
      (plan) => {
        area(plan, 1).actions.unshift(area(plan, 0).actions.splice(1, 1)[0] ?? fail())
      },
    ],
    [
      '1 list put in another order',
      (plan) => {
        plan.focusAreas.reverse()
      },
    ],
    [
      'aspiration reworded, 1 date moved, 2 actions added',
      (plan) => {
        plan.aspiration += ' Soon.'
        action(plan, 0).due = '2026-12-11'
        area(plan, 0).actions.push(step('x8'))
        area(plan, 1).actions.push(step('x9'))
      },
    ],
  ])('%s', (words, edit) => expect(sumOf(changes(base, edited(edit)))).toBe(words))

  test('a moved action that is reworded on the way is both', () => {
    const now = edited((plan) => {
      const [moved = fail()] = area(plan, 0).actions.splice(0, 1)
      area(plan, 1).actions.push({ ...moved, title: 'Another' })
    })
    expect(changes(base, now).map((change) => [change.id, didWords(change)])).toEqual([
      ['x1', 'Moved'],
      ['x1', 'Reworded'],
    ])
  })

  test('one item says what was done to it', () => {
    const now = edited((plan) => {
      action(plan, 0).due = '2026-12-11'
    })
    expect(changes(base, now)).toEqual([
      { did: 'changed', item: 'action', id: 'x1', area: 'a1', field: 'due', was: '2026-12-04', is: '2026-12-11' },
    ])
    expect(changes(base, now).map(didWords)).toEqual(['Date moved'])
  })
})

describe('R8 no difference is overlooked', () => {
  test('no changes exactly when the plans are equal', () => {
    fc.assert(
      fc.property(aPlan, aPlan, (one, other) => {
        expect(changes(one, one)).toEqual([])
        expect(changes(one, other).length === 0).toBe(JSON.stringify(one) === JSON.stringify(other))
      }),
    )
  })
  test('what one way adds the other way removes', () => {
    fc.assert(
      fc.property(aPlan, aPlan, (one, other) => {
        const ids = (did: string, list: ReturnType<typeof changes>) =>
          list
            .filter((change) => change.did === did)
            .map(({ id }) => id)
            .sort()
        expect(ids('added', changes(one, other))).toEqual(ids('removed', changes(other, one)))
      }),
    )
  })
  test('from nothing, everything is added', () => {
    expect(sumOf(changes(EMPTY_PLAN, base))).toBe(
      'aspiration added, 1 strength added, 2 focus areas added, 3 actions added, 1 promise of support added, revisit date set',
    )
  })
})

describe('words of one sentence', () => {
  test('only what differs is marked', () => {
    expect(
      rewording('come to before a problem.', 'come to while a problem.').filter(({ did }) => did !== 'same'),
    ).toEqual([
      { did: 'removed', text: 'before' },
      { did: 'added', text: 'while' },
    ])
  })
  test('both versions can be read from the pieces, letter by letter', () => {
    const sentence = fc
      .array(fc.constantFrom('a', 'problem', ' ', '.', ', ', 'Ä', '🙂'), { maxLength: 20 })
      .map((words) => words.join(''))
    fc.assert(
      fc.property(sentence, sentence, (was, is) => {
        const pieces = rewording(was, is)
        const without = (did: string) =>
          pieces
            .filter((piece) => piece.did !== did)
            .map(({ text }) => text)
            .join('')
        expect(without('added')).toBe(was)
        expect(without('removed')).toBe(is)
      }),
    )
  })
})
