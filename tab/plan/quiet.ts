// Controls that wait in the wings: seen on hover, on focus inside, and always where there is no mouse.
import { makeStyles, tokens } from '@fluentui/react-components'

const SHOWN = { '--shy': '1' }

export const useQuietStyles = makeStyles({
  /** Around what the control belongs to. */
  ground: { '--shy': '0', ':hover': SHOWN, ':focus-within': SHOWN, '@media (hover: none)': SHOWN },
  /** The control itself: it keeps its place while it is not seen. */
  shy: {
    opacity: 'var(--shy)',
    transitionProperty: 'opacity',
    transitionDuration: tokens.durationFaster,
    '@media (prefers-reduced-motion: reduce)': { transitionDuration: '1ms' },
  },
})
