// What a development plan holds (R9): the canonical value that is read, hashed, frozen and compared.
import type { Day } from '../time.ts'

/**
 * Longest texts, in UTF-16 units. The screens stop there, the edges and a stamp refuse what is longer; the schemas of a
 * plan do not, because two who type at once can get past them and must still be able to open it.
 */
export const LIMIT = { line: 200, text: 2000, note: 8000, aspiration: 1000 } as const

export const ACTION_KINDS = ['experience', 'people', 'course'] as const
export type ActionKind = (typeof ACTION_KINDS)[number]

/** A typed, owned, dated step. `owner` is a person's id, '' while nobody has it. */
export type PlanAction = {
  id: string
  kind: ActionKind
  title: string
  owner: string
  due: Day | null
  firstStep: string
  firstStepBy: Day | null
  when: string
  then: string
}

/** A skill or experience to grow: why (evidence), the expectation it answers, the goal it serves, and its actions. */
export type FocusArea = {
  id: string
  title: string
  why: string
  expectation: string
  goal: string
  actions: PlanAction[]
}

export type Strength = { id: string; text: string }

/** What the manager will do. */
export type Support = { id: string; text: string; by: Day | null }

export type Plan = {
  aspiration: string
  strengths: Strength[]
  focusAreas: FocusArea[]
  support: Support[]
  revisit: Day | null
}

export const EMPTY_PLAN: Plan = { aspiration: '', strengths: [], focusAreas: [], support: [], revisit: null }

/** All actions of the plan with the focus area each belongs to, in reading order. */
export function actionsOf(of: Plan): { area: FocusArea; action: PlanAction }[] {
  return of.focusAreas.flatMap((area) => area.actions.map((action) => ({ area, action })))
}

export function isEmpty(of: Plan): boolean {
  return (
    of.aspiration.trim() === '' &&
    of.strengths.length + of.focusAreas.length + of.support.length === 0 &&
    of.revisit === null
  )
}

/** R9's gentle hint: every action is a course. */
export function onlyCourses(of: Plan): boolean {
  const all = actionsOf(of)
  return all.length > 0 && all.every(({ action }) => action.kind === 'course')
}

/** R9's other hint: there are actions, and none says what gets it going. */
export function noFirstStep(of: Plan): boolean {
  const all = actionsOf(of)
  return all.length > 0 && all.every(({ action }) => action.firstStep.trim() === '')
}

/**
 * SHA-256 of the canonical plan as 64 hex digits (R8): what a stamp names. Both sides compute it from `planOf(doc)`,
 * whose keys always come in the same order.
 */
export async function hashOf(of: Plan): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(of))
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
