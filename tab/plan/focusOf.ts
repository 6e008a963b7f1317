// Who is editing what on the stage, for the panel beside it: pure.
import type { Person } from '#shared/api.ts'
import type { Plan } from '#shared/plan/plan.ts'
import type { StageFocus } from '#tab/ui/stageFocus.ts'
import { fieldWords } from './editing.ts'

type Where = { field: string; movedAt: number; person: Person | null }

/** The field that was moved to last, by whoever; null where nobody is in one. */
export function focusOf(employee: string, plan: Plan, wheres: readonly Where[]): StageFocus | null {
  const [latest] = wheres.toSorted((a, b) => b.movedAt - a.movedAt)
  if (!latest) return null
  const { field, person } = latest
  const area = areaOf(plan, field)
  const point = field === 'aspiration' ? 'direction' : area ? 'growth' : 'agree'
  return { employee, who: person?.firstName ?? null, point, part: area?.title || fieldWords(plan, field) }
}

/** The focus area that a field lies in, by its id or by that of one of its actions. */
const areaOf = (plan: Plan, field: string) => {
  const id = field.slice(0, field.lastIndexOf('.'))
  return plan.focusAreas.find((area) => area.id === id || area.actions.some((action) => action.id === id))
}
