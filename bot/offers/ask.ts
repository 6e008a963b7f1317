// Puts the quarter's question to the manager, once and again while there is silence (R4).
import { changeIfThere } from '#bot/change.ts'
import { show, showDiscussion } from '#bot/offers/show.ts'
import type { Stored, World } from '#bot/ports.ts'
import { rhythmOf } from '#bot/settings.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { cadenceOf, isDue, WEEKS_BETWEEN } from '#shared/offer/cadence.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { ASK_AGAIN_DAYS, asked, isAskedEnough, isJustRequested, type Offer } from '#shared/offer/offer.ts'
import { rankFor } from '#shared/offer/request.ts'
import type { Slot } from '#shared/oneOnOne/pair.ts'
import type { ContentOf } from '#shared/outbox/content.ts'
import { type Message, owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { previousQuarter, quarterByKey } from '#shared/quarter.ts'
import { addDays, type Instant } from '#shared/time.ts'

export function ask(world: World) {
  return async ({ value: offer, version }: Stored<'offer'>): Promise<void> => {
    const { store, clock } = world
    const now = clock.now()
    const question = await questionOf(world, offer, 'byItself')
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
        // News of what the employee did goes within the hours, not when it is this offer's turn (R11).
        urgency: isJustRequested(offer) ? 'news' : 'offer',
        discussion: { quarter: offer.quarter.key, attempt: question.attempt },
        expiresAt: question.content.recommended.start,
        key: [offer.employee, offer.quarter.key, offer.messages.length + 1],
      },
      now,
    )
    const waiting = await askInstead(world, offer, message)
    if (waiting)
      return void (await store.put(
        'offer',
        { ...asked(offer, waiting, now, question.closes), messages: offer.messages },
        version,
      ))
    // Owed first: if this process dies in between, the same message is owed again under the same id.
    await store.put('message', message, 'absent')
    await store.put('offer', asked(offer, message.id, now, question.closes), version)
  }
}

/** A question that still waits for its morning says the new one, so that there are not two. Its id, or null. */
async function askInstead({ store }: World, offer: Offer, message: Message): Promise<string | null> {
  const last = offer.messages.at(-1)
  if (last === undefined) return null
  const { content, urgency, discussion, expiresAt, dueAt } = message
  const waiting = await changeIfThere(store, 'message', recipientPartition(offer.tenant, offer.manager), last, (of) =>
    of.state.name === 'owed' ? { ...of, content, urgency, discussion, expiresAt, dueAt } : null,
  )
  return waiting && last
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

/**
 * What would be asked now; over once it is answered, declined or the quarter has passed, and `byItself` also where the
 * two have talked last quarter and do so twice a year (R2).
 */
export async function questionOf(
  { store, clock }: World,
  offer: Offer,
  how: 'byItself' | 'byHand',
): Promise<Question | Over | 'nothing'> {
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
  const tenants = await rhythmOf({ store }, tenant)
  const { startMonth } = tenants
  const quarter = quarterByKey(offer.quarter.key, startMonth, zone)
  if (now >= quarter.end) return { over: `${offer.quarter.label} is over.` }
  const cadence = cadenceOf(pair.cadence, tenants.cadence)
  const quarters = { running: quarter.key, previous: previousQuarter(quarter, startMonth, zone).key }
  if (how === 'byItself' && offer.request === null && !isDue(cadence, discussions, quarters))
    return { over: `You two talk twice a year. Either of you can still start one.` }
  const ranking = rankFor(
    {
      slots: freeSlots(pair.slots ?? [], discussions),
      now,
      quarter,
      zone,
      lastStart: pair.lastStart,
      away: pair.away,
      weeksBetween: WEEKS_BETWEEN[cadence],
    },
    offer.request,
  )
  const { recommended, alternatives } = ranking
  if (!recommended) return 'nothing'
  const time = ({ eventId, start, end }: Slot) => ({ eventId, start, end })
  return {
    attempt: discussion?.attempt ?? 1,
    closes: quarter.end,
    content: {
      type: 'offer',
      employee: nameOf(employeePerson.value),
      recommended: time(recommended),
      alternatives: alternatives.map(time),
      reason: ranking.reason,
      request: ranking.request,
      others: howMany(
        [recommended, ...alternatives],
        ({ organizer }) => organizer !== manager && organizer !== employee,
      ),
      outcome: null,
    },
  }
}

const howMany = <T>(all: T[], is: (one: T) => boolean) => (all.every(is) ? 'all' : all.some(is) ? 'some' : 'none')
const nameOf = (person: Person) => firstName(person.directory.name)
