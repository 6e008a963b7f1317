// Changes the calendar for a conversion, one occurrence and nothing else, and puts it back where that is owed (R5).
import { changeIfThere } from '#bot/change.ts'
import { markOf, nameOccurrence, restoreOccurrence } from '#bot/offers/occurrence.ts'
import { askTheOrganizer, canBeAsked } from '#bot/offers/organizer.ts'
import { show, showDiscussion } from '#bot/offers/show.ts'
import { tellUndone } from '#bot/offers/undo.ts'
import type { Stored, World } from '#bot/ports.ts'
import { converted, is, notConverted, type Original, type StateOf } from '#shared/discussion/discussion.ts'
import { firstStep, stepsOf } from '#shared/discussion/steps.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { ASK_AGAIN_DAYS, type Offer, reopen } from '#shared/offer/offer.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, clockTime, dayShort, localOf } from '#shared/time.ts'

/** So long a name is tried to be put back in a calendar that does not let us in, days. */
const TRIED_FOR_DAYS = 3

/** A discussion that is being converted, or whose old slot is to be put back. */
export function convert(world: World) {
  return async (due: Stored<'discussion'>): Promise<void> => {
    if (due.value.restore) return putBack(world, due)
    if (is(due.value, 'converting')) return changeCalendar(world, due.value, due.version)
  }
}

async function changeCalendar(world: World, of: StateOf<'converting'>, version: string): Promise<void> {
  const { store } = world
  const { slot, consent } = of.state
  // The organizer's copy is the only one that counts. Where the organizer is neither of the two and cannot be asked, the
  // discussion is held in that slot and the calendar stays as it is (R5).
  const isOwn = slot.organizer === of.manager
  const isAnothers = !isOwn && slot.organizer !== of.employee
  if (!isOwn && consent === 'notNeeded') {
    if (isAnothers && !(await canBeAsked(world, of.tenant, slot.organizer))) return settle(world, of, null, version)
    return ask(world, of, version)
  }
  if (!isOwn && consent === 'asked')
    return fail(
      world,
      of,
      version,
      false,
      'The meeting stays as it is: its organizer has not agreed. Choose another one.',
    )

  let known: StateOf<'converting'> = of
  let at = version
  const change = await nameOccurrence(world, {
    mark: markOf(of),
    before: of.state.original,
    place: () => placeOf(world, of),
    async remember(original) {
      known = { ...of, state: { ...of.state, original } }
      const next = await store.put('discussion', known, at)
      at = next ?? at
      return next !== null
    },
  })
  if (change === null) return
  if (change.outcome === 'done') return settle(world, known, change.kept, at)
  // They agreed, and yet their calendar does not let us in: as if they could not be asked.
  if (change.isClosed && isAnothers && !change.isTouched) return settle(world, of, null, at)
  return fail(world, known, at, change.isTouched, change.why)
}

async function ask(world: World, of: StateOf<'converting'>, version: string): Promise<void> {
  await askTheOrganizer(world, of, version)
  const now = await world.store.get('discussion', employeePartition(of.tenant, of.employee), of.quarter.key)
  if (now) await showDiscussion(world, now.value)
}

/** Where the organizer's copy is. An event's id differs from mailbox to mailbox; its iCalUId does not. */
async function placeOf({ calendar }: World, { manager, state: { slot } }: StateOf<'converting'>) {
  if (slot.organizer === manager) return { mailbox: manager, eventId: slot.eventId }
  const view = await calendar.view(slot.organizer, slot.start, slot.end)
  if ('closed' in view) throw new Refusal('notForYou', "Growth is not allowed to open the organizer's calendar.")
  const own = view.events.find((event) => event.iCalUId === slot.iCalUId)
  return own ? { mailbox: slot.organizer, eventId: own.id } : null
}

