// One quiet line that says who can see what is on this screen.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'
import { Eye16Regular } from '@fluentui/react-icons'

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalSNudge,
    color: tokens.colorNeutralForeground3,
    '& > svg': { flexShrink: 0 },
  },
})

export function WhoSees({ text, id }: { text: string; id?: string }) {
  const styles = useStyles()
  return (
    <div className={styles.root} id={id}>
      <Eye16Regular aria-hidden />
      <Caption1>{text}</Caption1>
    </div>
  )
}
