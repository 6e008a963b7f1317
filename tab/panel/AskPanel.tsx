// The side panel where the meeting could mean several discussions or none: the person chooses.
import { Body1Strong, Button, Caption1, makeStyles, Subtitle2, tokens } from '@fluentui/react-components'
import { CalendarLtr24Regular } from '@fluentui/react-icons'
import type { DiscussionHead, Meeting } from '#shared/api.ts'
import { slotWords } from '#shared/time.ts'
import { CalmPage } from '#tab/ui/CalmPage.tsx'
import { WhoSees } from '#tab/ui/WhoSees.tsx'

const useStyles = makeStyles({
  root: {
    boxSizing: 'border-box',
    display: 'grid',
    alignContent: 'start',
    gap: tokens.spacingVerticalM,
    minHeight: '100%',
    padding: tokens.spacingHorizontalL,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  choices: { display: 'grid', gap: tokens.spacingVerticalS },
  choice: { width: '100%', justifyContent: 'flex-start', textAlign: 'start' },
  words: { display: 'grid' },
  when: { color: tokens.colorNeutralForeground3 },
})

type Props = { meeting: Extract<Meeting, { mode: 'ask' }>; choose: (head: DiscussionHead) => void }

export function AskPanel({ meeting, choose }: Props) {
  const styles = useStyles()
  const { me, choices } = meeting
  if (choices.length === 0) {
    return (
      <CalmPage
        icon={<CalendarLtr24Regular aria-hidden />}
        title="Not one of your 1-1s"
        says="In your 1-1s with your manager or an employee, your agenda, promises and notes are here."
      />
    )
  }
  return (
    <main className={styles.root}>
      <Subtitle2 as="h1" block>
        Which discussion is this?
      </Subtitle2>
      <WhoSees text="Only you see this list" />
      <ul className={styles.choices}>
        {choices.map((head) => (
          <li key={`${head.employee.id}/${head.quarter.key}`}>
            <Button className={styles.choice} onClick={() => choose(head)}>
              <span className={styles.words}>
                <Body1Strong>{(me.person.id === head.employee.id ? head.manager : head.employee).name}</Body1Strong>
                <Caption1 className={styles.when}>
                  {head.start && head.end ? slotWords(head.start, head.end, me.zone, me.today) : head.quarter.label}
                </Caption1>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </main>
  )
}
