// What a live run has found so far: rows, and a summary in numbers for each manager; never an event, nor what people wrote unless asked for.
import { type Look, REASON_WORDS } from '#shared/oneOnOne/classify.ts'
import type { NoMailbox } from '#shared/oneOnOne/pair.ts'
import { isSlot, onePerOccurrence } from '#shared/oneOnOne/slots.ts'
import type { DirectoryPerson } from '#shared/person.ts'
import { type Discovery, type Recommendation, type Row, rowOf, seconds } from './discovery.ts'
import type { ReadCalendar } from './liveCalendar.ts'

/** What became of a manager: their calendar was read, or why not. Only `read` says anything about 1-1s. */
export type Outcome = 'read' | NoMailbox | 'noAnswer' | 'notFound' | 'disabled' | 'noEmployees'
export type ManagerSummary = {
  manager: string
  calendar: Outcome
  /** IANA; null where the calendar was not read. */
  zone: string | null
  employees: number
  /** Null where the calendar was not read. */
  employeesWithOneOnOnes: number | null
  /** Events in the quarter, by reason. */
  reasons: Record<string, number>
}
export type LiveDiscovery = Omit<Discovery, 'slots'> & {
  slots: (Row & { subject?: string | null })[]
  summary: {
    managers: number
    calendars: Partial<Record<Outcome, number>>
    employees: { withOneOnOnes: number; without: number; calendarNotRead: number }
    reasons: Record<string, number>
  }
  managers: ManagerSummary[]
}

export type Report = {
  /** `named` is how the list of managers names them; `manager` null where the directory does not know that. */
  skip(
    named: string,
    manager: DirectoryPerson | null,
    why: Exclude<Outcome, 'read'>,
    employees: DirectoryPerson[],
  ): void
  add(manager: DirectoryPerson, calendar: ReadCalendar): void
  /** Calendars read so far. */
  read(): number
  made(quarter: string): LiveDiscovery
}

/** People are printed by their user principal name, which is how an administrator knows them. */
const nameOf = (person: DirectoryPerson): string => person.userPrincipalName ?? person.id
const canTakePart = (person: DirectoryPerson): boolean => person.enabled && person.member

export function startReport({ subjects }: { subjects: boolean }): Report {
  const names = new Map<string, string>()
  const looks: Look[] = []
  const recommended: Recommendation[] = []
  const managers: ManagerSummary[] = []
  const name = (id: string) => names.get(id) ?? id

  return {
    skip(named, manager, why, employees) {
      managers.push({
        manager: manager ? nameOf(manager) : named,
        calendar: why,
        zone: null,
        employees: employees.filter(canTakePart).length,
        employeesWithOneOnOnes: null,
        reasons: {},
      })
    },
    add(manager, read) {
      for (const one of [manager, ...read.employees]) names.set(one.id, nameOf(one))
      const slots = read.looks.filter(isSlot)
      // All that is kept of an event is what one line of the answer needs.
      looks.push(...read.looks.map((look) => (subjects ? look : stripped(look))))
      recommended.push(
        ...read.recommended.map(({ employee, eventId, start, alternatives }) => ({
          manager: nameOf(manager),
          employee: nameOf(employee),
          eventId,
          start: seconds(start),
          alternatives,
        })),
      )
      const employees = read.employees.filter(canTakePart)
      managers.push({
        manager: nameOf(manager),
        calendar: 'read',
        zone: read.zone,
        employees: employees.length,
        employeesWithOneOnOnes: employees.filter(({ id }) => slots.some((slot) => slot.employee === id)).length,
        reasons: counted(read.looks.map((look) => REASON_WORDS[look.reason])),
      })
    },
    read: () => managers.filter(({ calendar }) => calendar === 'read').length,
    made(quarter) {
      const each = onePerOccurrence(looks)
      return {
        quarter,
        summary: summaryOf(managers, counted(each.map((look) => REASON_WORDS[look.reason]))),
        managers,
        slots: each.map((look) => ({ ...rowOf(look, name), ...(subjects ? { subject: look.subject } : {}) })),
        recommended,
      }
    },
  }
}

function stripped(look: Look): Look {
  return look.eventId === null ? look : { ...look, subject: '', joinUrl: null, changeKey: '', seriesMasterId: null }
}

function summaryOf(managers: readonly ManagerSummary[], reasons: Record<string, number>): LiveDiscovery['summary'] {
  const sum = (of: (one: ManagerSummary) => number) => managers.reduce((all, one) => all + of(one), 0)
  const withOneOnOnes = sum((one) => one.employeesWithOneOnOnes ?? 0)
  const read = sum((one) => (one.calendar === 'read' ? one.employees : 0))
  return {
    managers: managers.length,
    calendars: counted(managers.map(({ calendar }) => calendar)),
    employees: { withOneOnOnes, without: read - withOneOnOnes, calendarNotRead: sum((one) => one.employees) - read },
    reasons,
  }
}

/** How often each occurs, the most frequent first. */
function counted(all: readonly string[]): Record<string, number> {
  const counts = new Map<string, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return Object.fromEntries([...counts].sort((a, b) => b[1] - a[1]))
}
