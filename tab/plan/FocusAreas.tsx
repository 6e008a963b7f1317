// The focus areas: up to three cards side by side, each a skill or experience to grow.
import { Body1, Button, Caption1Strong, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { Add16Regular, LightbulbFilament16Regular } from '@fluentui/react-icons'
import { addFocusArea } from '#shared/plan/edit.ts'
import { noFirstStep, onlyCourses, type Plan } from '#shared/plan/plan.ts'
import { useEditing } from './editing.ts'
import { FocusAreaCard } from './FocusAreaCard.tsx'
import { useQuietStyles } from './quiet.ts'
import { UnderField } from './UnderField.tsx'

const useStyles = makeStyles({
  root: {
    position: 'relative',
    display: 'grid',
    gap: tokens.spacingVerticalS,
    '& [data-dragged]': {
      zIndex: 1,
      borderRadius: tokens.borderRadiusXLarge,
      boxShadow: tokens.shadow16,
      backgroundColor: tokens.colorNeutralBackground1,
      opacity: 0.9,
    },
    // The line where what is drawn along would drop.
    '& [data-drop]': {
      position: 'absolute',
      zIndex: 2,
      borderRadius: tokens.borderRadiusCircular,
      backgroundColor: tokens.colorCompoundBrandStroke,
      pointerEvents: 'none',
    },
  },
  head: { display: 'flex', alignItems: 'center', columnGap: tokens.spacingHorizontalS },
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

/** So many focus areas are agreed on at most (R9); a draft may hold more. */
const ENOUGH = 3

export function FocusAreas() {
  const styles = useStyles()
  const quiet = useQuietStyles()
  const { plan, room, info, fresh, problems } = useEditing()
  const problem = problems.get('focusAreas')
  const areas = plan.focusAreas
  const hint = hintOf(plan, info.employee.firstName)
  const add = () => {
    const id = crypto.randomUUID()
    fresh.current = id
    addFocusArea(room.doc, { id })
  }
  return (
    <section className={mergeClasses(styles.root, quiet.ground)} data-moving>
      <div className={styles.head}>
        <Caption1Strong as="h2" className={styles.label}>
          Focus areas
        </Caption1Strong>
        {areas.length >= ENOUGH && (
          <Button
            className={quiet.shy}
            appearance="subtle"
            size="small"
            icon={<Add16Regular />}
            aria-label="Add a focus area"
            onClick={add}
          />
        )}
      </div>
      {hint && (
        <Body1 as="p" className={styles.hint}>
          <LightbulbFilament16Regular aria-hidden />
          {hint}
        </Body1>
      )}
      {problem && <UnderField id="focusAreas" sentence={problem} failed />}
      <div className={styles.cards}>
        {areas.map((area, index) => (
          <FocusAreaCard key={area.id} area={area} position={index + 1} />
        ))}
        {areas.length < ENOUGH && (
          <Button className={styles.add} appearance="subtle" icon={<Add16Regular />} onClick={add}>
            Add a focus area
          </Button>
        )}
      </div>
    </section>
  )
}

/** At most one hint at a time: the one that asks for more thought first. */
function hintOf(plan: Plan, firstName: string): string | null {
  if (plan.focusAreas.length > ENOUGH) return 'Three at a time are enough; you agree on one to three.'
  if (onlyCourses(plan)) return `All actions are courses. What could ${firstName} try in real work?`
  return noFirstStep(plan) ? 'No first step yet: what could happen within two weeks?' : null
}
