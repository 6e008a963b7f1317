// Takes over a checked file of managers and employees: what it would change, and the change itself (R0).
import { changeIfThere } from '#bot/change.ts'
import type { Reports } from '#bot/people/checkReports.ts'
import type { Store, Version, World } from '#bot/ports.ts'
import { isErased } from '#bot/settings.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { Refusal } from '#shared/refusal.ts'

export type ReportsChange = {
  /** The lists that differ from what is stored, and over which version each is written. */
  lists: { manager: string; employees: string[]; over: Version | 'absent' }[]
  /** How many managers' lists stay as they are. */
  same: number
  /** Employees whom no list had, whom no list has any more, and who come to another manager. */
  added: number
  gone: number
  moved: number
}

/** The file is the whole truth: who is not in it any more loses the manager that an earlier one gave them. */
export async function reportsChange(world: { store: Store }, tenant: string, reports: Reports): Promise<ReportsChange> {
  const stored = await world.store.list('reports', tenantPartition(tenant))
  const known = new Map(stored.map(({ value, version }) => [value.manager, { employees: value.employees, version }]))
  const wanted = new Map(stored.map(({ value }) => [value.manager, [] as string[]]))
  for (const [manager, employees] of reports) {
    const kept: string[] = []
    // Who had everything about them deleted is not written down again (R8).
    for (const id of employees) if (!(await isErased(world, tenant, id))) kept.push(id)
    wanted.set(manager, kept.sort())
  }
  const lists = [...wanted]
    .filter(([manager, employees]) => known.get(manager)?.employees.join() !== employees.join())
    .map(([manager, employees]) => ({ manager, employees, over: known.get(manager)?.version ?? ('absent' as const) }))
  const before = managerOf([...known].map(([manager, { employees }]) => [manager, employees]))
  const after = managerOf([...wanted])
  return {
    lists,
    same: wanted.size - lists.length,
    added: [...after.keys()].filter((id) => !before.has(id)).length,
    gone: [...before.keys()].filter((id) => !after.has(id)).length,
    moved: [...after].filter(([id, manager]) => (before.get(id) ?? manager) !== manager).length,
  }
}

const managerOf = (lists: [manager: string, employees: string[]][]): Map<string, string> =>
  new Map(lists.flatMap(([manager, employees]) => employees.map((id) => [id, manager] as const)))

/** What one transaction of Cosmos DB takes. */
const AT_ONCE = 100

/**
 * Writes the lists, over exactly what was read, and has the directory read for every manager concerned who has the app. Up
 * to 100 lists are written all or none; a longer file that is cut short is finished by importing it again. Throws Refusal
 * 'conflict' when somebody imports at the same time.
 */
export async function importReports(
  { store, clock }: Pick<World, 'store' | 'clock'>,
  tenant: string,
  { lists }: ReportsChange,
): Promise<void> {
  const at = clock.now()
  for (let from = 0; from < lists.length; from += AT_ONCE) {
    const part = lists.slice(from, from + AT_ONCE)
    const written = await store.putAll(
      part.map(({ manager, employees, over }) => ({
        kind: 'reports',
        value: { tenant, manager, employees, at },
        over,
      })),
    )
    if (!written) throw new Refusal('conflict', 'Somebody else is importing. Run it again.')
  }
  // The others are read when they install it.
  for (const { manager } of lists)
    await changeIfThere(store, 'person', tenantPartition(tenant), manager, (known) =>
      known.chat ? { ...known, dueAt: at } : null,
    )
}
