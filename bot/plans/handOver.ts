// The employee hands the plan and its history over to a manager who followed another (R7).
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { employeePartition, type Person } from '#shared/kinds.ts'

/** From now on the manager of record sees it; doing it twice is doing it once. */
export async function handOver({ store, rooms }: World, { tenant, id }: Person): Promise<void> {
  const written = await changeIfThere(store, 'pair', employeePartition(tenant, id), 'pair', (pair) =>
    pair.seesPast ? null : { ...pair, seesPast: true },
  )
  if (written) rooms.recheck(employeePartition(tenant, id))
}
