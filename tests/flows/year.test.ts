// A year of messages in the built-in company: what the app sends when nobody answers, and when everybody does (R4, R11, R12).
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import type { PlanInfo, Revision, Team } from '#shared/api.ts'
import { recipientPartition } from '#shared/kinds.ts'
import type { Content } from '#shared/outbox/content.ts'
import type { Message } from '#shared/outbox/message.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea } from '#shared/plan/edit.ts'
import { actionsOf as plannedIn } from '#shared/plan/plan.ts'
import { addCalendarDays, addDays, localOf, weekdayOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { endOf, startOf } from '#tests/play.ts'
import { PEOPLE, person } from '#tests/sandbox/companyPeople.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import {
  actionsOf,
  type BotActivity,
  type Card,
  type CardAction,
  cardIn,
  startWorld,
  type TestWorld,
} from '#tests/world.ts'

const WITH_APP = PEOPLE.filter(({ installed }) => installed !== false).map(({ key }) => key)
const MANAGERS = ['mona', 'ines']
/** Whose 1-1s the app can offer; Sofia's begin when she is back in January. */
const OFFERED = ['rafe', 'leila', 'jun', 'priya', 'sofia']
/** From Monday 5 October 2026 to the end of September: four quarters to the day. */
const DAYS = 360
const FIVE_MINUTES = 300_000

type Sent = { to: string; message: Message; at: string; activity: string }

/** Everything that was sent in this world, as the store has it, in the order of sending. */
async function sentIn(world: TestWorld): Promise<Sent[]> {
  const store = openSqlite(join(world.sandboxData, '../growth.sqlite'))
  const sent: Sent[] = []
  for (const to of WITH_APP) {
    for (const { value: message } of await store.list('message', recipientPartition(TENANT_ID, person(to).id))) {
      expect([message.id, message.state.name]).not.toEqual([message.id, 'unsure'])
      if (message.state.name === 'sent') sent.push({ to, message, ...message.state })
    }
  }
  await store.close()
  return sent.sort((a, b) => a.at.localeCompare(b.at))
}

const zoneOf = (key: string) => ianaZone(person(key).zone).zone
const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const

/** Why a person should not have been written to at this moment; null where it was considerate. */
function rudeness(to: string, at: string): string | null {
  const { day, hour } = localOf(at, zoneOf(to))
  const { workingDays = WEEK.slice(0, 5), away } = person(to)
  if (!(workingDays as readonly string[]).includes(WEEK[weekdayOf(day) - 1] ?? '')) return `on a day off, ${day}`
  if (hour < 9 || hour >= 16) return `at ${hour} o'clock`
  return away && day >= away.from && day <= away.to ? 'while away' : null
}

/** When the meeting begins that this message is about; null where it is about none that is still to come. */
function meetingOf(content: Content): string | null {
  if (content.type === 'offer') return content.recommended.start
  return content.type === 'prepare' ? content.start : null
}

/** The promises of R11 and R12 over a whole year, for everybody. */
async function expectConsiderate(world: TestWorld, sent: Sent[]): Promise<void> {
  for (const to of WITH_APP) {
    const own = sent.filter((one) => one.to === to)
    const chat = await world.chats(to)
    // What the store says was sent is what lies in the chat, each once.
    expect(chat.map(({ id }) => id).sort()).toEqual([...new Set(own.map(({ activity }) => activity))].sort())
    // No two cards of a week read the same to their recipient; a question that met silence may come again after one.
    for (const [index, one] of chat.entries()) {
      const week = chat.slice(0, index).filter(({ timestamp }) => addDays(timestamp, 6) > one.timestamp)
      expect(week.map(contentOf)).not.toContain(contentOf(one))
    }

    const unasked = own.filter(({ message }) => message.urgency !== 'answer')
    expect(unasked.flatMap(({ at, message }) => rudeness(to, at)?.concat(` ${message.id}`) ?? [])).toEqual([])
    for (const urgency of ['daily', 'offer']) {
      const cards = new Map(
        own.filter(({ message }) => message.urgency === urgency).map((one) => [one.activity, one.at]),
      )
      const days = [...cards.values()].map((at) => localOf(at, zoneOf(to)).day)
      expect([to, urgency, days]).toEqual([to, urgency, [...new Set(days)]])
    }
    for (const { at, message } of own) {
      const start = meetingOf(message.content)
      if (start !== null) expect(at < start).toBe(true)
    }
  }
}

