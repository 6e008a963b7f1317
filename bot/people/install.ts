// The app was installed for a person, or taken away: remembers where the bot reaches them (R0).
import { change, changeIfThere } from '#bot/change.ts'
import { oweHello } from '#bot/people/hello.ts'
import type { Chat, World } from '#bot/ports.ts'
import { isErased } from '#bot/settings.ts'
import { type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { lookedAtNow } from '#shared/oneOnOne/watch.ts'
import { DEFAULT_MAILBOX, type DirectoryPerson } from '#shared/person.ts'

/** Throws `Refusal('unavailable')` when the directory does not answer; Teams then sends the event again. */
export async function installed(world: World, tenant: string, id: string, chat: Chat): Promise<void> {
  const { store, clock } = world
  const partition = tenantPartition(tenant)
  const known = await store.get('person', partition, id)
  // Had everything about them deleted, and is left alone until they say otherwise (R8).
  if (!known && (await isErased(world, tenant, id))) return
  const directory = known?.value.directory ?? (await world.directory.person(id))
  // A bot event for somebody whom the directory does not know: a guest of another tenant, say. Left alone.
  if (!directory) return
  const person = await change(store, 'person', partition, id, (value) => ({
    ...(value ?? newPerson(tenant, directory)),
    chat,
    dueAt: clock.now(),
  }))
  await resumeMessages(world, tenant, id)
  if (person?.manager) await oweHello(world, person, person.manager)
  world.nudge()
}

/** Uninstalled: nothing more is sent or watched, the person's data stays theirs. */
export async function uninstalled(world: World, tenant: string, id: string): Promise<void> {
  const { store, clock } = world
  const partition = tenantPartition(tenant)
  await changeIfThere(store, 'person', partition, id, (person) => ({ ...person, chat: null, dueAt: null }))
  await changeIfThere(store, 'watch', partition, id, (watch) => lookedAtNow(watch, clock.now()))
  world.nudge()
}

/** The region's address may change at any activity (PLATFORM 7.6): the newest validated one is kept. */
export async function reachedFrom(world: World, tenant: string, id: string, chat: Chat): Promise<void> {
  await changeIfThere(world.store, 'person', tenantPartition(tenant), id, (person) =>
    person.chat?.conversation === chat.conversation && person.chat.serviceUrl === chat.serviceUrl
      ? null
      : { ...person, chat },
  )
}

export const newPerson = (tenant: string, directory: DirectoryPerson): Person => ({
  tenant,
  id: directory.id,
  directory,
  mailbox: DEFAULT_MAILBOX,
  chat: null,
  employees: [],
  manager: null,
  dueAt: null,
})

/** What was owed while there was nowhere to send it is looked at again. */
async function resumeMessages({ store, clock }: World, tenant: string, recipient: string): Promise<void> {
  const partition = recipientPartition(tenant, recipient)
  for (const { value, version } of await store.list('message', partition)) {
    if (value.state.name === 'owed' && value.dueAt === null)
      await store.put('message', { ...value, dueAt: clock.now() }, version)
  }
}
