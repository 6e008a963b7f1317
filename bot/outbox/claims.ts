// Claims on messages (R12): made before anything is sent, written down as they went, and given back where nothing was sent.
import { change, changeIfThere } from '#bot/change.ts'
import type { Delivery, Store, Stored, World } from '#bot/ports.ts'
import { recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { summaryOf } from '#shared/outbox/card.ts'
import {
  claim,
  doubt,
  drop,
  LEASE_MS,
  type Message,
  retry,
  type SentDay,
  sentDayId,
  settle,
} from '#shared/outbox/message.ts'
import { type Day, localOf } from '#shared/time.ts'
import type { AtWork } from './courier.ts'

/**
 * All of them or none: one that somebody else claimed is somebody else's to send, and so is the day's digest or offer.
 * Before sending, so that a crash can cost a message but never send a second one on the same day.
 */
export async function claimAll(
  { world, instance }: AtWork,
  batch: Stored<'message'>[],
  today: Day,
): Promise<Stored<'message'>[] | null> {
  const values = batch.map(({ value }) => claim(value, instance, Date.now()))
  const day = dayOf(values[0] as Message, today)
  const versions = await world.store.putAll([
    ...values.map((value, index) => ({
      kind: 'message' as const,
      value,
      over: (batch[index] as Stored<'message'>).version,
    })),
    ...(day ? [{ kind: 'sentDay' as const, value: day, over: 'absent' as const }] : []),
  ])
  return versions && values.map((value, index) => ({ value, version: versions[index] as string }))
}

/** What a message of this urgency takes up of a day; null where there may be any number. */
const dayOf = ({ tenant, recipient, urgency }: Message, day: Day): SentDay | null =>
  urgency === 'daily' || urgency === 'offer' ? { tenant, recipient, urgency, day } : null

export const claimOf = ({ tenant, recipient, id, state }: Message): string =>
  `${tenant}/${recipient}/${id} ${state.name === 'claimed' ? state.at : ''}`

/** Writes down how a claim went; may be done again when the store did not answer. */
export async function conclude(
  courier: AtWork,
  claimed: Stored<'message'>,
  delivery: Delivery,
  pauseMs = 0,
): Promise<void> {
  const { store, clock } = courier.world
  const { value, version } = claimed
  const now = clock.now()
  switch (delivery.outcome) {
    case 'sent':
      // What is said differently since then replaces the card that was sent.
      await overClaim(store, claimed, (known) => ({
        ...settle(known, delivery.activity, now),
        dueAt: known.content === value.content ? null : now,
      }))
      break
    case 'unsure':
      await putUnsure(courier.world, value, version)
      break
    case 'refused':
      await overClaim(store, claimed, (known) => retry(known, now))
      await freeDay(courier.world, value)
      courier.holdBack(value, pauseMs)
      break
    case 'blocked':
      await overClaim(store, claimed, (known) => drop(known, 'blocked', now))
      await change(store, 'person', tenantPartition(value.tenant), value.recipient, (known) =>
        known ? { ...known, chat: null } : null,
      )
      break
    case 'rejected':
      await overClaim(store, claimed, (known) => drop(known, 'refused', now))
  }
  courier.known.delete(claimOf(value))
}

/** Over the claim as it was read, or, where the message says something else since, over that. */
async function overClaim(
  store: Store,
  { value, version }: Stored<'message'>,
  move: (known: Message) => Message,
): Promise<void> {
  if ((await store.put('message', move(value), version)) !== null) return
  const partition = recipientPartition(value.tenant, value.recipient)
  await changeIfThere(store, 'message', partition, value.id, (known) =>
    claimOf(known) === claimOf(value) && known.state.name === 'claimed' ? move(known) : null,
  )
}

/** A claim that nobody works on any more: the store did not answer, or its process died (R12). */
export async function abandoned(courier: AtWork, claimed: Stored<'message'>): Promise<void> {
  const { world, instance, isGone, holdBack, known } = courier
  const { value, version } = claimed
  if (value.state.name !== 'claimed') return
  if (value.state.by === instance) {
    const delivery = known.get(claimOf(value))
    if (delivery === undefined) return release(world, claimed)
    if (delivery !== 'asking') return conclude(courier, claimed, delivery)
  }
  // Its process died between sending and settling, so nobody knows.
  const left = value.state.at + LEASE_MS - Date.now()
  if (!isGone(value.state.by) && left > 0) return holdBack(value, left)
  world.log.warn('outbox.unsure', { recipient: value.recipient, message: value.id })
  await putUnsure(world, value, version)
}

/** Claimed and certainly not sent: as if it had never been claimed. */
async function release(world: World, { value, version }: Stored<'message'>): Promise<void> {
  await freeDay(world, value)
  await put(world.store, retry(value, world.clock.now()), version)
}

/** Together with its line in the recipient's list, which the tab shows (R12). */
async function putUnsure({ store, clock }: World, value: Message, version: string): Promise<void> {
  const { tenant, recipient, id } = value
  const now = clock.now()
  for (let tries = 0; tries < 10; tries += 1) {
    const known = await store.get('unsure', recipientPartition(tenant, recipient), 'unsure')
    const messages = [...(known?.value.messages ?? []), { id, at: now, title: summaryOf([value]) }]
    const written = await store.putAll([
      { kind: 'message', value: doubt(value, now), over: version },
      { kind: 'unsure', value: { tenant, recipient, messages }, over: known?.version ?? 'absent' },
    ])
    if (written) return
    // Either the list moved on, and it is tried again, or the message did, and that is that.
    if ((await store.get('message', recipientPartition(tenant, recipient), id))?.version !== version) return
  }
}

/** A message that was definitely not sent leaves the day free. */
async function freeDay({ store, clock }: World, message: Message): Promise<void> {
  const person = (await store.get('person', tenantPartition(message.tenant), message.recipient))?.value
  const day = person && dayOf(message, localOf(clock.now(), person.mailbox.zone).day)
  if (!day) return
  const partition = recipientPartition(message.tenant, message.recipient)
  const known = await store.get('sentDay', partition, sentDayId(day))
  if (known) await store.remove('sentDay', partition, sentDayId(day), known.version)
}

/** A lost race is fine: whoever was first has moved the message on. */
export async function put(store: Store, message: Message, version: string): Promise<void> {
  await store.put('message', message, version)
}
