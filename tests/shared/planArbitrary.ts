// Plans for property tests: few ids and few words, so that two of them often share some.
import fc from 'fast-check'
import { ACTION_KINDS, type Plan } from '#shared/plan/plan.ts'

const word = fc.constantFrom('', 'Lead', 'Mentor Leïla', 'Run the meeting.')
const day = fc.constantFrom(null, '2026-12-04', '2026-12-11')
const id = (letter: string) => fc.integer({ min: 1, max: 4 }).map((n) => `${letter}${n}`)
const unique = { selector: (row: { id: string }) => row.id, maxLength: 3 }

const action = fc.record({
  id: id('x'),
  kind: fc.constantFrom(...ACTION_KINDS),
  title: word,
  owner: fc.constantFrom('', 'rafe', 'mona'),
  due: day,
  firstStep: word,
  firstStepBy: day,
  when: word,
  then: word,
})
const focusArea = fc.record({
  id: id('a'),
  title: word,
  why: word,
  expectation: word,
  goal: word,
  actions: fc.uniqueArray(action, unique),
})

/** A plan in which every id stands once: an action lies in one focus area only. */
export const aPlan: fc.Arbitrary<Plan> = fc
  .record({
    aspiration: word,
    strengths: fc.uniqueArray(fc.record({ id: id('s'), text: word }), unique),
    focusAreas: fc.uniqueArray(focusArea, unique),
    support: fc.uniqueArray(fc.record({ id: id('p'), text: word, by: day }), unique),
    revisit: day,
  })
  .map((plan) => {
    const seen = new Set<string>()
    const first = (row: { id: string }) => !seen.has(row.id) && seen.add(row.id)
    return { ...plan, focusAreas: plan.focusAreas.map((area) => ({ ...area, actions: area.actions.filter(first) })) }
  })
