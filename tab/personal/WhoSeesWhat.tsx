// "Who sees what", in three lines (R7).
import { Body1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { BuildingPeople20Regular, LockClosed20Regular, People20Regular } from '@fluentui/react-icons'

const useStyles = makeStyles({
  // As high as the head of the plan beside it, which holds a button.
  title: { display: 'flex', alignItems: 'center', minHeight: '32px' },
  list: {
    display: 'grid',
    gap: tokens.spacingVerticalS,
    marginTop: tokens.spacingVerticalXS,
    color: tokens.colorNeutralForeground2,
    textWrap: 'pretty',
  },
  row: { display: 'grid', gridTemplateColumns: '20px minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  icon: { color: tokens.colorNeutralForeground3 },
  who: { fontWeight: tokens.fontWeightSemibold },
})

export function WhoSeesWhat({ manager }: { manager: string | null }) {
  const styles = useStyles()
  const lines = [
    { Icon: People20Regular, who: `You and ${manager ?? 'your manager'}:`, what: 'plan, agenda and what you share' },
    { Icon: LockClosed20Regular, who: 'Only you:', what: 'preparation until you share it, your notes' },
    { Icon: BuildingPeople20Regular, who: 'People ops:', what: 'counts of groups, never a word' },
  ]
  return (
    <section aria-labelledby="who-sees-what">
      <Subtitle2 as="h2" block id="who-sees-what" className={styles.title}>
        Who sees what
      </Subtitle2>
      <ul className={styles.list}>
        {lines.map(({ Icon, who, what }) => (
          <li key={who} className={styles.row}>
            <Icon className={styles.icon} aria-hidden />
            <Body1>
              <span className={styles.who}>{who}</span> {what}
            </Body1>
          </li>
        ))}
      </ul>
    </section>
  )
}
