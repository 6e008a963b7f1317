// Reads one person's directory entry, mailbox settings and employees, a manager's once a day (R0).
import { change, changeIfThere, ensure } from '#bot/change.ts'
import { employeesOf } from '#bot/people/employeesOf.ts'
import { oweHello } from '#bot/people/hello.ts'
import { newPerson } from '#bot/people/install.ts'
import type { Stored, World, Write } from '#bot/ports.ts'
import { isErased } from '#bot/settings.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { nextReading } from '#shared/oneOnOne/readingTime.ts'
import { lookedAtNow, stillWatched } from '#shared/oneOnOne/watch.ts'
import { owe } from '#shared/outbox/message.ts'
import { type DirectoryPerson, firstName } from '#shared/person.ts'
import { nextRound } from '#shared/privacy/retention.ts'

/**
 * Who manages nobody comes up in their manager's reading; whether they have become a manager is looked at so often, days.
 */
const IDLE_DAYS = 7

/**
 * The manager of record changes only here, after all pages of `employeesOf` came: a reading that fails throws and
 * changes nothing.
 */
export function readDirectory(world: World) {
  return async ({ value: person, version }: Stored<'person'>): Promise<void> => {
    const { store, directory, calendar, clock } = world
    const partition = tenantPartition(person.tenant)
    // At once, and of those who were their employees yesterday too: on most days one request brings everything.
    const [entry, mailbox, reports, before] = await Promise.all([
      directory.person(person.id),
      calendar.settings(person.id),
      employeesOf(world, person.tenant, person.id),
      Promise.all(person.employees.map(async (id) => [id, await calendar.settings(id)] as const)),
    ])
    const own = entry ?? { ...person.directory, enabled: false }
    const listed = own.enabled ? reports.filter((one) => one.enabled && one.member) : []
    const known = new Map(before)
    const found: DirectoryPerson[] = []
    for (const one of listed) if (!(await isErased(world, person.tenant, one.id))) found.push(one)
    const settings = await Promise.all(found.map((one) => known.get(one.id) ?? calendar.settings(one.id)))

    const employees: string[] = []
    for (const [index, one] of found.entries()) {
      const employee = await change(store, 'person', partition, one.id, (known) => ({
        ...(known ?? newPerson(person.tenant, one)),
        directory: one,
        mailbox: settings[index] ?? mailbox,
        manager: person.id,
      }))
      // Asked again after the writing: a deletion that began meanwhile either sees what was written, or is seen here.
      if (await isErased(world, person.tenant, one.id)) await leaveAlone(world, person.tenant, one.id)
      else if (employee) {
        employees.push(one.id)
        await oweRetention(world, person.tenant, one.id, mailbox.zone)
        await meet(world, employee, person)
      }
    }
    await oweRetention(world, person.tenant, person.id, mailbox.zone)
    for (const gone of person.employees.filter((id) => !employees.includes(id))) {
      await changeIfThere(store, 'person', partition, gone, (one) =>
        one.manager === person.id ? { ...one, manager: null } : null,
      )
      world.rooms.recheck(employeePartition(person.tenant, gone))
      await wakeManager(world, person, gone)
    }
    const next = {
      ...person,
      directory: own,
      mailbox,
      employees,
      dueAt: nextReading(clock.now(), mailbox.zone, person.id, employees.length > 0 ? 1 : IDLE_DAYS),
    }
    // Together: a calendar that is read before its manager is known to have employees finds nobody's 1-1s in it. Where
    // somebody was first the person is still due, and is read again.
    const written = await store.putAll([
      { kind: 'person', value: next, over: version },
      ...(await calendarDue(world, person, employees)),
    ])
    if (!written) return
    if (employees.length + person.employees.length > 0) await oweWatch(world, next)
  }
}

/** The calendar has its own reading at the same moment of the night; somebody new is looked for in it at once. */
async function calendarDue({ store, clock }: World, manager: Person, employees: string[]): Promise<Write[]> {
  if (employees.length === 0) return []
  const { tenant, id } = manager
  const known = await store.get('calendar', tenantPartition(tenant), id)
  const isNew = employees.some((one) => !manager.employees.includes(one))
  if (known && !isNew && known.value.dueAt !== null) return []
  const value = known?.value ?? { tenant, manager: id, readAt: null, closed: null }
  return [{ kind: 'calendar', value: { ...value, dueAt: clock.now() }, over: known?.version ?? 'absent' }]
}

