// The lines of the summary (R6, R7): titles and dates in the order they are due, never what was written about them.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { summaryOf } from '#shared/discussion/summary.ts'
import { actionsOf, EMPTY_PLAN } from '#shared/plan/plan.ts'
import { aPlan } from './planArbitrary.ts'

const of = { employee: 'rafe', manager: 'mona', names: { rafe: 'Rafe', mona: 'Mona' } }
const action = (id: string, title: string, due: string | null, owner = 'rafe') => ({
  id,
  kind: 'experience' as const,
  title,
  owner,
  due,
  firstStep: 'a secret first step',
  firstStepBy: null,
  when: '',
  then: '',
})
const area = (...actions: ReturnType<typeof action>[]) => ({
  id: 'f1',
  title: 'Deciding',
  why: 'a secret',
  expectation: '',
  goal: '',
  actions,
})

test('by date, undated last; the other one is named, the employee is not', () => {
  const plan = {
    ...EMPTY_PLAN,
    aspiration: 'a secret aspiration',
    focusAreas: [
      area(
        action('a1', 'Later', '2026-12-11'),
        action('a2', 'Some day', null),
        action('a3', 'Ask Jonas', '2026-11-20', 'mona'),
      ),
    ],
    support: [{ id: 'u1', text: 'Introduce Rafe', by: '2026-11-27' }],
    revisit: '2027-02-01',
  }
  expect(summaryOf(plan, of)).toEqual({
    lines: [
      { due: '2026-11-20', text: 'Mona: Ask Jonas' },
      { due: '2026-11-27', text: 'Mona: Introduce Rafe' },
      { due: '2026-12-11', text: 'Later' },
      { due: null, text: 'Some day' },
    ],
    more: 0,
    revisit: '2027-02-01',
  })
})

test('five lines at most, the rest is counted; nothing is nothing', () => {
  const many = Array.from({ length: 8 }, (_, n) => action(`a${n}`, `Step ${n}`, `2026-12-0${n + 1}`))
  const { lines, more } = summaryOf({ ...EMPTY_PLAN, focusAreas: [area(...many)] }, of)
  expect([lines.length, more, lines[0]?.text]).toEqual([5, 3, 'Step 0'])
  expect(summaryOf(EMPTY_PLAN, of)).toEqual({ lines: [], more: 0, revisit: null })
})

test('R7: over any plan, nothing but titles of what is owned, in order', () => {
  fc.assert(
    fc.property(aPlan, (plan) => {
      const { lines, more } = summaryOf(plan, of)
      const titles = [...actionsOf(plan).map(({ action: { title } }) => title), ...plan.support.map(({ text }) => text)]
      expect(lines.length + more).toBe(titles.filter((title) => title.trim() !== '').length)
      for (const { text } of lines) expect(titles).toContain(text.replace(/^Mona: /, ''))
      const days = lines.map(({ due }) => due ?? '9999')
      expect(days).toEqual(days.toSorted())
    }),
  )
})
