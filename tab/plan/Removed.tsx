// Says what was just removed, and offers to bring it back; it stands over the page's end and moves nothing.
import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components'
import { useEditing } from './editing.ts'
import { NARROW } from './frame.ts'

const useStyles = makeStyles({
  root: {
    position: 'sticky',
    // Above the bar, which has two rows where there is little room.
    insetBlockEnd: '80px',
    [NARROW]: { insetBlockEnd: '168px' },
    zIndex: 3,
    height: 0,
    display: 'flex',
    justifyContent: 'center',
    alignItems: 'flex-end',
    pointerEvents: 'none',
  },
  words: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    padding: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalS} ${tokens.spacingVerticalXS} ${tokens.spacingHorizontalL}`,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    boxShadow: tokens.shadow8,
    backgroundColor: tokens.colorNeutralBackground1,
    pointerEvents: 'auto',
  },
})

export function Removed() {
  const styles = useStyles()
  const { history } = useEditing()
  const { removed } = history
  if (!removed) return null
  const bringBack = () => {
    history.undo()
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-item="${CSS.escape(removed.id)}"] textarea`)?.focus(),
    )
  }
  return (
    <div className={styles.root}>
      <div className={styles.words}>
        <Body1>{removed.words}</Body1>
        <Button appearance="subtle" size="small" onClick={bringBack}>
          Undo
        </Button>
      </div>
    </div>
  )
}