/** What the notification says, and which messages the buttons of the card belong to. */
const contentOf = (activity: BotActivity) =>
  [activity.summary, ...new Set(actionsOf(cardIn(activity)).map(({ data }) => data?.m ?? ''))].sort().join(' ')

const KINDS = ['hello', 'offer', 'news', 'prepare', 'askHeld', 'summary', 'check'] as const

/** One line for each of these people: messages by kind, cards in the chat, and the fullest week. */
function tableOf(title: string, sent: Sent[], people: string[]): string {
  const cells = (to: string) => {
    const own = sent.filter((one) => one.to === to)
    const kinds = KINDS.map((kind) => own.filter(({ message }) => message.content.type === kind).length)
    const cards = [...new Map(own.map(({ activity, at }) => [activity, at])).values()]
    const week = Math.max(
      0,
      ...cards.map((at) => cards.filter((other) => other >= at && other < addDays(at, 7)).length),
    )
    return [to, ...kinds, cards.length, week]
  }
  const rows = [['', ...KINDS, 'cards', 'a week'], ...people.map(cells)]
  return [
    title,
    ...rows.map((row) =>
      row.map((cell, index) => (index === 0 ? String(cell).padEnd(6) : String(cell).padStart(8))).join(''),
    ),
  ].join('\n')
}

const countOf = (sent: Sent[], to: string, type: Content['type']) =>
  sent.filter((one) => one.to === to && one.message.content.type === type).length

describe('a year in which nobody answers anything', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.stop())

  test(
    'the app asks, and gives up; nobody is pestered',
    async () => {
      const began = Date.now()
      await world.advance(`P${DAYS}D`)
      const took = Math.round((Date.now() - began) / 1000)
      const sent = await sentIn(world)
      console.info(tableOf(`A year without an answer (turned in ${took} s)`, sent, ['mona', 'ines', 'rafe', 'sofia']))
      await expectConsiderate(world, sent)
      // An employee hears of it once; each quarter's question comes three times at most.
      for (const to of OFFERED) expect([to, countOf(sent, to, 'hello'), countOf(sent, to, 'news')]).toEqual([to, 1, 0])
      const asked = new Map<string, number>()
      for (const { message } of sent.filter(({ message }) => message.content.type === 'offer')) {
        const about = `${message.about} ${message.discussion?.quarter}`
        asked.set(about, (asked.get(about) ?? 0) + 1)
      }
      // Four quarters of Rafe, Leïla, Jun and Priya, three of Sofia, each three times.
      expect([...asked.values()]).toEqual(Array.from({ length: 4 * 4 + 3 }, () => 3))
    },
    FIVE_MINUTES,
  )
})

describe('a year in which everybody answers', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
  })
  afterAll(() => world.stop())

  test(
    'every offer is converted, every discussion prepared, held, agreed and followed up',
    async () => {
      const began = Date.now()
      const life = await considerateYear(world)
      const took = Math.round((Date.now() - began) / 1000)
      const sent = await sentIn(world)
      console.info(
        tableOf(`A considerate year, ${life.held} discussions (turned in ${took} s)`, sent, [
          'mona',
          'ines',
          'rafe',
          'sofia',
        ]),
      )
      await expectConsiderate(world, sent)

      // Four quarters of Rafe, Leïla, Jun and Priya, three of Sofia.
      expect(life.held).toBe(4 * 4 + 3)
      expect(life.agreed).toBe(life.held)
      for (const to of ['rafe', 'leila', 'jun', 'priya']) {
        expect([to, countOf(sent, to, 'summary'), countOf(sent, to, 'askHeld'), countOf(sent, to, 'hello')]).toEqual([
          to,
          4,
          0,
          1,
        ])
        // Whoever prepares when asked is asked once for each discussion.
        expect([to, countOf(sent, to, 'prepare')]).toEqual([to, 4])
      }
      // Whoever answers is asked once a quarter about each.
      expect(countOf(sent, 'mona', 'offer')).toBe(3 * 4)
      expect(countOf(sent, 'mona', 'summary')).toBe(3 * 4)
      for (const manager of MANAGERS) {
        const { rows } = (await world.api<Team>(manager, 'GET', '/api/team')).body
        expect(rows.filter(({ last }) => last?.state === 'agreed').length).toBe(manager === 'mona' ? 3 : 2)
      }
    },
    FIVE_MINUTES,
  )
})

type Meeting = { eventId: string; start: string; end: string; manager: string; employee: string }

