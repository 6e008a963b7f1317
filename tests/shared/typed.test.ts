// What was typed, told from a text before and after it, against what the person really did.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Edit, editBetween } from '#shared/plan/typed.ts'

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
