// Words for a screen reader only.
import { makeStyles } from '@fluentui/react-components'

const useStyles = makeStyles({
  root: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
})

export function Hidden({ children }: { children: string }) {
  return <span className={useStyles().root}>{children}</span>
}
