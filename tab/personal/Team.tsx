// My team: one row for each employee, who needs the manager first, one nudge a row at most.
import { Caption1, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import { People24Regular } from '@fluentui/react-icons'
import { useEffect } from 'react'
import type { Team as TeamData } from '#shared/api.ts'
import { useLoad } from '#tab/api.ts'
import { CalmPage } from '#tab/ui/CalmPage.tsx'
import { Failed } from '#tab/ui/Failed.tsx'
import { Loading } from '#tab/ui/Loading.tsx'
import { Page } from './Page.tsx'
import { TeamRowView } from './TeamRowView.tsx'
import { teamSum } from './teamWords.ts'

const SMALL = '@media (max-width: 900px)'

const useStyles = makeStyles({
  head: {
    display: 'grid',
    gridTemplateColumns: 'minmax(200px, 1.2fr) 1fr 1fr 120px 232px',
    gap: tokens.spacingHorizontalL,
    padding: `0 21px ${tokens.spacingVerticalS}`,
    color: tokens.colorNeutralForeground3,
    [SMALL]: { display: 'none' },
  },
  list: {
    overflow: 'hidden',
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    boxShadow: tokens.shadow2,
  },
  foot: {
    marginTop: tokens.spacingVerticalM,
    padding: `0 ${tokens.spacingHorizontalXL}`,
    color: tokens.colorNeutralForeground3,
    [SMALL]: { padding: 0 },
  },
})

const CONVERTING_MS = 2000

export function Team({ open }: { open: (subPage: string) => void }) {
  const { data, error, retryIn, reload } = useLoad('team')
  if (!data && error) return <Failed what="My team" error={error} retryIn={retryIn} retry={reload} />
  if (!data) return <Loading kind="page" />
  return <Loaded team={data} open={open} reload={reload} />
}

function Loaded({ team, open, reload }: { team: TeamData; open: (subPage: string) => void; reload: () => void }) {
  const styles = useStyles()
  // The server brings who needs the manager first.
  const { rows } = team
  const converting = rows.some((row) => row.discussion?.state === 'converting')
  // A conversion is answered at once and done a moment later.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asks again after every answer that still says so
  useEffect(() => {
    if (!converting) return
    const timer = setTimeout(reload, CONVERTING_MS)
    return () => clearTimeout(timer)
  }, [team, converting, reload])

  if (rows.length === 0) {
    return (
      <Page title="My team" sees="Only you see this list">
        <CalmPage
          inside
          icon={<People24Regular aria-hidden />}
          title="No employees yet"
          says="Your directory lists none for you."
        />
      </Page>
    )
  }
  return (
    <Page title="My team" says={teamSum(team)} sees="Only you see this list">
      <div className={styles.head} aria-hidden="true">
        <span />
        <Caption1Strong>Last discussion</Caption1Strong>
        <Caption1Strong>Next slot</Caption1Strong>
        <Caption1Strong>Commitments</Caption1Strong>
        <span />
      </div>
      <ul className={styles.list}>
        {rows.map((row, index) => (
          <TeamRowView key={row.employee.id} row={row} team={team} first={index === 0} open={open} reload={reload} />
        ))}
      </ul>
      <Caption1 as="p" block className={styles.foot}>
        People who need you come first. Each plan is seen by its employee and you; private notes only by whoever wrote
        them.
      </Caption1>
    </Page>
  )
}
