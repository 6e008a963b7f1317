// Deletes everything about a person, in steps that may be done twice: a process killed anywhere goes on at the next start (R8).
import { changeIfThere } from '#bot/change.ts'
import type { Stored, World } from '#bot/ports.ts'
import { forgetKnown } from '#bot/privacy/audit.ts'
import { removeMessages } from '#bot/privacy/removeMessages.ts'
import { erasedIdOf } from '#bot/settings.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { type Erasure, nextStep } from '#shared/privacy/erasure.ts'
import { Refusal } from '#shared/refusal.ts'

/** So often a document may change under our hands before the round is given up, and tried again later. */
const MOST_TRIES = 20

/**
 * One step of a deletion. The order keeps anything new from being made: first the note that stays and the lists by which
 * the jobs find people, then the person, without whom no route opens and nothing is sent, then what was written and sent.
 * What was under way in those milliseconds is swept up by the second step, the same once more.
 */
export function erase(world: World) {
  return async ({ value: of, version }: Stored<'erasure'>): Promise<void> => {
    const { store, clock, log } = world
    if (of.step === 'forget') return forget(world, of, version)
    await deleteAll(world, of)
    await store.put('erasure', nextStep(of, clock.now()), version)
    log.info('privacy.erased', { erasure: of.id, step: of.step })
  }
}

async function deleteAll(world: World, of: Erasure): Promise<void> {
  const { store, clock, rooms } = world
  const { tenant, person, managers } = of
  const people = tenantPartition(tenant)
  const own = employeePartition(tenant, person)
  await store.put('erased', { tenant, id: await erasedIdOf(world, tenant, person), at: clock.now() }, 'absent')
  for (const manager of managers)
    await changeIfThere(store, 'person', people, manager, (known) =>
      known.employees.includes(person)
        ? { ...known, employees: known.employees.filter((one) => one !== person) }
        : null,
    )
  await removeFromReports(world, of)
  await removePerson(world, of)
  rooms.recheck(own)
  await removeSeries(world, of)
  for (const manager of managers) {
    const chat = (await store.get('person', people, manager))?.value.chat ?? null
    await forgetUnsure(world, tenant, manager, person)
    await removeMessages(world, { tenant, recipient: manager, chat, these: ({ about }) => about === person })
  }
  await removeMessages(world, { tenant, recipient: person, chat: of.chat, these: () => true })
  await store.clear(own)
  await store.clear(recipientPartition(tenant, person))
  forgetKnown(tenant, person)
  // An open socket may have been let in just before the person was gone.
  rooms.recheck(own)
}

/**
 * Whoever manages others stays known as a person, without a manager of their own: their employees' discussions need
 * their chat, zone and calendar. Whoever does not is gone, with the calendar and the list of employees they once had here.
 */
async function removePerson(world: World, { tenant, person }: Erasure): Promise<void> {
  const { store } = world
  const people = tenantPartition(tenant)
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = await store.get('person', people, person)
    if (known && known.value.employees.length > 0) {
      if (known.value.manager === null) return
      if (await store.put('person', { ...known.value, manager: null }, known.version)) return
      continue
    }
    const calendar = await store.get('calendar', people, person)
    if (calendar) await store.remove('calendar', people, person, calendar.version)
    await endWatch(world, tenant, person)
    const reports = await store.get('reports', people, person)
    if (reports) await store.remove('reports', people, person, reports.version)
    if (!known || (await store.remove('person', people, person, known.version))) return
  }
  throw new Error('The person changed again and again')
}

/** Graph that does not answer keeps no deletion waiting: the subscription is then nobody's, and expires within a week. */
async function endWatch({ store, subscriptions, log }: World, tenant: string, person: string): Promise<void> {
  const partition = tenantPartition(tenant)
  const watch = await store.get('watch', partition, person)
  if (!watch) return
  const { live } = watch.value
  if (live)
    await subscriptions.unsubscribe(person, live.subscription).catch((error) => {
      if (!(error instanceof Refusal)) throw error
      log.warn('privacy.subscriptionLeft')
    })
  await store.remove('watch', partition, person, watch.version)
}

/** The lists that people ops imported (R0), a query over one partition: the person may stand in anybody's. */
async function removeFromReports({ store }: World, { tenant, person }: Erasure): Promise<void> {
  const people = tenantPartition(tenant)
  for (const { value } of await store.list('reports', people))
    await changeIfThere(store, 'reports', people, value.manager, (known) =>
      known.employees.includes(person)
        ? { ...known, employees: known.employees.filter((one) => one !== person) }
        : null,
    )
}

/**
 * The meetings by which a chat was recognised (R17). Lists the tenant's series, a query over one partition: rare, and
 * the only way to find those that are long over.
 */
async function removeSeries({ store }: World, { tenant, person }: Erasure): Promise<void> {
  const partition = tenantPartition(tenant)
  for (const { value, version } of await store.list('series', partition))
    if (value.employee === person) await store.remove('series', partition, value.id, version)
}

/** What may not have reached a manager names the person in its title (R12). */
async function forgetUnsure({ store }: World, tenant: string, manager: string, person: string): Promise<void> {
  const partition = recipientPartition(tenant, manager)
  const about = new Set(
    (await store.list('message', partition)).filter(({ value }) => value.about === person).map(({ value }) => value.id),
  )
  await changeIfThere(store, 'unsure', partition, 'unsure', (known) => {
    // A message that retention removed is known by its id: the employee's is part of it.
    const messages = known.messages.filter(({ id }) => !about.has(id) && !id.includes(person))
    return messages.length === known.messages.length ? null : { ...known, messages }
  })
}

/**
 * The document itself named the person until the step before: the store's files are made to forget that too, and only
 * then the last trace of the work goes. Clearing what is empty empties the log of that.
 */
async function forget({ store, log }: World, of: Erasure, version: string): Promise<void> {
  await store.forget()
  if (!(await store.remove('erasure', tenantPartition(of.tenant), of.id, version))) return
  await store.clear(recipientPartition(of.tenant, of.id))
  log.info('privacy.done', { erasure: of.id })
}
