// Says, where it is so, that people on another instance of the server may see this later than usual.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  // Out of the flow while it says nothing: what lies beside it stays where it is.
  root: { color: tokens.colorNeutralForeground3, ':empty': { position: 'absolute' } },
})

/** Always there, so that a screen reader hears when it comes; without words it takes no room. */
export function LateNote({ late = false }: { late?: boolean }) {
  const styles = useStyles()
  return (
    <Caption1 role="status" className={styles.root} data-testid="late">
      {late && 'Others may see this late'}
    </Caption1>
  )
}