/** Somebody who may never have managed anybody is read at once: they have just been given their first employee. */
async function wakeManager({ store, directory, clock }: World, former: Person, employee: string): Promise<void> {
  const manager = await directory.managerOf(employee)
  // Still theirs in the directory, and no employee any more (disabled, say): who is being read is not read again.
  if (!manager || manager.id === former.id) return
  await changeIfThere(store, 'person', tenantPartition(former.tenant), manager.id, (one) =>
    one.chat === null ? null : { ...one, dueAt: clock.now() },
  )
}

/** An enrolled manager's calendar is watched; whoever is not one any more has their watch looked at, and it ends. */
async function oweWatch({ store, clock, address }: World, { tenant, id, employees }: Person): Promise<void> {
  const partition = tenantPartition(tenant)
  const now = clock.now()
  const at = address()
  if (employees.length === 0) await changeIfThere(store, 'watch', partition, id, (known) => lookedAtNow(known, now))
  else if (at !== null)
    await change(store, 'watch', partition, id, (known) => stillWatched(known, { tenant, manager: id }, at, now))
}

/** Takes back what was just written of a person who had everything about them deleted (R8). */
async function leaveAlone({ store }: World, tenant: string, id: string): Promise<void> {
  const partition = tenantPartition(tenant)
  const known = await store.get('person', partition, id)
  if (!known) return
  // Whoever manages others stays known, without a manager of their own.
  if (known.value.employees.length > 0) await store.put('person', { ...known.value, manager: null }, known.version)
  else await store.remove('person', partition, id, known.version)
}

/** Their old things are looked through every week (R8); nothing happens where that is owed already. */
async function oweRetention({ store, clock }: World, tenant: string, person: string, zone: string): Promise<void> {
  await ensure(store, 'retention', { tenant, person, dueAt: nextRound(clock.now(), zone) })
}

/** Makes the pair, and the first contact; where the app cannot reach the employee, the manager hears how to. */
async function meet(world: World, employee: Person, manager: Person): Promise<void> {
  const { store, clock } = world
  const { tenant, id } = employee
  let isNew = false
  let followsAnother = false
  await change(store, 'pair', employeePartition(tenant, id), 'pair', (pair) => {
    isNew = pair?.manager !== manager.id
    followsAnother = isNew && pair !== null
    return isNew ? newPair(tenant, id, manager.id, pair) : null
  })
  if (isNew) world.rooms.recheck(employeePartition(tenant, id))
  if (followsAnother) await tellOfHandOver(world, employee, manager)
  if (employee.chat) return oweHello(world, employee, manager.id)
  // On the first day everybody's installation may still be on its way.
  if (isNew) return
  const name = firstName(employee.directory.name)
  const news = owe(
    {
      tenant,
      recipient: manager.id,
      about: id,
      content: {
        type: 'news',
        title: `${name} does not have Growth yet`,
        text: `Growth offers nothing about ${name} until it can say who will see what. Ask ${name} to add the app Growth in Teams.`,
        open: null,
      },
      urgency: 'daily',
      key: ['noApp', id],
    },
    clock.now(),
  )
  await ensure(store, 'message', news)
}

/** R7: what was written with the former manager stays the employee's alone until they hand it over. */
async function tellOfHandOver({ store, clock }: World, employee: Person, manager: Person): Promise<void> {
  const { tenant, id } = employee
  const name = firstName(manager.directory.name)
  const news = owe(
    {
      tenant,
      recipient: id,
      about: id,
      content: {
        type: 'news',
        title: `${name} is your manager now`,
        text: `Your growth plan and its history are yours alone until you hand them over to ${name}.`,
        open: { title: 'Open my growth', subPage: '' },
      },
      urgency: 'daily',
      key: ['handOver', manager.id],
    },
    clock.now(),
  )
  await store.put('message', news, 'absent')
}
