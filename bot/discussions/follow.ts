// Holds a pair's scheduled discussion against the calendar as it was just read (R5): moved, moved too far, or gone.
import { changeIfThere } from '#bot/change.ts'
import type { Stored, World } from '#bot/ports.ts'
import { startMonthOf } from '#bot/settings.ts'
import { type Discussion, follow, GRACE_DAYS, is, loseSlot, type StateOf } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import type { Pair, Slot } from '#shared/oneOnOne/pair.ts'
import { owe, say } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { quarterByKey } from '#shared/quarter.ts'
import { addDays, clockTime, dayShort, type Instant, localOf } from '#shared/time.ts'

export function followCalendar(world: World) {
  return async ({ value: pair, version }: Stored<'pair'>): Promise<void> => {
    const { store } = world
    const all = await store.list('discussion', employeePartition(pair.tenant, pair.employee))
    for (const { value, version: seen } of all) {
      if (is(value, 'scheduled') && value.manager === pair.manager) await compare(world, pair, value, seen)
    }
    await store.put('pair', { ...pair, dueAt: null }, version)
  }
}

async function compare(world: World, pair: Pair, of: StateOf<'scheduled'>, version: string): Promise<void> {
  const { store, clock } = world
  const now = clock.now()
  const { slot } = of.state
  // What has begun is the meeting's to say, and what lies outside the reading cannot be judged by it.
  if (slot.start <= now || pair.slots === null) return
  const found = pair.slots.find((one) => one.iCalUId === slot.iCalUId)
  if (found && found.start === slot.start && found.end === slot.end) return askAboutName(world, of)
  const next = await nextOf(world, pair, of, found ?? null, now)
  if (!next) return
  // Owed first: if this process dies in between, the next reading owes the same messages again under the same ids.
  await tellBoth(world, pair, of, next, found ?? null)
  if ((await store.put('discussion', next, version)) !== null && is(next, 'scheduled')) await moveCards(world, next)
}

/** An edit of the whole series wipes the exceptions in it, our name and mark too: the manager is asked once (R5). */
async function askAboutName({ store, clock, calendar }: World, of: StateOf<'scheduled'>): Promise<void> {
  const { original, slot } = of.state
  const event = original && (await calendar.event(original.mailbox, original.eventId))
  if (event?.mark !== '' || event.isCancelled) return
  const employee = (await store.get('person', tenantPartition(of.tenant), of.employee))?.value
  const message = owe(
    {
      tenant: of.tenant,
      recipient: of.manager,
      about: of.employee,
      content: { type: 'askRename', with: firstName(employee?.directory.name ?? ''), start: slot.start, answer: null },
      urgency: 'news',
      discussion: { quarter: of.quarter.key, attempt: of.attempt },
      expiresAt: slot.start,
      key: [of.employee, of.quarter.key, of.attempt],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
}

/** Preparation that was asked for already says the new time, sent or not. */
async function moveCards({ store, clock }: World, of: StateOf<'scheduled'>): Promise<void> {
  const { start, end } = of.state.slot
  for (const recipient of [of.employee, of.manager]) {
    const partition = recipientPartition(of.tenant, recipient)
    for (const { value } of await store.list('message', partition)) {
      const { content, discussion } = value
      if (content.type !== 'prepare' || value.about !== of.employee) continue
      if (discussion?.quarter !== of.quarter.key || discussion.attempt !== of.attempt) continue
      await changeIfThere(store, 'message', partition, value.id, (known) =>
        known.content.type === 'prepare'
          ? { ...say(known, { ...known.content, start, end }, clock.now()), expiresAt: start }
          : null,
      )
    }
  }
}

/** The rule of R5 for one difference; null when the calendar could not be asked about a missing event. */
async function nextOf(
  world: World,
  pair: Pair,
  of: StateOf<'scheduled'>,
  found: Slot | null,
  now: Instant,
): Promise<Discussion | null> {
  const { store, calendar } = world
  const people = tenantPartition(of.tenant)
  if (!found) {
    // Not among the 1-1s any more: cancelled, or still there as something else (a third person, private).
    const event = await calendar.event(pair.manager, of.state.slot.eventId)
    const isThere = event !== null && !event.isCancelled
    return loseSlot(of, isThere ? 'moved' : 'cancelled', isThere, now)
  }
  const manager = await store.get('person', people, pair.manager)
  const zone = manager?.value.mailbox.zone ?? 'UTC'
  const quarter = quarterByKey(of.quarter.key, await startMonthOf({ store }, of.tenant), zone)
  const isInReach = found.start >= quarter.start && found.start < addDays(quarter.end, GRACE_DAYS)
  return isInReach ? follow(of, found.start, found.end, now) : loseSlot(of, 'moved', true, now)
}

async function tellBoth(
  { store, clock }: World,
  pair: Pair,
  of: StateOf<'scheduled'>,
  next: Discussion,
  found: Slot | null,
): Promise<void> {
  const people = tenantPartition(of.tenant)
  for (const id of [of.employee, of.manager]) {
    const person = (await store.get('person', people, id))?.value
    if (!person) continue
    const { zone } = person.mailbox
    const words = (instant: Instant) => `${dayShort(localOf(instant, zone).day)}, ${clockTime(instant, zone)}`
    const follows = is(next, 'scheduled') && found
    const message = owe(
      {
        tenant: of.tenant,
        recipient: id,
        about: of.employee,
        content: {
          type: 'news',
          title: follows
            ? `Your growth discussion is now on ${words(found.start)}`
            : 'Your growth discussion needs a new date',
          text: follows
            ? `The meeting was moved from ${words(of.state.slot.start)}.`
            : `The meeting on ${words(of.state.slot.start)} is no longer a 1-1 of you two in this quarter. Growth will offer another one.`,
          open: null,
        },
        urgency: 'news',
        // A meeting that is moved there and back and there again is told each time: each reading finds one of it.
        key: [
          'calendar',
          of.employee,
          of.quarter.key,
          of.attempt,
          of.state.slot.start,
          found?.start ?? 'gone',
          pair.readAt ?? '',
        ],
      },
      clock.now(),
    )
    await store.put('message', message, 'absent')
  }
}
