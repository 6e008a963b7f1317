// Chooses a day: typed in words, with what they mean under them; three days that are often meant; the calendar.
import { Button, Caption1, Input, makeStyles, tokens } from '@fluentui/react-components'
import { type KeyboardEvent, useId, useState } from 'react'
import { type At, DAY_WORDS, dayFromWords } from '#shared/dayWords.ts'
import { isPast, PAST_DUE } from '#shared/plan/ready.ts'
import { dayMonth, dayShort, isDay } from '#shared/time.ts'

const useStyles = makeStyles({
  root: { display: 'grid', rowGap: tokens.spacingVerticalXS, width: '248px' },
  means: { minHeight: tokens.lineHeightBase200, color: tokens.colorNeutralForeground2 },
  unknown: { color: tokens.colorStatusDangerForeground1 },
  often: { display: 'grid', marginInline: `calc(-1 * ${tokens.spacingHorizontalS})` },
  choice: {
    justifyContent: 'space-between',
    fontWeight: tokens.fontWeightRegular,
    columnGap: tokens.spacingHorizontalM,
  },
  day: { color: tokens.colorNeutralForeground3 },
  // The browser draws its sign in black: a grey is seen on every ground.
  calendar: { '& ::-webkit-calendar-picker-indicator': { filter: 'contrast(0)' } },
})

const OFTEN = ['In two weeks', 'End of the month', 'End of the quarter']
const SOON = ['Tomorrow', 'In a week', 'In two weeks']

type Props = {
  label: string
  draft: string
  at: At
  /** Whether it is to be within two weeks. */
  soon: boolean
  canBeNone: boolean
  onDraft: (words: string) => void
  choose: (day: string | null) => void
}

export function DayChooser({ label, draft, at, soon, canBeNone, onDraft, choose }: Props) {
  const styles = useStyles()
  const [asked, setAsked] = useState(false)
  const under = useId()
  const day = dayFromWords(draft, at)
  const unknown = asked && day === null && draft.trim() !== ''
  const means = day === null ? '' : isPast(day, at.today) ? PAST_DUE : dayShort(day, at.today)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    // The button behind takes the focus at once: without this the same key would press it.
    event.preventDefault()
    if (draft.trim() === '' || day !== null) choose(day)
    else setAsked(true)
  }
  return (
    <div className={styles.root}>
      <Input
        size="small"
        autoFocus
        aria-label={label}
        aria-describedby={under}
        aria-invalid={unknown}
        placeholder="in two weeks"
        value={draft}
        onFocus={(event) => event.target.select()}
        onChange={(_, data) => onDraft(data.value)}
        onKeyDown={onKeyDown}
      />
      <Caption1 id={under} role="status" className={unknown ? styles.unknown : styles.means}>
        {unknown ? DAY_WORDS : means}
      </Caption1>
      <div className={styles.often}>
        {(soon ? SOON : OFTEN).map((words) => {
          const often = dayFromWords(words, at)
          return (
            often && (
              <Button
                key={words}
                className={styles.choice}
                appearance="subtle"
                size="small"
                onClick={() => choose(often)}
              >
                {words}
                <span className={styles.day}>{dayMonth(often, at.today)}</span>
              </Button>
            )
          )
        })}
        {canBeNone && (
          <Button className={styles.choice} appearance="subtle" size="small" onClick={() => choose(null)}>
            No day
          </Button>
        )}
      </div>
      <Input
        className={styles.calendar}
        size="small"
        type="date"
        aria-label={`Calendar, ${label}`}
        min={at.today}
        value={day ?? ''}
        onChange={(_, data) => isDay(data.value) && onDraft(data.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
