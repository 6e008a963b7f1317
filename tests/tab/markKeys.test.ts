// What keys do to marks (R9): bold and back, links, lists that go on. '‹' and '›' are the ends of the selection.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { withoutMarks } from '#shared/plan/marks.ts'
import { boldToggled, linkMade, type Marking, pointContinued } from '#tab/plan/markKeys.ts'

const read = (drawn: string) => {
  const start = drawn.indexOf('‹')
  const end = drawn.includes('›') ? drawn.indexOf('›') - 1 : start
  return { text: drawn.replace(/[‹›]/g, ''), start, end }
}
const done = (text: string, { edits }: Marking) =>
  edits.reduceRight((now, { at, removed, inserted }) => now.slice(0, at) + inserted + now.slice(at + removed), text)
const write = (text: string, marking: Marking) => {
  const { start, end } = marking
  const now = done(text, marking)
  return start === end
    ? `${now.slice(0, start)}‹${now.slice(start)}`
    : `${now.slice(0, start)}‹${now.slice(start, end)}›${now.slice(end)}`
}

describe('Ctrl+B', () => {
  test.each([
    ['lead ‹one› team', 'lead **‹one›** team'],
    ['lead **‹one›** team', 'lead ‹one› team'],
    ['lead ‹**one**› team', 'lead ‹one› team'],
    ['lead‹ one ›team', 'lead **‹one›** team'],
    ['lead o‹ne team', 'lead **‹one›** team'],
    ['lead ‹ team', 'lead **‹** team'],
    ['‹- one\n2. two\n\nthree›', '‹- **one**\n2. **two**\n\n**three**›'],
    ['‹- **one**\n2. **two**\n\n**three**›', '‹- one\n2. two\n\nthree›'],
  ])('%j → %j', (before, after) => {
    const { text, start, end } = read(before)
    expect(write(text, boldToggled(text, start, end))).toBe(after)
  })

  test('no word is lost or added', () => {
    const someText = fc.array(fc.constantFrom('a', 'b ', ' ', '**', '\n', '- ', '3. ', 'ä', '😀'), { maxLength: 15 })
    fc.assert(
      fc.property(someText, fc.nat(), fc.nat(), (bits, a, b) => {
        const text = bits.join('')
        const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y) as [number, number]
        const { edits, ...selected } = boldToggled(text, start, end)
        const now = done(text, { edits, ...selected })
        // The other one's caret keeps its word: nothing but signs is taken out or put in.
        for (const { at, removed, inserted } of edits) {
          expect(text.slice(at, at + removed) + inserted).toMatch(/^\*+$/)
        }
        expect(now.replaceAll('*', '')).toBe(text.replaceAll('*', ''))
        expect(0 <= selected.start && selected.start <= selected.end && selected.end <= now.length).toBe(true)
      }),
    )
  })
  test('what was made bold is bold, its letters the same', () => {
    const { text, start, end } = read('lead ‹one› team')
    expect(withoutMarks(done(text, boldToggled(text, start, end)))).toBe(text)
  })
})

test.each([
  ['see ‹the brief› now', 'see [the brief](‹https://›) now'],
  ['see ‹https://a.example› now', 'see [‹](https://a.example) now'],
  ['see ‹ now', 'see [‹](https://) now'],
  ['‹a]b›', '[a b](‹https://›)'],
])('Ctrl+K: %j → %j', (before, after) => {
  const { text, start, end } = read(before)
  expect(write(text, linkMade(text, start, end))).toBe(after)
})

test.each([
  ['- one‹', '- one\n- ‹'],
  ['- on‹e\n- two', '- on\n- ‹e\n- two'],
  ['9. one‹', '9. one\n10. ‹'],
  ['- one\n- ‹', '- one\n‹'],
  ['- ‹\n- two', '‹\n- two'],
  ['one‹', null],
  ['-‹ one', null],
  ['- one\n‹', null],
])('Enter: %j → %j', (before, after) => {
  const { text, start } = read(before)
  const marking = pointContinued(text, start)
  expect(marking && write(text, marking)).toBe(after)
})
