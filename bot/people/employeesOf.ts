// Who a manager's employees are: the directory says so; where it names nobody, the file that people ops imported (R0).
import type { World } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import type { DirectoryPerson } from '#shared/person.ts'

/**
 * All of them or a throw: whatever cannot be read fails the reading as a whole. Of the file's, those go to the directory's
 * manager whom the directory gives one: else two readings would take them from each other every day.
 */
export async function employeesOf(
  { store, directory }: Pick<World, 'store' | 'directory'>,
  tenant: string,
  manager: string,
): Promise<DirectoryPerson[]> {
  const listed = await directory.employeesOf(manager)
  if (listed.length > 0) return listed
  const file = await store.get('reports', tenantPartition(tenant), manager)
  const found = await Promise.all(
    (file?.value.employees ?? []).map(async (id) => {
      const [one, other] = await Promise.all([directory.person(id), directory.managerOf(id)])
      return other === null || other.id === manager ? one : null
    }),
  )
  return found.filter((one) => one !== null)
}
