// Calendars Growth can read: for people ops, in counts only (R7).
import type { World } from '#bot/ports.ts'
import type { Viewer } from '#bot/screens/people.ts'
import type { Calendars } from '#shared/api.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { shownCount, shownSum } from '#shared/privacy/counts.ts'

/** One query over the tenant's partition: 3 RU and half a KB for each person whom the store knows, for a page opened rarely. */
export async function calendarsScreen({ store }: Pick<World, 'store'>, { person }: Viewer): Promise<Calendars> {
  const all = await store.read(tenantPartition(person.tenant), ['person', 'calendar'])
  const calendars = new Map(all.calendar.map(({ value }) => [value.manager, value]))
  const counts = { read: 0, noMailbox: 0, noAccess: 0, notYet: 0 }
  for (const { value: manager } of all.person) {
    // Of managers who take part (R0); a calendar that is left of earlier times says nothing.
    if (manager.employees.length === 0 || manager.chat === null || !manager.directory.enabled) continue
    const calendar = calendars.get(manager.id)
    counts[calendar?.closed ?? (calendar?.readAt ? 'read' : 'notYet')] += 1
  }
  const { read, noMailbox, noAccess, notYet } = counts
  return {
    managers: shownSum(Object.values(counts)),
    read: shownCount(read),
    noMailbox: shownCount(noMailbox),
    noAccess: shownCount(noAccess),
    notYet: shownCount(notYet),
  }
}
