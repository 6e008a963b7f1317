// The strengths to build on: one line of short texts with dots between them.
import { Button, Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Add16Regular } from '@fluentui/react-icons'
import { addStrength, removeItem, setStrength } from '#shared/plan/edit.ts'
import { useEditing } from './editing.ts'
import { InPlaceText } from './InPlaceText.tsx'
import { useQuietStyles } from './quiet.ts'

const useStyles = makeStyles({
  root: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXXS,
    '@container plan (min-width: 1000px)': {
      flexDirection: 'row',
      alignItems: 'baseline',
      gap: tokens.spacingHorizontalL,
    },
  },
  empty: { '@container plan (min-width: 1000px)': { alignItems: 'center' } },
  label: { flexShrink: 0, color: tokens.colorNeutralForeground3 },
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    rowGap: tokens.spacingVerticalXXS,
    minWidth: 0,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
  },
  item: {
    display: 'flex',
    alignItems: 'center',
    minWidth: 0,
    '&:not(:nth-last-child(-n + 2))::after': {
      content: '""',
      flexShrink: 0,
      width: '4px',
      height: '4px',
      marginInlineStart: tokens.spacingHorizontalM,
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorNeutralStroke1,
    },
  },
  flush: { marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalS})` },
  field: { display: 'flex', flexDirection: 'column', alignItems: 'flex-start', minWidth: 0 },
})

export function Strengths() {
  const styles = useStyles()
  const quiet = useQuietStyles()
  const { plan, room, fresh } = useEditing()
  const add = () => {
    const id = crypto.randomUUID()
    fresh.current = id
    addStrength(room.doc, id)
  }
  return (
    <section className={mergeClasses(styles.root, plan.strengths.length === 0 && styles.empty, quiet.ground)}>
      <Caption1Strong as="h2" className={styles.label}>
        Strengths to build on
      </Caption1Strong>
      <ul className={styles.list}>
        {plan.strengths.map(({ id, text }, index) => (
          <li key={id} className={styles.item} data-item={id}>
            <span className={styles.field}>
              <InPlaceText
                field={`${id}.text`}
                label={`Strength ${index + 1}`}
                value={text}
                write={(now) => setStrength(room.doc, id, now)}
                marks
                placeholder="A strength, in a few words"
                autoFocus={fresh.current === id}
                onEnter={add}
                onEmpty={() => removeItem(room.doc, id)}
              />
            </span>
          </li>
        ))}
        <li className={styles.item}>
          <Button
            className={plan.strengths.length > 0 ? quiet.shy : styles.flush}
            appearance="subtle"
            size="small"
            icon={<Add16Regular />}
            aria-label="Add a strength"
            onClick={add}
          >
            {plan.strengths.length === 0 ? 'Add a strength' : undefined}
          </Button>
        </li>
      </ul>
    </section>
  )
}
