// Calendars Growth can read: how many managers' are open to it, and why others are not; counts only, for people ops.
import { Body1, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { CalendarLtr24Regular } from '@fluentui/react-icons'
import type { Calendars as CalendarsData } from '#shared/api.ts'
import { countWords, FEW } from '#shared/privacy/counts.ts'
import { useLoad } from '#tab/api.ts'
import { CalmPage } from '#tab/ui/CalmPage.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Page } from './Page.tsx'

const useStyles = makeStyles({
  rows: { display: 'grid', maxWidth: '720px', margin: 0 },
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'baseline',
    columnGap: tokens.spacingHorizontalL,
    padding: `${tokens.spacingVerticalM} 0`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
  },
  why: { gridColumn: '1 / -1', margin: 0, color: tokens.colorNeutralForeground2 },
  count: { margin: 0, textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  foot: { maxWidth: '720px', marginTop: tokens.spacingVerticalL, color: tokens.colorNeutralForeground2 },
})

type Part = Exclude<keyof CalendarsData, 'managers'>
const PARTS: { part: Part; title: string; why: string }[] = [
  { part: 'read', title: 'Can be read', why: 'Growth finds the 1-1s in them.' },
  {
    part: 'noAccess',
    title: 'Growth is not allowed to read',
    why: 'The app’s rights do not reach these mailboxes. Your Exchange administrator can change that.',
  },
  { part: 'noMailbox', title: 'No mailbox to read', why: 'There is none in Exchange Online, or it has no licence.' },
  { part: 'notYet', title: 'Not read yet', why: 'A new manager’s calendar is read within a day.' },
]

export function Calendars() {
  const { data, error, retryIn, reload } = useLoad('calendars')
  if (!data && error) return <Failed what="The numbers" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="page" />
  return (
    <Page
      title="Calendars Growth can read"
      says="Where a manager’s calendar cannot be read, Growth offers nothing and does not guess."
      sees="People ops sees numbers, never names"
    >
      {data.managers === 0 ? (
        <CalmPage
          inside
          icon={<CalendarLtr24Regular aria-hidden />}
          title="No managers yet"
          says="Managers take part by adding the app Growth in Teams."
        />
      ) : (
        <Rows data={data} />
      )}
    </Page>
  )
}

function Rows({ data }: { data: CalendarsData }) {
  const styles = useStyles()
  return (
    <>
      <dl className={styles.rows}>
        {PARTS.map(({ part, title, why }) => (
          <div key={part} className={styles.row}>
            <dt>
              <Body1>{title}</Body1>
            </dt>
            <dd className={styles.count}>
              {data[part] === FEW ? <Body1>{countWords(FEW)}</Body1> : <Subtitle2>{data[part]}</Subtitle2>}
            </dd>
            <dd className={styles.why}>
              <Caption1 block>{why}</Caption1>
            </dd>
          </div>
        ))}
      </dl>
      <Caption1 as="p" block className={styles.foot}>
        {data.managers === null
          ? 'Small numbers are not shown exactly, and so no total is shown.'
          : `Managers who have Growth: ${countWords(data.managers)}.`}
      </Caption1>
    </>
  )
}
