// One focus area: what to grow, why, its actions, and at its foot the expectation and the goal it serves.
import { Body1, Button, Caption1, Card, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import { Add16Regular, Ribbon16Regular, TargetArrow16Regular } from '@fluentui/react-icons'
import type { ReactNode } from 'react'
import { addAction, setFocusArea } from '#shared/plan/edit.ts'
import { offersFor } from '#shared/plan/offered.ts'
import { type FocusArea, LIMIT } from '#shared/plan/plan.ts'
import { ActionItem } from './ActionItem.tsx'
import { useEditing } from './editing.ts'
import { Grip } from './Grip.tsx'
import { InPlaceText } from './InPlaceText.tsx'
import { MoreMenu } from './MoreMenu.tsx'
import { movesOf } from './movesOf.ts'
import { useQuietStyles } from './quiet.ts'

const useStyles = makeStyles({
  card: {
    position: 'relative',
    display: 'flex',
    flexDirection: 'column',
    gap: 0,
    padding: tokens.spacingHorizontalL,
    overflow: 'visible',
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    boxShadow: tokens.shadow2,
    backgroundColor: tokens.colorNeutralBackground1,
    '::after': { display: 'none' },
  },
  head: { display: 'grid', rowGap: tokens.spacingVerticalXXS, paddingInlineEnd: tokens.spacingHorizontalL },
  more: { position: 'absolute', insetBlockStart: tokens.spacingVerticalS, insetInlineEnd: tokens.spacingHorizontalS },
  why: { color: tokens.colorNeutralForeground2 },
  actions: {
    display: 'grid',
    rowGap: tokens.spacingVerticalM,
    marginBlock: tokens.spacingVerticalM,
    padding: 0,
    listStyleType: 'none',
  },
  foot: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) auto',
    alignItems: 'end',
    marginBlockStart: 'auto',
    paddingBlockStart: tokens.spacingVerticalS,
    borderTop: `1px solid ${tokens.colorNeutralStroke3}`,
    color: tokens.colorNeutralForeground3,
  },
  add: { marginInlineEnd: `calc(-1 * ${tokens.spacingHorizontalS})` },
  line: {
    display: 'flex',
    alignItems: 'flex-start',
    gap: tokens.spacingHorizontalS,
    minWidth: 0,
    minHeight: '20px',
    '& > svg': { flexShrink: 0 },
  },
  whole: { gridColumn: '1 / -1' },
  lineText: { display: 'grid', justifyItems: 'start', minWidth: 0 },
})

export function FocusAreaCard({ area, position }: { area: FocusArea; position: number }) {
  const styles = useStyles()
  const quiet = useQuietStyles()
  const { room, info, plan, fresh, history, move } = useEditing()
  const { doc } = room
  const name = area.title || `focus area ${position}`
  const add = () => {
    const id = crypto.randomUUID()
    fresh.current = id
    addAction(doc, area.id, { id, owner: info.employee.id })
  }
  const taken = plan.focusAreas.filter((one) => one !== area).map(({ title }) => title)
  const offers = (typed: string) => offersFor(typed, info.offered, taken)
  const text = (field: 'title' | 'why' | 'expectation' | 'goal', placeholder: string, block = false) => (
    <InPlaceText
      block={block}
      field={`${area.id}.${field}`}
      label={`Focus area ${position} ${field}`}
      value={area[field]}
      write={(now) => setFocusArea(doc, area.id, field, now)}
      marks={field === 'why'}
      offersFor={field === 'title' ? offers : undefined}
      limit={field === 'why' ? LIMIT.text : LIMIT.line}
      placeholder={placeholder}
      autoFocus={field === 'title' && fresh.current === area.id}
    />
  )
  return (
    <Card className={mergeClasses(styles.card, quiet.ground)} role="group" aria-label={name} data-item={area.id}>
      <Grip of="card" />
      <div className={styles.head}>
        <Subtitle2 as="h3" block>
          {text('title', 'A skill or experience to grow', true)}
        </Subtitle2>
        <Body1 className={styles.why} block>
          {text('why', 'Why this one?', true)}
        </Body1>
      </div>
      <MoreMenu
        className={styles.more}
        label={`More for ${name}`}
        items={[
          ...movesOf(plan, area.id, move),
          { words: 'Remove focus area', onClick: () => history.remove(area.id, 'Focus area removed') },
        ]}
      />
      <ul className={styles.actions} data-actions={area.id}>
        {area.actions.map((action, index) => (
          <ActionItem
            key={action.id}
            area={area}
            action={action}
            place={`Focus area ${position} action ${index + 1}`}
          />
        ))}
      </ul>
      <div className={styles.foot}>
        <Line className={styles.whole} icon={<Ribbon16Regular aria-hidden />}>
          {text('expectation', 'Expectation it answers')}
        </Line>
        <Line icon={<TargetArrow16Regular aria-hidden />}>{text('goal', 'Goal it serves')}</Line>
        <Button
          className={styles.add}
          appearance="subtle"
          size="small"
          icon={<Add16Regular />}
          aria-label={`Add action to ${name}`}
          onClick={add}
        >
          Action
        </Button>
      </div>
    </Card>
  )
}

function Line({ icon, className, children }: { icon: ReactNode; className?: string; children: ReactNode }) {
  const styles = useStyles()
  return (
    <div className={mergeClasses(styles.line, className)}>
      {icon}
      <Caption1 className={styles.lineText}>{children}</Caption1>
    </div>
  )
}
