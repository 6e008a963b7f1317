// A field's name in words, as the people here are read out.
import { expect, test } from '@jest/globals'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { fieldWords } from '#tab/plan/editing.ts'

const action = (id: string, title: string): Plan['focusAreas'][0]['actions'][0] => ({
  id,
  kind: 'people',
  title,
  owner: '',
  due: null,
  firstStep: '',
  firstStepBy: null,
  when: '',
  then: '',
})
const area = { why: '', expectation: '', goal: '' }
const PLAN: Plan = {
  ...EMPTY_PLAN,
  strengths: [{ id: 's1', text: 'Listens' }],
  focusAreas: [
    { ...area, id: 'a1', title: 'Facilitation', actions: [action('x1', 'Lead the retro'), action('x2', '')] },
    { ...area, id: 'a2.b', title: '', actions: [] },
  ],
}

test.each([
  ['aspiration', 'Where I’m heading'],
  ['revisit', 'We look at this again'],
  ['s1.text', 'Strengths to build on'],
  ['a1.title', 'Facilitation'],
  ['a1.why', 'Facilitation'],
  ['a2.b.title', 'a focus area'],
  ['x1.due', 'Lead the retro'],
  ['x2.title', 'an action'],
  ['gone.title', 'the plan'],
  ['', 'the plan'],
])('%s is said as “%s”', (field, words) => {
  expect(fieldWords(PLAN, field)).toBe(words)
})
