// What an offer's cards say once it is answered: the same on every card that carries it.
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { startMonthOf } from '#bot/settings.ts'
import { type Discussion, is } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import type { Offer } from '#shared/offer/offer.ts'
import type { OfferOutcome } from '#shared/outbox/content.ts'
import { workingDaysBefore } from '#shared/outbox/hours.ts'
import { say } from '#shared/outbox/message.ts'
import { firstName, type MailboxSettings } from '#shared/person.ts'
import { nextQuarter, quarterByKey } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { localOf } from '#shared/time.ts'

export type Pair = { tenant: string; employee: string; manager: string }

/** What was decided, on every card that carries the offer; nothing while it is open. `known`: the offer as it is now. */
export async function showAnswer(world: World, pair: Pair, key: string, known?: Offer | null): Promise<void> {
  const partition = employeePartition(pair.tenant, pair.employee)
  const offer = known ?? (await world.store.get('offer', partition, key))?.value
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
    if (of.state.consent !== 'asked') return show(world, offer, { name: 'converting', start: slot.start })
    if (slot.organizer === of.employee) return show(world, offer, { name: 'asking', start: slot.start })
    const organizer = (await world.store.get('person', tenantPartition(of.tenant), slot.organizer))?.value
    return show(world, offer, {
      name: 'asking',
      start: slot.start,
      organizer: firstName(organizer?.directory.name ?? ''),
    })
  }
  const at = 'at' in of.state ? of.state.at : world.clock.now()
  const prepareOn = workingDaysBefore(slot.start, 5, mailbox)
  const today = localOf(world.clock.now(), mailbox.zone).day
  await show(world, offer, {
    name: 'converted',
    at,
    start: slot.start,
    prepareOn: prepareOn > today ? prepareOn : today,
    renamed: of.state.original !== null,
  })
}

/** Writes the outcome on every card that carries the offer, which is given as it was read just now. */
export async function show({ store, clock }: World, offer: Offer, outcome: OfferOutcome): Promise<void> {
  const partition = recipientPartition(offer.tenant, offer.manager)
  for (const id of offer.messages) {
    await changeIfThere(store, 'message', partition, id, (of) => {
      if (of.content.type !== 'offer' || JSON.stringify(of.content.outcome) === JSON.stringify(outcome)) return null
      return say(of, { ...of.content, outcome }, clock.now())
    })
  }
}

/** The manager's mailbox decides on days (R2). Throws Refusal 'notFound' for a manager whom the store does not know. */
export async function mailboxOf({ store }: World, of: Pair): Promise<MailboxSettings> {
  const person = await store.get('person', tenantPartition(of.tenant), of.manager)
  if (!person) throw new Refusal('notFound', 'This offer is no longer there.')
  return person.value.mailbox
}

async function firstDayAfter(world: World, of: Pair, key: string, zone: string): Promise<string> {
  const startMonth = await startMonthOf(world, of.tenant)
  return nextQuarter(quarterByKey(key, startMonth, zone), startMonth, zone).firstDay
}
