// How one promised step is going: the states of an action, and the moves between them (R11).
import { z } from 'zod'
import { ACTION_KINDS, LIMIT } from '../plan/plan.ts'
import { dayText } from '../plan/planShape.ts'

export const PROGRESS = ['notStarted', 'onTrack', 'stuck', 'done', 'dropped'] as const
export const progressState = z.enum(PROGRESS)
export type ProgressState = z.infer<typeof progressState>

/** The field's words for each state, as every surface shows them. */
export const PROGRESS_WORDS: Record<ProgressState, string> = {
  notStarted: 'Not started',
  onTrack: 'On track',
  stuck: 'Stuck',
  done: 'Done',
  dropped: 'Dropped',
}

/** What the owner (or the other of the two) said about one action; the newest entry is the state. */
export const progressEntry = z.object({
  at: z.string(),
  by: z.string(),
  state: progressState,
  why: z.string().max(LIMIT.line),
})

/**
 * One promise of an agreed plan, followed over quarters by its action's id (R9). Written when a revision is agreed;
 * `since` is the day of the discussion that made it.
 */
export const commitment = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum([...ACTION_KINDS, 'support']),
  owner: z.string(),
  due: dayText.nullable(),
  area: z.string(),
  quarter: z.string(),
  since: dayText,
  entries: z.array(progressEntry),
  /** The day on which an agreed revision no longer held it; null while it is in the plan. */
  leftPlan: dayText.nullable(),
})
export type Commitment = z.infer<typeof commitment>

export function stateOf(of: Commitment): ProgressState {
  return of.entries.at(-1)?.state ?? 'notStarted'
}

/** Still going on: neither done, nor dropped, nor taken out of the plan. */
export function isOpen(of: Commitment): boolean {
  const state = stateOf(of)
  return state !== 'done' && state !== 'dropped' && of.leftPlan === null
}
