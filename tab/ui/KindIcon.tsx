// The icon of an action's kind, with its word for those who do not see it.
import { makeStyles, Tooltip, tokens } from '@fluentui/react-components'
import { BookOpen16Regular, Handshake16Regular, People16Regular, Rocket16Regular } from '@fluentui/react-icons'
import type { Commitment } from '#shared/history/commitment.ts'

type Kind = Commitment['kind']

export const KIND_WORDS: Record<Kind, string> = {
  experience: 'Experience',
  people: 'People',
  course: 'Course',
  support: 'Support',
}

const ICONS = {
  experience: Rocket16Regular,
  people: People16Regular,
  course: BookOpen16Regular,
  support: Handshake16Regular,
} as const

const useStyles = makeStyles({
  root: {
    display: 'inline-grid',
    placeItems: 'center',
    flexShrink: 0,
    width: '24px',
    height: '24px',
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground2,
  },
})

export function KindIcon({ kind }: { kind: Kind }) {
  const styles = useStyles()
  const Icon = ICONS[kind]
  return (
    <Tooltip content={KIND_WORDS[kind]} relationship="label">
      <span className={styles.root} role="img">
        <Icon aria-hidden />
      </span>
    </Tooltip>
  )
}
