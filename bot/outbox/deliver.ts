// Delivers what is owed: at most once, at a considerate hour, several of one day as one digest (R11, R12).
import { change, changeIfThere } from '#bot/change.ts'
import type { Chat, Delivery, Store, Stored, World } from '#bot/ports.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { cardOf, summaryOf } from '#shared/outbox/card.ts'
import { nextSendMoment } from '#shared/outbox/hours.ts'
import {
  claim,
  doubt,
  drop,
  LEASE_MS,
  type Message,
  postpone,
  retry,
  type SentDay,
  sentDayId,
  settle,
} from '#shared/outbox/message.ts'
import { addCalendarDays, type Day, type Instant, instantAt, localOf } from '#shared/time.ts'

/** Seven at most, so that a digest stays readable and below the size of a card. */
const MOST_IN_DIGEST = 7

export type Courier = {
  world: World
  /** This process, in claims. */
  instance: string
  /** Whether the process behind a claim has certainly ended; of one on another machine only the lease tells. */
  isGone: (instance: string) => boolean
  openUrl: (subPage: string) => string
  /** Keeps a message back for machine ms after a refusal. */
  holdBack: (message: Message, ms: number) => void
}

/** Chats that the service asked us to leave alone: until when, machine ms, and how often in a row. */
type Quiet = Map<string, { until: number; times: number }>
/**
 * How the claims of this process went that are not written down yet, by `claimOf`: 'asking' while the service is asked.
 * A claim of ours that is not here was never sent; only for those of a process that died nobody knows (R12).
 */
type Known = Map<string, Delivery | 'asking'>
type Inner = Courier & { quiet: Quiet; known: Known }

/** Doubles with every refusal in a row, machine ms; a longer Retry-After counts. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/** Handles one due message of any state. */
export function deliver(of: Courier) {
  const courier: Inner = { ...of, quiet: new Map(), known: new Map() }
  return async (due: Stored<'message'>): Promise<void> => {
    const { state } = due.value
    if (state.name === 'owed') return send(courier, due)
    if (state.name === 'sent') return refresh(courier, due)
    if (state.name === 'claimed') return abandoned(courier, due)
    await put(courier.world.store, { ...due.value, dueAt: null }, due.version)
  }
}

async function send(courier: Inner, due: Stored<'message'>): Promise<void> {
  const { store, clock } = courier.world
  const now = clock.now()
  const { value: message, version } = due
  const person = (await store.get('person', tenantPartition(message.tenant), message.recipient))?.value
  if (message.expiresAt !== null && now >= message.expiresAt) return put(store, drop(message, 'expired', now), version)
  if (await isOvertaken(store, message)) return put(store, drop(message, 'overtaken', now), version)
  // Nowhere to send it: it waits for the app to be installed.
  if (!person?.chat) return put(store, { ...message, dueAt: null }, version)

  const today = localOf(now, person.mailbox.zone).day
  const moment = await allowedAt(store, message, person, now, today)
  if (moment > now) return put(store, postpone(message, moment), version)
  // "Later" is said of the whole chat: the next message in line would only be refused as well.
  const pause = (courier.quiet.get(person.id)?.until ?? 0) - Date.now()
  if (pause > 0) return courier.holdBack(message, pause)
  const batch = await togetherWith(store, due, now)
  const claimed = await claimAll(courier, batch, today)
  if (!claimed) return
  await sendClaimed(courier, claimed, person, person.chat)
}

/** R11: answers at once, news within the hours, one digest and one offer a day. */
async function allowedAt(store: Store, message: Message, person: Person, now: Instant, today: Day): Promise<Instant> {
  if (message.urgency === 'answer') return now
  const soonest = nextSendMoment(now, person.mailbox)
  const { urgency } = message
  if (urgency === 'news' || soonest > now) return soonest
  const partition = recipientPartition(message.tenant, message.recipient)
  if (!(await store.get('sentDay', partition, sentDayId({ urgency, day: today })))) return now
  return nextSendMoment(instantAt(addCalendarDays(today, 1), '00:00', person.mailbox.zone), person.mailbox)
}

/**
 * What goes out in one card: everything daily that is due to the same person; of their offers the one that has waited
 * longest, so that a large team's turn goes round before anybody is asked about again.
 */
async function togetherWith(store: Store, due: Stored<'message'>, now: Instant): Promise<Stored<'message'>[]> {
  const { tenant, recipient, urgency } = due.value
  if (urgency !== 'daily' && urgency !== 'offer') return [due]
  const ready = [due]
  for (const one of await store.list('message', recipientPartition(tenant, recipient))) {
    const { value } = one
    const isDue = value.state.name === 'owed' && value.urgency === urgency && value.dueAt !== null && value.dueAt <= now
    if (!isDue || value.id === due.value.id) continue
    if (value.expiresAt !== null && now >= value.expiresAt) continue
    if (!(await isOvertaken(store, value))) ready.push(one)
  }
  ready.sort((a, b) => byCardOrder(a.value, b.value))
  return ready.slice(0, urgency === 'daily' ? MOST_IN_DIGEST : 1)
}

