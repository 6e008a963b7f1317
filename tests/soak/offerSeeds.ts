// Random offers, answers, moves and crashes on two processes, held against what must always be true of the calendar (R3, R5).

import { MARK } from '#bot/adapters/graph/calendar.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { CATEGORY, markOf, subjectOf } from '#bot/offers/occurrence.ts'
import { type OfferVerb, respond } from '#bot/offers/respond.ts'
import { convertSlot } from '#bot/offers/take.ts'
import { newPerson } from '#bot/people/install.ts'
import type { Calendar, Store } from '#bot/ports.ts'
import { is, slotOf } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition } from '#shared/kinds.ts'
import { quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { DEFAULT_RETENTION } from '#shared/settings.ts'
import { addMinutes, type Instant } from '#shared/time.ts'
import { type InProcess, inProcess, newOutside, type Remembered } from '#tests/inProcess.ts'
import { keptInstant } from '#tests/sandbox/graphTime.ts'
import type { CalendarItem, World } from '#tests/sandbox/world.ts'
import { diceOf } from './dice.ts'
import {
  act,
  EMPLOYEE,
  itemsOf,
  MANAGER,
  newOutlook,
  PEOPLES_ACTS,
  type PeoplesAct,
  portsOf,
  type Wanted,
  wantedOf,
} from './outlook.ts'

const TENANT = 't'
const PAIR = { tenant: TENANT, manager: `id-${MANAGER}`, employee: `id-${EMPLOYEE}` }
const BEGIN = '2026-10-06T07:00:00.000Z'
const STEPS = 14
/** Of the calls to Graph, so many fail: half of them after they did what was asked. */
const GRAPH_FAILS = 0.03

const PRESSES = [
  'convert',
  'convert',
  'convert',
  'tabConvert',
  'undo',
  'undo',
  'later',
  'notThisQuarter',
  'reopen',
] as const
type Press = (typeof PRESSES)[number]

export type OfferSeeds = {
  seeds: number
  acts: number
  crashes: number
  /** Times that the calendar was changed by the app. */
  renames: number
  wrong: string[]
}

/** Seeds from `first` on, `many` of them or until the machine's time `until` (ms); `wrong` names each that broke a rule. */
export async function runOfferSeeds(of: {
  first: number
  many: number
  until?: number
  /** Spoils the calendar at the end, to see that it is seen. */
  tamper?: (world: World) => void
}): Promise<OfferSeeds> {
  const result: OfferSeeds = { seeds: 0, acts: 0, crashes: 0, renames: 0, wrong: [] }
  for (
    let seed = of.first;
    seed < of.first + of.many && Date.now() < (of.until ?? Number.POSITIVE_INFINITY);
    seed += 1
  ) {
    const wrong = await oneSeed(seed, result, of.tamper)
    result.wrong.push(...wrong.map((rule) => `seed ${seed}: ${rule}`))
    result.seeds += 1
  }
  return result
}

/** One process of the app, which can die between any two of its calls to the outside. */
type Process = { app: InProcess; life: Life }
type Life = { left: number; isDead: boolean; died: Promise<void>; die: () => void; random: () => number }

function newLife(random: () => number): Life {
  let die = () => {}
  const died = new Promise<void>((resolve) => {
    die = resolve
  })
  const life: Life = { left: Number.POSITIVE_INFINITY, isDead: false, died, random, die: () => {} }
  life.die = () => {
    life.isDead = true
    die()
  }
  return life
}

/** A dead process hears nothing any more; what it had asked for may have been done or not. */
function mortal<T extends object>(port: T, life: Life, untouched: readonly string[] = []): T {
  const never = new Promise<never>(() => {})
  return Object.fromEntries(
    Object.entries(port).map(([name, of]) => [
      name,
      typeof of !== 'function' || untouched.includes(name)
        ? of
        : async (...args: unknown[]) => {
            if (life.isDead) return never
            life.left -= 1
            if (life.left < 0) {
              if (life.random() < 0.5) await (of as (...all: unknown[]) => Promise<unknown>).apply(port, args)
              life.die()
              return never
            }
            const answer = await (of as (...all: unknown[]) => Promise<unknown>).apply(port, args)
            return life.isDead ? never : answer
          },
    ]),
  ) as T
}

/** Graph that does not answer now and then. */
function flaky(calendar: Calendar, random: () => number, isOn: () => boolean, onRename: () => void): Calendar {
  const maybe = async <T>(work: () => Promise<T>): Promise<T> => {
    if (!isOn() || random() >= GRAPH_FAILS) return work()
    if (random() < 0.5) await work()
    throw new Refusal('unavailable', 'The calendar service did not answer.')
  }
  return {
    ...calendar,
    view: (...args) => maybe(() => calendar.view(...args)),
    event: (...args) => maybe(() => calendar.event(...args)),
    rename: (...args) =>
      maybe(() => {
        onRename()
        return calendar.rename(...args)
      }),
  }
}

async function oneSeed(seed: number, result: OfferSeeds, tamper?: (world: World) => void): Promise<string[]> {
  const random = diceOf(seed)
  const dice = (many: number) => Math.floor(random() * many)
  const world = newOutlook(BEGIN)
  const wanted = wantedOf(world)
  const bodies = new Map(itemsOf(world).map(({ event }) => [event.iCalUId, fixed(event)]))
  const outside = newOutside()
  const file = openSqlite(':memory:')
  const { calendar, directory } = portsOf(world)
  const wrong: string[] = []
  let now: Instant = BEGIN
  let isRough = true
  let starts = 0
  const dead = new Set<string>()

  const start = (): Process => {
    starts += 1
    const name = `h/1/${starts}`
    const life = newLife(random)
    void life.died.then(() => dead.add(name))
    const graph = flaky(
      calendar,
      random,
      () => isRough,
      () => (result.renames += 1),
    )
    const app = inProcess(
      mortal(file as Store, life, ['everything', 'close']),
      mortal(outside as Remembered, life) as Remembered,
      name,
      (instance) => dead.has(instance),
      mortal(graph, life),
      directory,
    )
    app.setClock(now)
    return { app, life }
  }
  await settleIn(file, directory)
  const processes: [Process, Process] = [start(), start()]
  /** Whatever it does, a process that dies in the middle is started anew. */
  const doing = async (n: 0 | 1, work: (app: InProcess) => Promise<unknown>) => {
    const { app, life } = processes[n]
    const failed = await Promise.race([
      work(app).then(
        () => null,
        (error) => error as unknown,
      ),
      life.died.then(() => null),
    ])
    if (failed && !(failed instanceof Refusal)) wrong.push(String((failed as Error).stack ?? failed))
    if (!life.isDead) return
    result.crashes += 1
    processes[n] = start()
  }
  const settled = () =>
    Promise.all([
      doing(0, (app) => app.settled(2000) as Promise<void>),
      doing(1, (app) => app.settled(2000) as Promise<void>),
    ])
  const advance = async (minutes: number) => {
    now = addMinutes(now, minutes)
    world.now = now
    for (const { app } of processes) app.setClock(now)
    await settled()
  }

  await settled()
  // Rafe has a day to say no; then the offer goes out.
  for (let n = 0; n < 3; n += 1) await advance(25 * 60)
  for (let step = 0; step < STEPS; step += 1) {
    result.acts += 1
    const roll = random()
    if (roll < 0.15) for (const n of [0, 1] as const) if (dice(2)) processes[n].life.left = dice(40)
    if (roll < 0.45) {
      const [one, other] = [pick(PRESSES, dice), random() < 0.4 ? pick(PRESSES, dice) : null]
      const presses = [doing(0, (app) => press(app, file, one, dice))]
      if (other) presses.push(doing(1, (app) => press(app, file, other, dice)))
      await Promise.all(presses)
      if (random() < 0.7) await settled()
    } else if (roll < 0.7) {
      const item = chosen(itemsOf(world), now, random, dice)
      if (item) act(world, wanted, pick(PEOPLES_ACTS, dice) as PeoplesAct, item, quarterOf(now, 1, 'Europe/London').end)
    } else {
      await advance([60, 8 * 60, 24 * 60, 3 * 24 * 60, 6 * 24 * 60][dice(5)] as number)
    }
  }
  // Everything becomes calm: nobody dies, Graph answers, and two days of readings go by.
  isRough = false
  for (const { life } of processes) life.left = Number.POSITIVE_INFINITY
  for (let n = 0; n < 3; n += 1) await advance(24 * 60)
  tamper?.(world)
  wrong.push(...(await judge(file, world, wanted, bodies, outside)))
  for (const { app } of processes) {
    for (const error of app.errors) if (!/Refusal/.test(error)) wrong.push(error)
    await app.stop()
  }
  await file.close()
  return wrong
}

const pick = <T>(from: readonly T[], dice: (many: number) => number): T => from[dice(from.length)] as T
/** What nobody but its author changes. */
const fixed = ({ body, onlineMeeting, isOnlineMeeting }: CalendarItem['event']) =>
  JSON.stringify([body, onlineMeeting, isOnlineMeeting])

/** A meeting that is still to come, and often the one that is named already. */
function chosen(items: CalendarItem[], now: Instant, random: () => number, dice: (many: number) => number) {
  const coming = items.filter(({ event }) => keptInstant(event.start) > now)
  const named = coming.filter(({ properties }) => properties[MARK])
  const from = named.length > 0 && random() < 0.7 ? named : coming
  return from.length === 0 ? null : pick(from, dice)
}

async function settleIn(store: Store, directory: ReturnType<typeof portsOf>['directory']): Promise<void> {
  const settings = {
    tenant: TENANT,
    fiscalYearStartMonth: 1,
    cadence: 'quarterly' as const,
    world: null,
    retention: DEFAULT_RETENTION,
    erasureKey: 'k',
  }
  await store.put('settings', settings, 'absent')
  for (const id of [PAIR.manager, PAIR.employee]) {
    const entry = await directory.person(id)
    if (!entry) throw new Error(`${id} is not in the directory`)
    const chat = { conversation: id, serviceUrl: 'https://teams.test/' }
    await store.put('person', { ...newPerson(TENANT, entry), chat, dueAt: BEGIN }, 'absent')
  }
}

async function press(app: InProcess, store: Store, what: Press, dice: (many: number) => number): Promise<void> {
  const pair = (await store.get('pair', employeePartition(TENANT, PAIR.employee), 'pair'))?.value
  const slots = (pair?.slots ?? []).filter(({ start }) => start > app.world.clock.now())
  const eventId = slots.length > 0 ? (slots[dice(slots.length)]?.eventId ?? '') : ''
  if (what === 'tabConvert') return convertSlot(app.world, PAIR, eventId)
  const messages = (await store.list('message', recipientPartition(TENANT, PAIR.manager))).map(({ value }) => value)
  const offers = messages.filter(({ content }) => content.type === 'offer')
  const message = offers[dice(offers.length)]
  if (message) await respond(app.world, message, `offer.${what}` as OfferVerb, what === 'convert' ? eventId : null)
}

async function judge(
  store: Store,
  world: World,
  wanted: Wanted,
  bodies: Map<string, string>,
  outside: Remembered,
): Promise<string[]> {
  const wrong: string[] = []
  const all = (await store.list('discussion', employeePartition(TENANT, PAIR.employee))).map(({ value }) => value)
  const quarters = all.map(({ quarter }) => quarter.key)
  if (new Set(quarters).size !== quarters.length) wrong.push(`two discussions in one quarter: ${quarters}`)
  for (const one of all) {
    if (one.restore) wrong.push(`${one.quarter.key}: its old slot was never given back`)
    if (is(one, 'converting')) wrong.push(`${one.quarter.key}: is being converted for ever`)
  }
  const byCal = new Map(all.flatMap((one) => (slotOf(one) ? [[slotOf(one)?.iCalUId, one] as const] : [])))
  for (const { event, properties } of itemsOf(world)) {
    const { iCalUId, subject } = event
    const own = wanted.get(iCalUId)
    if (!own) {
      wrong.push(`${iCalUId} came back`)
      continue
    }
    if (keptInstant(event.start) !== own.start || keptInstant(event.end) !== own.end)
      wrong.push(`${iCalUId} was moved to ${event.start.dateTime}; people want ${own.start}`)
    if (fixed(event) !== bodies.get(iCalUId)) wrong.push(`${iCalUId}: the body or the join URL changed`)
    const of = byCal.get(iCalUId)
    const mark = properties[MARK] ?? ''
    const isNamed = subject === subjectOf(own.subject)
    if (subject !== own.subject && !isNamed) wrong.push(`${iCalUId} is called ${subject}; people want ${own.subject}`)
    // A meeting that passed without the discussion keeps the name it had: nobody is sent an update about the past.
    if (!of && own.end < world.now) continue
    if (!of) {
      if (isNamed) wrong.push(`${iCalUId} has our name and is no discussion`)
      if (mark !== '') wrong.push(`${iCalUId} has our mark and is no discussion`)
      if (event.categories.includes(CATEGORY)) wrong.push(`${iCalUId} has our category and is no discussion`)
    } else if (mark !== '' && mark !== markOf(of)) wrong.push(`${iCalUId} has the mark ${mark} of another attempt`)
    else if (is(of, 'scheduled') && mark === '' && !own.wiped) wrong.push(`${iCalUId} is scheduled and lost its mark`)
    const theirs = world.calendars[PAIR.employee]?.find((item) => item.event.iCalUId === iCalUId)?.event
    if (theirs && theirs.subject !== subject) wrong.push(`${iCalUId} is called ${theirs.subject} in Rafe's calendar`)
  }
  for (const who of [PAIR.manager, PAIR.employee]) {
    const owed = (await store.list('message', recipientPartition(TENANT, who))).length
    const sent = outside.sent.filter(({ chat }) => chat === who).length
    if (sent > owed) wrong.push(`${sent} cards were sent to ${who}, and ${owed} were owed`)
  }
  return wrong
}
