// What somebody prepared, to read: each question with its answer, as it was written.
import { Body1, Body1Strong, makeStyles, tokens } from '@fluentui/react-components'
import type { Preparation } from '#shared/api.ts'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalM, margin: 0, marginTop: tokens.spacingVerticalS },
  answer: { whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' },
})

/** The answers that hold any words. */
export const filled = (of: Preparation) => of.answers.filter((one) => one.text.trim() !== '')

export function Answers({ of }: { of: Preparation }) {
  const styles = useStyles()
  return (
    <dl className={styles.root}>
      {filled(of).map((one) => (
        <div key={one.question}>
          <dt>
            <Body1Strong>{one.question}</Body1Strong>
          </dt>
          <dd>
            <Body1 className={styles.answer}>{one.text}</Body1>
          </dd>
        </div>
      ))}
    </dl>
  )
}
