// A plan to read: everything that is in it as text, nothing to press.
import { Body1, Caption1, Caption1Strong, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { Ribbon16Regular, TargetArrow16Regular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import type { Person } from '#shared/api.ts'
import type { Plan, PlanAction } from '#shared/plan/plan.ts'
import { type Day, dayMonth, dayShort } from '#shared/time.ts'
import { KindIcon } from '#tab/ui/KindIcon.tsx'
import { MarkedLine, MarkedText } from '#tab/ui/MarkedText.tsx'

const useStyles = makeStyles({
  section: {
    display: 'grid',
    rowGap: tokens.spacingVerticalXS,
    maxWidth: '720px',
    overflowWrap: 'anywhere',
    breakInside: 'avoid',
  },
  heading: { breakAfter: 'avoid' },
  marked: { fontSize: tokens.fontSizeBase300, lineHeight: tokens.lineHeightBase300, whiteSpace: 'pre-wrap' },
  quiet: { color: tokens.colorNeutralForeground3 },
  list: { display: 'grid', rowGap: tokens.spacingVerticalS, margin: 0, padding: 0, listStyleType: 'none' },
  action: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    breakInside: 'avoid',
  },
  lines: { display: 'grid' },
  serves: {
    display: 'grid',
    gridTemplateColumns: '24px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
    '& > svg': { justifySelf: 'center' },
  },
})

type Props = {
  plan: Plan
  /** First names of everybody who owns an action. */
  people: Person[]
  /** First name of who promises support. */
  manager: string
  /** Days of its year are written without the year. */
  today: Day
}

export function PlanText({ plan, people, manager, today }: Props) {
  const styles = useStyles()
  return (
    <>
      {plan.aspiration.trim() && (
        <Section title="Where I’m heading">
          <div className={styles.marked}>
            <MarkedText text={plan.aspiration} />
          </div>
        </Section>
      )}
      {plan.strengths.length > 0 && (
        <Section title="Strengths to build on">
          <Body1>
            {plan.strengths.map(({ id, text }, index) => (
              <span key={id}>
                {index > 0 && ' · '}
                <MarkedLine text={text} />
              </span>
            ))}
          </Body1>
        </Section>
      )}
      {plan.focusAreas.map((area) => (
        <Section key={area.id} title="Focus area">
          <Subtitle2 as="h3" className={styles.heading}>
            {area.title || 'A focus area without a title yet'}
          </Subtitle2>
          {area.why && (
            <Body1>
              <MarkedLine text={area.why} />
            </Body1>
          )}
          <ul className={styles.list}>
            {area.actions.map((action) => (
              <Action key={action.id} action={action} people={people} today={today} />
            ))}
          </ul>
          {area.expectation && <Serves icon={<Ribbon16Regular aria-hidden />}>{area.expectation}</Serves>}
          {area.goal && <Serves icon={<TargetArrow16Regular aria-hidden />}>{area.goal}</Serves>}
        </Section>
      ))}
      {plan.support.length > 0 && (
        <Section title={`What ${manager} will do`}>
          {plan.support.map(({ id, text, by }) => (
            <Body1 key={id}>{by ? `${text} by ${dayMonth(by, today)}` : text}</Body1>
          ))}
        </Section>
      )}
      {plan.revisit && (
        <Section title="We look at this again">
          <Body1>{dayShort(plan.revisit, today)}</Body1>
        </Section>
      )}
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <section className={styles.section}>
      <Caption1Strong as="h2" className={styles.quiet}>
        {title}
      </Caption1Strong>
      {children}
    </section>
  )
}

/** The expectation it answers or the goal it serves, with the sign that it has on the card. */
function Serves({ icon, children }: { icon: ReactNode; children: string }) {
  const styles = useStyles()
  return (
    <Caption1 className={styles.serves}>
      {icon}
      {children}
    </Caption1>
  )
}

function Action({ action, people, today }: { action: PlanAction } & Pick<Props, 'people' | 'today'>) {
  const styles = useStyles()
  const owner = people.find(({ id }) => id === action.owner)?.firstName
  const by = (day: string) => `by ${dayMonth(day, today)}`
  const { firstStep, firstStepBy, when, then } = action
  return (
    <li className={styles.action}>
      <KindIcon kind={action.kind} />
      <span className={styles.lines}>
        <Body1>{action.title || 'Not named yet'}</Body1>
        <Caption1 className={styles.quiet}>
          {[owner, action.due && by(action.due)].filter(Boolean).join(' · ')}
        </Caption1>
        {firstStep && <Caption1>{`First: ${firstStep}${firstStepBy ? `, ${by(firstStepBy)}` : ''}`}</Caption1>}
        {when && <Caption1 className={styles.quiet}>{`When ${when}, then I ${then}`}</Caption1>}
      </span>
    </li>
  )
}
