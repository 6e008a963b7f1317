// Puts the quarter's question to the manager, once and again while there is silence (R4).
import { show, showDiscussion } from '#bot/offers/show.ts'
import type { Stored, World } from '#bot/ports.ts'
import { startMonthOf } from '#bot/settings.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { ASK_AGAIN_DAYS, asked, isAskedEnough, type Offer } from '#shared/offer/offer.ts'
import { rank } from '#shared/offer/rank.ts'
import type { ContentOf } from '#shared/outbox/content.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { quarterByKey } from '#shared/quarter.ts'
import { addDays, type Instant } from '#shared/time.ts'

export function ask(world: World) {
  return async ({ value: offer, version }: Stored<'offer'>): Promise<void> => {
    const { store, clock } = world
    const now = clock.now()
    const question = await questionOf(world, offer)
    if (question !== 'nothing' && 'over' in question) {
      if ((await store.put('offer', { ...offer, dueAt: null }, version)) !== null)
        await showOver(world, offer, question)
      return
    }
    // Nothing to recommend today; the calendar may look different tomorrow.
    if (question === 'nothing') return void (await store.put('offer', { ...offer, dueAt: addDays(now, 1) }, version))

    if (isAskedEnough(offer)) return void (await store.put('offer', { ...offer, dueAt: question.closes }, version))

    const silentUntil = await heardAt(world, offer)
    if (silentUntil > now) return void (await store.put('offer', { ...offer, dueAt: silentUntil }, version))

    const message = owe(
      {
        tenant: offer.tenant,
        recipient: offer.manager,
        about: offer.employee,
        content: question.content,
        urgency: 'offer',
        discussion: { quarter: offer.quarter.key, attempt: question.attempt },
        expiresAt: question.content.recommended.start,
        key: [offer.employee, offer.quarter.key, offer.messages.length + 1],
      },
      now,
    )
    // Owed first: if this process dies in between, the same message is owed again under the same id.
    await store.put('message', message, 'absent')
    await store.put('offer', asked(offer, message.id, now, question.closes), version)
  }
}

/**
 * Silence counts from the sending: with one offer a day, the last of a large team waits days for its turn, and asking
 * again before that would put the same question twice in a row.
 */
async function heardAt({ store, clock }: World, offer: Offer): Promise<Instant> {
  const last = offer.messages.at(-1)
  if (offer.asked === 0 || last === undefined) return clock.now()
  const state = (await store.get('message', recipientPartition(offer.tenant, offer.manager), last))?.value.state
  if (state?.name === 'owed' || state?.name === 'claimed') return addDays(clock.now(), 1)
  return state?.name === 'sent' ? addDays(state.at, ASK_AGAIN_DAYS) : clock.now()
}

/** A question that nobody answered is closed on its cards; one that became a discussion shows that. */
async function showOver(world: World, offer: Offer, { over }: Over): Promise<void> {
  if (offer.state.name !== 'open' && offer.state.name !== 'later') return
  const partition = employeePartition(offer.tenant, offer.employee)
  const discussion = (await world.store.get('discussion', partition, offer.quarter.key))?.value
  if (discussion && !is(discussion, 'needsSlot')) await showDiscussion(world, discussion)
  else await show(world, offer, { name: 'over', why: over })
}

/** `closes` is the end of the quarter. */
export type Question = { content: ContentOf<'offer'>; attempt: number; closes: Instant }
/** Why nothing is asked any more, as a sentence. */
export type Over = { over: string }

/** What would be asked now; over once it is answered, declined or the quarter has passed. */
export async function questionOf({ store, clock }: World, offer: Offer): Promise<Question | Over | 'nothing'> {
  const { tenant, employee, manager } = offer
  const partition = employeePartition(tenant, employee)
  const now: Instant = clock.now()
  const found = await store.read(partition, ['pair', 'discussion'])
  const pair = found.pair[0]?.value
  const discussions = found.discussion.map(({ value }) => value)
  const discussion = discussions.find((one) => one.quarter.key === offer.quarter.key)
  const people = tenantPartition(tenant)
  const [managerPerson, employeePerson] = await Promise.all([
    store.get('person', people, manager),
    store.get('person', people, employee),
  ])
  if (!pair || !managerPerson || !employeePerson || employeePerson.value.manager !== manager)
    return { over: 'The directory no longer lists you two as manager and employee.' }
  if (pair.answer === 'no') return { over: `${nameOf(employeePerson.value)} would rather not use Growth.` }
  if (discussion && !is(discussion, 'needsSlot')) return { over: 'It has been answered.' }

  const { zone } = managerPerson.value.mailbox
  const quarter = quarterByKey(offer.quarter.key, await startMonthOf({ store }, tenant), zone)
  if (now >= quarter.end) return { over: `${offer.quarter.label} is over.` }
  const ranking = rank({
    slots: freeSlots(pair.slots ?? [], discussions),
    now,
    quarter,
    zone,
    lastStart: pair.lastStart,
    away: pair.away,
  })
  if (!ranking.recommended) return 'nothing'
  const time = ({ eventId, start, end }: { eventId: string; start: string; end: string }) => ({ eventId, start, end })
  return {
    attempt: discussion?.attempt ?? 1,
    closes: quarter.end,
    content: {
      type: 'offer',
      employee: nameOf(employeePerson.value),
      recommended: time(ranking.recommended),
      alternatives: ranking.alternatives.map(time),
      reason: ranking.reason,
      outcome: null,
    },
  }
}

const nameOf = (person: Person) => firstName(person.directory.name)
