// What stands where a plan will be: it begins with one sentence.
import { Button, makeStyles, tokens } from '@fluentui/react-components'
import { CalmPage } from './CalmPage.tsx'

const useStyles = makeStyles({
  picture: { color: tokens.colorBrandForeground1, '& > .ground': { color: tokens.colorNeutralStroke1 } },
})

type Props = {
  /** First name; null where the directory has none, and then nobody could agree on a plan. */
  manager: string | null
  write: () => void
  /** False where the screen has another thing to do first. */
  primary?: boolean
}

export function EmptyPlan({ manager, write, primary = true }: Props) {
  const styles = useStyles()
  return (
    <CalmPage
      inside
      picture={
        <svg className={styles.picture} width="116" height="64" viewBox="0 0 116 64" fill="none" aria-hidden="true">
          <path className="ground" d="M12 54H108" stroke="currentColor" strokeWidth="2" />
          <path d="M12 54C34 54 34 34 54 34S78 12 98 12" stroke="currentColor" strokeWidth="2" strokeDasharray="3 4" />
          <circle cx="12" cy="54" r="7" fill="currentColor" />
          <Ring cx={54} cy={34} />
          <Ring cx={98} cy={12} />
        </svg>
      }
      title="No plan yet"
      says={
        manager
          ? `It starts in your first growth discussion with ${manager}. One sentence about where you are heading is enough to begin.`
          : 'It starts in your first growth discussion. Your directory names no manager for you yet.'
      }
      actions={
        manager && (
          <Button appearance={primary ? 'primary' : 'secondary'} onClick={write}>
            Write that sentence
          </Button>
        )
      }
    />
  )
}

const useRing = makeStyles({ root: { fill: tokens.colorNeutralBackground1 } })

function Ring({ cx, cy }: { cx: number; cy: number }) {
  return <circle className={useRing().root} cx={cx} cy={cy} r="6" stroke="currentColor" strokeWidth="2" />
}
