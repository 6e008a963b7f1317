// The personal tab of an employee: next discussion, plan now, promises over four quarters.

import type { World } from '#bot/ports.ts'
import { askingOf } from '#bot/screens/asking.ts'
import { headOf, meOf, personOf, quarterFor, shown, type Viewer } from '#bot/screens/people.ts'
import { planNow } from '#bot/screens/planNow.ts'
import { inOrder } from '#bot/screens/promised.ts'
import { startMonthOf } from '#bot/settings.ts'
import type { Home } from '#shared/api.ts'
import { type Discussion, is, slotOf } from '#shared/discussion/discussion.ts'
import { type Commitment, isOpen } from '#shared/history/commitment.ts'
import { employeePartition, type Person, recipientPartition } from '#shared/kinds.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import { isEmpty } from '#shared/plan/plan.ts'
import { previousQuarter } from '#shared/quarter.ts'
import { localOf } from '#shared/time.ts'

export async function homeScreen(world: World, viewer: Viewer): Promise<Home> {
  const { store } = world
  const { person } = viewer
  const partition = employeePartition(person.tenant, person.id)
  // Everything about the employee by one query of one partition (about 5 RU with eight quarters of history).
  const found = await store.read(partition, ['pair', 'plan', 'discussion', 'commitment'])
  const discussions = found.discussion.map(({ value }) => value)
  const manager = await personOf(world, person.tenant, person.manager)
  const next = manager ? nextOf(discussions, world.clock.now()) : null
  const prepared = next && (await store.get('preparation', partition, `${next.quarter.key}/${person.id}`))?.value
  const hasText = prepared?.answers.some((answer) => answer.text.trim() !== '')
  const quarters = await quartersOf(world, person, manager ?? person, discussions)
  return {
    me: await meOf(world, viewer),
    next: next && manager && headOf(next, person, manager),
    prepared: prepared?.shared ? 'shared' : hasText ? 'private' : 'no',
    asking: manager && !next ? await askingOf(world, manager, found.pair[0]?.value ?? null, discussions) : null,
    plan: await planOf(world, person, found.plan[0]?.value.agreed ?? null),
    commitments: inOrder(found.commitment.map(({ value }) => value).filter((one) => isShown(one, quarters))),
    quarters,
    people: [person, manager].filter((one) => one !== null).map(shown),
    handOver: manager && !found.pair[0]?.value.seesPast ? shown(manager) : null,
    unsure: await unsureOf(world, person),
  }
}

/** Open, or of the quarters on the screen: what ended before them is history, and in the export. */
const isShown = (of: Commitment, quarters: Home['quarters']): boolean => {
  const from = quarters[0]?.key ?? ''
  return isOpen(of) || of.quarter >= from || (of.entries.at(-1)?.at.slice(0, 4) ?? '') >= from.slice(0, 4)
}

/** The one that is coming, or running. */
const nextOf = (all: readonly Discussion[], now: string): Discussion | null =>
  all.find((one) => is(one, 'scheduled', 'converting') && (slotOf(one)?.end ?? '') > now) ?? null

async function planOf(world: World, person: Person, number: number | null): Promise<Home['plan']> {
  const { store } = world
  const { tenant, id } = person
  const now = await planNow(store, employeePartition(tenant, id))
  if (isEmpty(now) && !number) return null
  const agreed = number && (await store.get('revision', employeePartition(tenant, id), String(number)))?.value
  if (!agreed) return { now, agreed: null }
  const at = agreed.stamps.map((stamp) => stamp.at).reduce((a, b) => (a > b ? a : b))
  // Perhaps a former manager.
  const other = await personOf(world, tenant, agreed.stamps.find(({ by }) => by !== id)?.by ?? null)
  const since = sumOf(changes(agreed.plan, now))
  return { now, agreed: { number: agreed.number, at, with: other ? shown(other).firstName : '', since } }
}

async function quartersOf(
  world: World,
  person: Person,
  manager: Person,
  all: readonly Discussion[],
): Promise<Home['quarters']> {
  const startMonth = await startMonthOf(world, person.tenant)
  const { zone } = manager.mailbox
  const quarters = [await quarterFor(world, manager)]
  while (quarters.length < 4)
    quarters.unshift(previousQuarter(quarters[0] as (typeof quarters)[number], startMonth, zone))
  return quarters.map(({ key, label }) => {
    const of = all.find((one) => one.quarter.key === key)
    const slot = of ? slotOf(of) : null
    return { key, label, day: slot && localOf(slot.start, person.mailbox.zone).day, state: of?.state.name ?? 'none' }
  })
}

/** R12: what may or may not have arrived is shown to its recipient. */
async function unsureOf({ store }: World, { tenant, id }: Person): Promise<Home['unsure']> {
  return (await store.get('unsure', recipientPartition(tenant, id), 'unsure'))?.value.messages ?? []
}
