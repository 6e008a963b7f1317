// Several lines pasted into an action's title are several actions (R9): which lines, and what of them.
import { expect, test } from '@jest/globals'
import { linesIn } from '#tab/plan/pastedLines.ts'

test.each([
  ['one', ['one']],
  ['one\n', ['one']],
  ['one\r\ntwo\u2028three', ['one', 'two', 'three']],
  ['- one\n  * two\n3. three\n4) four\n• five\n\n   \n', ['one', 'two', 'three', 'four', 'five']],
  ['-one\n2026. is a year\n*emphasis*', ['-one', '2026. is a year', '*emphasis*']],
  ['', []],
])('%j', (pasted, lines) => {
  expect(linesIn(pasted)).toEqual(lines)
})
