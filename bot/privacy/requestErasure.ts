// A person asks that everything about them be deleted, or, later, to begin again (R8).
import { changeIfThere } from '#bot/change.ts'
import type { Chat, World } from '#bot/ports.ts'
import { erasedIdOf } from '#bot/settings.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { confirms } from '#shared/privacy/erasure.ts'
import { Refusal } from '#shared/refusal.ts'

/**
 * Owes the deletion, due at once, together with the note that stays: from this moment nothing new is made. Throws Refusal
 * 'invalid' that names the field when `typed` is not the person's name.
 */
export async function requestErasure(world: World, person: Person, typed: string): Promise<void> {
  const { store, clock } = world
  const { tenant, id, chat } = person
  if (!confirms(typed, person.directory.name))
    throw new Refusal('invalid', 'confirm must be your full name as it is shown. Nothing was deleted.', 'confirm')
  const now = clock.now()
  const erased = { tenant, id: await erasedIdOf(world, tenant, id), at: now }
  const partition = tenantPartition(tenant)
  const erasure = {
    tenant,
    id: crypto.randomUUID(),
    person: id,
    managers: await managersOf(world, person),
    chat,
    step: 'delete' as const,
    dueAt: now,
  }
  const written = await store.putAll([
    { kind: 'erasure', value: erasure, over: 'absent' },
    { kind: 'erased', value: erased, over: 'absent' },
  ])
  // Asked for before: the note is there. Once more does no harm, and deletes what a first time may have left.
  if (written === null && (await store.get('erased', partition, erased.id)))
    await store.put('erasure', erasure, 'absent')
  world.nudge()
}

/** Everybody in whose chat or list something about the person may lie. */
async function managersOf({ store }: World, { tenant, id, manager }: Person): Promise<string[]> {
  const { pair, offer, discussion } = await store.read(employeePartition(tenant, id), ['pair', 'offer', 'discussion'])
  const named = [...pair, ...offer, ...discussion].map(({ value }) => value.manager)
  const all = [manager, ...named, ...pair.flatMap(({ value }) => value.managers)].filter((one) => one !== null)
  return [...new Set(all)].filter((one) => one !== id)
}

/** `chat` where it could be opened; `isManaged`: a reading that finds them is owed. */
export type Again = { chat: Chat | null; isManaged: boolean }
const NOTHING: Again = { chat: null, isManaged: false }

/**
 * Takes the note away; the next reading of their manager's directory entry, owed at once, finds the person anew. Throws Refusal 'conflict' while the deletion is under
 * way, and 'unavailable' when the directory does not answer.
 */
export async function startAgain(world: World, person: Person): Promise<Again> {
  const { store, directory, messenger, clock } = world
  const { tenant, id } = person
  const partition = tenantPartition(tenant)
  const erasures = await store.list('erasure', partition)
  if (erasures.some(({ value }) => value.person === id))
    throw new Refusal('conflict', 'Growth is still deleting. Try again in a minute.')
  // Asked first: should it not answer, the person is still left alone and can press again.
  const managerId = (await directory.managerOf(id))?.id
  const note = await store.get('erased', partition, await erasedIdOf(world, tenant, id))
  if (!note) return NOTHING
  await store.remove('erased', partition, note.value.id, note.version)
  const manager =
    managerId === undefined
      ? null
      : await changeIfThere(store, 'person', partition, managerId, (known) => ({ ...known, dueAt: clock.now() }))
  world.nudge()
  if (!manager) return { ...NOTHING, chat: person.chat }
  // The chat is still there in Teams; only we have forgotten where.
  const chat = person.chat ?? (manager.chat && (await messenger.open(manager.chat.serviceUrl, tenant, id)))
  return { chat, isManaged: true }
}

/** The reading takes a moment; the page that comes next should know the manager. Machine ms. */
const PATIENCE_MS = 2000
const SOON_MS = 50

export async function whenFound({ store }: World, { tenant, id }: Person): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    if ((await store.get('person', tenantPartition(tenant), id))?.value.manager) return
    await new Promise((resolve) => setTimeout(resolve, SOON_MS))
  }
}
