// One quiet line of the panel: who is editing what on the stage, and the way to the point that talks about it.
import { Caption1, Link, makeStyles, tokens } from '@fluentui/react-components'
import { Edit16Regular } from '@fluentui/react-icons'
import { Hidden } from '#tab/ui/Hidden.tsx'
import type { StageFocus } from '#tab/ui/stageFocus.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    alignItems: 'flex-start',
    columnGap: tokens.spacingHorizontalXS,
    minWidth: 0,
    color: tokens.colorNeutralForeground3,
    '& > svg': { flexShrink: 0 },
  },
  words: { minWidth: 0, overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
})

type Props = {
  focus: StageFocus
  /** Opens the agenda's point; null where there is none, or it is open. */
  open: (() => void) | null
}

export function OnStage({ focus: { who, part }, open }: Props) {
  const styles = useStyles()
  const where = `${who ? `${who} is` : 'You are'} in “${part}”`
  return (
    <div className={styles.root} title={`On the stage: ${where}`}>
      <Edit16Regular aria-hidden />
      <Caption1 className={styles.words}>
        <Hidden>On the stage: </Hidden>
        {open ? (
          <Link as="button" inline onClick={open}>
            {where}
          </Link>
        ) : (
          where
        )}
      </Caption1>
    </div>
  )
}
