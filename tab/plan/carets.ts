// Where a caret belongs after text changed elsewhere: pure.
import type { Edit } from '#shared/plan/typed.ts'

export type Stretch = [from: number, to: number]

/** Where a caret at `position` is after an edit made elsewhere. */
export function afterEdit(position: number, { at, removed, inserted }: Edit): number {
  if (position <= at) return position
  return position >= at + removed ? position + inserted.length - removed : at + inserted.length
}

/** What is left of these stretches, each [from, to), after an edit made elsewhere; what it inserted is in none. */
export function stretchesAfter(stretches: readonly Stretch[], { at, removed, inserted }: Edit): Stretch[] {
  const grown = inserted.length - removed
  return stretches
    .flatMap(([from, to]): Stretch[] => [
      [from, Math.min(to, at)],
      [Math.max(from, at + removed) + grown, to + grown],
    ])
    .filter(([from, to]) => from < to)
}
