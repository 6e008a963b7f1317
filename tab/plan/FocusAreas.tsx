// The focus areas: up to three cards side by side, each a skill or experience to grow.
import { Body1, Button, Caption1Strong, makeStyles, tokens } from '@fluentui/react-components'
import { Add16Regular, LightbulbFilament16Regular } from '@fluentui/react-icons'
import { addFocusArea } from '#shared/plan/doc.ts'
import { onlyCourses } from '#shared/plan/plan.ts'
import { useEditing } from './editing.ts'
import { FocusAreaCard } from './FocusAreaCard.tsx'
import { UnderField } from './UnderField.tsx'

const useStyles = makeStyles({
  root: { display: 'grid', gap: tokens.spacingVerticalS },
  label: { color: tokens.colorNeutralForeground3 },
  cards: {
    display: 'grid',
    gap: tokens.spacingHorizontalL,
    gridTemplateColumns: 'minmax(0, 1fr)',
    '@container plan (min-width: 761px)': { gridTemplateColumns: 'repeat(3, minmax(0, 1fr))' },
  },
  add: { justifySelf: 'start', alignSelf: 'start', marginInlineStart: `calc(-1 * ${tokens.spacingHorizontalM})` },
  hint: {
    display: 'flex',
    gap: tokens.spacingHorizontalXS,
    alignItems: 'center',
    color: tokens.colorNeutralForeground2,
  },
})

export function FocusAreas() {
  const styles = useStyles()
  const { plan, room, info, fresh, problems } = useEditing()
  const problem = problems.get('focusAreas')
  const add = () => {
    const id = crypto.randomUUID()
    fresh.current = id
    addFocusArea(room.doc, { id })
  }
  return (
    <section className={styles.root}>
      <Caption1Strong as="h2" className={styles.label}>
        Focus areas
      </Caption1Strong>
      {onlyCourses(plan) && (
        <Body1 as="p" className={styles.hint}>
          <LightbulbFilament16Regular aria-hidden />
          All actions are courses. What could {info.employee.firstName} try in real work?
        </Body1>
      )}
      {problem && <UnderField id="focusAreas" sentence={problem} failed />}
      <div className={styles.cards}>
        {plan.focusAreas.map((area, index) => (
          <FocusAreaCard key={area.id} area={area} position={index + 1} />
        ))}
        {plan.focusAreas.length < 3 && (
          <Button className={styles.add} appearance="subtle" icon={<Add16Regular />} onClick={add}>
            Add a focus area
          </Button>
        )}
      </div>
    </section>
  )
}
