// Who has seen my plan: a quiet list by day, for the employee only (R7).
import { Body1, Body1Strong, Caption1, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import { Eye24Regular } from '@fluentui/react-icons'
import type { AuditLine, Me } from '#shared/api.ts'
import { AUDIT_WORDS, SOMEONE_GONE, SURFACE_WORDS } from '#shared/privacy/words.ts'
import { clockTime, dayLong, localOf } from '#shared/time.ts'
import { useLoad } from '#tab/api.ts'
import type { Back } from '#tab/ui/BackButton.tsx'
import { CalmPage } from '#tab/ui/CalmPage.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Page } from './Page.tsx'

const useStyles = makeStyles({
  days: { display: 'grid', gap: tokens.spacingVerticalXXL, maxWidth: '720px' },
  day: { color: tokens.colorNeutralForeground3 },
  lines: { display: 'grid', margin: `${tokens.spacingVerticalXS} 0 0`, padding: 0, listStyleType: 'none' },
  line: {
    display: 'grid',
    gridTemplateColumns: '48px minmax(0, 1fr)',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalS,
    padding: `${tokens.spacingVerticalSNudge} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  time: { color: tokens.colorNeutralForeground3, fontVariantNumeric: 'tabular-nums' },
  where: { color: tokens.colorNeutralForeground2 },
})

export function Audit({ back }: { back: Back }) {
  const { data, error, retryIn, reload } = useLoad('audit')
  if (!data && error) return <Failed what="The list" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="page" />
  return (
    <Page
      title="Who has seen my plan"
      says="One line a day for each person, what they did and where. Your own reading is not listed."
      sees="Only you see this"
      back={back}
    >
      {data.lines.length === 0 ? (
        <CalmPage
          inside
          icon={<Eye24Regular aria-hidden />}
          title="Nobody yet"
          says={`Once ${data.me.manager?.firstName ?? 'your manager'} opens your plan or a discussion, it is written here.`}
        />
      ) : (
        <Days me={data.me} lines={data.lines} />
      )}
    </Page>
  )
}

function Days({ me, lines }: { me: Me; lines: AuditLine[] }) {
  const styles = useStyles()
  const days = [...Map.groupBy(lines, ({ at }) => localOf(at, me.zone).day)]
  return (
    <div className={styles.days}>
      {days.map(([day, all]) => (
        <section key={day}>
          <Caption1Strong as="h2" block className={styles.day}>
            {day === me.today ? 'Today' : dayLong(day, me.today)}
          </Caption1Strong>
          <ul className={styles.lines}>
            {all.map((line) => (
              <li key={`${line.at} ${line.by?.id} ${line.what} ${line.surface}`} className={styles.line}>
                <Caption1 className={styles.time}>{clockTime(line.at, me.zone)}</Caption1>
                <span>
                  <Body1Strong>{line.by?.id === me.person.id ? 'You' : (line.by?.name ?? SOMEONE_GONE)}</Body1Strong>{' '}
                  <Body1>{AUDIT_WORDS[line.what]}</Body1>{' '}
                  <Body1 className={styles.where}>{SURFACE_WORDS[line.surface]}</Body1>
                </span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}
