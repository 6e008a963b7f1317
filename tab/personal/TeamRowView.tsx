// One employee in the team: last discussion, next slot, commitments, and the one thing to do.
import { Body1, Button, Caption1, Link, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Checkmark16Regular } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Me, Team, TeamRow } from '#shared/api.ts'
import { dayShort, localOf, slotWords } from '#shared/time.ts'
import { call } from '#tab/api.ts'
import { Hidden } from '#tab/ui/Hidden.tsx'
import { PersonAvatar } from '#tab/ui/PersonAvatar.tsx'
import { StateWord } from '#tab/ui/StateWord.tsx'
import { OursQuestion } from './OursQuestion.tsx'
import { RowMenu } from './RowMenu.tsx'
import { SlotCell } from './SlotCell.tsx'
import { lastCell } from './teamWords.ts'

const SMALL = '@media (max-width: 900px)'
/** Between the two: three columns, the nudge beside the name. */
const MIDDLE = '@media (min-width: 561px) and (max-width: 900px)'

const useStyles = makeStyles({
  row: {
    display: 'grid',
    gridTemplateColumns: 'minmax(200px, 1.2fr) 1fr 1fr 120px 232px',
    gap: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalL}`,
    alignItems: 'center',
    boxSizing: 'border-box',
    minHeight: '76px',
    padding: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalXL}`,
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
    ':last-child': { borderBottom: 'none' },
    ':hover': { backgroundColor: tokens.colorNeutralBackground1Hover },
    [SMALL]: {
      gridTemplateColumns: '1fr 1fr',
      gap: `${tokens.spacingVerticalM} ${tokens.spacingHorizontalM}`,
      alignItems: 'start',
      padding: tokens.spacingVerticalL,
    },
    [MIDDLE]: { gridTemplateColumns: '1fr 1fr 1fr' },
  },
  who: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalM,
    [SMALL]: { gridColumn: '1 / -1' },
    [MIDDLE]: { gridColumn: '1 / 3' },
  },
  name: { color: tokens.colorNeutralForeground1, fontWeight: tokens.fontWeightSemibold, textAlign: 'start' },
  small: { display: 'block', color: tokens.colorNeutralForeground3 },
  key: { display: 'none', color: tokens.colorNeutralForeground3, [SMALL]: { display: 'block' } },
  counts: { display: 'grid', [SMALL]: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM } },
  commitments: { [SMALL]: { gridColumn: '1 / -1' }, [MIDDLE]: { gridColumn: 'auto' } },
  end: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    justifySelf: 'end',
    [SMALL]: { gridColumn: '1 / -1', justifySelf: 'stretch' },
    [MIDDLE]: { gridColumn: '3', gridRow: '1', alignSelf: 'center', justifySelf: 'end' },
  },
  nudge: {
    '& > button': { whiteSpace: 'nowrap' },
    [SMALL]: { flexGrow: 1, '& > button': { width: '100%' } },
    [MIDDLE]: { flexGrow: 0, '& > button': { width: 'auto' } },
  },
  nothing: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalXS,
    paddingRight: tokens.spacingHorizontalM,
    color: tokens.colorNeutralForeground3,
  },
  wide: { gridColumn: '1 / -1', textWrap: 'pretty' },
  reason: { color: tokens.colorNeutralForeground2 },
  problem: { color: tokens.colorStatusDangerForeground3 },
})

type Props = {
  row: TeamRow
  team: Team
  /** Only the first row's nudge is primary. */
  first: boolean
  open: (subPage: string) => void
  reload: () => void
}

