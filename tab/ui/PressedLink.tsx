// A link that was pressed: its whole address over the page, and a way to open it.
import { Caption1, Link, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'
import type { ReactElement } from 'react'

const useStyles = makeStyles({
  surface: {
    display: 'grid',
    justifyItems: 'start',
    rowGap: tokens.spacingVerticalXS,
    maxWidth: 'min(360px, calc(100vw - 56px))',
    padding: tokens.spacingHorizontalM,
  },
  address: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

/** Open from the first; `words` are what is pressed. */
export function PressedLink({ address, words }: { address: string; words: ReactElement<{ onClick?: unknown }> }) {
  const styles = useStyles()
  return (
    <Popover defaultOpen trapFocus withArrow size="small">
      <PopoverTrigger disableButtonEnhancement>{words}</PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Link">
        <Caption1 className={styles.address}>{address}</Caption1>
        <Link href={address} target="_blank" rel="noopener noreferrer">
          Open
        </Link>
      </PopoverSurface>
    </Popover>
  )
}
