// Counts of people as they may be shown to people ops (R7): a small number would point at somebody.
import { z } from 'zod'

/** Below this, a number of people that is not 0 is only called small. */
export const FEWEST_SHOWN = 5
/** Some, and fewer than five. */
export const FEW = 'few'

export const count = z.number().int().nonnegative().or(z.literal(FEW))
export type Count = z.infer<typeof count>

export const shownCount = (many: number): Count => (many > 0 && many < FEWEST_SHOWN ? FEW : many)

/** The sum of some counts as it may stand beside them; null where it would tell one of them that is not shown. */
export function shownSum(counts: readonly number[]): Count | null {
  return counts.some((many) => shownCount(many) === FEW)
    ? null
    : shownCount(counts.reduce((sum, many) => sum + many, 0))
}

export const countWords = (of: Count): string => (of === FEW ? `fewer than ${FEWEST_SHOWN}` : String(of))
