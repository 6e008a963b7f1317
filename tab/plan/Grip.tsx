// What one takes hold of to draw an item to another place. By keyboard items are moved with Alt and an arrow, or in their menu.
import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { ReOrderDotsHorizontal16Regular, ReOrderDotsVertical16Regular } from '@fluentui/react-icons'
import { useQuietStyles } from './quiet.ts'

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    color: tokens.colorNeutralForeground3,
    cursor: 'grab',
    // A finger on it draws the item and does not scroll the page.
    touchAction: 'none',
    userSelect: 'none',
    ':active': { cursor: 'grabbing' },
  },
  /** In the margin before a line. */
  line: { insetInlineStart: '-16px', insetBlockStart: 0, width: '16px', height: '24px' },
  /** In the middle of a card's upper edge. */
  card: { insetInlineStart: 'calc(50% - 24px)', insetBlockStart: 0, width: '48px', height: '16px' },
})

export function Grip({ of }: { of: 'card' | 'line' }) {
  const styles = useStyles()
  const quiet = useQuietStyles()
  return (
    <span aria-hidden data-grip className={mergeClasses(styles.root, styles[of], quiet.shy)}>
      {of === 'card' ? <ReOrderDotsHorizontal16Regular /> : <ReOrderDotsVertical16Regular />}
    </span>
  )
}
