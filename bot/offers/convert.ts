// Changes the calendar for a conversion, one occurrence and nothing else, and puts it back where that is owed (R5).
import { changeIfThere } from '#bot/change.ts'
import { askTheOrganizer } from '#bot/offers/organizer.ts'
import { show, showDiscussion } from '#bot/offers/show.ts'
import { tellUndone } from '#bot/offers/undo.ts'
import type { Occurrence, Stored, World } from '#bot/ports.ts'
import {
  converted,
  type Discussion,
  is,
  notConverted,
  type Original,
  type StateOf,
} from '#shared/discussion/discussion.ts'
import { firstStep, stepsOf } from '#shared/discussion/steps.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { ASK_AGAIN_DAYS, type Offer, reopen } from '#shared/offer/offer.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, clockTime, dayShort, localOf } from '#shared/time.ts'

export const CATEGORY = 'Growth discussion'
export const subjectOf = (original: string) => `${original} · Growth discussion`
export const markOf = (of: Discussion) => `${of.tenant}/${of.employee}/${of.quarter.key} ${of.attempt}`

/** A discussion that is being converted, or whose old slot is to be put back. */
export function convert(world: World) {
  return async (due: Stored<'discussion'>): Promise<void> => {
    if (due.value.restore) return putBack(world, due)
    if (is(due.value, 'converting')) return changeCalendar(world, due.value, due.version)
  }
}

async function changeCalendar(world: World, of: StateOf<'converting'>, version: string): Promise<void> {
  const { store, calendar, log } = world
  const { slot, consent } = of.state
  const isEmployees = slot.organizer === of.employee
  // The organizer's copy is the only one that counts. An organizer who is neither of the two cannot be asked: the
  // discussion is held in that slot and the calendar stays as it is (R5).
  if (slot.organizer !== of.manager && !isEmployees) return settle(world, of, null, version)
  if (isEmployees && consent === 'notNeeded') return ask(world, of, version)
  if (isEmployees && consent === 'asked')
    return fail(
      world,
      of,
      version,
      false,
      'The meeting stays as it is: its organizer has not agreed. Choose another one.',
    )

  let before: Occurrence | null
  try {
    const place = of.state.original ?? (await placeOf(world, of))
    before = place && (await calendar.event(place.mailbox, place.eventId))
  } catch (error) {
    return fail(world, of, version, false, `Your calendar is as it was. ${sentenceOf(error)}`)
  }
  if (!before || before.isCancelled)
    return fail(world, of, version, false, 'That meeting is no longer in the calendar.')
  const mark = markOf(of)
  const isMarked = before.mark === mark
  // Our mark is there already when this process died between changing and saying so. Without it nothing was changed yet,
  // and what is kept is what is there now.
  const kept = isMarked ? of.state.original : originalOf(before)
  if (!kept) return fail(world, of, version, false, 'The meeting was changed by somebody else at the same time.')

  const remembered: StateOf<'converting'> = { ...of, state: { ...of.state, original: kept } }
  const next = isMarked ? version : await store.put('discussion', remembered, version)
  if (next === null) return

  let after: Occurrence | null = before
  let why = 'The calendar service did not answer.'
  if (!isMarked) {
    const categories = [...new Set([...kept.categories, CATEGORY])]
    try {
      const done = await calendar.rename(before, { subject: subjectOf(kept.subject), categories, mark })
      if (done === 'changed') why = 'Somebody changed the meeting at the same moment.'
      if (done === 'gone') why = 'The meeting is no longer in the calendar.'
    } catch (error) {
      // A lost answer may hide a change that was made: only reading it back tells (R5).
      why = sentenceOf(error)
    }
    try {
      after = await calendar.event(kept.mailbox, kept.eventId)
    } catch (error) {
      return fail(world, remembered, next, true, `${sentenceOf(error)} What it changed is put back.`)
    }
  }
  if (after === null) return fail(world, remembered, next, false, 'That meeting is no longer in the calendar.')
  const isOurs = after.mark === mark && after.subject === subjectOf(kept.subject)
  if (isOurs && after.joinUrl === kept.joinUrl && after.isOnline === kept.isOnline)
    return settle(world, remembered, kept, next)
  log.warn('offers.notConverted', { mark, isOurs })
  // Nothing of ours is there: what else changed meanwhile is somebody else's.
  const isTouched = after.mark === mark || after.subject === subjectOf(kept.subject)
  return fail(world, remembered, next, isTouched, `Your calendar is as it was. ${why}`)
}

/** The sentence of a refusal; anything else is a bug and goes on. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
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

export const originalOf = (of: Occurrence): Original => ({
  mailbox: of.mailbox,
  eventId: of.eventId,
  subject: of.subject,
  changeKey: of.changeKey,
  joinUrl: of.joinUrl,
  isOnline: of.isOnline,
  categories: of.categories,
})

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

/**
 * Puts name and categories back where they still are ours, and empties our mark (R5). False when somebody changed the
 * meeting at that very moment. A calendar that was closed to us since stays as it is: nobody can do anything about it.
 */
async function restored({ calendar, log }: World, original: Original): Promise<boolean> {
  try {
    const now = await calendar.event(original.mailbox, original.eventId)
    const isNamed = now?.subject === subjectOf(original.subject)
    if (!now || (now.mark === '' && !isNamed)) return true
    const categories = now.categories.filter((one) => one !== CATEGORY || original.categories.includes(CATEGORY))
    const to = { ...(isNamed ? { subject: original.subject } : {}), categories, mark: '' }
    return (await calendar.rename(now, to)) !== 'changed'
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'notForYou') throw error
    log.warn('offers.notRestored', { mailbox: original.mailbox })
    return true
  }
}

/** Gives a slot back, in the calendar and with a word to the two. */
async function putBack(world: World, { value: of, version }: Stored<'discussion'>): Promise<void> {
  const { store, clock } = world
  if (!of.restore) return
  const { original } = of.restore
  if (original && !(await restored(world, original))) throw new Refusal('unavailable', 'The meeting is being changed.')
  // Said at the press already, unless that was cut short.
  if (is(of, 'needsSlot') && of.state.why === 'undone') await tellUndone(world, of)
  const dueAt = is(of, 'needsSlot') ? null : clock.now()
  await store.put('discussion', { ...of, restore: null, dueAt }, version)
}
