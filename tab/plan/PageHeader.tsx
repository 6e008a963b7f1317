// The header of a page reached from another: the way back, its title, and who sees it.
import { Body1, Button, makeStyles, Subtitle1, tokens } from '@fluentui/react-components'
import { ArrowLeft20Regular } from '@fluentui/react-icons'
import { useEffect, useRef } from 'react'
import { WhoSees } from '#tab/ui/WhoSees.tsx'
import { frame, NARROW } from './frame.ts'

const useStyles = makeStyles({
  title: { display: 'flex', alignItems: 'flex-start', columnGap: tokens.spacingHorizontalS },
  // Its arrow stands at the margin, its centre at the middle of the title's first line.
  back: { flexShrink: 0, marginBlock: '-2px', marginInlineStart: '-6px' },
  words: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  quiet: { color: tokens.colorNeutralForeground3 },
  sees: { marginInlineStart: 'auto', [NARROW]: { marginInlineStart: '34px' } },
})

type Props = {
  title: string
  says?: string
  /** Who sees it, in words. */
  sees?: string
  back: () => void
  /** Where back leads. */
  backTo?: string
}

/** Takes the focus when it comes, to its way back. */
export function PageHeader({ title, says, sees, back, backTo = 'the plan' }: Props) {
  const styles = useStyles()
  const toBack = useRef<HTMLButtonElement>(null)
  useEffect(() => toBack.current?.focus(), [])
  return (
    <header className={frame.header} data-region tabIndex={-1}>
      <div className={styles.title}>
        <Button
          ref={toBack}
          className={styles.back}
          appearance="subtle"
          icon={<ArrowLeft20Regular />}
          aria-label={`Back to ${backTo}`}
          onClick={back}
        />
        <div className={styles.words}>
          <Subtitle1 as="h1">{title}</Subtitle1>
          {says && <Body1 className={styles.quiet}>{says}</Body1>}
        </div>
      </div>
      {sees && (
        <div className={styles.sees}>
          <WhoSees text={sees} />
        </div>
      )}
    </header>
  )
}
