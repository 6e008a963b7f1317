// Marks in a text (R9): what is a mark, what stays words, and no letter is ever lost.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { areMarked, linesOf, type Piece, piecesOf, withoutMarks } from '#shared/plan/marks.ts'

/** Pieces as one reads them in a table: marks in angle brackets, bold in capitals' place as b(…), links as words→address. */
const drawn = (text: string): string =>
  linesOf(text)
    .map(({ is, number, pieces }) => {
      const lead = is === 'words' ? '' : is === 'point' ? '• ' : `${number}) `
      return (
        lead +
        pieces
          .filter(({ mark }) => !mark)
          .map(drawnPiece)
          .join('')
      )
    })
    .join('|')

function drawnPiece({ text, bold, link }: Piece): string {
  const words = link === null ? text : `{${text}→${link}}`
  return bold ? `b(${words})` : words
}

describe('marks', () => {
  test.each([
    ['Lead a team', 'Lead a team'],
    ['Lead **one** team', 'Lead b(one) team'],
    ['**a** and **b c**', 'b(a) and b(b c)'],
    ['**a** b**', 'b(a) b**'],
    ['2 ** 3 ** 4', '2 ** 3 ** 4'],
    ['****', '****'],
    ['** a**', '** a**'],
    ['*one star*', '*one star*'],
    ['- one\n- two', '• one|• two'],
    ['-one', '-one'],
    [' - one', ' - one'],
    ['- ', '• '],
    ['1. one\n2. two\n12. twelve', '1) one|2) two|12) twelve'],
    ['2026. was good', '2026. was good'],
    ['- **bold** point', '• b(bold) point'],
    ['see [the brief](https://a.example/x_(1)?q=1) now', 'see {the brief→https://a.example/x_(1)?q=1} now'],
    ['[mail](mailto:a@b.example)', '{mail→mailto:a@b.example}'],
    ['**[both](https://a.example)**', 'b({both→https://a.example})'],
    ['https://a.example/b.', '{https://a.example/b→https://a.example/b}.'],
    ['(https://a.example)', '({https://a.example→https://a.example})'],
    ['**https://a.example**', 'b({https://a.example→https://a.example})'],
    ['xhttps://a.example', 'xhttps://a.example'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['[x](data:text/html,hi)', '[x](data:text/html,hi)'],
    ['[x](//a.example)', '[x](//a.example)'],
    ['[ ](https://a.example)', '[ ]({https://a.example→https://a.example})'],
    ['[a\nb](https://a.example)', '[a|b]({https://a.example→https://a.example})'],
    ['**a\nb**', '**a|b**'],
    ['<b>x</b> # y ![z](w)', '<b>x</b> # y ![z](w)'],
    ['', ''],
    ['\n\n', '||'],
  ])('%j', (text, expected) => {
    expect(drawn(text)).toBe(expected)
    expect(areMarked(linesOf(text).flatMap(({ pieces }) => pieces))).toBe(expected.replaceAll('|', '\n') !== text)
  })

  test('a short text has no lists', () => {
    expect(piecesOf('- **a**').map(({ text, mark }) => [text, mark])).toEqual([
      ['- ', false],
      ['**', true],
      ['a', false],
      ['**', true],
    ])
  })
  test('a card shows the words without the marks', () => {
    expect(withoutMarks('- **Lead** [a team](https://a.example)\n2. at https://b.example')).toBe(
      '• Lead a team\n2. at https://b.example',
    )
  })

  const bits = [
    '**',
    '*',
    '[',
    ']',
    '(',
    ')',
    '](',
    'https://a.b',
    'mailto:x',
    '- ',
    '1. ',
    '\n',
    ' ',
    'a',
    'é',
    '😀',
    '\ud83d',
    'javascript:',
    '<b>',
    '.',
    '\r',
  ]
  const anyText = fc.oneof(
    fc.array(fc.constantFrom(...bits), { maxLength: 25 }).map((all) => all.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
  )

  test('no letter is lost, and every piece knows where it stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const lines = linesOf(text)
        expect(lines.map(({ pieces }) => pieces.map((piece) => piece.text).join('')).join('\n')).toBe(text)
        for (const line of lines) {
          let at = line.at
          for (const piece of line.pieces) {
            expect(piece.at).toBe(at)
            expect(text.slice(piece.at, piece.at + piece.text.length)).toBe(piece.text)
            expect(piece.text).not.toBe('')
            at += piece.text.length
          }
        }
      }),
      { numRuns: 500 },
    )
  })
  test('every link goes to the web or to a mailbox, and its address stands in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const { link } of linesOf(text).flatMap(({ pieces }) => pieces)) {
          if (link === null) continue
          expect(link).toMatch(/^(https?:\/\/|mailto:)\S+$/i)
          expect(text).toContain(link)
        }
      }),
      { numRuns: 500 },
    )
  })
  test('a long text of nothing but beginnings takes no time', () => {
    const began = performance.now()
    for (const bit of ['**a ', '[a', '[a](', 'https://', '**', '[[](']) linesOf(bit.repeat(2000))
    expect(performance.now() - began).toBeLessThan(1500)
  })
})
