// One sentence under a field: why what was entered can't stay, or that it is as long as it can be.
import { Caption1, makeStyles, tokens } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: { display: 'block', color: tokens.colorNeutralForeground2 },
  failed: { display: 'block', color: tokens.colorStatusDangerForeground1 },
})

export function UnderField({ id, sentence, failed }: { id: string; sentence: string; failed: boolean }) {
  const styles = useStyles()
  return (
    <Caption1 id={id} role={failed ? 'alert' : undefined} className={failed ? styles.failed : styles.root}>
      {sentence}
    </Caption1>
  )
}
