// Delivers what is owed: at most once, at a considerate hour, several of one day as one digest (R11, R12).

import type { Chat, Delivery, Store, Stored } from '#bot/ports.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { cardOf, summaryOf } from '#shared/outbox/card.ts'
import { nextSendMoment } from '#shared/outbox/hours.ts'
import { drop, type Message, postpone, sentDayId } from '#shared/outbox/message.ts'
import { addCalendarDays, type Day, type Instant, instantAt, localOf } from '#shared/time.ts'
import { abandoned, claimAll, claimOf, conclude, put } from './claims.ts'
import type { AtWork, Courier, Quiet } from './courier.ts'

/** Seven at most, so that a digest stays readable and below the size of a card. */
const MOST_IN_DIGEST = 7

/** Doubles with every refusal in a row, machine ms; a longer Retry-After counts. */
const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 60_000

/** Handles one due message of any state. */
export function deliver(of: Courier) {
  const courier: AtWork = { ...of, quiet: new Map(), known: new Map() }
  return async (due: Stored<'message'>): Promise<void> => {
    const { state } = due.value
    if (state.name === 'owed') return send(courier, due)
    if (state.name === 'sent') return refresh(courier, due)
    if (state.name === 'claimed') return abandoned(courier, due)
    await put(courier.world.store, { ...due.value, dueAt: null }, due.version)
  }
}

async function send(courier: AtWork, due: Stored<'message'>): Promise<void> {
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

async function sendClaimed(courier: AtWork, claimed: Stored<'message'>[], person: Person, chat: Chat): Promise<void> {
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

function outgoing({ openUrl, world }: Courier, messages: Message[], person: Person) {
  const ordered = [...messages].sort(byCardOrder)
  const { zone } = person.mailbox
  return {
    card: cardOf(ordered, { zone, today: localOf(world.clock.now(), zone).day, openUrl }),
    summary: summaryOf(ordered),
  }
}

const byCardOrder = (a: Message, b: Message) => a.owedAt.localeCompare(b.owedAt) || a.id.localeCompare(b.id)
