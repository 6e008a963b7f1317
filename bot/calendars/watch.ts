// Keeps Graph's subscription on an enrolled manager's calendar: made, renewed well before it ends, made again, deleted.
import { readAgain } from '#bot/calendars/readAgain.ts'
import { hashOf, newSecret } from '#bot/calendars/secret.ts'
import type { Stored, Version, World } from '#bot/ports.ts'
import { type Person, tenantPartition } from '#shared/kinds.ts'
import { beingMade, expiryFrom, lives, lost, NOTIFY_PATH, refused, type Watch } from '#shared/oneOnOne/watch.ts'

export function keepWatch(world: World) {
  return async ({ value: of, version }: Stored<'watch'>): Promise<void> => {
    const { store, subscriptions, clock } = world
    const { tenant, manager, live } = of
    const partition = tenantPartition(tenant)
    const person = await store.get('person', partition, manager)
    const address = world.address()
    if (address === null || !person || !isEnrolled(person.value)) {
      if (live) await subscriptions.unsubscribe(manager, live.subscription)
      await store.remove('watch', partition, manager, version)
      return
    }
    const { zone } = person.value.mailbox
    if (live && live.address !== address) await subscriptions.unsubscribe(manager, live.subscription)
    else if (live) {
      const expiresAt = await subscriptions.renew(manager, live.subscription, expiryFrom(clock.now()))
      const renewed = expiresAt && lives(of, { ...live, expiresAt }, clock.now(), zone)
      if (renewed) return void (await store.put('watch', renewed, version))
    }
    await make(world, of, version, address, zone)
  }
}

/** Whose calendar is read daily (R0): until they take the app away, leave, or have no employees any more. */
const isEnrolled = (person: Person): boolean =>
  person.dueAt !== null && person.directory.enabled && person.employees.length > 0

/**
 * Graph first, the store after it: a process that dies in between leaves a subscription whose id nobody knows. Its
 * notifications have no effect, and the next to make one takes its place. Two at once would take each other's: the lease
 * lets one in.
 */
async function make(world: World, of: Watch, version: Version, address: string, zone: string): Promise<void> {
  const { store, subscriptions, clock, log } = world
  const { tenant, manager } = of
  const leased = await store.put('watch', beingMade(of, clock.now()), version)
  if (leased === null) return
  const secret = newSecret()
  const hook = `${address}${NOTIFY_PATH}?m=${encodeURIComponent(manager)}`
  const made = await subscriptions
    .subscribe(manager, { hook, secret, until: expiryFrom(clock.now()) })
    .catch(async (error) => {
      // Not for five minutes, but as soon as the jobs try again.
      await store.put('watch', lost(of, clock.now()), leased)
      throw error
    })
  if (!made) {
    log.warn('calendars.notWatched', { manager })
    await store.put('watch', refused(of), leased)
    return
  }
  const live = { subscription: made.id, secretHash: hashOf(secret), address, expiresAt: made.expiresAt }
  const kept = await store.put('watch', lives(of, live, clock.now(), zone), leased)
  // Meanwhile the watch was given up, or wanted anew: whoever wrote that looks after it.
  if (kept === null) await subscriptions.unsubscribe(manager, made.id)
  // What happened before there was a subscription, nobody was told.
  else await readAgain(world, tenant, manager)
}