/** What it is about has moved on: another attempt, an answered offer. */
async function isOvertaken(store: Store, message: Message): Promise<boolean> {
  const { discussion: about, content } = message
  if (!about) return false
  const partition = employeePartition(message.tenant, message.about)
  const discussion = (await store.get('discussion', partition, about.quarter))?.value
  if (content.type === 'offer') {
    const offer = (await store.get('offer', partition, about.quarter))?.value
    return (
      content.outcome !== null || offer?.state.name !== 'open' || (discussion ? !is(discussion, 'needsSlot') : false)
    )
  }
  if (discussion?.attempt !== about.attempt) return true
  return ['prepare', 'askHeld'].includes(content.type) && !is(discussion, 'scheduled')
}

/**
 * All of them or none: one that somebody else claimed is somebody else's to send, and so is the day's digest or offer.
 * Before sending, so that a crash can cost a message but never send a second one on the same day.
 */
async function claimAll(
  { world, instance }: Courier,
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

async function sendClaimed(courier: Inner, claimed: Stored<'message'>[], person: Person, chat: Chat): Promise<void> {
  const messages = claimed.map(({ value }) => value)
  for (const one of messages) courier.known.set(claimOf(one), 'asking')
  const delivery = await courier.world.messenger.send(chat, outgoing(courier, messages, person))
  for (const one of messages) courier.known.set(claimOf(one), delivery)
  const facts = { outcome: delivery.outcome, recipient: person.id, messages: messages.map(({ id }) => id) }
  if (delivery.outcome === 'sent') courier.world.log.info('outbox.sent', facts)
  else courier.world.log.warn('outbox.notSent', facts)
  const pauseMs = pauseAfter(courier.quiet, person.id, delivery)
  for (const one of claimed) await conclude(courier, one, delivery, pauseMs)
}

const claimOf = ({ tenant, recipient, id, state }: Message): string =>
  `${tenant}/${recipient}/${id} ${state.name === 'claimed' ? state.at : ''}`

/** Writes down how a claim went; may be done again when the store did not answer. */
async function conclude(courier: Inner, claimed: Stored<'message'>, delivery: Delivery, pauseMs = 0): Promise<void> {
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

/** How long a chat is left alone after this answer, machine ms; 0 unless it was "later". */
function pauseAfter(quiet: Quiet, recipient: string, delivery: Delivery): number {
  const times = (quiet.get(recipient)?.times ?? 0) + 1
  quiet.delete(recipient)
  if (delivery.outcome !== 'refused') return 0
  const pause = Math.max(delivery.retryAfterMs, Math.min(FIRST_PAUSE_MS * 2 ** (times - 1), LONGEST_PAUSE_MS))
  quiet.set(recipient, { until: Date.now() + pause, times })
  return pause
}

/** A sent message says something else now: its card is replaced in place, with the rest of its digest. */
async function refresh(courier: Courier, due: Stored<'message'>): Promise<void> {
  const { store, messenger } = courier.world
  const { value: message, version } = due
  if (message.state.name !== 'sent') return
  const { activity } = message.state
  const person = (await store.get('person', tenantPartition(message.tenant), message.recipient))?.value
  if (person?.chat) {
    const together = await inOneCard(store, message, activity)
    await messenger.update(person.chat, activity, outgoing(courier, together, person))
  }
  await put(store, { ...message, dueAt: null }, version)
}

/** The messages that were sent in one activity, in the order of their card. */
export async function inOneCard(store: Store, of: Message, activity: string): Promise<Message[]> {
  // Only these go out several at once.
  if (of.urgency !== 'daily') return [of]
  const all = await store.list('message', recipientPartition(of.tenant, of.recipient))
  return all
    .map(({ value }) => value)
    .filter(({ state }) => state.name === 'sent' && state.activity === activity)
    .sort(byCardOrder)
}

/** A claim that nobody works on any more: the store did not answer, or its process died (R12). */
async function abandoned(courier: Inner, claimed: Stored<'message'>): Promise<void> {
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

function outgoing({ openUrl, world }: Courier, messages: Message[], person: Person) {
  const ordered = [...messages].sort(byCardOrder)
  const { zone } = person.mailbox
  return {
    card: cardOf(ordered, { zone, today: localOf(world.clock.now(), zone).day, openUrl }),
    summary: summaryOf(ordered),
  }
}

const byCardOrder = (a: Message, b: Message) => a.owedAt.localeCompare(b.owedAt) || a.id.localeCompare(b.id)

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
async function put(store: Store, message: Message, version: string): Promise<void> {
  await store.put('message', message, version)
}
