// The agenda: points in order, exactly one of them open, what is past grey with a check.
import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Body1,
  Caption1,
  Caption1Strong,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { CheckmarkCircle20Filled } from '@fluentui/react-icons'
import { useState } from 'react'
import type { Point } from '#shared/agenda/agenda.ts'
import type { Discussion } from '#shared/api.ts'
import { Hidden } from '#tab/ui/Hidden.tsx'
import { useStageFocus } from '#tab/ui/stageFocus.ts'
import { AddPoint } from './AddPoint.tsx'
import { OnStage } from './OnStage.tsx'
import type { Pace } from './pace.ts'
import { Quotes } from './Quotes.tsx'

const useStyles = makeStyles({
  // One line high with the stage's focus or without: nothing below moves when somebody begins to type.
  top: { display: 'flex', justifyContent: 'space-between', columnGap: tokens.spacingHorizontalM },
  label: { color: tokens.colorNeutralForeground3, display: 'block' },
  list: { margin: `${tokens.spacingVerticalXS} calc(-1 * ${tokens.spacingHorizontalS}) 0` },
  item: { borderRadius: tokens.borderRadiusXLarge, border: '1px solid transparent' },
  open: {
    marginTop: tokens.spacingVerticalXS,
    marginBottom: tokens.spacingVerticalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    boxShadow: tokens.shadow4,
  },
  header: {
    '& button': {
      minHeight: '36px',
      padding: `${tokens.spacingVerticalS} ${tokens.spacingHorizontalSNudge}`,
      alignItems: 'flex-start',
      borderRadius: tokens.borderRadiusLarge,
    },
    '& button:hover': { backgroundColor: tokens.colorSubtleBackgroundHover },
  },
  line: { display: 'flex', alignItems: 'baseline', gap: tokens.spacingHorizontalS, width: '100%', textAlign: 'start' },
  title: { flex: 1, minWidth: 0, overflowWrap: 'anywhere' },
  strong: { fontWeight: tokens.fontWeightSemibold },
  past: { color: tokens.colorNeutralForeground3 },
  minutes: { color: tokens.colorNeutralForeground3, whiteSpace: 'nowrap' },
  number: {
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    width: '20px',
    height: '20px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    color: tokens.colorNeutralForeground2,
    fontSize: tokens.fontSizeBase200,
    lineHeight: 1,
  },
  current: {
    backgroundColor: tokens.colorBrandBackground,
    border: `1px solid ${tokens.colorTransparentStroke}`,
    color: tokens.colorNeutralForegroundOnBrand,
    fontWeight: tokens.fontWeightSemibold,
  },
  inside: {
    display: 'grid',
    gap: tokens.spacingVerticalM,
    margin: 0,
    padding: `0 ${tokens.spacingHorizontalM} ${tokens.spacingVerticalM} 34px`,
    overflowWrap: 'anywhere',
  },
  statement: { marginBottom: tokens.spacingVerticalXS, textWrap: 'pretty' },
  questions: { display: 'grid', gap: tokens.spacingVerticalSNudge, color: tokens.colorNeutralForeground2 },
})

type Props = { discussion: Discussion; pace: Pace; reload: () => void }

export function Agenda({ discussion, pace, reload }: Props) {
  const styles = useStyles()
  const { agenda } = discussion
  // The point that the clock is in when the panel opens; later only a tap opens another, so that nothing jumps.
  const [open, setOpen] = useState(() => agenda[pace.point]?.id)
  const focus = useStageFocus(discussion.head.employee.id)
  const about = focus && agenda.find(({ kind }) => kind === focus.point)
  return (
    <section aria-labelledby="agenda">
      <div className={styles.top}>
        <Caption1Strong as="h2" block id="agenda" className={styles.label}>
          Agenda
        </Caption1Strong>
        {focus && <OnStage focus={focus} open={about && about.id !== open ? () => setOpen(about.id) : null} />}
      </div>
      <Accordion
        collapsible
        openItems={open ? [open] : []}
        onToggle={(_, { value }) => setOpen(value === open ? undefined : String(value))}
      >
        <ol className={styles.list}>
          {agenda.map((point, index) => {
            const isOpen = point.id === open
            const past = pace.passed[index] === 1 && pace.when !== 'before'
            return (
              <li key={point.id}>
                <AccordionItem value={point.id} className={mergeClasses(styles.item, isOpen && styles.open)}>
                  <AccordionHeader
                    as="h3"
                    className={styles.header}
                    expandIcon={null}
                    icon={<Mark number={index + 1} past={past && !isOpen} open={isOpen} />}
                  >
                    <span className={styles.line}>
                      <Body1
                        className={mergeClasses(styles.title, isOpen && styles.strong, past && !isOpen && styles.past)}
                      >
                        {point.title}
                        {past && <Hidden>, time passed</Hidden>}
                      </Body1>
                      <Caption1 className={styles.minutes}>{point.minutes} min</Caption1>
                    </span>
                  </AccordionHeader>
                  <AccordionPanel className={styles.inside}>
                    <Inside point={point} discussion={discussion} />
                  </AccordionPanel>
                </AccordionItem>
              </li>
            )
          })}
        </ol>
      </Accordion>
      <AddPoint head={discussion.head} added={reload} />
    </section>
  )
}

function Mark({ number, past, open }: { number: number; past: boolean; open: boolean }) {
  const styles = useStyles()
  if (past) return <CheckmarkCircle20Filled className={styles.past} aria-hidden />
  return <span className={mergeClasses(styles.number, open && styles.current)}>{number}</span>
}

function Inside({ point, discussion }: { point: Point; discussion: Discussion }) {
  const styles = useStyles()
  const { people, me } = discussion
  if (point.lines.length + point.questions.length === 0) {
    return <Body1 className={styles.past}>Talk about it in your own words.</Body1>
  }
  return (
    <>
      {point.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
        <div key={index}>
          <Body1 as="p" block className={styles.statement}>
            {line.text}
          </Body1>
          <Quotes evidence={line.evidence} people={people} today={me.today} />
        </div>
      ))}
      {point.questions.length > 0 && (
        <ul className={styles.questions}>
          {point.questions.map((question) => (
            <li key={question}>
              <Body1>{question}</Body1>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
