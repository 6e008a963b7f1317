// What is offered where a focus area is named (R9): the pair's own words, and never more than helps.
import { expect, test } from '@jest/globals'
import { offeredFrom, offersFor } from '#shared/plan/offered.ts'

test('the agreed plans’ titles, newest first, each once', () => {
  expect(
    offeredFrom([
      { area: 'Deciding', since: '2026-05-01' },
      { area: ' deciding ', since: '2026-02-01' },
      { area: '', since: '2026-08-01' },
      { area: 'Research', since: '2026-08-01' },
    ]),
  ).toEqual(['Research', 'Deciding'])
})

test.each([
  ['', ['A b', 'B c', 'C d', 'D e', 'E f']],
  ['  b', ['A b', 'B c']],
  ['C D', []],
  ['zzz', []],
  ['f', ['E f', 'F g']],
])('typed %j', (typed, expected) => {
  expect(offersFor(typed, ['A b', 'B c', 'C d', 'D e', 'E f', 'F g'], ['x'])).toEqual(expected)
})

test('not what the plan names already', () => {
  expect(offersFor('', ['A', 'B'], ['a'])).toEqual(['B'])
})
