// The frame of the plan's pages: a header and a bar that never move, and the document between them.
import { makeResetStyles, tokens } from '@fluentui/react-components'

/** What is on the screen between header and bar. */
export type PlanPage = 'plan' | 'changes' | 'revision' | 'history'

/** Where the plan is read in one column. */
export const NARROW = '@container plan (max-width: 760px)'
export const WIDE = '@container plan (min-width: 761px)'
const PRINT = '@media print'
const WIDEST = '@container plan (min-width: 1100px)'

/** The document is at most 1184 px wide; beyond that the margins grow. */
const margin = (least: string) => `max(${least}, calc((100% - 1184px) / 2))`

/** F6 goes to a region as a whole: then, and only by keyboard, it is seen which. */
const REGION = {
  outlineStyle: 'none',
  ':focus-visible': { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: '-2px' },
} as const

// One class each: a class for every line of them would be a fifth of what the first drawing costs.
const useRoot = makeResetStyles({
  containerType: 'inline-size',
  containerName: 'plan',
  minHeight: '100%',
  display: 'flex',
  flexDirection: 'column',
  backgroundColor: tokens.colorNeutralBackground2,
  color: tokens.colorNeutralForeground1,
  // Paper is divided into pages, which a container is not.
  [PRINT]: { display: 'block', containerType: 'normal', backgroundColor: 'transparent' },
})
const useHeader = makeResetStyles({
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
  ...REGION,
  backgroundColor: tokens.colorNeutralBackground2,
  [WIDE]: { paddingInline: margin('32px') },
  [WIDEST]: { paddingInline: margin('48px') },
  [PRINT]: { position: 'static', paddingInline: 0, '& button': { display: 'none' } },
})
const useDocument = makeResetStyles({
  boxSizing: 'border-box',
  flexGrow: 1,
  display: 'grid',
  alignContent: 'start',
  rowGap: tokens.spacingVerticalXXL,
  paddingInline: tokens.spacingHorizontalL,
  paddingBlock: `${tokens.spacingVerticalS} ${tokens.spacingVerticalXXXL}`,
  ...REGION,
  [WIDE]: { paddingInline: margin('32px') },
  [WIDEST]: { paddingInline: margin('48px') },
  [PRINT]: { display: 'block', paddingInline: 0 },
})
const useBar = makeResetStyles({
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
  ...REGION,
  borderTop: `1px solid ${tokens.colorNeutralStroke2}`,
  backgroundColor: tokens.colorNeutralBackground1,
  [WIDE]: { paddingInline: margin('32px') },
  [WIDEST]: { paddingInline: margin('48px') },
  [PRINT]: { display: 'none' },
})

export const useFrameStyles = () => ({ root: useRoot(), header: useHeader(), document: useDocument(), bar: useBar() })