async function settle(
  world: World,
  before: StateOf<'converting'>,
  kept: Original | null,
  version: string,
): Promise<void> {
  const { store, clock } = world
  const people = tenantPartition(before.tenant)
  const [manager, employee] = await Promise.all([
    store.get('person', people, before.manager),
    store.get('person', people, before.employee),
  ])
  const now = clock.now()
  const both = manager && employee ? ([employee.value, manager.value] as const) : null
  const of = converted(before, kept, now, both ? firstStep(stepsOf(before.state.slot, both), now) : now)
  // Said first: if this process dies in between, all of it is said again in the same words under the same ids.
  if (both) await tellEmployee(world, of, ...both)
  await showDiscussion(world, of)
  await store.put('discussion', of, version)
}

async function tellEmployee(
  { store, clock }: World,
  of: StateOf<'scheduled'>,
  employee: Person,
  manager: Person,
): Promise<void> {
  const { slot, original } = of.state
  const { zone } = employee.mailbox
  const when = `${dayShort(localOf(slot.start, zone).day)}, ${clockTime(slot.start, zone)}`
  const name = firstName(manager.directory.name)
  const message = owe(
    {
      tenant: of.tenant,
      recipient: of.employee,
      about: of.employee,
      content: {
        type: 'news',
        title: `${when} is your growth discussion with ${name}`,
        text: original
          ? `${name} chose this 1-1 for it. The invitation has a new name, everything else stays as it is.`
          : `${name} chose this 1-1 for it. The invitation itself stays as it is.`,
        open: { title: 'See what it is about', subPage: '' },
      },
      urgency: 'news',
      discussion: { quarter: of.quarter.key, attempt: of.attempt },
      expiresAt: slot.start,
      key: ['converted', of.employee, of.quarter.key, of.attempt],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
}

async function fail(
  world: World,
  of: StateOf<'converting'>,
  version: string,
  putBackLater: boolean,
  why: string,
): Promise<void> {
  const { store, clock } = world
  const now = clock.now()
  // The discussion last: until then nobody else can convert, and a process that dies here does it again.
  const offer = await changeIfThere(
    store,
    'offer',
    employeePartition(of.tenant, of.employee),
    of.quarter.key,
    (known) => reopen(known, addDays(now, ASK_AGAIN_DAYS)),
  )
  if (offer) {
    await recommend(world, offer, of.state.slot.eventId)
    await show(world, offer, { name: 'failed', why })
  }
  await store.put('discussion', notConverted(of, putBackLater, now), version)
}

/** "Try again" means the slot that was chosen, so that becomes the card's first. */
async function recommend({ store }: World, offer: Offer, eventId: string): Promise<void> {
  for (const id of offer.messages) {
    await changeIfThere(store, 'message', recipientPartition(offer.tenant, offer.manager), id, (of) => {
      if (of.content.type !== 'offer' || of.content.recommended.eventId === eventId) return null
      const chosen = of.content.alternatives.find((one) => one.eventId === eventId)
      if (!chosen) return null
      const alternatives = [of.content.recommended, ...of.content.alternatives.filter((one) => one !== chosen)]
      return { ...of, content: { ...of.content, recommended: chosen, alternatives } }
    })
  }
}

/** Gives a slot back, in the calendar and with a word to the two. */
async function putBack(world: World, { value: of, version }: Stored<'discussion'>): Promise<void> {
  const { store, clock, log } = world
  if (!of.restore) return
  const { original, slot } = of.restore
  // Said at the press already, unless that was cut short.
  if (is(of, 'needsSlot') && of.state.why === 'undone') await tellUndone(world, of)
  if (original && (await restoreOccurrence(world, original, slot)) === 'closed') {
    log.warn('offers.notRestored', { mailbox: original.mailbox })
    // Access that was taken away by mistake comes back; the mailbox of somebody who left does not.
    const since = is(of, 'needsSlot') ? of.state.since : clock.now()
    if (clock.now() < addDays(since, TRIED_FOR_DAYS))
      return void (await store.put('discussion', { ...of, dueAt: addDays(clock.now(), 1) }, version))
  }
  const dueAt = is(of, 'needsSlot') ? null : clock.now()
  await store.put('discussion', { ...of, restore: null, dueAt }, version)
}