/** Lives through the year day by day: presses what there is to press, and goes to every growth discussion. */
async function considerateYear(world: TestWorld): Promise<{ held: number; agreed: number }> {
  const seen = new Set<string>()
  const ahead: Meeting[] = []
  let held = 0
  let agreed = 0
  const last = addDays(await world.now(), DAYS)
  for (let now = await world.now(); now < last; now = await world.now()) {
    const chats = await Promise.all(WITH_APP.map(async (who) => ({ who, chat: await world.chats(who) })))
    for (const { who, chat } of chats) {
      for (const activity of chat) {
        if (seen.has(activity.id)) continue
        seen.add(activity.id)
        if (await answer(world, who, activity)) ahead.push(...(await converted(world, who, ahead)))
      }
    }
    ahead.sort((a, b) => b.start.localeCompare(a.start))
    const tomorrow = addDays(now, 1)
    while ((ahead.at(-1)?.start ?? '9') < tomorrow) {
      const meeting = ahead.pop() as Meeting
      await world.advanceTo(meeting.start)
      await world.meeting(meeting.eventId, 'start')
      agreed += await talk(world, meeting)
      await world.advanceTo(meeting.end)
      await world.meeting(meeting.eventId, 'end')
      held += 1
    }
    await world.advanceTo(tomorrow)
  }
  return { held, agreed }
}

/** Answers everything that a card asks; true where that converted a 1-1. */
async function answer(world: TestWorld, who: string, activity: BotActivity): Promise<boolean> {
  const card = cardIn(activity)
  const press = async (action: CardAction, inputs: Record<string, string> = {}): Promise<Card> => {
    const { body } = await world.press(who, action, inputs)
    if (body.statusCode !== 200) throw new Error(`${who}: ${action.verb}: ${JSON.stringify(body)}`)
    return body.value
  }
  let isConverted = false
  for (const action of actionsOf(card)) {
    if (action.verb === 'hello.ok' || action.verb === 'held.yes' || action.verb === 'action.onTrack')
      await press(action)
    if (action.verb === 'prepare.answer') {
      const form = await press(action)
      const share = actionsOf(form).find(({ verb, data }) => verb === 'prepare.share' && data?.m === action.data?.m)
      if (share) await press(share, { [`a1${share.data?.n ?? ''}`]: 'It went well, and I want more of it.' })
    }
    if (action.verb === 'offer.convert') {
      await press(action)
      isConverted = true
    }
  }
  return isConverted
}

/** The growth discussions in a manager's calendar that were not known yet. */
async function converted(world: TestWorld, manager: string, known: Meeting[]): Promise<Meeting[]> {
  const now = await world.now()
  const found: Meeting[] = []
  for (const event of await world.calendar(manager)) {
    const start = startOf(event)
    if (!event.subject.endsWith(' · Growth discussion') || start <= now) continue
    if (known.some(({ eventId }) => eventId === event.id)) continue
    const employee = OFFERED.find((key) => event.subject.includes(person(key).name.split(' ')[0] ?? '?'))
    if (employee) found.push({ eventId: event.id, start, end: endOf(event), manager, employee })
  }
  return found
}

/** Both write in the live plan and agree on it. Resolves to 1 when it is agreed. */
async function talk(world: TestWorld, { start, manager, employee }: Meeting): Promise<number> {
  const { id } = person(employee)
  const { document } = (await world.api<PlanInfo>(employee, 'GET', `/api/plans/${id}`)).body
  const live = await openLivePlan(world, employee, document)
  const { doc } = live
  const day = start.slice(0, 10)
  if (planOf(doc).focusAreas.length === 0) {
    aspirationOf(doc)?.insert(0, 'Lead a whole area.')
    addFocusArea(doc, { id: `f-${employee}`, title: 'Closing decisions' })
  }
  const number = plannedIn(planOf(doc)).length + 1
  addAction(doc, `f-${employee}`, {
    id: `${employee}-${number}`,
    title: `Step ${number}`,
    owner: id,
    due: addCalendarDays(day, 70),
  })
  await live.saved()
  const hash = await live.hash()
  live.close()
  let stamps = 0
  for (const who of [employee, manager]) {
    const { status, body } = await world.api<Revision>(who, 'POST', `/api/plans/${id}/stamps`, { hash })
    if (status !== 200) throw new Error(`${who} could not agree: ${JSON.stringify(body)}`)
    stamps = body.stamps.length
  }
  return stamps === 2 ? 1 : 0
}
