// What somebody may do to a plan next, by dice: every edit that there is, with few words and awkward ones.
import type * as Y from 'yjs'
import type { Plan } from '#shared/plan/plan.ts'
import type { Edit } from './planModel.ts'

const WORDS = ['', 'Lead', 'e\u0301', '😀', '👩‍👩‍👧‍👦', 'שלום', 'a\nb']
const DAYS = [null, '2026-12-04', '2027-01-26']
const AREA_FIELDS = ['title', 'why', 'expectation', 'goal']
const ACTION_FIELDS = ['title', 'owner', 'firstStep', 'when', 'then']

/** Of an action or row only what is in `plan`; `id` is new. */
export function randomEdit(plan: Plan, id: string, dice: () => number): Edit {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(dice() * list.length)]
  const text = pick(WORDS) ?? ''
  const { strengths, focusAreas, support } = plan
  const area = pick(focusAreas)
  const actions = focusAreas.flatMap((one) => one.actions)
  const before = (list: { id: string }[], but = '') =>
    pick([null, ...list.map((row) => row.id)].filter((one) => one !== but)) ?? null
  const list = pick<{ id: string }[]>([strengths, focusAreas, support].filter(({ length }) => length > 0))
  const row = list && pick(list)
  const action = pick(actions)
  const choices: (Edit | undefined)[] = [
    { does: 'addStrength', id, text },
    { does: 'addSupport', id, text },
    { does: 'addFocusArea', id, text },
    area && { does: 'addAction', id, area: area.id, text, before: before(area.actions) },
    area && { does: 'addAction', id, area: area.id, text, before: null },
    pick(strengths.map((one): Edit => ({ does: 'setStrength', id: one.id, field: 'text', text }))),
    pick(support.map((one): Edit => ({ does: 'setSupport', id: one.id, field: 'text', text }))),
    area && { does: 'setFocusArea', id: area.id, field: pick(AREA_FIELDS) ?? 'title', text },
    action && { does: 'setAction', id: action.id, field: pick(ACTION_FIELDS) ?? 'title', text },
    { does: 'setRevisit', day: pick(DAYS) ?? null },
    row && { does: 'moveItem', id: row.id, before: before(list, row.id) },
    area && action && { does: 'moveAction', id: action.id, area: area.id, before: before(area.actions, action.id) },
    area && action && { does: 'moveAction', id: action.id, area: area.id, before: null },
    pick([...strengths, ...support, ...actions].map((one): Edit => ({ does: 'removeItem', id: one.id }))),
    dice() < 0.4 && area ? { does: 'removeItem', id: area.id } : undefined,
    { does: 'type', at: Math.floor(dice() * (plan.aspiration.length + 1)), text },
    plan.aspiration === '' ? undefined : { does: 'erase', at: Math.floor(dice() * plan.aspiration.length), length: 1 },
  ]
  return pick(choices.filter((one) => one !== undefined)) ?? { does: 'addStrength', id, text }
}

/** Whether there was something to undo, or to do again. */
export function randomUndo(manager: Y.UndoManager, dice: () => number): boolean {
  return (dice() < 0.3 ? manager.redo() : manager.undo()) !== null
}
