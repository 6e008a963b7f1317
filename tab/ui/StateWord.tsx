// The state of an action: its own shape, its own word, its own colour.
import { Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import {
  ArrowCircleRight16Regular,
  CheckmarkCircle16Filled,
  Circle16Regular,
  PauseCircle16Filled,
  SubtractCircle16Regular,
} from '@fluentui/react-icons'
import type { ProgressState } from '#shared/history/commitment.ts'
import { PROGRESS_WORDS } from '#shared/history/commitment.ts'

const ICONS = {
  notStarted: Circle16Regular,
  onTrack: ArrowCircleRight16Regular,
  stuck: PauseCircle16Filled,
  done: CheckmarkCircle16Filled,
  dropped: SubtractCircle16Regular,
} as const

const useStyles = makeStyles({
  root: {
    display: 'inline-flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalXS,
    textAlign: 'start',
    '& > svg': { flexShrink: 0 },
  },
  notStarted: { color: tokens.colorNeutralForeground3 },
  onTrack: { color: tokens.colorNeutralForeground2, '& > svg': { color: tokens.colorBrandForeground1 } },
  stuck: { color: tokens.colorStatusWarningForeground1 },
  done: { color: tokens.colorNeutralForeground2, '& > svg': { color: tokens.colorStatusSuccessForeground3 } },
  dropped: { color: tokens.colorNeutralForeground3 },
})

type Props = {
  state: ProgressState
  /** Said instead of the state's bare word: "Stuck: no slots in the calendar", "Done 21 Apr". */
  words?: string
  /** How often the shape stands there, where it counts: at most nine. */
  times?: number
}

export function StateWord({ state, words = PROGRESS_WORDS[state], times = 1 }: Props) {
  const styles = useStyles()
  return (
    <span className={mergeClasses(styles.root, styles[state])}>
      {Array.from({ length: Math.min(times, 9) }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one shape is like the other
        <StateIcon key={index} state={state} />
      ))}
      <Caption1>{words}</Caption1>
    </span>
  )
}

/** The shape alone, where the word stands elsewhere on the line. */
export function StateIcon({ state }: { state: ProgressState }) {
  const Icon = ICONS[state]
  return <Icon aria-hidden />
}
