// Where a caret belongs after text changed elsewhere, against what the person really did.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Edit } from '#shared/plan/typed.ts'
import { afterEdit, type Stretch, stretchesAfter } from '#tab/plan/carets.ts'

/** Each letter by its own name: old ones are numbers, new ones 'new'. */
const ANY = fc
  .record({
    length: fc.nat({ max: 12 }),
    at: fc.nat({ max: 12 }),
    removed: fc.nat({ max: 6 }),
    grown: fc.nat({ max: 4 }),
  })
  .map(({ length, at, removed, grown }) => {
    const from = Math.min(at, length)
    const edit: Edit = { at: from, removed: Math.min(removed, length - from), inserted: 'n'.repeat(grown) }
    const was = Array.from({ length }, (_, index) => index)
    const now: (number | 'new')[] = was.toSpliced(from, edit.removed)
    now.splice(from, 0, ...Array.from({ length: grown }, () => 'new' as const))
    return { edit, was, now }
  })

test('a caret after somebody else’s edit: the same letters before it and behind it', () => {
  fc.assert(
    fc.property(ANY, fc.nat({ max: 12 }), ({ edit, was, now }, anywhere) => {
      const position = Math.min(anywhere, was.length)
      const moved = afterEdit(position, edit)
      const old = (of: (number | 'new')[]) => of.filter((one) => one !== 'new')
      expect(old(now.slice(0, moved))).toEqual(old(now).filter((one) => one < position))
      expect(old(now.slice(moved))).toEqual(old(now).filter((one) => one >= position))
      // What is typed right at the caret comes behind it.
      if (position === edit.at) expect(moved).toBe(position)
    }),
  )
})

test('stretches after somebody else’s edit hold exactly what is left of their letters', () => {
  fc.assert(
    fc.property(ANY, fc.nat({ max: 12 }), fc.nat({ max: 12 }), ({ edit, was, now }, one, other) => {
      const [from, to] = [Math.min(one, other, was.length), Math.min(Math.max(one, other), was.length)]
      const left = stretchesAfter([[from, to]], edit)
      const letters = left.flatMap(([start, end]: Stretch) => now.slice(start, end))
      expect(letters).toEqual(now.filter((letter) => letter !== 'new' && letter >= from && letter < to))
      expect(left.every(([start, end]) => start < end)).toBe(true)
    }),
  )
})
