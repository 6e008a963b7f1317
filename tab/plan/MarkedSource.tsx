// A text with its marks as it is typed: every letter where a textarea has it, marks quiet, bold and links made to be seen.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { linesOf } from '#shared/plan/marks.ts'

const useStyles = makeStyles({
  mark: { color: tokens.colorNeutralForeground3 },
  // A heavier font would be wider, and the caret would stand beside its letter.
  bold: { '-webkit-text-stroke': '0.035em currentColor' },
  link: { textDecorationLine: 'underline', textDecorationThickness: '1px', textUnderlineOffset: '0.15em' },
})

/** Like MarkedText it says where every stretch stands in the text (data-at). */
export function MarkedSource({ text }: { text: string }) {
  const styles = useStyles()
  return linesOf(text).map(({ at, pieces }) => (
    <span key={at}>
      {at > 0 && '\n'}
      {pieces.map(({ at, text, mark, bold, link }) => (
        <span
          key={at}
          data-at={at}
          className={mergeClasses(mark && styles.mark, !mark && bold && styles.bold, link !== null && styles.link)}
        >
          {text}
        </span>
      ))}
      {/* Gives an empty line its height and a caret its place. */}
      {pieces.length === 0 && <span data-at={at}>{'\u200b'}</span>}
    </span>
  ))
}
