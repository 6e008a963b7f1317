// What was promised last time and how it goes; a tap on the state changes it.
import { Body1, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import type { Discussion, Me, Person } from '#shared/api.ts'
import type { Commitment } from '#shared/history/commitment.ts'
import { dayLong } from '#shared/time.ts'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { ProgressMenu } from './ProgressMenu.tsx'

const useStyles = makeStyles({
  label: { color: tokens.colorNeutralForeground3, display: 'block' },
  list: { display: 'grid', gap: tokens.spacingVerticalS, marginTop: tokens.spacingVerticalS },
  row: { display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr)', gap: tokens.spacingHorizontalS },
  title: { display: 'block', overflowWrap: 'anywhere', textWrap: 'pretty' },
  none: { marginTop: tokens.spacingVerticalS, color: tokens.colorNeutralForeground3 },
})

type Props = { promised: Discussion['promised']; me: Me; people: Person[]; employee: Person; reload: () => void }

export function Promises({ promised, me, people, employee, reload }: Props) {
  const styles = useStyles()
  const commitments = promised?.commitments ?? []
  return (
    <section aria-labelledby="promised">
      <Caption1Strong as="h2" block id="promised" className={styles.label}>
        {promised ? `Promised on ${longDate(promised.day, me.today)}` : 'Promised'}
      </Caption1Strong>
      {commitments.length === 0 ? (
        <Body1 as="p" block className={styles.none}>
          Nothing was promised yet.
        </Body1>
      ) : (
        <ul className={styles.list}>
          {commitments.map((one) => (
            <li key={one.id} className={styles.row}>
              <Owner of={one} people={people} />
              <div>
                <Body1 className={styles.title}>{one.title}</Body1>
                <ProgressMenu commitment={one} employee={employee} today={me.today} changed={reload} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Owner({ of, people }: { of: Commitment; people: Person[] }) {
  const owner = people.find((person) => person.id === of.owner)
  return owner ? <PersonAvatar person={owner} /> : <span />
}

/** '11 August': the day without its weekday. */
function longDate(day: string, today: string): string {
  return dayLong(day, today).replace(/^\S+ /, '')
}
