// The browser's own margins and bullets, taken away: spacing is said where it is meant.
import { makeStaticStyles } from '@fluentui/react-components'

/** To be called by every frame of a page. */
export const useReset = makeStaticStyles({
  'h1, h2, h3, p, ul, ol, dl, dd, blockquote': { margin: 0, padding: 0 },
  'ul, ol': { listStyleType: 'none' },
})
