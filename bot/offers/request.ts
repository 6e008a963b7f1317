// The employee asks for a discussion, or proposes a slot: the offer is opened, or opened again, and put to the manager now (R4).
import { change } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { startMonthOf } from '#bot/settings.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { isTurnedDown, newOffer, requested } from '#shared/offer/offer.ts'
import { slotsToPropose } from '#shared/offer/request.ts'
import { firstName } from '#shared/person.ts'
import { quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'

/**
 * `eventId` is a free slot of the running quarter, null for any of them. Asking for the same twice is asking once. Throws
 * Refusal 'notFound' (no manager, slot gone), 'notForYou' (declined), 'alreadyAnswered' (there is a discussion, or the
 * manager would rather not), 'tooEarly' (calendar not read yet), 'conflict' (no free slot).
 */
export async function requestDiscussion(world: World, employee: Person, eventId: string | null): Promise<void> {
  const { store, clock } = world
  const { tenant, id } = employee
  const partition = employeePartition(tenant, id)
  const now = clock.now()
  const manager = employee.manager && (await store.get('person', tenantPartition(tenant), employee.manager))?.value
  const found = await store.read(partition, ['pair', 'discussion'])
  const pair = found.pair[0]?.value
  if (!manager || pair?.manager !== manager.id)
    throw new Refusal('notFound', 'The directory lists no manager for you, so there is nobody to ask.')
  const name = firstName(manager.directory.name)
  if (pair.answer === 'no')
    throw new Refusal('notForYou', 'You said that growth discussions are not for you. Take part again first.')
  const quarter = quarterOf(now, await startMonthOf({ store }, tenant), manager.mailbox.zone)
  const discussions = found.discussion.map(({ value }) => value)
  const current = discussions.find((one) => one.quarter.key === quarter.key)
  const isThere = new Refusal('alreadyAnswered', `You have a growth discussion in ${quarter.label} already.`)
  if (current && !is(current, 'needsSlot')) throw isThere
  if (pair.slots === null)
    throw new Refusal('tooEarly', `Growth has not read ${name}’s calendar yet. Try again in a while.`)
  const slots = slotsToPropose(pair, discussions, { now, quarter, zone: manager.mailbox.zone })
  if (slots.length === 0) throw new Refusal('conflict', `No free 1-1 of you and ${name} is left in ${quarter.label}.`)
  if (eventId !== null && !slots.some((slot) => slot.eventId === eventId))
    throw new Refusal('notFound', 'That 1-1 is no longer free. Choose another.', 'slot')

  await change(store, 'offer', partition, quarter.key, (known) => {
    const { key, label } = quarter
    const of =
      known?.manager === manager.id
        ? known
        : newOffer({ tenant, employee: id, manager: manager.id, quarter: { key, label } }, now)
    // The manager converted one at the same moment.
    if (of.state.name === 'converted' && !current) throw isThere
    const next = requested(of, eventId, now)
    if (next && isTurnedDown(of))
      throw new Refusal('alreadyAnswered', `${name} would rather not in ${label}. Growth does not ask again.`)
    return next
  })
  world.nudge()
}
