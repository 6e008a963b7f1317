// A text with its marks carried out, to be read: bold, lists, links. Every stretch says where it stands in the text (data-at).
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { type Line, linesOf, type Piece, piecesOf } from '#shared/plan/marks.ts'
import { TextLink } from './TextLink.tsx'

const useStyles = makeStyles({
  line: { display: 'block' },
  list: { margin: 0, paddingInlineStart: '1.2em', listStyleType: 'disc' },
  numbers: { paddingInlineStart: '1.6em', listStyleType: 'decimal' },
  bold: { fontWeight: tokens.fontWeightSemibold },
})

/** All of a text. It is drawn in blocks and cannot stand inside a paragraph. */
export function MarkedText({ text }: { text: string }) {
  const styles = useStyles()
  return groupsOf(linesOf(text)).map(({ is, lines }) => {
    const key = lines[0]?.at
    const words = (line: Line) => <Words pieces={line.pieces} at={line.at} />
    if (is === 'words') {
      return lines.map((line) => (
        <span key={line.at} className={styles.line}>
          {words(line)}
        </span>
      ))
    }
    const points = lines.map((line) => (
      <li key={line.at} value={is === 'numbered' ? line.number : undefined}>
        {words(line)}
      </li>
    ))
    return is === 'numbered' ? (
      <ol key={key} className={mergeClasses(styles.list, styles.numbers)}>
        {points}
      </ol>
    ) : (
      <ul key={key} className={styles.list}>
        {points}
      </ul>
    )
  })
}

/** A short text: bold and links, no lists. It can stand inside a line. */
export const MarkedLine = ({ text }: { text: string }) => <Words pieces={piecesOf(text)} at={0} />

function Words({ pieces, at }: { pieces: Piece[]; at: number }) {
  const styles = useStyles()
  const read = pieces.filter(({ mark }) => !mark)
  // A line of nothing is as high as any other.
  if (read.length === 0) return <span data-at={at}>{'\u200b'}</span>
  return read.map(({ at, text, bold, link }) =>
    link !== null ? (
      <span key={at} className={bold ? styles.bold : undefined}>
        <TextLink address={link} at={at}>
          {text}
        </TextLink>
      </span>
    ) : (
      <span key={at} data-at={at} className={bold ? styles.bold : undefined}>
        {text}
      </span>
    ),
  )
}

/** Lines of the same kind that follow one another. */
function groupsOf(lines: Line[]): { is: Line['is']; lines: Line[] }[] {
  const groups: { is: Line['is']; lines: Line[] }[] = []
  for (const line of lines) {
    const last = groups.at(-1)
    if (last?.is === line.is) last.lines.push(line)
    else groups.push({ is: line.is, lines: [line] })
  }
  return groups
}
