// Once a week, for each person: removes what the tenant no longer keeps (R8); what agreed plans promise stays.
import type { Stored, World } from '#bot/ports.ts'
import { removeMessages } from '#bot/privacy/removeMessages.ts'
import { retentionOf, startMonthOf } from '#bot/settings.ts'
import {
  employeePartition,
  type Kind,
  type Person,
  placeOf,
  recipientPartition,
  tenantPartition,
  type Value,
} from '#shared/kinds.ts'
import { sentDayId } from '#shared/outbox/message.ts'
import {
  isOldDiscussion,
  isOldLine,
  isOldMessage,
  isOldNote,
  isOldOffer,
  isOldPreparation,
  nextRound,
} from '#shared/privacy/retention.ts'
import { localOf } from '#shared/time.ts'

/** About ten request units on Cosmos: three point reads, one query in each of the person's two partitions, one write. */
export function retain(world: World) {
  return async ({ value: round, version }: Stored<'retention'>): Promise<void> => {
    const { store, clock, log } = world
    const { tenant, person: id } = round
    const partition = employeePartition(tenant, id)
    const person = (await store.get('person', tenantPartition(tenant), id))?.value
    // Gone: there is nothing to look through.
    if (!person) return void (await store.remove('retention', partition, 'retention', version))
    const manager = person.manager && (await store.get('person', tenantPartition(tenant), person.manager))?.value
    const of = {
      keep: await retentionOf(world, tenant),
      now: clock.now(),
      startMonth: await startMonthOf(world, tenant),
      zone: (manager || person).mailbox.zone,
    }
    const { note, preparation, offer, discussion, audit } = await store.read(partition, [
      'note',
      'preparation',
      'offer',
      'discussion',
      'audit',
    ])
    const removed = [
      await removeOld(world, 'note', note, (one) => isOldNote(one, of)),
      await removeOld(world, 'preparation', preparation, (one) => isOldPreparation(one, of)),
      await removeOld(world, 'offer', offer, (one) => isOldOffer(one, of)),
      await removeOld(world, 'discussion', discussion, (one) => isOldDiscussion(one, of)),
      await removeOld(world, 'audit', audit, (one) => isOldLine(one, of)),
    ].reduce((a, b) => a + b)
    // Their cards go from the chat as well: afterwards nobody would know them by name.
    await removeMessages(world, {
      tenant,
      recipient: id,
      chat: person.chat,
      these: (message) => isOldMessage(message, of),
    })
    await removeSentDays(world, person)
    if (removed > 0) log.info('privacy.retained', { removed })
    await store.put('retention', { ...round, dueAt: nextRound(of.now, person.mailbox.zone) }, version)
  }
}

/** Over exactly what was read: what changed meanwhile is looked at again next time. */
async function removeOld<K extends Kind>(
  { store }: World,
  kind: K,
  all: Stored<K>[],
  isOld: (value: Value<K>) => boolean,
): Promise<number> {
  let removed = 0
  for (const { value, version } of all) {
    if (!isOld(value)) continue
    const { partition, id } = placeOf(kind, value)
    if (await store.remove(kind, partition, id, version)) removed += 1
  }
  return removed
}

/** The days that a chat has had (R11) matter on that day only; looked through once a month. */
async function removeSentDays({ store, clock }: World, { tenant, id, mailbox }: Person): Promise<void> {
  const { day: today } = localOf(clock.now(), mailbox.zone)
  if (!today.endsWith('-01')) return
  const partition = recipientPartition(tenant, id)
  for (const { value, version } of await store.list('sentDay', partition))
    if (value.day < today) await store.remove('sentDay', partition, sentDayId(value), version)
}
