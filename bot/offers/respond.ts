// The manager's answer to an offer; whoever answers first decides, everybody else sees the outcome (R3, R4).
import { changeIfThere } from '#bot/change.ts'
import { questionOf } from '#bot/offers/ask.ts'
import type { World } from '#bot/ports.ts'
import {
  convertAgain,
  type Discussion,
  is,
  loseSlot,
  type StateOf,
  startConverting,
} from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { answered, asked, later, newOffer, notThisQuarter, type Offer, reopen } from '#shared/offer/offer.ts'
import type { OfferOutcome } from '#shared/outbox/content.ts'
import { workingDaysBefore } from '#shared/outbox/hours.ts'
import { type Message, owe, say } from '#shared/outbox/message.ts'
import type { MailboxSettings } from '#shared/person.ts'
import { firstName } from '#shared/person.ts'
import { nextQuarter, quarterByKey, quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { clockTime, dayShort, localOf } from '#shared/time.ts'

/** A lost race means that somebody decided meanwhile, so few are enough. */
const MOST_TRIES = 50

type Pair = { tenant: string; employee: string; manager: string }
export type OfferVerb = 'offer.convert' | 'offer.later' | 'offer.notThisQuarter' | 'offer.reopen' | 'offer.undo'

/**
 * A button on the offer's card. `eventId` is the chosen slot, for Convert. Changes the message so that it shows the
 * outcome. Throws Refusal 'notFound' (slot gone), 'tooEarly' (over), 'alreadyAnswered' (held already).
 */
export async function respond(world: World, message: Message, verb: OfferVerb, eventId: string | null): Promise<void> {
  const { store, clock } = world
  const pair: Pair = { tenant: message.tenant, employee: message.about, manager: message.recipient }
  const key = message.discussion?.quarter ?? ''
  const partition = employeePartition(pair.tenant, pair.employee)
  const offer = (await store.get('offer', partition, key))?.value
  if (!offer || message.content.type !== 'offer') throw new Refusal('notFound', 'This offer is no longer there.')
  const now = clock.now()

  if (verb === 'offer.convert') {
    const chosen = eventId ?? message.content.recommended.eventId
    return convertSlot(world, pair, chosen, { quarter: key, whileOpen: true })
  }
  if (verb === 'offer.undo') return undo(world, offer)

  const discussion = (await store.get('discussion', partition, key))?.value
  if (discussion && !is(discussion, 'needsSlot')) return showDiscussion(world, discussion)
  if (verb === 'offer.later') {
    await changeIfThere(store, 'offer', partition, key, (of) => (of.state.name === 'open' ? later(of, now) : null))
    return showAnswer(world, pair, key)
  }
  if (verb === 'offer.notThisQuarter') {
    await changeIfThere(store, 'offer', partition, key, (of) =>
      of.state.name === 'open' ? notThisQuarter(of, now) : null,
    )
    return showAnswer(world, pair, key)
  }
  if (offer.state.name === 'notThisQuarter') return showAnswer(world, pair, key)
  // Ask me now: the same card asks again, with today's calendar.
  const question = await questionOf(world, offer)
  if (typeof question === 'string')
    return show(world, offer, { name: 'over', why: 'No 1-1 of you two is free this quarter.' })
  await changeIfThere(store, 'offer', partition, key, (of) => ({
    ...asked(reopen(of, now), message.id, now),
    messages: of.messages,
  }))
  const content = question.content
  await changeIfThere(store, 'message', recipientPartition(pair.tenant, pair.manager), message.id, (of) =>
    say(of, content, now),
  )
  world.nudge()
}

type How = { quarter?: string; whileOpen?: boolean }

/**
 * Converts any future 1-1 of the pair (R4): creates the quarter's discussion, or finds that it is there already and
 * shows that instead. The calendar is changed by a job. `whileOpen`: only as the answer to an offer that has none yet.
 */
export async function convertSlot(world: World, of: Pair, eventId: string, how: How = {}): Promise<void> {
  const { store, clock } = world
  const partition = employeePartition(of.tenant, of.employee)
  const now = clock.now()
  const pair = (await store.get('pair', partition, 'pair'))?.value
  const found = pair?.slots?.find((slot) => slot.eventId === eventId)
  const mailbox = await mailboxOf(world, of)
  const startMonth = await startMonthOf(world, of.tenant)
  const running = how.quarter ?? (found ? quarterOf(found.start, startMonth, mailbox.zone).key : '')

  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = running === '' ? null : await store.get('discussion', partition, running)
    const offer = running === '' ? null : await store.get('offer', partition, running)
    if (known && !is(known.value, 'needsSlot')) return showDiscussion(world, known.value)
    if (how.whileOpen && offer && offer.value.state.name !== 'open') return showAnswer(world, of, running)
    if (!found) throw new Refusal('notFound', 'That 1-1 is no longer in your calendar. Choose another.', 'slot')
    const all = (await store.list('discussion', partition)).map(({ value }) => value)
    if (freeSlots([found], all).length === 0)
      throw new Refusal('conflict', 'That 1-1 is a growth discussion already. Choose another.', 'slot')
    if (found.start <= now) throw new Refusal('tooEarly', 'That 1-1 has begun already. Choose a later one.', 'slot')
    if (pair?.answer === 'no') throw new Refusal('notForYou', 'Your employee would rather not use Growth.')

    const { key, label } = quarterByKey(running, startMonth, mailbox.zone)
    const { joinUrl, organizer, iCalUId, start, end } = found
    const slot = { eventId, iCalUId, organizer, start, end, joinUrl }
    const next = known
      ? convertAgain({ ...known.value, manager: of.manager }, slot, of.manager, now)
      : startConverting(of, { key, label }, slot, of.manager, now)
    if (!next) throw new Refusal('conflict', 'The calendar is still being put back as it was. Try again in a minute.')
    const answer = answered(offer?.value ?? newOffer({ ...of, quarter: { key, label } }, now), now)
    // Both or neither: the offer decides who was first, whatever else was pressed at the same moment.
    const written = await store.putAll([
      { kind: 'discussion', value: next, over: known?.version ?? 'absent' },
      { kind: 'offer', value: answer, over: offer?.version ?? 'absent' },
    ])
    if (written === null) continue
    await showDiscussion(world, next)
    return world.nudge()
  }
  throw new Error(`Lost the race for discussion ${running} ${MOST_TRIES} times`)
}

