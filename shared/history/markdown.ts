// Words of people as Markdown that says exactly them and nothing else (R16).
import { linesOf, type Piece, piecesOf } from '../plan/marks.ts'

export const bullet = (said: string): string => `- ${text(said)}`

/** One line of plain words: markup characters escaped, line breaks made spaces. */
export function text(said: string): string {
  return begun(escaped(onOneLine(said)))
}

/** One line of words with the marks that its writer put there (shared/plan/marks.ts). */
export const markedLine = (said: string): string => begun(piecesOf(onOneLine(said)).map(markdownOf).join(''))

/** A text with the marks that its writer put there: a paragraph for each line, lists as they are. */
export function marked(said: string): string {
  let text = ''
  let before = ''
  for (const { is, number, pieces } of linesOf(said)) {
    const words = begun(pieces.map(markdownOf).join(''))
    const sign = is === 'words' ? '' : is === 'point' ? '- ' : `${number}. `
    if (sign + words !== '') {
      text += `${text && (is === 'words' || is !== before ? '\n\n' : '\n')}${sign}${words}`
      before = is
    }
  }
  return text
}

function markdownOf({ text, mark, link }: Piece): string {
  if (link === null) return mark && text === '**' ? text : mark ? '' : escaped(onOneLine(text, false))
  const address = link.replaceAll('\\', '%5C')
  return link === text ? `<${address}>` : `[${escaped(text)}](<${address}>)`
}

const onOneLine = (said: string, trim = true) => (trim ? said.trim() : said).replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
const escaped = (said: string) => said.replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
/** What would begin a list or a heading at the start of a line does not. */
const begun = (line: string) =>
  line
    .trim()
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^([-=])/, '\\$1')
