// One action: its kind, what, who and by when, the first step, and perhaps "When …, then I …".
import { Body1, Caption1, makeStyles, mergeClasses, tokens } from '@fluentui/react-components'
import { useState } from 'react'
import { setAction } from '#shared/plan/edit.ts'
import { actionsOf, type FocusArea, type PlanAction } from '#shared/plan/plan.ts'
import { dayMonth } from '#shared/time.ts'
import { Hidden } from '#tab/ui/Hidden.tsx'
import { useEditing } from './editing.ts'
import { usePressableStyle } from './fieldStyles.ts'
import { Grip } from './Grip.tsx'
import { InPlaceDay } from './InPlaceDay.tsx'
import { InPlaceText } from './InPlaceText.tsx'
import { KindMenu } from './KindMenu.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { movesOf } from './movesOf.ts'
import { OwnerMenu } from './OwnerMenu.tsx'
import { useQuietStyles } from './quiet.ts'
import { useActionKeys } from './useActionKeys.ts'

const useStyles = makeStyles({
  root: { position: 'relative', display: 'grid', gridTemplateColumns: '24px minmax(0, 1fr) auto', columnGap: '8px' },
  /** New since the last agreed revision: a bar at the card's edge. */
  fresh: {
    '::before': {
      content: '""',
      position: 'absolute',
      insetBlock: 0,
      insetInlineStart: `calc(-1px - ${tokens.spacingHorizontalL})`,
      width: '3px',
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  lines: { display: 'grid', justifyItems: 'stretch', minWidth: 0 },
  meta: { color: tokens.colorNeutralForeground3 },
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: '4px', minWidth: 0 },
  more: { alignSelf: 'start' },
  second: { color: tokens.colorNeutralForeground2 },
})

type Props = { area: FocusArea; action: PlanAction; place: string }

/** `place` is where it stands, e.g. 'Focus area 1 action 2'. */
export function ActionItem({ area, action, place }: Props) {
  const styles = useStyles()
  const quiet = useQuietStyles()
  const pressable = usePressableStyle()
  const { room, info, plan, fresh, history, move } = useEditing()
  const keys = useActionKeys(area, action)
  const { doc } = room
  const { id } = action
  const isFresh = fresh.current === id
  const [withStep, setWithStep] = useState(false)
  const [withWhen, setWithWhen] = useState(false)
  const { agreed, me } = info
  const isNew = agreed !== null && !actionsOf(agreed.plan).some((one) => one.action.id === id)
  const name = action.title || 'this action'
  const by = (day: string) => `by ${dayMonth(day, me.today)}`
  const text = (field: 'title' | 'firstStep' | 'when' | 'then', label: string, placeholder: string, after?: string) => (
    <InPlaceText
      block={field === 'title'}
      field={`${id}.${field}`}
      label={label}
      value={action[field]}
      write={(now) => setAction(doc, id, field, now)}
      placeholder={placeholder}
      after={after}
      autoFocus={(field === 'title' && isFresh) || (field === 'firstStep' && withStep)}
      {...(field === 'title' && keys)}
    />
  )
  const hasStep = withStep || action.firstStep !== '' || action.firstStepBy !== null
  const hasWhen = withWhen || action.when !== '' || action.then !== ''
  return (
    <li className={mergeClasses(styles.root, quiet.ground, isNew && styles.fresh)} data-item={id}>
      <Grip of="line" />
      <KindMenu kind={action.kind} of={name} choose={(kind) => setAction(doc, id, 'kind', kind)} />
      <div className={styles.lines}>
        <Body1 block>{text('title', `${place} title`, 'What will be done?')}</Body1>
        {isNew && <Hidden>{`added since revision ${agreed.number}`}</Hidden>}
        <Caption1 className={mergeClasses(styles.line, styles.meta)}>
          <OwnerMenu
            owner={action.owner}
            of={name}
            field={`${id}.owner`}
            choose={(owner) => setAction(doc, id, 'owner', owner)}
          />
          <span aria-hidden>·</span>
          <InPlaceDay
            field={`${id}.due`}
            label={`Due date of ${name}`}
            value={action.due}
            words={by}
            missing="by when?"
            write={(day) => setAction(doc, id, 'due', day)}
          />
          {!hasStep && (
            <span className={quiet.shy}>
              <span aria-hidden>· </span>
              <button
                type="button"
                className={pressable}
                aria-label={`First step of ${name}`}
                onClick={() => setWithStep(true)}
              >
                first step?
              </button>
            </span>
          )}
        </Caption1>
        {hasStep && (
          <Caption1 className={mergeClasses(styles.line, styles.second)}>
            <span aria-hidden>First:</span>
            {text(
              'firstStep',
              `First step of ${name}`,
              'what gets it going within two weeks?',
              action.firstStepBy ? ',' : '',
            )}
            <InPlaceDay
              className={action.firstStepBy ? undefined : quiet.shy}
              field={`${id}.firstStepBy`}
              label={`Start day of ${name}`}
              value={action.firstStepBy}
              words={by}
              missing="by when?"
              soon
              write={(day) => setAction(doc, id, 'firstStepBy', day)}
            />
          </Caption1>
        )}
        {hasWhen && (
          <Caption1 className={mergeClasses(styles.line, styles.meta)}>
            <span aria-hidden>When</span>
            {text('when', `When, for ${name}`, 'it gets difficult', ',')}
            <span aria-hidden>then I</span>
            {text('then', `Then I, for ${name}`, 'do this')}
          </Caption1>
        )}
      </div>
      <MoreMenu
        className={styles.more}
        label={`More for ${name}`}
        items={[
          ...(hasWhen ? [] : [{ words: 'Add “When …, then I …”', onClick: () => setWithWhen(true) }]),
          ...movesOf(plan, id, move),
          { words: 'Remove action', onClick: () => history.remove(id, 'Action removed') },
        ]}
      />
    </li>
  )
}
