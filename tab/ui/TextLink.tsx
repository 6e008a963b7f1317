// A link that somebody wrote: words until they are pressed, then the whole address, and a way to open it.
import { Caption1, Link, makeStyles, Popover, PopoverSurface, PopoverTrigger, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  words: {
    color: 'inherit',
    textDecorationLine: 'underline',
    textDecorationThickness: '1px',
    textUnderlineOffset: '0.15em',
    textDecorationColor: tokens.colorNeutralStrokeAccessible,
    borderRadius: tokens.borderRadiusSmall,
    cursor: 'pointer',
    ':hover': { textDecorationColor: tokens.colorCompoundBrandStroke },
    ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  surface: {
    display: 'grid',
    justifyItems: 'start',
    rowGap: tokens.spacingVerticalXS,
    maxWidth: 'min(360px, calc(100vw - 56px))',
    padding: tokens.spacingHorizontalM,
  },
  address: { color: tokens.colorNeutralForeground2, overflowWrap: 'anywhere' },
})

type Props = {
  /** Begins with https://, http:// or mailto: (shared/plan/marks.ts lets nothing else be one). */
  address: string
  /** The index of its first letter in the text it stands in. */
  at: number
  children: string
}

export function TextLink({ address, at, children }: Props) {
  const styles = useStyles()
  return (
    <Popover trapFocus withArrow size="small">
      <PopoverTrigger disableButtonEnhancement>
        <a
          className={styles.words}
          href={address}
          data-at={at}
          target="_blank"
          rel="noopener noreferrer"
          onClick={(event) => event.preventDefault()}
        >
          {children}
        </a>
      </PopoverTrigger>
      <PopoverSurface className={styles.surface} aria-label="Link">
        <Caption1 className={styles.address}>{address}</Caption1>
        <Link href={address} target="_blank" rel="noopener noreferrer">
          Open
        </Link>
      </PopoverSurface>
    </Popover>
  )
}
