// A meeting of the two that a third person organizes: is it their 1-1 (R1)?
import { Body1, Button, makeStyles, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import type { Me, TeamRow } from '#shared/api.ts'
import { slotWords } from '#shared/time.ts'
import { call } from '#tab/api.ts'

const useStyles = makeStyles({
  root: {
    gridColumn: '1 / -1',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalM}`,
  },
  says: { flex: '1 1 240px', minWidth: 0, color: tokens.colorNeutralForeground2, textWrap: 'pretty' },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
  problem: { flexBasis: '100%', color: tokens.colorStatusDangerForeground3 },
})

type Props = { row: TeamRow; of: TeamRow['possible'][number]; me: Me; reload: () => void }

export function OursQuestion({ row, of, me, reload }: Props) {
  const styles = useStyles()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const { id, firstName } = row.employee
  const when = slotWords(of.start, of.end, me.zone, me.today)
  const what = of.repeats
    ? `meetings of you and ${firstName}, next on ${when}`
    : `a meeting of you and ${firstName}, ${when}`

  async function answer(isOurs: boolean) {
    setBusy(true)
    setProblem('')
    try {
      await call('ours', { params: { employee: id }, body: { series: of.series, isOurs } })
      reload()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={styles.root}>
      <Body1 as="p" block className={styles.says}>
        {of.organizer} organizes {what}. Is it your 1-1?
      </Body1>
      <div className={styles.buttons}>
        <Button size="small" disabledFocusable={busy} onClick={() => void answer(true)}>
          It is ours
        </Button>
        <Button size="small" disabledFocusable={busy} onClick={() => void answer(false)}>
          It is not
        </Button>
      </div>
      {problem && (
        <Body1 as="p" block role="alert" className={styles.problem}>
          {problem}
        </Body1>
      )}
    </div>
  )
}
