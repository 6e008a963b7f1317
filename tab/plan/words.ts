// Words that several of the plan's pages share: pure.
import type { Person, PlanInfo } from '#shared/api.ts'
import { clockTime, dayMonth, localOf } from '#shared/time.ts'

/** Who sees this plan: only its employee while a new manager waits for the hand-over (R7). */
export const seenBy = (otherSees: PlanInfo['otherSees'], other: Person): string =>
  otherSees ? `You and ${other.firstName} see this` : 'Only you see this'

/** '10:32' for today, else the day. */
export function momentWords(at: string, zone: string, today: string): string {
  const { day } = localOf(at, zone)
  return day === today ? clockTime(at, zone) : dayMonth(day, today)
}
