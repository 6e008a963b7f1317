// What changed since a revision: left the revision, right the plan as it is now, each change on one line.
import {
  Body1,
  Body1Strong,
  Caption1,
  Caption1Strong,
  makeStyles,
  mergeClasses,
  tokens,
} from '@fluentui/react-components'
import { Add16Regular, CalendarArrowRight16Regular, Edit16Regular } from '@fluentui/react-icons'
import { changes, type Piece, sumOf } from '#shared/plan/diff.ts'
import { clockTime } from '#shared/time.ts'
import { KindIcon } from '#tab/ui/KindIcon.tsx'
import type { Base } from './agreement.ts'
import { type ChangeRow, changeRows, type Side } from './changeRows.ts'
import { useEditing, useNames } from './editing.ts'
import { NARROW, useFrameStyles } from './frame.ts'
import { PageHeader } from './PageHeader.tsx'

const useStyles = makeStyles({
  document: { rowGap: tokens.spacingVerticalM },
  table: {
    width: '100%',
    borderCollapse: 'separate',
    borderSpacing: `0 ${tokens.spacingVerticalXS}`,
    tableLayout: 'fixed',
    '& tbody > tr:first-child > *': { paddingBlockStart: tokens.spacingVerticalM },
  },
  row: { [NARROW]: { display: 'grid', rowGap: tokens.spacingVerticalXS, paddingBlockEnd: tokens.spacingVerticalS } },
  cell: { padding: 0, verticalAlign: 'top', textAlign: 'start', fontWeight: tokens.fontWeightRegular },
  first: { paddingInlineEnd: tokens.spacingHorizontalXL, [NARROW]: { paddingInlineEnd: 0 } },
  column: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    paddingBlockEnd: tokens.spacingVerticalXS,
    borderBottom: `2px solid ${tokens.colorNeutralStroke1}`,
  },
  now: { borderBottomColor: tokens.colorCompoundBrandStroke },
  quiet: { color: tokens.colorNeutralForeground3 },
  // The line behind it: what is folded here is the same on both sides.
  same: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalM,
    '::after': { content: '""', flexGrow: 1, borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  },
  section: { paddingBlockStart: tokens.spacingVerticalM, color: tokens.colorNeutralForeground3 },
  card: {
    position: 'relative',
    boxSizing: 'border-box',
    height: '100%',
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalS,
    alignItems: 'flex-start',
    padding: tokens.spacingHorizontalM,
    borderRadius: tokens.borderRadiusXLarge,
    border: `1px solid ${tokens.colorNeutralStroke3}`,
    overflowWrap: 'anywhere',
  },
  cardNow: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    boxShadow: tokens.shadow2,
    backgroundColor: tokens.colorNeutralBackground1,
    '::before': {
      content: '""',
      position: 'absolute',
      insetBlock: tokens.spacingVerticalS,
      insetInlineStart: '-1px',
      width: '3px',
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
  },
  lines: { flexGrow: 1, flexBasis: '60%', minWidth: 0, display: 'grid' },
  large: { fontSize: tokens.fontSizeBase400, lineHeight: tokens.lineHeightBase400, whiteSpace: 'pre-line' },
  did: {
    display: 'flex',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXS,
    marginInlineStart: 'auto',
    minHeight: tokens.lineHeightBase300,
    color: tokens.colorNeutralForeground3,
  },
  missing: { padding: tokens.spacingHorizontalM, color: tokens.colorNeutralForeground3 },
  removed: { textDecorationLine: 'line-through', textDecorationColor: tokens.colorStatusDangerForeground1 },
  added: {
    textDecorationLine: 'none',
    backgroundColor: tokens.colorStatusSuccessBackground1,
    color: tokens.colorNeutralForeground1,
    boxShadow: `inset 0 -2px 0 ${tokens.colorStatusSuccessBorder2}`,
  },
})

type Props = {
  base: Base
  /** When the plan was last saved here, as an instant; null before. */
  savedAt: string | null
  back: () => void
}

