// Reads an enrolled manager's calendar, finds the 1-1s in it, and opens the quarter's offers (R1, R4).
import { change, changeIfThere } from '#bot/change.ts'
import { askOurs } from '#bot/offers/ours.ts'
import type { Stored, World } from '#bot/ports.ts'
import { rhythmOf, startMonthOf } from '#bot/settings.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { type Cadence, cadenceOf, isDue } from '#shared/offer/cadence.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { newOffer, type Offer, reopen } from '#shared/offer/offer.ts'
import { meetingsOf } from '#shared/offer/ours.ts'
import { rank } from '#shared/offer/rank.ts'
import { classify, type OpenLook, REASON_WORDS } from '#shared/oneOnOne/classify.ts'
import { type GraphEvent, outOfOffice } from '#shared/oneOnOne/event.ts'
import { addressesToAsk } from '#shared/oneOnOne/lookups.ts'
import { type NoMailbox, type Pair, type Slot, seriesId } from '#shared/oneOnOne/pair.ts'
import { nextReading } from '#shared/oneOnOne/readingTime.ts'
import { isSlot } from '#shared/oneOnOne/slots.ts'
import { bareAddress, type DirectoryPerson, directoryOf, firstName } from '#shared/person.ts'
import { previousQuarter, type Quarter, quarterOf } from '#shared/quarter.ts'
import { addDays, type Instant } from '#shared/time.ts'

/** So far back, a meeting that ran over or started late is still found (R17), days. */
const BACK_DAYS = 15
/** So far past the quarter a discussion may be moved and keep it (R5), and a day more, days. */
const AHEAD_DAYS = 15
/** The employee has a day to say no before the first offer about them goes out (R0), days. */
const DAY_TO_DECLINE = 1
/** After an undo the manager is not asked at once, days. */
const AFTER_UNDO_DAYS = 7

export function discover(world: World) {
  return async ({ value, version }: Stored<'calendar'>): Promise<void> => {
    const { store, clock, calendar } = world
    const { tenant } = value
    const manager = (await store.get('person', tenantPartition(tenant), value.manager))?.value
    // Not enrolled (any more), or without employees: comes back with them, by the reading of the directory (R0).
    if (!manager?.directory.enabled || manager.dueAt === null || manager.employees.length === 0)
      return void (await store.put('calendar', { ...value, dueAt: null }, version))
    const now = clock.now()
    const read = { ...value, dueAt: nextReading(now, manager.mailbox.zone, manager.id) }
    const quarter = quarterOf(now, await startMonthOf({ store }, tenant), manager.mailbox.zone)
    const view = await calendar.view(manager.id, addDays(now, -BACK_DAYS), addDays(quarter.end, AHEAD_DAYS))
    if ('events' in view) await readPairs(world, manager, quarter, view.events)
    else await sayClosed(world, manager, view.closed)
    const closed = 'closed' in view ? view.closed : null
    await store.put('calendar', { ...read, closed, readAt: closed ? value.readAt : now }, version)
  }
}

const CLOSED_WORDS: Record<NoMailbox, string> = {
  noMailbox: 'you have no mailbox that Growth can read',
  noAccess: 'Growth is not allowed to read your calendar',
}

/** A calendar that is closed to us says nothing: what was found in it before stays, and nobody reads "no 1-1s". */
async function sayClosed({ store }: World, manager: Person, closed: NoMailbox): Promise<void> {
  for (const id of manager.employees)
    await changeIfThere(store, 'pair', employeePartition(manager.tenant, id), 'pair', (pair) =>
      pair.manager === manager.id ? { ...pair, why: CLOSED_WORDS[closed] } : null,
    )
}

async function readPairs(world: World, manager: Person, quarter: Quarter, events: GraphEvent[]): Promise<void> {
  const { store, clock } = world
  const employees: Person[] = []
  for (const id of manager.employees) {
    const employee = await store.get('person', tenantPartition(manager.tenant), id)
    if (employee?.value.manager === manager.id) employees.push(employee.value)
  }
  const directory = await whoIsWho(world, events, [manager, ...employees])
  const people = employees.map((one) => one.directory)
  const looks = events
    .map((event) => classify(event, { manager: manager.directory, employees: people, directory }))
    .filter((look): look is OpenLook => look.eventId !== null)
  const byId = new Map(events.map((event) => [event.id, event.organizer?.emailAddress]))
  const nameOf = ({ eventId }: OpenLook) => {
    const { name = '', address = '' } = byId.get(eventId) ?? {}
    return firstName(directory(bareAddress(address))?.name ?? name)
  }
  const { zone } = manager.mailbox
  const { startMonth, cadence } = await rhythmOf(world, manager.tenant)
  const rhythm = { quarter, previous: previousQuarter(quarter, startMonth, zone), zone, cadence }

  for (const employee of employees) {
    const away = [manager.mailbox.away, employee.mailbox.away].filter((span) => span !== null)
    // Made by the reading of the directory. One that is gone since was deleted, and is not made anew (R8).
    const pair = await changeIfThere(store, 'pair', employeePartition(manager.tenant, employee.id), 'pair', (known) => {
      const now = clock.now()
      const { slots, possible } = meetingsOf(looks, { employee: employee.id, ours: known.ours, now, nameOf })
      return {
        ...known,
        slots: slots.map(
          ({ eventId, iCalUId, organizer, start, end, joinUrl }): Slot => ({
            eventId,
            iCalUId,
            organizer: organizer ?? manager.id,
            start,
            end,
            joinUrl,
          }),
        ),
        possible,
        away: [...away, ...outOfOffice(events, manager.mailbox.zone)],
        why: slots.length > 0 ? null : whyNone(looks, employee.id),
        readAt: now,
        dueAt: now,
      }
    })
    if (!pair) continue
    await rememberSeries(world, pair, pair.slots ?? [])
    const toldAt = await whenTold(store, pair)
    if (pair.answer === 'no' || toldAt === null) continue
    await askOurs(world, pair)
    await openOffer(world, pair, toldAt, rhythm)
  }
}

