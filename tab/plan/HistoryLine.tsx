// The line of agreed revisions, drawn: newest first, each with what it changed and how its actions went.
import { Body1, Caption1, Link, makeStyles, mergeClasses, Subtitle2, tokens } from '@fluentui/react-components'
import { Checkmark12Filled } from '@fluentui/react-icons'
import type { PlanHistory } from '#shared/api.ts'
import { type Knot, lineOf } from '#shared/history/line.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import { dayMonth } from '#shared/time.ts'
import { StateWord } from '#tab/ui/StateWord.tsx'
import type { Pair } from './Compare.tsx'

const KNOT = 20

const useStyles = makeStyles({
  list: { maxWidth: '720px', margin: 0, padding: 0, listStyleType: 'none' },
  item: {
    position: 'relative',
    display: 'grid',
    gridTemplateColumns: `${KNOT}px minmax(0, 1fr)`,
    columnGap: tokens.spacingHorizontalL,
    paddingBlockEnd: tokens.spacingVerticalXXL,
    overflowWrap: 'anywhere',
    breakInside: 'avoid',
  },
  // From the middle of this knot to the next one.
  thread: {
    position: 'absolute',
    insetBlock: '12px -12px',
    insetInlineStart: `${KNOT / 2 - 1}px`,
    borderLeft: `2px solid ${tokens.colorCompoundBrandStroke}`,
  },
  open: { borderLeft: `2px dashed ${tokens.colorNeutralStroke1}` },
  knot: {
    position: 'relative',
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    width: `${KNOT}px`,
    height: `${KNOT}px`,
    marginBlockStart: '2px',
    border: `2px solid ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: tokens.colorNeutralBackground2,
  },
  agreed: {
    border: `1px solid ${tokens.colorTransparentStroke}`,
    backgroundColor: tokens.colorBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
    printColorAdjust: 'exact',
  },
  words: { display: 'grid', rowGap: tokens.spacingVerticalXS },
  head: { display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: tokens.spacingHorizontalS },
  title: { fontSize: 'inherit', lineHeight: 'inherit', fontWeight: 'inherit' },
  quiet: { color: tokens.colorNeutralForeground3 },
  states: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalXS,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
  },
  act: {
    justifySelf: 'start',
    minHeight: '24px',
    fontSize: tokens.fontSizeBase200,
    '@media print': { display: 'none' },
  },
})

type Props = {
  history: PlanHistory
  read: (number: number) => void
  compare: (pair: Pair) => void
}

export function HistoryLine({ history, read, compare }: Props) {
  const styles = useStyles()
  const { me, revisions, commitments, now } = history
  const knots = lineOf(revisions, commitments, me.zone)
  const last = revisions.at(-1)
  if (!last) return <Body1>Nothing was agreed yet. The line begins once both of you agree on the plan.</Body1>
  const since = sumOf(changes(last.plan, now))
  return (
    <ol className={styles.list} aria-label="Agreed revisions, newest first">
      {since && (
        <li className={styles.item}>
          <span aria-hidden className={mergeClasses(styles.thread, styles.open)} />
          <span aria-hidden className={styles.knot} />
          <div className={styles.words}>
            <div className={styles.head}>
              <Subtitle2 as="h2">Now</Subtitle2>
              <Caption1 className={styles.quiet}>not agreed yet</Caption1>
            </div>
            <Body1>{capital(since)}</Body1>
            <Link
              as="button"
              className={styles.act}
              data-from="compare now"
              onClick={() => compare({ old: last.number, now: 'now' })}
            >
              Compare with revision {last.number}
            </Link>
          </div>
        </li>
      )}
      {knots.map((knot, index) => (
        <KnotItem
          key={knot.number}
          knot={knot}
          before={knots[index + 1]?.number ?? null}
          today={me.today}
          {...{ read, compare }}
        />
      ))}
    </ol>
  )
}

type KnotProps = Pick<Props, 'read' | 'compare'> & {
  knot: Knot
  /** The number of the agreed revision before it; null for the first. */
  before: number | null
  today: string
}

function KnotItem({ knot, before, today, read, compare }: KnotProps) {
  const styles = useStyles()
  const { number, day, quarter, says, states } = knot
  return (
    <li className={styles.item}>
      {before !== null && <span aria-hidden className={styles.thread} />}
      <span aria-hidden className={mergeClasses(styles.knot, styles.agreed)}>
        <Checkmark12Filled />
      </span>
      <div className={styles.words}>
        <div className={styles.head}>
          <Subtitle2 as="h2">
            <Link as="button" className={styles.title} data-from={`read ${number}`} onClick={() => read(number)}>
              Revision {number}
            </Link>
          </Subtitle2>
          <Caption1 className={styles.quiet}>
            agreed {dayMonth(day, today)} · {quarter}
          </Caption1>
        </div>
        <Body1>{before === null ? `Your first one: ${says}` : capital(says)}</Body1>
        {states.length > 0 && (
          <ul className={styles.states} aria-label="Its actions now">
            {states.map(({ state, count, words }) => (
              <li key={state}>
                <StateWord state={state} words={words} times={count} />
              </li>
            ))}
          </ul>
        )}
        {before !== null && (
          <Link
            as="button"
            className={styles.act}
            data-from={`compare ${number}`}
            onClick={() => compare({ old: before, now: number })}
          >
            Compare with revision {before}
          </Link>
        )}
      </div>
    </li>
  )
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
