// How often a pair talks (R2): once a quarter, or every half year for a tenant or a pair that says so.
import { z } from 'zod'

export const CADENCES = ['quarterly', 'halfYearly'] as const
export const cadence = z.enum(CADENCES)
export type Cadence = z.infer<typeof cadence>

/** How long after a discussion the next one is best held (R4), weeks. */
export const WEEKS_BETWEEN: Readonly<Record<Cadence, number>> = { quarterly: 12, halfYearly: 24 }

/** What the two chose, else what their tenant says. */
export const cadenceOf = (ofPair: Cadence | null, ofTenant: Cadence): Cadence => ofPair ?? ofTenant

type Discussion = { quarter: { key: string }; state: { name: string } }

/**
 * Whether the app offers a discussion in a quarter by itself; either of the two can start one by hand at any time. Twice
 * a year means: not when the quarter before had one. `discussions` are the employee's, the quarters are keys; one that
 * was begun this quarter and lost its slot still needs another.
 */
export function isDue(
  of: Cadence,
  discussions: readonly Discussion[],
  quarters: { running: string; previous: string },
): boolean {
  if (of === 'quarterly') return true
  if (discussions.some((one) => one.quarter.key === quarters.running)) return true
  return !discussions.some((one) => one.quarter.key === quarters.previous && one.state.name !== 'needsSlot')
}
