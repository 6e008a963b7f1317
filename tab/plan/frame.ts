// The frame of the plan's pages: a header and a bar that never move, and the document between them.
/** What is on the screen between header and bar. */
export type PlanPage = 'plan' | 'changes' | 'revision' | 'history'

/** Where the plan is read in one column. */
export const NARROW = '@container plan (max-width: 760px)'
export const WIDE = '@container plan (min-width: 761px)'

/** The frame's classes; their style is in first.css, which has the widths above as well. */
export const frame = { root: 'plan', header: 'plan-header', document: 'plan-document', bar: 'plan-bar' } as const
