// Two plans side by side: left the older one, right the newer, each change on one line.
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
import type { ReactNode } from 'react'
import { changes, type Piece, sumOf } from '#shared/plan/diff.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { KindIcon } from '#tab/ui/KindIcon.tsx'
import { type ChangeRow, changeRows, type Names, type Side } from './changeRows.ts'
import { NARROW } from './frame.ts'

const useStyles = makeStyles({
  table: {
    width: '100%',
    borderCollapse: 'separate',
    borderSpacing: `0 ${tokens.spacingVerticalXS}`,
    tableLayout: 'fixed',
    '& tbody > tr:first-child > *': { paddingBlockStart: tokens.spacingVerticalM },
  },
  row: {
    breakInside: 'avoid',
    [NARROW]: { display: 'grid', rowGap: tokens.spacingVerticalXS, paddingBlockEnd: tokens.spacingVerticalS },
  },
  cell: { padding: 0, verticalAlign: 'top', textAlign: 'start', fontWeight: tokens.fontWeightRegular },
  first: { paddingInlineEnd: tokens.spacingHorizontalXL, [NARROW]: { paddingInlineEnd: 0 } },
  column: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalS,
    minHeight: '32px',
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

export type Column = {
  plan: Plan
  /** What the column holds; words, or a choice between several. */
  title: ReactNode
  /** When that was agreed or saved, in a few words. */
  says?: string
}

type Props = {
  old: Column
  now: Column
  /** Stands where the older one has nothing, e.g. "Not in revision 3". */
  missing: string
  names: Names
}

export function SideBySide({ old, now, missing, names }: Props) {
  const styles = useStyles()
  return (
    <>
      <Body1>{capital(sumOf(changes(old.plan, now.plan)) || 'nothing changed')}</Body1>
      <table className={styles.table}>
        <thead>
          <tr className={styles.row}>
            {[old, now].map(({ title, says }, index) => (
              <th
                key={index === 0 ? 'old' : 'now'}
                scope="col"
                className={mergeClasses(styles.cell, index === 0 && styles.first)}
              >
                <div className={mergeClasses(styles.column, index === 1 && styles.now)}>
                  <Body1Strong>{title}</Body1Strong>
                  {says && <Body1 className={styles.quiet}>{says}</Body1>}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changeRows(old.plan, now.plan, names).map((row) => (
            <Row key={row.key} row={row} missing={missing} />
          ))}
        </tbody>
      </table>
    </>
  )
}

function Row({ row, missing }: { row: ChangeRow; missing: string }) {
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
            {missing}
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

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
