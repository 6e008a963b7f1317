// The next slot of one employee: when, and what it is.
import { Body1, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { CalendarCancel16Regular, CalendarCheckmark16Regular, CalendarLtr16Regular } from '@fluentui/react-icons'
import type { Team, TeamRow } from '#shared/api.ts'
import { slotCell } from './teamWords.ts'

const useStyles = makeStyles({
  small: { display: 'block', color: tokens.colorNeutralForeground3 },
  slot: { display: 'grid', gridTemplateColumns: '16px minmax(0, 1fr)', columnGap: tokens.spacingHorizontalSNudge },
  icon: { marginTop: tokens.spacingVerticalXXS, color: tokens.colorNeutralForeground3 },
  set: { color: tokens.colorBrandForeground1 },
})

const SLOT_ICONS = {
  free: CalendarLtr16Regular,
  set: CalendarCheckmark16Regular,
  none: CalendarCancel16Regular,
} as const

export function SlotCell({ row, team }: { row: TeamRow; team: Team }) {
  const styles = useStyles()
  const { text, small, icon } = slotCell(row, team)
  if (!icon) {
    return (
      <>
        <Body1>{text}</Body1>
        {small && <Caption1 className={styles.small}>{small}</Caption1>}
      </>
    )
  }
  const Icon = SLOT_ICONS[icon]
  return (
    <div className={styles.slot}>
      <Icon className={mergeClasses(styles.icon, icon === 'set' && styles.set)} aria-hidden />
      <div>
        <Body1>{text}</Body1>
        {small && <Caption1 className={styles.small}>{small}</Caption1>}
      </div>
    </div>
  )
}