export function Changes({ base, savedAt, back }: Props) {
  const styles = useStyles()
  const frame = useFrameStyles()
  const { info, plan } = useEditing()
  const { me } = info
  const names = useNames()
  const sum = sumOf(changes(base.plan, plan))
  return (
    <>
      <PageHeader title={`What changed ${base.since}`} back={back} />
      <main className={mergeClasses(frame.document, styles.document)} data-region tabIndex={-1}>
        <Body1>{sum || 'Nothing changed'}</Body1>
        <table className={styles.table}>
          <thead>
            <tr className={styles.row}>
              <th scope="col" className={mergeClasses(styles.cell, styles.first)}>
                <div className={styles.column}>
                  <Body1Strong>{base.name}</Body1Strong>
                  <Body1 className={styles.quiet}>{base.says}</Body1>
                </div>
              </th>
              <th scope="col" className={styles.cell}>
                <div className={mergeClasses(styles.column, styles.now)}>
                  <Body1Strong>Now</Body1Strong>
                  {savedAt && <Body1 className={styles.quiet}>saved {clockTime(savedAt, me.zone)}</Body1>}
                </div>
              </th>
            </tr>
          </thead>
          <tbody>
            {changeRows(base.plan, plan, names).map((row) => (
              <Row key={row.key} row={row} lacks={base.lacks} />
            ))}
          </tbody>
        </table>
      </main>
    </>
  )
}

function Row({ row, lacks }: { row: ChangeRow; lacks: string }) {
  const styles = useStyles()
  if (row.is !== 'pair') {
    return (
      <tr className={styles.row}>
        <th
          scope="rowgroup"
          colSpan={2}
          className={mergeClasses(styles.cell, row.is === 'section' ? styles.section : styles.quiet)}
        >
          {row.is === 'section' ? (
            <Caption1Strong>{row.title}</Caption1Strong>
          ) : (
            <Caption1 className={styles.same}>{row.words}</Caption1>
          )}
        </th>
      </tr>
    )
  }
  const large = row.key === 'aspiration'
  return (
    <tr className={styles.row}>
      <td className={mergeClasses(styles.cell, styles.first)}>
        {row.left ? (
          <SideCard side={row.left} large={large} />
        ) : (
          <Body1 block className={styles.missing}>
            {lacks}
          </Body1>
        )}
      </td>
      <td className={styles.cell}>
        {row.right ? (
          <SideCard side={row.right} did={row.did} large={large} />
        ) : (
          <Body1 block className={styles.missing}>
            {row.did}
          </Body1>
        )}
      </td>
    </tr>
  )
}

function SideCard({ side, did, large }: { side: Side; did?: string; large: boolean }) {
  const styles = useStyles()
  return (
    <div className={mergeClasses(styles.card, did !== undefined && styles.cardNow)}>
      {side.kind && <KindIcon kind={side.kind} />}
      <span className={styles.lines}>
        <Body1 className={mergeClasses(large && styles.large)}>
          <Pieces of={side.words} />
        </Body1>
        {side.small.length > 0 && (
          <Caption1 className={styles.quiet}>
            <Pieces of={side.small} />
          </Caption1>
        )}
      </span>
      {did && (
        <Caption1 className={styles.did}>
          <DidIcon did={did} />
          {did}
        </Caption1>
      )}
    </div>
  )
}

/** Its own shape for each kind of change; the words stand beside it. */
function DidIcon({ did }: { did: string }) {
  if (/^added/i.test(did)) return <Add16Regular aria-hidden />
  if (/moved/i.test(did)) return <CalendarArrowRight16Regular aria-hidden />
  return <Edit16Regular aria-hidden />
}

function Pieces({ of }: { of: Piece[] }) {
  const styles = useStyles()
  return of.map((piece, index) => {
    const { did } = piece
    // A date never breaks inside.
    const text = piece.text.replace(/(\d) (?=[A-Z])/g, '$1\u00a0')
    const key = `${index} ${text}`
    if (did === 'removed')
      return (
        <del key={key} className={styles.removed}>
          {text}
        </del>
      )
    if (did === 'added')
      return (
        <ins key={key} className={styles.added}>
          {text}
        </ins>
      )
    return <span key={key}>{text}</span>
  })
}
