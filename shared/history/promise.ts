// From an agreed plan to the promises that are followed (R9): actions keep their ids over revisions and quarters.

import { actionsOf, type Plan } from '../plan/plan.ts'
import type { Day } from '../time.ts'
import type { Commitment, ProgressState } from './commitment.ts'
import { isOpen } from './commitment.ts'

/**
 * The commitments after both agreed on `plan`. Known ones keep their beginning and their entries and take the plan's
 * newest words; new ones begin on `day`; those that the plan no longer holds have left it on that day.
 */
export function promise(
  known: readonly Commitment[],
  plan: Plan,
  of: { manager: string; quarter: string; day: Day },
): Commitment[] {
  const inPlan = [
    ...actionsOf(plan).map(({ area, action: { id, title, kind, owner, due } }) => ({
      id,
      title,
      kind,
      owner,
      due,
      area: area.title,
    })),
    ...plan.support.map(({ id, text, by }) => ({
      id,
      title: text,
      kind: 'support' as const,
      owner: of.manager,
      due: by,
      area: '',
    })),
  ].filter((one) => one.title.trim() !== '')
  const before = new Map(known.map((one) => [one.id, one]))
  const now = inPlan.map((one): Commitment => {
    const old = before.get(one.id)
    const beginning = old ?? { quarter: of.quarter, since: of.day, entries: [] }
    return { ...one, quarter: beginning.quarter, since: beginning.since, entries: beginning.entries, leftPlan: null }
  })
  const ids = new Set(inPlan.map((one) => one.id))
  const left = known.filter((one) => !ids.has(one.id)).map((one) => (isOpen(one) ? { ...one, leftPlan: of.day } : one))
  return [...now, ...left]
}

/** One more word about a commitment; the newest is its state. */
export function report(of: Commitment, state: ProgressState, why: string, by: string, now: string): Commitment {
  return { ...of, entries: [...of.entries, { at: now, by, state, why }] }
}

/** Every three weeks (R11), days. */
export const CHECK_EVERY_DAYS = 21