/** What decides on offers beside the pair: the quarters by the manager's calendar, and the tenant's cadence (R2). */
type Rhythm = { quarter: Quarter; previous: Quarter; zone: string; cadence: Cadence }

/** Who is on the invitations, by every proxy address; Graph is asked about those that could make a difference. */
async function whoIsWho(world: World, events: GraphEvent[], known: Person[]) {
  const people: DirectoryPerson[] = known.map((one) => one.directory)
  const byKnown = directoryOf(people)
  const unknown = new Set(events.flatMap((event) => addressesToAsk(event, byKnown)))
  const found = await Promise.all([...unknown].map((address) => world.directory.byAddress(address)))
  for (const one of found) if (one && !people.some(({ id }) => id === one.id)) people.push(one)
  return directoryOf(people)
}

/** The reason most of the employee's events share, in words for the manager. */
function whyNone(looks: OpenLook[], employee: string): string {
  const counts = new Map<string, number>()
  for (const look of looks) {
    if (look.employee !== employee || isSlot(look)) continue
    counts.set(REASON_WORDS[look.reason], (counts.get(REASON_WORDS[look.reason]) ?? 0) + 1)
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1])
  // One reason over several meetings is a reason of the series.
  if (most) return most[1] > 1 ? `${most[0]} in the series` : most[0]
  return 'no meeting of you two in the calendar'
}

/** A series' join URL is how a meeting is recognised later (R17). */
async function rememberSeries({ store }: World, pair: Pair, found: Slot[]): Promise<void> {
  const { tenant, manager, employee } = pair
  for (const joinUrl of new Set(found.map((slot) => slot.joinUrl))) {
    if (joinUrl === null) continue
    const id = await seriesId(joinUrl)
    await change(store, 'series', tenantPartition(tenant), id, (known) =>
      known?.manager === manager && known.employee === employee ? null : { tenant, id, joinUrl, manager, employee },
    )
  }
}

/** Opens this quarter's offer where the pair needs a slot, has one, and its cadence says so (R2, R4). */
async function openOffer({ store, clock }: World, pair: Pair, toldAt: Instant, rhythm: Rhythm): Promise<void> {
  const { tenant, employee, manager } = pair
  const { quarter, previous, zone } = rhythm
  const partition = employeePartition(tenant, employee)
  const discussions = (await store.list('discussion', partition)).map(({ value }) => value)
  const discussion = discussions.find((one) => one.quarter.key === quarter.key) ?? null
  if (discussion && !is(discussion, 'needsSlot')) return
  const cadence = cadenceOf(pair.cadence, rhythm.cadence)
  if (!isDue(cadence, discussions, { running: quarter.key, previous: previous.key })) return
  const now = clock.now()
  const slots = freeSlots(pair.slots ?? [], discussions)
  if (!rank({ slots, now, quarter, zone, lastStart: pair.lastStart, away: pair.away }).recommended) return

  const decline = addDays(toldAt, DAY_TO_DECLINE)
  await change(store, 'offer', partition, quarter.key, (known): Offer | null => {
    if (!known || known.manager !== manager)
      return newOffer(
        { tenant, employee, manager, quarter: { key: quarter.key, label: quarter.label } },
        later(now, decline),
      )
    if (known.state.name !== 'converted' || !discussion || !is(discussion, 'needsSlot')) return null
    const { since, why } = discussion.state
    return reopen(known, why === 'undone' || why === 'failed' ? addDays(since, AFTER_UNDO_DAYS) : now)
  })
}

/** When the employee was told what this is (R0): the sending of the first contact; an answer counts as told. */
async function whenTold(store: World['store'], pair: Pair): Promise<Instant | null> {
  const id = `hello:${pair.manager}`
  const hello = await store.get('message', recipientPartition(pair.tenant, pair.employee), id)
  if (hello?.value.state.name === 'sent') return hello.value.state.at
  return pair.answer === 'yes' ? pair.readAt : null
}

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b)
