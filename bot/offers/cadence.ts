// A pair talks twice a year, or every quarter again (R2): it is remembered, and what is open is looked at anew.
import { changeIfThere } from '#bot/change.ts'
import type { Pair } from '#bot/offers/show.ts'
import type { World } from '#bot/ports.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import type { Cadence } from '#shared/offer/cadence.ts'

/** The manager's word for the pair, whatever their tenant says. Choosing what is chosen already changes nothing. */
export async function chooseCadence(world: World, of: Pair, cadence: Cadence): Promise<void> {
  const { store, clock } = world
  const partition = employeePartition(of.tenant, of.employee)
  const now = clock.now()
  let isNew = false
  await changeIfThere(store, 'pair', partition, 'pair', (pair) => {
    isNew = pair.manager === of.manager && pair.cadence !== cadence
    return isNew ? { ...pair, cadence } : null
  })
  if (!isNew) return
  // One that is open may have to be closed, one that was closed asked again; one that is to be opened, the reading opens.
  for (const { value } of await store.list('offer', partition))
    await changeIfThere(store, 'offer', partition, value.quarter.key, (offer) =>
      offer.state.name === 'open' ? { ...offer, dueAt: now } : null,
    )
  await changeIfThere(store, 'calendar', tenantPartition(of.tenant), of.manager, (known) => ({ ...known, dueAt: now }))
  world.nudge()
}
