// Names for the screens: people by id, and who the caller is.
import type { World } from '#bot/ports.ts'
import { isErased, startMonthOf } from '#bot/settings.ts'
import type { DiscussionHead, Me, Person } from '#shared/api.ts'
import type { Discussion as StoredDiscussion } from '#shared/discussion/discussion.ts'
import { slotOf } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person as StoredPerson, tenantPartition } from '#shared/kinds.ts'
import { firstName } from '#shared/person.ts'
import { type Quarter, quarterOf } from '#shared/quarter.ts'
import { localOf } from '#shared/time.ts'

export const shown = (of: StoredPerson): Person => ({
  id: of.id,
  name: of.directory.name,
  firstName: firstName(of.directory.name),
})

/** What every screen is given: the caller as the store knows them. */
export type Viewer = { person: StoredPerson; roles: string[] }

export const isPeopleOps = ({ roles }: Pick<Viewer, 'roles'>): boolean => roles.includes('PeopleOps')

/** The running quarter on the calendar of a manager (R2). */
export async function quarterFor(world: Pick<World, 'store' | 'clock'>, manager: StoredPerson): Promise<Quarter> {
  return quarterOf(world.clock.now(), await startMonthOf(world, manager.tenant), manager.mailbox.zone)
}

export async function personOf(
  { store }: Pick<World, 'store'>,
  tenant: string,
  id: string | null,
): Promise<StoredPerson | null> {
  return id === null ? null : ((await store.get('person', tenantPartition(tenant), id))?.value ?? null)
}

export async function meOf(world: World, { person, roles }: Viewer): Promise<Me> {
  const { tenant } = person
  const manager = await personOf(world, tenant, person.manager)
  const pair = (await world.store.get('pair', employeePartition(tenant, person.id), 'pair'))?.value
  const quarter = await quarterFor(world, manager ?? person)
  const now = world.clock.now()
  return {
    person: shown(person),
    now,
    today: localOf(now, person.mailbox.zone).day,
    zone: person.mailbox.zone,
    quarter: { key: quarter.key, label: quarter.label },
    manager: manager && shown(manager),
    isManager: person.employees.length > 0,
    isPeopleOps: isPeopleOps({ roles }),
    // From the moment it is asked for, whatever of it is still there.
    takesPart: (await isErased(world, tenant, person.id))
      ? 'erased'
      : pair && manager
        ? (pair.answer ?? 'told')
        : 'none',
  }
}

export function headOf(of: StoredDiscussion, employee: StoredPerson, manager: StoredPerson): DiscussionHead {
  const slot = slotOf(of)
  return {
    employee: shown(employee),
    manager: shown(manager),
    quarter: of.quarter,
    state: of.state.name,
    start: slot?.start ?? null,
    end: slot?.end ?? null,
    startedAt: of.startedAt,
    endedAt: of.endedAt,
  }
}

/** Whether an employee's present manager may see what was written before them (R7). */
export async function seesPast({ store }: Pick<World, 'store'>, { tenant, id }: StoredPerson): Promise<boolean> {
  return (await store.get('pair', employeePartition(tenant, id), 'pair'))?.value.seesPast ?? false
}
