// Where an item of the plan goes when it is moved by one step, or into another focus area: pure.
import type { Plan } from '#shared/plan/plan.ts'

/** `area` is the focus area of an action, null for everything else; `before` the id it will stand in front of, null at the end. */
export type Target = { area: string | null; before: string | null }
/** A list in which something stands: the ids of its items. */
type List = { area: string | null; ids: string[] }

/** The lists of the plan in reading order; an empty focus area is one too. */
function listsOf(plan: Plan): List[] {
  const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)
  return [
    { area: null, ids: ids(plan.strengths) },
    { area: null, ids: ids(plan.focusAreas) },
    ...plan.focusAreas.map((area) => ({ area: area.id, ids: ids(area.actions) })),
    { area: null, ids: ids(plan.support) },
  ]
}

/** One step up (-1) or down (1): an action leaves its focus area at the end; null where there is nowhere to go. */
export function stepOf(plan: Plan, id: string, step: -1 | 1): Target | null {
  const list = listsOf(plan).find(({ ids }) => ids.includes(id))
  if (!list) return null
  const to = list.ids.indexOf(id) + step
  if (to >= 0 && to < list.ids.length) {
    return { area: list.area, before: (step < 0 ? list.ids[to] : list.ids[to + 1]) ?? null }
  }
  const areas = plan.focusAreas
  const next = list.area === null ? undefined : areas[areas.findIndex((area) => area.id === list.area) + step]
  return next ? { area: next.id, before: step > 0 ? (next.actions[0]?.id ?? null) : null } : null
}

/** Where an item stands, in words, e.g. 'place 2 of 3', with its focus area where it is an action's; '' for none. */
export function placeWords(plan: Plan, id: string): string {
  const list = listsOf(plan).find(({ ids }) => ids.includes(id))
  if (!list) return ''
  const area = plan.focusAreas.findIndex((one) => one.id === list.area)
  const within = area < 0 ? '' : ` in ${plan.focusAreas[area]?.title || `focus area ${area + 1}`}`
  return `place ${list.ids.indexOf(id) + 1} of ${list.ids.length}${within}`
}
