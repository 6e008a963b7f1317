// One of the two adds a point to the agenda (R10).
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import type { Discussion } from '#shared/discussion/discussion.ts'
import { employeePartition } from '#shared/kinds.ts'
import { Refusal } from '#shared/refusal.ts'

/** More would leave no minutes for the rest. */
const MOST_OWN_POINTS = 8

/** Throws Refusal 'invalid' when the agenda is full. */
export async function addPoint({ store }: World, of: Discussion, title: string): Promise<void> {
  const point = { id: crypto.randomUUID(), kind: 'own' as const, title, minutes: 1, lines: [], questions: [] }
  await changeIfThere(store, 'discussion', employeePartition(of.tenant, of.employee), of.quarter.key, (known) => {
    if (known.ownPoints.length >= MOST_OWN_POINTS)
      throw new Refusal('invalid', 'The agenda is full. Make room before you add another point.', 'title')
    return { ...known, ownPoints: [...known.ownPoints, point] }
  })
}
