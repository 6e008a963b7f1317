// Four quarters: a thread for each promise, from the discussion that made it to where it ended.
import {
  Body1,
  Button,
  Caption1,
  Caption1Strong,
  makeStyles,
  mergeClasses,
  Subtitle2,
  tokens,
} from '@fluentui/react-components'
import { Checkmark12Filled } from '@fluentui/react-icons'
import type { Home, Me } from '#shared/api.ts'
import { type Chart, chartOf, type Thread } from '#shared/history/threads.ts'
import { dayMonth } from '#shared/time.ts'
import { Hidden } from '#tab/ui/Hidden.tsx'
import { StateIcon, StateWord } from '#tab/ui/StateWord.tsx'

const SMALL = '@media (max-width: 700px)'
/** Here even a label has to break: quarter under year, month under day. */
const TINY = '@media (max-width: 340px)'

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: tokens.spacingHorizontalM,
  },
  sum: { color: tokens.colorNeutralForeground3 },
  history: { marginInlineStart: 'auto' },
  chart: {
    '--name': '296px',
    '--tail': '88px',
    position: 'relative',
    marginTop: tokens.spacingVerticalL,
    padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXXL} ${tokens.spacingVerticalXXL}`,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusXLarge,
    backgroundColor: tokens.colorNeutralBackground1,
    [SMALL]: { '--name': '0px', '--tail': '0px', paddingLeft: '24px', paddingRight: '24px' },
    [TINY]: { paddingLeft: '16px', paddingRight: '16px' },
  },
  axis: {
    position: 'relative',
    height: '64px',
    marginLeft: 'var(--name)',
    marginRight: 'var(--tail)',
    [TINY]: { height: '80px' },
  },
  rail: {
    position: 'absolute',
    left: 0,
    right: 0,
    top: '9px',
    height: '2px',
    backgroundColor: tokens.colorNeutralStroke1,
  },
  gone: { height: '100%', backgroundColor: tokens.colorCompoundBrandStroke },
  node: {
    position: 'absolute',
    top: 0,
    display: 'grid',
    placeItems: 'center',
    boxSizing: 'border-box',
    width: '20px',
    height: '20px',
    marginLeft: '-10px',
    border: `2px solid ${tokens.colorCompoundBrandStroke}`,
    borderRadius: tokens.borderRadiusCircular,
    outline: `3px solid ${tokens.colorNeutralBackground1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForegroundOnBrand,
  },
  held: { backgroundColor: tokens.colorBrandBackground, border: `1px solid ${tokens.colorTransparentStroke}` },
  none: { border: `2px solid ${tokens.colorNeutralStroke1}` },
  label: {
    position: 'absolute',
    top: '24px',
    display: 'grid',
    justifyItems: 'center',
    transform: 'translateX(-50%)',
    textAlign: 'center',
    [TINY]: { width: 'min-content' },
  },
  words: { whiteSpace: 'nowrap', [TINY]: { whiteSpace: 'normal' } },
  day: { color: tokens.colorNeutralForeground3 },
  threads: { position: 'relative', paddingBottom: tokens.spacingVerticalM },
  thread: {
    display: 'grid',
    gridTemplateColumns: 'var(--name) minmax(0, 1fr)',
    alignItems: 'center',
    minHeight: '32px',
    paddingRight: 'var(--tail)',
    [SMALL]: {
      gridTemplateColumns: 'minmax(0, 1fr) auto',
      alignItems: 'baseline',
      columnGap: tokens.spacingHorizontalS,
      paddingTop: tokens.spacingVerticalS,
    },
  },
  name: {
    boxSizing: 'border-box',
    paddingRight: tokens.spacingHorizontalL,
    overflowWrap: 'anywhere',
    [SMALL]: { paddingRight: 0 },
  },
  word: {
    display: 'none',
    color: tokens.colorNeutralForeground3,
    [SMALL]: {
      display: 'block',
      zIndex: 1,
      paddingLeft: tokens.spacingHorizontalXS,
      backgroundColor: tokens.colorNeutralBackground1,
    },
  },
  lane: { position: 'relative', zIndex: 1, height: '20px', [SMALL]: { gridColumn: '1 / -1' } },
  line: { position: 'absolute', top: '9px', height: 0, borderTop: '2px solid currentColor' },
  dot: {
    position: 'absolute',
    top: '6px',
    width: '8px',
    height: '8px',
    marginLeft: '-4px',
    borderRadius: tokens.borderRadiusCircular,
    backgroundColor: 'currentColor',
    forcedColorAdjust: 'none',
  },
  end: {
    position: 'absolute',
    top: '2px',
    display: 'flex',
    marginLeft: '-8px',
    paddingRight: tokens.spacingHorizontalXS,
    backgroundColor: tokens.colorNeutralBackground1,
    '& *': { whiteSpace: 'nowrap' },
  },
  shape: { display: 'none', [SMALL]: { display: 'flex' } },
  shapeAndWord: { display: 'flex', [SMALL]: { display: 'none' } },
  notStarted: { color: tokens.colorNeutralStroke1 },
  onTrack: { color: tokens.colorCompoundBrandStroke },
  stuck: { color: tokens.colorStatusWarningForeground1 },
  done: { color: tokens.colorStatusSuccessForeground3 },
  dropped: { color: tokens.colorNeutralStroke1 },
  dashed: { borderTopStyle: 'dashed' },
  grey: { color: tokens.colorNeutralForeground3 },
  today: {
    position: 'absolute',
    top: `calc(-1 * ${tokens.spacingVerticalS})`,
    bottom: `calc(-1 * ${tokens.spacingVerticalL})`,
    left: 'calc(var(--name) + (100% - var(--name) - var(--tail)) * var(--today))',
    display: 'flex',
    alignItems: 'flex-end',
    borderLeft: `1px dashed ${tokens.colorNeutralStroke1}`,
    paddingLeft: tokens.spacingHorizontalXS,
    color: tokens.colorNeutralForeground3,
  },
})

