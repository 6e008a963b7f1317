// One manager of a real tenant, read: their employees, their calendar of a quarter, and what the app would find in it.
import type { Calendar, Directory, Zones } from '#bot/ports.ts'
import { rank } from '#shared/offer/rank.ts'
import { classify, type Look } from '#shared/oneOnOne/classify.ts'
import { type GraphEvent, outOfOffice, spanOf } from '#shared/oneOnOne/event.ts'
import { addressesToAsk } from '#shared/oneOnOne/lookups.ts'
import type { NoMailbox } from '#shared/oneOnOne/pair.ts'
import { isSlot, onePerOccurrence } from '#shared/oneOnOne/slots.ts'
import { type DirectoryPerson, directoryOf } from '#shared/person.ts'
import { type Quarter, quarterByKey } from '#shared/quarter.ts'
import { addDays, type Instant } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'

/** Wherever a quarter begins, it has begun everywhere within a day. */
const MARGIN_DAYS = 1

export type Asked = {
  now: Instant
  quarterKey: string
  startMonth: number
  /** IANA; null to take it from the events. */
  zone: string | null
}
export type ReadCalendar = {
  employees: DirectoryPerson[]
  zone: string
  looks: Look[]
  /** Event ids, for the employees who have a slot to recommend. */
  recommended: { employee: DirectoryPerson; eventId: string; start: Instant; alternatives: string[] }[]
}

/** `closed` says why the calendar cannot be read; that says nothing about 1-1s. Throws as Calendar and Directory do. */
export async function readLive(
  graph: Calendar & Directory & Zones,
  manager: DirectoryPerson,
  employees: DirectoryPerson[],
  { now, quarterKey, startMonth, zone: given }: Asked,
): Promise<ReadCalendar | { closed: NoMailbox }> {
  const widest = quarterByKey(quarterKey, startMonth, 'UTC')
  const [from, to] = [addDays(widest.start, -MARGIN_DAYS), addDays(widest.end, MARGIN_DAYS)]
  const view = await graph.view(manager.id, from, to)
  if ('closed' in view) return view
  const zone = given ?? ianaZone(await graph.zoneOf(manager.id, from, to)).zone
  const quarter = quarterByKey(quarterKey, startMonth, zone)
  const within = view.events.filter((event) => isWithin(event, quarter, zone))
  const directory = await whoIsWho(graph, within, [manager, ...employees])
  const looks = onePerOccurrence(within.map((event) => classify(event, { manager, employees, directory })))
  const away = outOfOffice(view.events, zone)
  return {
    employees,
    zone,
    looks,
    recommended: employees.flatMap((employee) => {
      const slots = looks.filter(isSlot).filter((slot) => slot.employee === employee.id)
      const { recommended, alternatives } = rank({ slots, now, quarter, zone, lastStart: null, away })
      if (!recommended) return []
      const { eventId, start } = recommended
      return [{ employee, eventId, start, alternatives: alternatives.map((one) => one.eventId) }]
    }),
  }
}

function isWithin(event: GraphEvent, quarter: Quarter, zone: string): boolean {
  const { start } = spanOf(event, zone)
  return start >= quarter.start && start < quarter.end
}

/** Graph is asked only about addresses that could make a difference, as the app does. */
async function whoIsWho(graph: Directory, events: GraphEvent[], known: DirectoryPerson[]) {
  const byKnown = directoryOf(known)
  const unknown = new Set(events.flatMap((event) => addressesToAsk(event, byKnown)))
  const found = await Promise.all([...unknown].map((address) => graph.byAddress(address)))
  return directoryOf([
    ...new Map([...known, ...found.filter((one) => one !== null)].map((one) => [one.id, one])).values(),
  ])
}
