// Holds a file of managers and employees against the directory: who is meant by each line, and every line that cannot be (R0).
import type { Directory } from '#bot/ports.ts'
import type { DirectoryPerson } from '#shared/person.ts'

/** `line` is the file's, from 1; people as the file names them, by an address or an id. */
export type ReportLine = { line: number; manager: string; employee: string }
export type LineFault = { line: number; field: 'manager' | 'employee'; what: string }
/** Employees' ids by their manager's. */
export type Reports = ReadonlyMap<string, readonly string[]>
export type CheckedReports = {
  reports: Reports
  faults: LineFault[]
  /** Employees to whom the directory gives another manager, which wins. */
  directoryWins: number
}

/** Throws as Directory does; nothing is known then. */
export async function checkReports(directory: Directory, lines: readonly ReportLine[]): Promise<CheckedReports> {
  const known = await whoIsWho(directory, lines)
  const faults: LineFault[] = []
  const reports = new Map<string, string[]>()
  const managerOf = new Map<string, { id: string; line: number }>()
  const ends = endsOf(managerOf)

  for (const { line, ...named } of lines) {
    const bad = (['manager', 'employee'] as const).flatMap((field) => {
      const what = troubleWith(named[field], known.get(named[field]) ?? null)
      return what ? [{ line, field, what }] : []
    })
    const manager = known.get(named.manager)
    const employee = known.get(named.employee)
    faults.push(...bad)
    if (bad.length > 0 || !manager || !employee) continue
    const before = managerOf.get(employee.id)
    const fault = (what: string) => faults.push({ line, field: 'employee', what })
    if (employee.id === manager.id) fault('is the manager of the same line')
    else if (before && before.id !== manager.id) fault(`has another manager in line ${before.line}`)
    else if (before) fault(`stands with the same manager in line ${before.line}`)
    else if (ends(manager.id, employee.id)) fault('manages, over some lines of this file, their own manager')
    else {
      managerOf.set(employee.id, { id: manager.id, line })
      reports.set(manager.id, [...(reports.get(manager.id) ?? []), employee.id])
    }
  }
  return { reports, faults, directoryWins: await overruled(directory, managerOf) }
}

/** Whether the way up from a person leads to this one. There is no circle yet to walk in. */
const endsOf = (managerOf: ReadonlyMap<string, { id: string }>) => (from: string, at: string) => {
  for (let up: string | undefined = from; up !== undefined; up = managerOf.get(up)?.id) if (up === at) return true
  return false
}

function troubleWith(name: string, person: DirectoryPerson | null): string | null {
  if (name === '') return 'is empty'
  if (!person) return `is "${name}", whom the directory does not know`
  if (!person.member) return `is "${name}", a guest`
  return person.enabled ? null : `is "${name}", whose account is disabled`
}

/** So many at once: the adapter sends them in batches. */
const AT_ONCE = 100

async function inParts<T, R>(all: readonly T[], ask: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  for (let at = 0; at < all.length; at += AT_ONCE)
    answers.push(...(await Promise.all(all.slice(at, at + AT_ONCE).map(ask))))
  return answers
}

async function whoIsWho(
  directory: Directory,
  lines: readonly ReportLine[],
): Promise<Map<string, DirectoryPerson | null>> {
  const names = [...new Set(lines.flatMap(({ manager, employee }) => [manager, employee]))].filter((one) => one !== '')
  const found = await inParts(names, async (name) => {
    const byAddress = name.includes('@') ? await directory.byAddress(name) : null
    // A sign-in name need not be one of the addresses.
    return [name, byAddress ?? (await directory.person(name))] as const
  })
  return new Map(found)
}

async function overruled(directory: Directory, managerOf: ReadonlyMap<string, { id: string }>): Promise<number> {
  const others = await inParts([...managerOf], async ([employee, { id }]) => {
    const own = await directory.managerOf(employee)
    return own !== null && own.id !== id
  })
  return others.filter((one) => one).length
}