type Props = {
  commitments: Home['commitments']
  quarters: Home['quarters']
  me: Me
  /** Opens the line of agreed revisions; null while nothing was agreed. */
  seeHistory: (() => void) | null
}

export function FourQuarters({ commitments, quarters, me, seeHistory }: Props) {
  const styles = useStyles()
  const chart = chartOf(commitments, quarters, { today: me.today, zone: me.zone })
  return (
    <section aria-labelledby="four-quarters">
      <div className={styles.head}>
        <Subtitle2 as="h2" block id="four-quarters">
          Four quarters
        </Subtitle2>
        {chart.threads.length > 0 && <Caption1 className={styles.sum}>{sumOf(chart)}</Caption1>}
        {seeHistory && (
          <Button className={styles.history} size="small" onClick={seeHistory}>
            All agreed revisions
          </Button>
        )}
      </div>
      <div className={styles.chart}>
        <Axis chart={chart} today={me.today} />
        <div className={styles.threads}>
          <ol>
            {chart.threads.map((thread) => (
              <ThreadRow key={thread.id} thread={thread} />
            ))}
          </ol>
          <div className={styles.today} style={{ '--today': chart.today } as React.CSSProperties} aria-hidden="true">
            <Caption1>Today</Caption1>
          </div>
        </div>
      </div>
    </section>
  )
}

function Axis({ chart, today }: { chart: Chart; today: string }) {
  const styles = useStyles()
  return (
    <div className={styles.axis}>
      <div className={styles.rail}>
        <div className={styles.gone} style={{ width: `${chart.today * 100}%` }} />
      </div>
      <ol>
        {chart.nodes.map((node) => (
          <li key={node.key}>
            <span
              className={mergeClasses(styles.node, node.held && styles.held, !node.day && styles.none)}
              style={{ left: `${node.at * 100}%` }}
            >
              {node.held && <Checkmark12Filled aria-hidden />}
            </span>
            <span className={styles.label} style={{ left: `${node.labelAt * 100}%` }}>
              <Caption1Strong align="center" className={styles.words}>
                {node.label}
              </Caption1Strong>
              <Caption1 align="center" className={mergeClasses(styles.day, styles.words)}>
                {node.day ? dayMonth(node.day, today) : <span aria-hidden="true">–</span>}
              </Caption1>
            </span>
            <Hidden>{node.held ? ', had' : node.day ? ', coming' : ', no discussion'}</Hidden>
          </li>
        ))}
      </ol>
    </div>
  )
}

function ThreadRow({ thread }: { thread: Thread }) {
  const styles = useStyles()
  const left = `${thread.start * 100}%`
  const end = `${thread.end * 100}%`
  const tone = styles[thread.state]
  return (
    <li>
      <Hidden>{thread.reading}</Hidden>
      <div className={styles.thread} aria-hidden="true">
        <Body1 className={styles.name}>{thread.title}</Body1>
        <Caption1 className={styles.word}>{thread.words}</Caption1>
        <div className={styles.lane}>
          <span
            className={mergeClasses(styles.line, tone, thread.state === 'dropped' && styles.dashed)}
            style={{ left, width: `${(thread.end - thread.start) * 100}%` }}
          />
          <span className={mergeClasses(styles.dot, tone)} style={{ left }} />
          <span className={styles.end} style={{ left: end }}>
            <span className={styles.shapeAndWord}>
              <StateWord state={thread.state} words={thread.words} />
            </span>
            <span
              className={mergeClasses(
                styles.shape,
                tone,
                (thread.state === 'notStarted' || thread.state === 'dropped') && styles.grey,
              )}
            >
              <StateIcon state={thread.state} />
            </span>
          </span>
        </div>
      </div>
    </li>
  )
}

/** '2 done, 4 going on, 1 dropped', without what there is none of. */
function sumOf({ done, open, dropped }: Chart): string {
  const parts = [done && `${done} done`, open && `${open} going on`, dropped && `${dropped} dropped`]
  return parts.filter(Boolean).join(', ')
}
