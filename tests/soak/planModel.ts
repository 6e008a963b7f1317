// What each edit of a plan is to do, said over plain values: the seeds hold the live document to it.
import type { FocusArea, Plan, PlanAction, Strength, Support } from '#shared/plan/plan.ts'

/** An edit as data; ids are given, like those of shared/plan/doc.ts. */
export type Edit =
  | { does: 'addStrength' | 'addFocusArea' | 'addSupport'; id: string; text: string }
  | { does: 'addAction'; id: string; area: string; text: string; before: string | null }
  | { does: 'setStrength' | 'setFocusArea' | 'setSupport' | 'setAction'; id: string; field: string; text: string }
  | { does: 'setRevisit'; day: string | null }
  | { does: 'moveItem'; id: string; before: string | null }
  | { does: 'moveAction'; id: string; area: string; before: string | null }
  | { does: 'removeItem'; id: string }
  | { does: 'type'; at: number; text: string }
  | { does: 'erase'; at: number; length: number }

const BLANK_AREA = { title: '', why: '', expectation: '', goal: '' }
const BLANK_ACTION = {
  kind: 'experience',
  title: '',
  owner: '',
  due: null,
  firstStep: '',
  firstStepBy: null,
  when: '',
  then: '',
} as const

/** The plan after the edit; null where this is not said here (the text, whose letters Yjs may have to mend). */
export function edited(plan: Plan, edit: Edit): Plan | null {
  switch (edit.does) {
    case 'addStrength':
      return { ...plan, strengths: [...plan.strengths, { id: edit.id, text: edit.text }] }
    case 'addSupport':
      return { ...plan, support: [...plan.support, { id: edit.id, text: edit.text, by: null }] }
    case 'addFocusArea':
      return {
        ...plan,
        focusAreas: [...plan.focusAreas, { id: edit.id, ...BLANK_AREA, title: edit.text, actions: [] }],
      }
    case 'addAction':
      return putAction(plan, edit.area, { id: edit.id, ...BLANK_ACTION, title: edit.text }, edit.before)
    case 'setStrength':
      return { ...plan, strengths: set<Strength>(plan.strengths, edit) }
    case 'setSupport':
      return { ...plan, support: set<Support>(plan.support, edit) }
    case 'setFocusArea':
      return { ...plan, focusAreas: set<FocusArea>(plan.focusAreas, edit) }
    case 'setAction':
      return inAreas(plan, (actions) => set<PlanAction>(actions, edit))
    case 'setRevisit':
      return { ...plan, revisit: edit.day }
    case 'moveItem':
      return {
        ...plan,
        strengths: moved(plan.strengths, edit),
        focusAreas: moved(plan.focusAreas, edit),
        support: moved(plan.support, edit),
      }
    case 'moveAction': {
      const action = plan.focusAreas.flatMap(({ actions }) => actions).find(({ id }) => id === edit.id)
      return action ? putAction(without(plan, edit.id), edit.area, action, edit.before) : plan
    }
    case 'removeItem':
      return without(plan, edit.id)
    default:
      return null
  }
}

type Row = { id: string }
const inAreas = (plan: Plan, change: (actions: PlanAction[], area: string) => PlanAction[]): Plan => ({
  ...plan,
  focusAreas: plan.focusAreas.map((area) => ({ ...area, actions: change(area.actions, area.id) })),
})
const set = <T extends Row>(list: T[], { id, field, text }: { id: string; field: string; text: string }): T[] =>
  list.map((row) => (row.id === id ? { ...row, [field]: text } : row))
const putAction = (plan: Plan, to: string, action: PlanAction, before: string | null): Plan =>
  inAreas(plan, (actions, area) => (area === to ? inserted(actions, action, before) : actions))
function inserted<T extends Row>(list: T[], row: T, before: string | null): T[] {
  const index = list.findIndex(({ id }) => id === before)
  return index < 0 ? [...list, row] : list.toSpliced(index, 0, row)
}
function moved<T extends Row>(list: T[], { id, before }: { id: string; before: string | null }): T[] {
  const row = list.find((one) => one.id === id)
  return row && id !== before
    ? inserted(
        list.filter((one) => one !== row),
        row,
        before,
      )
    : list
}
function without(plan: Plan, id: string): Plan {
  const less = <T extends Row>(list: T[]) => list.filter((row) => row.id !== id)
  return inAreas(
    { ...plan, strengths: less(plan.strengths), focusAreas: less(plan.focusAreas), support: less(plan.support) },
    less,
  )
}
