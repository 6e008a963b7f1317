// The plan as it is printed: whose it is, where the agreement stands, and all of its text.
import { Body1, makeStyles, Title3, tokens } from '@fluentui/react-components'
import type { Person } from '#shared/api.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { type Day, dayMonth } from '#shared/time.ts'
import { useOnPaper } from '#tab/ui/paper.ts'
import { PlanText } from './PlanText.tsx'

const useStyles = makeStyles({
  root: {
    display: 'none',
    '@media print': { display: 'block', '& > *': { marginBlockEnd: tokens.spacingVerticalXL } },
  },
  head: { breakAfter: 'avoid' },
})

/** On paper every date has its year: nobody knows when it is read. */
const NO_YEAR = '0000-01-01'

type Props = {
  plan: Plan
  employee: Person
  manager: Person | null
  people: Person[]
  quarter: string
  /** Of `standsWords`. */
  stands: string
  /** The day of printing. */
  today: Day
}

/** Nothing at all on a screen. */
export function Paper({ plan, employee, manager, people, quarter, stands, today }: Props) {
  const styles = useStyles()
  if (!useOnPaper()) return null
  return (
    <article className={styles.root} data-paper>
      <header className={styles.head}>
        <Title3 as="h1" block>
          {employee.name}’s growth plan, {quarter}
        </Title3>
        <Body1 as="p" block>
          {manager && `With ${manager.name}. `}
          {stands}
        </Body1>
        <Body1 as="p" block>
          Printed on {dayMonth(today, NO_YEAR)}
        </Body1>
      </header>
      <PlanText
        plan={plan}
        people={[employee, ...people]}
        manager={manager?.firstName ?? 'the manager'}
        today={NO_YEAR}
      />
    </article>
  )
}

/** Where the agreement on a printed plan stands; `since` is what changed after it, in words, '' for nothing. */
export function standsWords(agreed: { number: number; day: Day } | null, since: string): string {
  if (!agreed) return 'Not agreed yet'
  const words = `Agreed by both on ${dayMonth(agreed.day, NO_YEAR)} as revision ${agreed.number}`
  return since ? `${words}. Changed since then: ${since}` : words
}
