// A field that is a text until it is pressed: nothing around it, and its letters stay where they are.
import { makeResetStyles, makeStyles, tokens } from '@fluentui/react-components'

/** With high contrast the ground of what is pointed at is bright, and the letters on it would be too: there it stays dark. */
const DARK = { backgroundColor: tokens.colorNeutralBackground1 }
const STAYS_READABLE = { ':global([data-theme="contrast"])': { ':hover': DARK, ':focus-within': DARK } }

const useStyles = makeStyles({
  block: { display: 'grid' },
  /** Gives the field its size: the same text, unseen, in the same place. */
  mirror: { visibility: 'hidden' },
  /** A text with marks, as it is read, over the field that it is typed in. */
  read: { zIndex: 1, cursor: 'text', visibility: 'visible' },
  /** The same letters while they are typed, under the field, which lends only its caret. */
  underneath: { visibility: 'visible' },
  seenThrough: {
    color: 'transparent',
    caretColor: tokens.colorNeutralForeground1,
    forcedColorAdjust: 'none',
    '::selection': {
      color: 'transparent',
      backgroundColor: `color-mix(in srgb, ${tokens.colorCompoundBrandBackground} 30%, transparent)`,
    },
  },
  unseen: { opacity: 0 },
  after: { visibility: 'visible' },
  over: { position: 'absolute', inset: 0, width: '100%', height: '100%' },
})

/** `ground` and `text` are drawn first: their style is in first.css. */
export const useFieldStyles = () => ({ ground: 'field', text: 'field-text', ...useStyles() })

/** Words that are pressed where they stand. */
export const usePressableStyle = makeResetStyles({
  position: 'relative',
  padding: '0 4px',
  margin: '0 -4px',
  border: 'none',
  borderRadius: tokens.borderRadiusSmall,
  backgroundColor: 'transparent',
  font: 'inherit',
  color: 'inherit',
  textAlign: 'start',
  whiteSpace: 'nowrap',
  cursor: 'pointer',
  ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
  ...STAYS_READABLE,
  ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}` },
})
