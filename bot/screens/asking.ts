// What an employee can ask their manager for, and what they have asked for (R4).
import type { World } from '#bot/ports.ts'
import { quarterFor } from '#bot/screens/people.ts'
import type { Asking } from '#shared/api.ts'
import { type Discussion, is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person } from '#shared/kinds.ts'
import { isTurnedDown } from '#shared/offer/offer.ts'
import { slotsToPropose } from '#shared/offer/request.ts'
import type { Pair } from '#shared/oneOnOne/pair.ts'

/** Null where there is nothing to ask for. `discussions` are all of the employee's. */
export async function askingOf(
  world: World,
  manager: Person,
  pair: Pair | null,
  discussions: readonly Discussion[],
): Promise<Asking | null> {
  if (!pair || pair.manager !== manager.id || pair.answer === 'no') return null
  const quarter = await quarterFor(world, manager)
  const current = discussions.find((one) => one.quarter.key === quarter.key)
  if (current && !is(current, 'needsSlot')) return null
  const offer = (await world.store.get('offer', employeePartition(pair.tenant, pair.employee), quarter.key))?.value
  const at = { now: world.clock.now(), quarter, zone: manager.mailbox.zone }
  const slots = slotsToPropose(pair, discussions, at).map(({ eventId, start, end }) => ({ eventId, start, end }))
  const request = offer?.manager === manager.id ? offer.request : null
  return {
    slots,
    asked: request && { at: request.at, slot: slots.find(({ eventId }) => eventId === request.eventId) ?? null },
    turnedDown: request !== null && offer !== undefined && isTurnedDown(offer),
  }
}