/** Undo (R5): the slot is an ordinary 1-1 again, the employee hears of it, a job puts the name back. */
async function undo(world: World, offer: Offer): Promise<void> {
  const { store, clock } = world
  const { tenant, employee } = offer
  const partition = employeePartition(tenant, employee)
  const now = clock.now()
  const before = (await store.get('discussion', partition, offer.quarter.key))?.value
  if (before && is(before, 'held', 'agreed'))
    throw new Refusal('alreadyAnswered', 'That discussion has been held already.')
  if (!before || !is(before, 'scheduled')) return before ? showDiscussion(world, before) : undefined
  const written = await changeIfThere(store, 'discussion', partition, offer.quarter.key, (of) =>
    is(of, 'scheduled') ? loseSlot(of, 'undone', true, now) : null,
  )
  if (!written) return
  await changeIfThere(store, 'offer', partition, offer.quarter.key, (of) => later(answered(of, now), now))
  await show(world, offer, { name: 'undone', at: now })
  await tellUndone(world, before)
  world.nudge()
}

/** Nobody is told that something was taken back which they never heard of. */
async function tellUndone({ store, clock }: World, before: StateOf<'scheduled'>): Promise<void> {
  const { tenant, employee, manager, attempt } = before
  const { slot } = before.state
  const news = await store.get('message', recipientPartition(tenant, employee), convertedNews(before))
  if (news?.value.state.name === 'owed') return
  const people = tenantPartition(tenant)
  const [one, other] = await Promise.all([store.get('person', people, employee), store.get('person', people, manager)])
  if (!one || !other) return
  const { zone } = one.value.mailbox
  const message = owe(
    {
      tenant,
      recipient: employee,
      about: employee,
      content: {
        type: 'news',
        title: `${dayShort(localOf(slot.start, zone).day)}, ${clockTime(slot.start, zone)} is an ordinary 1-1 again`,
        text: `${firstName(other.value.directory.name)} took the growth discussion back. The meeting itself stays.`,
        open: null,
      },
      urgency: 'news',
      expiresAt: slot.start,
      key: ['undone', employee, before.quarter.key, attempt],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
}

/** Id of the message that tells the employee of the conversion. */
const convertedNews = ({ employee, quarter, attempt }: Discussion) =>
  ['news', 'converted', employee, quarter.key, attempt].join(':')

/** What was decided, on every card that carries the offer; nothing while it is open. */
async function showAnswer(world: World, pair: Pair, key: string): Promise<void> {
  const partition = employeePartition(pair.tenant, pair.employee)
  const offer = (await world.store.get('offer', partition, key))?.value
  if (!offer) return
  const { zone } = await mailboxOf(world, pair)
  if (offer.state.name === 'later')
    return show(world, offer, { name: 'later', askAgain: localOf(offer.dueAt ?? world.clock.now(), zone).day })
  if (offer.state.name === 'notThisQuarter')
    return show(world, offer, { name: 'notThisQuarter', before: await firstDayAfter(world, pair, key, zone) })
  const discussion = (await world.store.get('discussion', partition, key))?.value
  if (offer.state.name === 'converted' && discussion) return showDiscussion(world, discussion)
}

/** What the offer's cards show of a discussion: how the conversion goes, or went. */
export async function showDiscussion(world: World, of: Discussion): Promise<void> {
  const offer = (await world.store.get('offer', employeePartition(of.tenant, of.employee), of.quarter.key))?.value
  if (!offer || of.state.name === 'needsSlot') return
  const mailbox = await mailboxOf(world, of)
  const { slot } = of.state
  if (is(of, 'converting')) {
    const name = of.state.consent === 'asked' ? 'asking' : 'converting'
    return show(world, offer, { name, start: slot.start })
  }
  const at = 'at' in of.state ? of.state.at : world.clock.now()
  const prepareOn = workingDaysBefore(slot.start, 5, mailbox)
  const today = localOf(world.clock.now(), mailbox.zone).day
  await show(world, offer, {
    name: 'converted',
    at,
    start: slot.start,
    prepareOn: prepareOn > today ? prepareOn : today,
  })
}

/** Writes the outcome on every card that carries the offer. */
export async function show({ store, clock }: World, offer: Offer, outcome: OfferOutcome): Promise<void> {
  const partition = recipientPartition(offer.tenant, offer.manager)
  const { messages } =
    (await store.get('offer', employeePartition(offer.tenant, offer.employee), offer.quarter.key))?.value ?? offer
  for (const id of messages) {
    await changeIfThere(store, 'message', partition, id, (of) => {
      if (of.content.type !== 'offer' || JSON.stringify(of.content.outcome) === JSON.stringify(outcome)) return null
      return say(of, { ...of.content, outcome }, clock.now())
    })
  }
}

async function mailboxOf({ store }: World, of: Pair): Promise<MailboxSettings> {
  const person = await store.get('person', tenantPartition(of.tenant), of.manager)
  if (!person) throw new Refusal('notFound', 'This offer is no longer there.')
  return person.value.mailbox
}

async function startMonthOf({ store }: World, tenant: string): Promise<number> {
  return (await store.get('settings', tenantPartition(tenant), 'settings'))?.value.fiscalYearStartMonth ?? 1
}

async function firstDayAfter(world: World, of: Pair, key: string, zone: string): Promise<string> {
  const startMonth = await startMonthOf(world, of.tenant)
  return nextQuarter(quarterByKey(key, startMonth, zone), startMonth, zone).firstDay
}
