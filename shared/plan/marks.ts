// A few marks in a text: which letters are marks and which are words, and how the words look. Pure.
//
// The text itself stays plain, so that hash, comparison, export and two who type at once know nothing of marks. The
// subset, a small part of CommonMark (spec.commonmark.org), line by line and never across lines:
//   **bold**              not empty, no space just inside the signs; a link may lie in it
//   - point   1. point    at the start of a line
//   [words](address)      words without brackets; an address begins with https://, http:// or mailto:
//   https://address       as it is; a full stop or a bracket that ends the sentence is not part of it
// Whatever else looks like a mark is words: HTML, headings, images, pictures, javascript:.

/** `at` is the index of its first letter in the text. A mark is a letter that steers and is not read, such as '**'. */
export type Piece = { at: number; text: string; mark: boolean; bold: boolean; link: string | null }
/** One line of the text: `at` its first letter, `number` that of a numbered point. */
export type Line = { at: number; is: 'words' | 'point' | 'numbered'; number: number; pieces: Piece[] }

/** The lines of a text. All pieces of a line, marks too, are the line; the lines joined by '\n' are the text. */
export function linesOf(text: string): Line[] {
  let at = 0
  return text.split('\n').map((words) => {
    const line = lineOf(words, at)
    at += words.length + 1
    return line
  })
}

/** A short text of one line, in which a list is none. */
export const piecesOf = (text: string): Piece[] => inside(text, 0, false)

/** Whether any of these is shown otherwise than it was typed. */
export const areMarked = (pieces: readonly Piece[]): boolean => pieces.some(({ mark, link }) => mark || link !== null)

/** The words alone, as a card or a list of names shows them: what a link is called and the points of a list stay. */
export const withoutMarks = (text: string): string =>
  linesOf(text)
    .map(({ is, number, pieces }) => {
      const sign = is === 'words' ? '' : is === 'point' ? '• ' : `${number}. `
      return sign + readOf(pieces)
    })
    .join('\n')

const readOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(({ mark }) => !mark)
    .map(({ text }) => text)
    .join('')

const POINT = /^(?:- |(\d{1,3})\. )/

function lineOf(words: string, at: number): Line {
  const [sign = '', number] = POINT.exec(words) ?? []
  const pieces = sign ? [{ at, text: sign, mark: true, bold: false, link: null }] : []
  const is = sign === '' ? 'words' : number === undefined ? 'point' : 'numbered'
  return {
    at,
    is,
    number: Number(number ?? 0),
    pieces: [...pieces, ...inside(words.slice(sign.length), at + sign.length, false)],
  }
}

/** One of the three at this place of the line; the groups are bold, then words and address, then a bare address. */
const BOLD = /\*\*(?![\s*])((?:(?!\*\*).)*[^\s*])\*\*/
const ADDRESS = /(?:https?:\/\/|mailto:)(?:[^\s()<>]|\([^\s()<>]*\))+/
const NAMED = new RegExp(`\\[([^[\\]]*[^[\\]\\s][^[\\]]*)\\]\\((${ADDRESS.source})\\)`)
const BARE = /(?<![\p{L}\p{N}])https?:\/\/[^\s<>*]*[^\s<>*.,;:!?'"’”)\]}]/u
const ANY = new RegExp(`${BOLD.source}|${NAMED.source}|${BARE.source}`, 'giu')

function inside(words: string, at: number, bold: boolean): Piece[] {
  const pieces: Piece[] = []
  let done = 0
  const push = (text: string, mark: boolean, link: string | null = null) => {
    if (text) pieces.push({ at: at + done, text, mark, bold, link })
    done += text.length
  }
  for (const found of words.matchAll(ANY)) {
    const [whole, strong, called, address] = found
    push(words.slice(done, found.index), false)
    if (strong !== undefined) {
      push('**', true)
      pieces.push(...inside(strong, at + done, true))
      done += strong.length
      push('**', true)
    } else if (called !== undefined && address !== undefined) {
      push('[', true)
      push(called, false, address)
      push(`](${address})`, true)
    } else push(whole, false, whole)
  }
  push(words.slice(done), false)
  return pieces
}
