// What goes round the live plan: stamps, revisions, promises. The text itself is in the socket.
import type { World } from '#bot/ports.ts'
import type { Two } from '#bot/screens/discussion.ts'
import { meOf, personOf, quarterFor, seesPast, shown } from '#bot/screens/people.ts'
import { planNow } from '#bot/screens/planNow.ts'
import { commitmentsOf, inOrder } from '#bot/screens/promised.ts'
import type { PlanHistory, PlanInfo, Revision } from '#shared/api.ts'
import { wasAgreed } from '#shared/history/line.ts'
import { employeePartition } from '#shared/kinds.ts'
import { offeredFrom } from '#shared/plan/offered.ts'
import { actionsOf } from '#shared/plan/plan.ts'
import type { Revision as StoredRevision } from '#shared/plan/revision.ts'
import { Refusal } from '#shared/refusal.ts'

export async function planScreen(
  world: World,
  { viewer, employee, manager }: Two,
  document: string,
): Promise<PlanInfo> {
  const { store } = world
  const { tenant, id } = employee
  const head = (await store.get('plan', employeePartition(tenant, id), 'plan'))?.value
  const quarter = await quarterFor(world, manager)
  const read = async (number: number | null | undefined) =>
    number
      ? revisionOf((await store.get('revision', employeePartition(tenant, id), String(number)))?.value ?? null)
      : null
  const commitments = await commitmentsOf(world, tenant, id)
  return {
    me: await meOf(world, viewer),
    employee: shown(employee),
    manager: shown(manager),
    quarter: { key: quarter.key, label: quarter.label },
    quarterEnds: quarter.lastDay,
    document,
    latest: await read(head?.latest),
    agreed: await read(head?.agreed),
    otherSees: viewer.person.id === manager.id || (await seesPast(world, employee)),
    commitments,
    people: [shown(employee), shown(manager)],
    offered: offeredFrom(commitments),
  }
}

/** Every agreed revision: one query of one partition and the log (about 10 RU with eight quarters of history). */
export async function historyScreen(world: World, { viewer, employee, manager }: Two): Promise<PlanHistory> {
  const { tenant, id } = employee
  const partition = employeePartition(tenant, id)
  const found = await world.store.read(partition, ['revision', 'commitment'])
  const agreed = found.revision.map(({ value }) => value).filter((one) => wasAgreed(one, id))
  const now = await planNow(world.store, partition)
  const mentioned = [now, ...agreed.map(({ plan }) => plan)].flatMap(actionsOf).map(({ action }) => action.owner)
  const ids = new Set([employee.id, manager.id, ...mentioned])
  const people = await Promise.all([...ids].map((one) => personOf(world, tenant, one)))
  return {
    me: await meOf(world, viewer),
    employee: shown(employee),
    manager: shown(manager),
    otherSees: viewer.person.id === manager.id || (await seesPast(world, employee)),
    now,
    revisions: agreed.sort((a, b) => a.number - b.number).flatMap((one) => revisionOf(one) ?? []),
    commitments: inOrder(found.commitment.map(({ value }) => value)),
    people: people.filter((one) => one !== null).map(shown),
  }
}

/** Throws Refusal 'notFound' for a number that is none. */
export async function revisionScreen({ store }: World, { employee }: Two, number: string): Promise<Revision> {
  const stored = await store.get('revision', employeePartition(employee.tenant, employee.id), number)
  const revision = revisionOf(stored?.value ?? null)
  if (!revision) throw new Refusal('notFound', 'There is no such revision.')
  return revision
}

export const revisionOf = (of: StoredRevision | null): Revision | null => {
  if (!of) return null
  const { number, hash, at, quarter, plan, stamps } = of
  return { number, hash, at, quarter, plan, stamps }
}
