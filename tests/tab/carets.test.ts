// Where text changed and where a caret belongs after it, against what the person really did.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { afterEdit, type Edit, editBetween, merged, type Stretch, stretchesAfter } from '#tab/plan/carets.ts'

const LETTERS = ['a', 'a', 'b', '😀', '😁', '🈁', 'e\u0301', '\ufe0f']
const someText = fc.array(fc.constantFrom(...LETTERS), { maxLength: 8 }).map((all) => all.join(''))
const apply = (text: string, { at, removed, inserted }: Edit) => text.slice(0, at) + inserted + text.slice(at + removed)
const isInsidePair = (text: string, at: number) => !text.slice(0, at).isWellFormed()

describe('the stretch in which two texts differ', () => {
  test.each<[string, string, string, number, Edit | null]>([
    ['nothing', 'same', 'same', 2, null],
    ['typed at the end', 'we', 'we ship', 7, { at: 2, removed: 0, inserted: ' ship' }],
    ['the first of three equal letters', 'aa', 'aaa', 1, { at: 0, removed: 0, inserted: 'a' }],
    ['the second', 'aa', 'aaa', 2, { at: 1, removed: 0, inserted: 'a' }],
    ['the last', 'aa', 'aaa', 3, { at: 2, removed: 0, inserted: 'a' }],
    ['one of three taken away', 'aaa', 'aa', 1, { at: 1, removed: 1, inserted: '' }],
    ['all of it', 'old', '', 0, { at: 0, removed: 3, inserted: '' }],
    ['a letter in front, the caret unknown', 'hello', 'Xhello', 0, { at: 0, removed: 0, inserted: 'X' }],
    ['one smile for another', '😀', '😁', 2, { at: 0, removed: 2, inserted: '😁' }],
    ['two signs with the same second half', '😀', '🈀', 0, { at: 0, removed: 2, inserted: '🈀' }],
    ['an accent on a letter', 'e', 'e\u0301', 2, { at: 1, removed: 0, inserted: '\u0301' }],
  ])('%s', (_, was, now, caret, edit) => {
    expect(editBetween(was, now, caret)).toEqual(edit)
  })

  test('any two texts, any caret: it leads from one to the other and never cuts a pair', () => {
    fc.assert(
      fc.property(someText, someText, fc.nat({ max: 20 }), (was, now, caret) => {
        const edit = editBetween(was, now, caret)
        if (!edit) return expect(was).toBe(now)
        expect(apply(was, edit)).toBe(now)
        expect([edit.at, edit.at + edit.removed].filter((at) => isInsidePair(was, at))).toEqual([])
        expect(edit.inserted.isWellFormed()).toBe(true)
      }),
    )
  })

  test('typing and deleting at a caret is found exactly where it was done', () => {
    const scene = fc.record({ before: someText, gone: someText, typed: someText, behind: someText })
    fc.assert(
      fc.property(scene, fc.boolean(), ({ before, gone, typed, behind }, deletes) => {
        const [removed, inserted] = deletes ? [gone, ''] : ['', typed]
        const edit = editBetween(before + removed + behind, before + inserted + behind, (before + inserted).length)
        const done = { at: before.length, removed: removed.length, inserted }
        expect(edit).toEqual(removed + inserted === '' ? null : done)
      }),
    )
  })

  test('with the caret unknown it still takes no more than what changed', () => {
    fc.assert(
      fc.property(someText, fc.constantFrom('x', 'yz'), someText, (before, typed, behind) => {
        const edit = editBetween(before + behind, before + typed + behind, 0)
        expect(edit).toEqual({ at: before.length, removed: 0, inserted: typed })
      }),
    )
  })
})

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

describe('one text from two that began as the same', () => {
  test.each([
    [
      'one at each end',
      'decisions',
      'Closing decisions',
      'decisions, not only opening',
      'Closing decisions, not only opening',
    ],
    ['only mine', 'a', 'ab', 'a', 'ab'],
    ['only theirs', 'a', 'a', 'ba', 'ba'],
    ['they emptied it while I wrote on', 'old', 'old and new', '', ' and new'],
    ['both wrote into nothing', '', 'mine', 'theirs', 'minetheirs'],
  ])('%s', (_, base, mine, theirs, expected) => {
    const text = merged(base, mine, theirs)
    expect([...text].sort()).toEqual([...expected].sort())
    if (base !== '') expect(text).toBe(expected)
  })

  test('what either of them inserted is in it, when they edit different places', () => {
    const word = fc.stringMatching(/^[a-z ]{1,8}$/)
    fc.assert(
      fc.property(word, word, word, word, (front, middle, mine, theirs) => {
        const base = `${front}|${middle}|`
        const text = merged(base, `<${mine}>${base}`, `${base}<${theirs}>`)
        expect(text).toBe(`<${mine}>${base}<${theirs}>`)
      }),
    )
  })
})
