// The moves of an item as lines of its menu.
import type { Plan } from '#shared/plan/plan.ts'
import { stepOf, type Target } from './order.ts'

type Item = { words: string; keys?: string; onClick: () => void }

/** Up, down, and into each other focus area where it is an action; only where there is a way to go. */
export function movesOf(plan: Plan, id: string, move: (id: string, to: Target) => void): Item[] {
  const to = (words: string, target: Target | null, keys?: string): Item[] =>
    target ? [{ words, keys, onClick: () => move(id, target) }] : []
  const home = plan.focusAreas.find(({ actions }) => actions.some((action) => action.id === id))
  const within = (target: Target | null) => (home && target?.area !== home.id ? null : target)
  const others = home ? plan.focusAreas.filter((area) => area !== home) : []
  const isCard = plan.focusAreas.some((area) => area.id === id)
  return [
    ...to(isCard ? 'Move earlier' : 'Move up', within(stepOf(plan, id, -1)), 'Alt ↑'),
    ...to(isCard ? 'Move later' : 'Move down', within(stepOf(plan, id, 1)), 'Alt ↓'),
    ...others.flatMap(({ id: area, title }) =>
      to(`Move to ${title || `focus area ${plan.focusAreas.findIndex((one) => one.id === area) + 1}`}`, {
        area,
        before: null,
      }),
    ),
  ]
}
