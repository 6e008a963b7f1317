// My plan now: the aspiration, and under each focus area its actions with date and state.
import { Body1, Body1Strong, Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { CheckmarkCircle16Regular } from '@fluentui/react-icons'
import type { Home, Me } from '#shared/api.ts'
import type { Commitment } from '#shared/history/commitment.ts'
import { shownState } from '#shared/history/words.ts'
import { dayMonth, localOf } from '#shared/time.ts'
import { KindIcon } from '#tab/ui/KindIcon.tsx'
import { MarkedText } from '#tab/ui/MarkedText.tsx'
import { StateWord } from '#tab/ui/StateWord.tsx'

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: `${tokens.spacingVerticalXS} ${tokens.spacingHorizontalM}`,
    minHeight: '32px',
  },
  agreed: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalSNudge,
    color: tokens.colorNeutralForeground3,
    '@media (max-width: 700px)': { order: 3, width: '100%' },
  },
  check: { color: tokens.colorStatusSuccessForeground3, flexShrink: 0 },
  open: { marginLeft: 'auto' },
  aspiration: {
    maxWidth: '680px',
    margin: `${tokens.spacingVerticalS} 0 ${tokens.spacingVerticalXL}`,
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
    overflowWrap: 'anywhere',
    textWrap: 'pretty',
    whiteSpace: 'pre-wrap',
  },
  areas: { display: 'grid', gap: tokens.spacingVerticalL },
  area: { overflowWrap: 'anywhere' },
  rows: { marginTop: tokens.spacingVerticalXS, borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  row: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr) auto 96px',
    columnGap: tokens.spacingHorizontalM,
    alignItems: 'center',
    minHeight: '40px',
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    '@media (max-width: 700px)': {
      gridTemplateColumns: '24px minmax(0, 1fr) auto',
      gridTemplateAreas: '"kind what what" "kind state by"',
      padding: `${tokens.spacingVerticalS} 0`,
    },
  },
  kind: { display: 'flex', '@media (max-width: 700px)': { gridArea: 'kind', alignSelf: 'start' } },
  what: { '@media (max-width: 700px)': { gridArea: 'what' } },
  by: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap', '@media (max-width: 700px)': { gridArea: 'by' } },
  state: { display: 'flex', '@media (max-width: 700px)': { gridArea: 'state' } },
  none: { color: tokens.colorNeutralForeground3 },
})

type Props = { plan: NonNullable<Home['plan']>; commitments: Commitment[]; me: Me; open: () => void }

export function PlanNow({ plan, commitments, me, open }: Props) {
  const styles = useStyles()
  const { now, agreed } = plan
  const byId = new Map(commitments.map((one) => [one.id, one]))
  return (
    <section aria-labelledby="plan-now">
      <div className={styles.head}>
        <Subtitle2 as="h2" block id="plan-now">
          My plan now
        </Subtitle2>
        <div className={styles.agreed}>
          {agreed && <CheckmarkCircle16Regular className={styles.check} aria-hidden />}
          <Caption1>
            {agreed
              ? `You and ${agreed.with || 'your manager'} agreed on it on ${dayMonth(localOf(agreed.at, me.zone).day, me.today)}${agreed.since && '; changed since'}`
              : 'Not agreed yet'}
          </Caption1>
        </div>
        <Button className={styles.open} onClick={open}>
          Open plan
        </Button>
      </div>
      {now.aspiration.trim() && (
        <div className={styles.aspiration}>
          <MarkedText text={now.aspiration.trim()} />
        </div>
      )}
      <ul className={styles.areas}>
        {now.focusAreas.map((area) => (
          <li key={area.id} className={styles.area}>
            <Body1Strong as="h3" block>
              {area.title || 'A focus area without a title yet'}
            </Body1Strong>
            <ul className={styles.rows}>
              {area.actions.map((action) => {
                const commitment = byId.get(action.id)
                return (
                  <li key={action.id} className={styles.row}>
                    <span className={styles.kind}>
                      <KindIcon kind={action.kind} />
                    </span>
                    <Body1 className={styles.what}>{action.title || 'Not named yet'}</Body1>
                    <Caption1 className={styles.by}>{action.due ? dayMonth(action.due, me.today) : ''}</Caption1>
                    <span className={styles.state}>
                      <StateWord state={commitment ? shownState(commitment) : 'notStarted'} />
                    </span>
                  </li>
                )
              })}
              {area.actions.length === 0 && (
                <li className={styles.row}>
                  <span />
                  <Body1 className={styles.none}>No actions yet</Body1>
                </li>
              )}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
