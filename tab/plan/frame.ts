// The frame of the plan's pages: a header and a bar that never move, and the document between them.
import { makeStyles, tokens } from '@fluentui/react-components'

/** What is on the screen between header and bar. */
export type PlanPage = 'plan' | 'changes' | 'revision'

/** Where the plan is read in one column. */
export const NARROW = '@container plan (max-width: 760px)'
export const WIDE = '@container plan (min-width: 761px)'
const WIDEST = '@container plan (min-width: 1100px)'

/** The document is at most 1184 px wide; beyond that the margins grow. */
const margin = (least: string) => `max(${least}, calc((100% - 1184px) / 2))`

export const useFrameStyles = makeStyles({
  root: {
    containerType: 'inline-size',
    containerName: 'plan',
    minHeight: '100%',
    display: 'flex',
    flexDirection: 'column',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
  },
  header: {
    position: 'sticky',
    insetBlockStart: 0,
    zIndex: 2,
    boxSizing: 'border-box',
    minHeight: '56px',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    justifyContent: 'space-between',
    columnGap: tokens.spacingHorizontalL,
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalXS,
    outlineStyle: 'none',
    backgroundColor: tokens.colorNeutralBackground2,
    [WIDE]: { paddingInline: margin('32px') },
    [WIDEST]: { paddingInline: margin('48px') },
  },
  document: {
    boxSizing: 'border-box',
    flexGrow: 1,
    display: 'grid',
    alignContent: 'start',
    rowGap: tokens.spacingVerticalXXL,
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: `${tokens.spacingVerticalS} ${tokens.spacingVerticalXXXL}`,
    outlineStyle: 'none',
    [WIDE]: { paddingInline: margin('32px') },
    [WIDEST]: { paddingInline: margin('48px') },
  },
  bar: {
    position: 'sticky',
    insetBlockEnd: 0,
    zIndex: 2,
    boxSizing: 'border-box',
    minHeight: '64px',
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalL,
    rowGap: tokens.spacingVerticalS,
    paddingInline: tokens.spacingHorizontalL,
    paddingBlock: tokens.spacingVerticalS,
    outlineStyle: 'none',
    borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground1,
    [WIDE]: { paddingInline: margin('32px') },
    [WIDEST]: { paddingInline: margin('48px') },
  },
})
