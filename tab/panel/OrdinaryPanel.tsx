// The side panel in an ordinary week (R17): the pair's promises, the private note, and when the next discussion is.
import { Body1, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import type { Meeting } from '#shared/api.ts'
import { slotWords } from '#shared/time.ts'
import { useLoad } from '#tab/api.ts'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Frame } from './Frame.tsx'
import { PrivateNote } from './PrivateNote.tsx'
import { Promises } from './Promises.tsx'
import { useFresh } from './useFresh.ts'

const useStyles = makeStyles({
  label: { color: tokens.colorNeutralForeground3, display: 'block' },
  when: { marginTop: tokens.spacingVerticalXS },
})

export function OrdinaryPanel({ meeting }: { meeting: Extract<Meeting, { mode: 'ordinary' }> }) {
  const styles = useStyles()
  const { employee, manager, next } = meeting
  const { data, error, retryIn, reload } = useLoad('pair', { params: { employee: employee.id } })
  useFresh(reload)
  if (!data && error) return <Failed what="Your 1-1" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="panel" />

  const { me } = data
  const other = me.person.id === employee.id ? manager : employee
  return (
    <Frame
      title={`${employee.firstName} and ${manager.firstName}`}
      sees={`You and ${other.firstName} see the promises`}
    >
      <Promises promised={data.promised} me={me} people={data.people} employee={employee} reload={reload} />
      <PrivateNote note={data.note} employee={employee} />
      <section aria-labelledby="next">
        <Caption1Strong as="h2" block id="next" className={styles.label}>
          Next growth discussion
        </Caption1Strong>
        <Body1 as="p" block className={styles.when}>
          {next?.start && next.end ? slotWords(next.start, next.end, me.zone, me.today) : 'No date yet'}
        </Body1>
      </section>
    </Frame>
  )
}
