// The employee's one living plan: made by the server, once (R8).
import type { World } from '#bot/ports.ts'
import { employeePartition } from '#shared/kinds.ts'
import { layoutEntry } from '#shared/plan/log.ts'

/** Makes the plan where there is none; resolves to the name of its live document. Safe to call at any time. */
export async function openPlan(
  { store, clock }: Pick<World, 'store' | 'clock'>,
  tenant: string,
  employee: string,
): Promise<string> {
  const name = employeePartition(tenant, employee)
  if (await store.get('plan', employeePartition(tenant, employee), 'plan')) return name
  // The layout first: a head without a layout would be a plan that nobody can write.
  await store.append(name, [{ update: layoutEntry(), by: 'server' }])
  const head = { tenant, employee, createdAt: clock.now(), latest: 0, agreed: null, settling: null, dueAt: null }
  await store.put('plan', head, 'absent')
  return name
}
