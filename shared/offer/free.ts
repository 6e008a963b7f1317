// Which 1-1s of a pair can still become a growth discussion: not those that are one already, of whichever quarter.
import { type Discussion, slotOf } from '../discussion/discussion.ts'

/** A discussion that was moved past its quarter's end keeps its name (R5), so the next quarter must not take its slot. */
export function freeSlots<S extends { iCalUId: string }>(slots: readonly S[], discussions: readonly Discussion[]): S[] {
  const taken = new Set(discussions.map((one) => slotOf(one)?.iCalUId))
  return slots.filter((slot) => !taken.has(slot.iCalUId))
}