export function TeamRowView({ row, team, first, open, reload }: Props) {
  const styles = useStyles()
  const [converting, setConverting] = useState(false)
  const [unfolded, setUnfolded] = useState(false)
  const [problem, setProblem] = useState('')
  /** The row that was pressed: every later reading of it says what became of that. */
  const [pressed, setPressed] = useState<TeamRow | null>(null)
  const { employee } = row
  const { me } = team
  const last = lastCell(row, team)
  const appearance = first ? 'primary' : 'secondary'
  const reasonId = `why-${employee.id}`

  async function convert(eventId: string) {
    setConverting(true)
    setProblem('')
    try {
      await call('convert', { params: { employee: employee.id }, body: { eventId } })
      setPressed(row)
      reload()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    } finally {
      setConverting(false)
    }
  }

  async function choose(cadence: TeamRow['cadence']) {
    setProblem('')
    try {
      await call('cadence', { params: { employee: employee.id }, body: { cadence } })
      reload()
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error))
    }
  }

  return (
    <li className={styles.row}>
      <div className={styles.who}>
        <PersonAvatar person={employee} size={40} />
        <div>
          <Link
            as="button"
            appearance="subtle"
            className={styles.name}
            aria-label={`${employee.name}: open the plan`}
            onClick={() => open(`plan/${encodeURIComponent(employee.id)}`)}
          >
            {employee.name}
          </Link>
          <Caption1 className={styles.small}>{row.jobTitle}</Caption1>
        </div>
      </div>
      <div>
        <Caption1 className={styles.key}>Last discussion</Caption1>
        <Body1>{last.text}</Body1>
        {last.small && <Caption1 className={styles.small}>{last.small}</Caption1>}
      </div>
      <div>
        <Caption1 className={styles.key}>Next slot</Caption1>
        <SlotCell row={row} team={team} />
      </div>
      <div className={styles.commitments}>
        <Caption1 className={styles.key}>Commitments</Caption1>
        <div className={styles.counts}>
          <Body1>
            {row.open > 0 ? (
              `${row.open} open`
            ) : (
              <>
                <span aria-hidden="true">–</span>
                <Hidden>no commitments</Hidden>
              </>
            )}
          </Body1>
          {row.stuck > 0 && <StateWord state="stuck" words={`${row.stuck} stuck`} />}
        </div>
      </div>
      <div className={styles.end}>
        <div className={styles.nudge}>{nudge()}</div>
        {row.next !== 'declined' && (
          <RowMenu
            row={row}
            me={me}
            choose={(cadence) => void choose(cadence)}
            convert={(eventId) => void convert(eventId)}
          />
        )}
      </div>
      {row.possible.map((of) => (
        <OursQuestion key={of.series} row={row} of={of} me={me} reload={reload} />
      ))}
      {unfolded && (
        <Body1 as="p" block id={reasonId} className={mergeClasses(styles.wide, styles.reason)}>
          {whyWords(row)}
        </Body1>
      )}
      {problem && (
        <Body1 as="p" block role="alert" className={mergeClasses(styles.wide, styles.problem)}>
          {problem}
        </Body1>
      )}
      {pressed && pressed !== row && (
        <Caption1 as="p" block role="status" className={mergeClasses(styles.wide, styles.reason)}>
          {convertedWords(row, me)}
        </Caption1>
      )}
    </li>
  )

  function nudge() {
    switch (row.next) {
      case 'convert': {
        const { free } = row
        if (!free) return null
        return (
          <Button appearance={appearance} disabledFocusable={converting} onClick={() => void convert(free.eventId)}>
            {converting ? 'Converting …' : `Convert ${dayShort(localOf(free.start, me.zone).day, me.today)}`}
          </Button>
        )
      }
      case 'agree':
        return (
          <Button appearance={appearance} onClick={() => open(`plan/${encodeURIComponent(employee.id)}`)}>
            Agree on the plan
          </Button>
        )
      case 'prepare': {
        const quarter = row.discussion?.quarter.key ?? me.quarter.key
        return (
          <Button appearance={appearance} onClick={() => open(`prepare/${encodeURIComponent(employee.id)}/${quarter}`)}>
            Prepare
          </Button>
        )
      }
      case 'whyNoSlot':
        return (
          <Button
            appearance={appearance}
            aria-expanded={unfolded}
            aria-controls={unfolded ? reasonId : undefined}
            onClick={() => setUnfolded(!unfolded)}
          >
            Why no slot?
          </Button>
        )
      case 'notDue':
        return <Caption1 className={styles.nothing}>Not due this quarter</Caption1>
      case 'declined':
        return <Caption1 className={styles.nothing}>Left alone</Caption1>
      case 'nothing':
        return (
          <span className={styles.nothing}>
            <Checkmark16Regular aria-hidden />
            <Caption1>Nothing to do</Caption1>
          </span>
        )
    }
  }
}

function whyWords({ why, employee }: TeamRow): string {
  const found = why ? `What was found: ${why}. ` : ''
  return `${found}A 1-1 counts when exactly you and ${employee.firstName} are invited, it is not private, and it takes 15 to 120 minutes. Put one into the calendar, or change the invitation, and it shows up here.`
}

function convertedWords({ discussion, employee }: TeamRow, me: Me): string {
  if (!discussion?.start || !discussion.end) return 'Not converted. Your calendar is as it was.'
  const slot = slotWords(discussion.start, discussion.end, me.zone, me.today)
  return discussion.state === 'converting'
    ? `${slot} is being converted.`
    : `${slot} is your growth discussion with ${employee.firstName}. ${employee.firstName} hears of it.`
}
