// The end of the plan: what the manager will do, and when both look at it again.
import { Body1, Button, Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Add16Regular, CalendarLtr16Regular, Handshake16Regular } from '@fluentui/react-icons'
import { addSupport, removeItem, setRevisit, setSupport } from '#shared/plan/edit.ts'
import { dayMonth, dayShort } from '#shared/time.ts'
import { useEditing } from './editing.ts'
import { InPlaceDay } from './InPlaceDay.tsx'
import { InPlaceText } from './InPlaceText.tsx'
import { useQuietStyles } from './quiet.ts'

const useStyles = makeStyles({
  root: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    '@container plan (min-width: 761px)': { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
  },
  wide: { gridColumn: 'span 2', '@container plan (max-width: 760px)': { gridColumn: 'auto' } },
  section: { display: 'grid', alignContent: 'start', gap: tokens.spacingVerticalXS, justifyItems: 'start' },
  label: { color: tokens.colorNeutralForeground3 },
  list: { display: 'grid', gap: tokens.spacingVerticalXS, margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    display: 'grid',
    gridTemplateColumns: '16px minmax(0, 1fr)',
    columnGap: tokens.spacingHorizontalS,
    '& > svg': { marginBlockStart: '2px' },
  },
  words: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: '8px', minWidth: 0 },
  flush: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
  day: { color: tokens.colorNeutralForeground3 },
})

export function Closing() {
  const styles = useStyles()
  return (
    <div className={styles.root}>
      <SupportList />
      <Revisit />
    </div>
  )
}

function SupportList() {
  const styles = useStyles()
  const quiet = useQuietStyles()
  const { plan, room, info, fresh } = useEditing()
  const { firstName } = info.manager
  const add = () => {
    const id = crypto.randomUUID()
    fresh.current = id
    addSupport(room.doc, { id })
  }
  return (
    <section className={mergeClasses(styles.section, styles.wide, quiet.ground)}>
      <Caption1Strong as="h2" className={styles.label}>
        What {firstName} will do
      </Caption1Strong>
      {plan.support.length > 0 && (
        <ul className={styles.list}>
          {plan.support.map(({ id, text, by }, index) => (
            <li key={id} className={styles.item} data-item={id}>
              <Handshake16Regular aria-hidden />
              <Body1 className={styles.words}>
                <InPlaceText
                  field={`${id}.text`}
                  label={`What ${firstName} will do ${index + 1}`}
                  value={text}
                  write={(now) => setSupport(room.doc, id, 'text', now)}
                  placeholder={`What can ${firstName} do?`}
                  autoFocus={fresh.current === id}
                  onEnter={add}
                  onEmpty={() => removeItem(room.doc, id)}
                />
                <InPlaceDay
                  className={mergeClasses(styles.day, by ? undefined : quiet.shy)}
                  field={`${id}.by`}
                  label={`Day of ${text || `what ${firstName} will do`}`}
                  value={by}
                  words={(day) => `by ${dayMonth(day, info.me.today)}`}
                  missing="by when?"
                  write={(day) => setSupport(room.doc, id, 'by', day)}
                />
              </Body1>
            </li>
          ))}
        </ul>
      )}
      <Button
        className={mergeClasses(styles.flush, plan.support.length > 0 && quiet.shy)}
        appearance="subtle"
        size="small"
        icon={<Add16Regular />}
        onClick={add}
      >
        Add what {firstName} will do
      </Button>
    </section>
  )
}

function Revisit() {
  const styles = useStyles()
  const { plan, room, info } = useEditing()
  return (
    <section className={styles.section}>
      <Caption1Strong as="h2" className={styles.label}>
        We look at this again
      </Caption1Strong>
      <Body1 className={styles.item}>
        <CalendarLtr16Regular aria-hidden />
        <span>
          <InPlaceDay
            field="revisit"
            label="We look at this again"
            value={plan.revisit}
            words={(day) => dayShort(day, info.me.today)}
            missing="Choose a day"
            write={(day) => setRevisit(room.doc, day)}
          />
        </span>
      </Body1>
    </section>
  )
}
