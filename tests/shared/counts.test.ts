// R7: what people ops may see of a number of people.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { countWords, FEW, shownCount, shownSum } from '#shared/privacy/counts.ts'

describe('R7 counts', () => {
  test.each([
    [0, '0'],
    [1, 'fewer than 5'],
    [4, 'fewer than 5'],
    [5, '5'],
    [1200, '1200'],
  ])('%i is shown as %s', (many, words) => expect(countWords(shownCount(many))).toBe(words))

  test('no sum stands beside a count that is hidden: the rest would tell it', () => {
    expect(shownSum([12, 3])).toBeNull()
    expect(shownSum([12, 0, 7])).toBe(19)
    expect(shownSum([0, 0])).toBe(0)
    fc.assert(
      fc.property(fc.array(fc.nat(12), { minLength: 1, maxLength: 5 }), (counts) => {
        const isHidden = counts.some((many) => shownCount(many) === FEW)
        expect(shownSum(counts) === null).toBe(isHidden)
      }),
    )
  })
})
