// R5: one occurrence changes and nothing else, whatever Graph does meanwhile; undone, moved and deleted meetings are followed.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Home, Team } from '#shared/api.ts'
import { addDays, addMinutes } from '#shared/time.ts'
import { endOf, newest, startOf } from '#tests/play.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import {
  type Answer,
  button,
  type Card,
  cardIn,
  type GraphEvent,
  startWorld,
  type TestWorld,
  textsOf,
} from '#tests/world.ts'

const RAFE = person('rafe').id
const NAME = 'Mona / Rafe'
const OURS = `${NAME} · Growth discussion`
const MARK = /GrowthDiscussion$/
type Marked = GraphEvent & {
  singleValueExtendedProperties?: { id: string; value: string }[]
  attendees: unknown
  body?: unknown
}

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())
beforeEach(async () => {
  await world.control('POST', '/sandbox/reset', {})
  await world.advanceTo('2026-10-06T09:00:00.000Z')
})

const graph = (of: Record<string, unknown>) => world.control('POST', '/sandbox/faults', { target: 'graph', ...of })
/** Lets the next request to Graph through: faults are taken in order. */
const pass = () => graph({ delayMs: 1, count: 1 })
/** What no retry of the library gets past: one try and three more. */
const down = (status: number) => graph({ status, retryAfter: 0, count: 4 })
const patches = async () =>
  (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/'))
const eventOf = async (id: string) => (await world.calendar('mona')).find((one) => one.id === id) as Marked
const markOf = (event: Marked) => event.singleValueExtendedProperties?.find(({ id }) => MARK.test(id))?.value ?? ''
const textOf = (card: Card) => textsOf(card).join('\n')
const titles = async (who: string) => (await world.chats(who)).map(({ summary }) => summary ?? '')
const question = async () => newest(world, 'mona', /Turn one 1-1 with Rafe/)
const choices = (card: Card) => card.body.find(({ type }) => type === 'Input.ChoiceSet')?.choices ?? []
/** What nobody may change: everything but name, categories, mark and the traces that any change leaves. */
const untouched = ({
  subject: _,
  categories: __,
  changeKey: ___,
  type: ____,
  singleValueExtendedProperties: _____,
  ...rest
}: Marked) => {
  const {
    '@odata.etag': etag,
    lastModifiedDateTime,
    originalStart,
    ...left
  } = rest as unknown as Record<string, unknown>
  return left
}

type Offered = { card: Card; id: string; eventId: string; before: Marked }
async function offered(pick = 0): Promise<Offered> {
  const activity = await question()
  const card = cardIn(activity)
  const eventId = choices(card)[pick]?.value ?? ''
  return { card, id: activity.id, eventId, before: await eventOf(eventId) }
}
const convert = ({ card, eventId }: Offered): Promise<Answer> =>
  world.press('mona', button(card, 'Convert'), { slot: eventId })
const cardNow = async ({ id }: Offered) => cardIn((await world.chats('mona')).find((one) => one.id === id))

async function expectConverted(of: Offered): Promise<void> {
  const after = await eventOf(of.eventId)
  expect(after.subject).toBe(OURS)
  expect(after.categories).toEqual([...of.before.categories, 'Growth discussion'])
  expect(markOf(after)).toContain(`${RAFE}/2026-Q4`)
  expect(untouched(after)).toEqual(untouched(of.before))
  expect((await world.calendar('mona')).filter(({ subject }) => subject === OURS)).toHaveLength(1)
  expect(textOf(await cardNow(of))).toContain('is your growth discussion with Rafe')
  expect((await titles('rafe')).filter((one) => one.includes('is your growth discussion with Mona'))).toHaveLength(1)
}

async function expectAsBefore(of: Offered): Promise<void> {
  const after = await eventOf(of.eventId)
  expect(after.subject).toBe(of.before.subject)
  expect(after.categories).toEqual(of.before.categories)
  expect(markOf(after)).toBe('')
  expect(untouched(after)).toEqual(untouched(of.before))
}

// Every fault at every request: graphFaults.test.ts.
describe('while Graph misbehaves', () => {
  test('nothing wrong: one PATCH of subject, category and mark', async () => {
    const of = await offered(2)
    await convert(of)
    await expectConverted(of)
    expect(await patches()).toHaveLength(1)
  })

  test('503: the card says so, the calendar is as it was, and Try again takes the slot that was chosen', async () => {
    const of = await offered(2)
    await pass()
    await down(503)
    await convert(of)
    const failed = await cardNow(of)
    expect(textOf(failed)).toContain('The invitation could not be changed')
    expect(textOf(failed)).toContain('Your calendar is as it was.')
    await expectAsBefore(of)
    expect(await titles('rafe')).not.toContainEqual(expect.stringContaining('is your growth discussion'))

    const again = button(failed, 'Try again')
    expect(again.data?.slot).toBe(of.eventId)
    await world.press('mona', again)
    await expectConverted(of)
  })

  test('kill -9 between the change and saying so: converted once', async () => {
    const of = await offered()
    await pass()
    await graph({ delayMs: 20_000, count: 1 })
    const pressed = convert(of).catch(() => 'the app died')
    for (const end = Date.now() + 10_000; (await patches()).length === 0; )
      if (Date.now() > end) throw new Error('No PATCH')
    await world.killApp()
    expect(await pressed).toBe('the app died')
    await world.startApp()
    await world.advance('PT1M')
    await expectConverted(of)
    expect(await patches()).toHaveLength(1)
  })

  test('the meeting was deleted a moment ago, and nobody said so', async () => {
    const of = await offered()
    await world.control('POST', '/sandbox/subscriptions/mona', { lose: 1 })
    await world.control('DELETE', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}`)
    await convert(of)
    expect(textOf(await cardNow(of))).toContain('no longer in the calendar')
  })

  test('the meeting was deleted, and Graph said so: nothing begins', async () => {
    const of = await offered()
    await world.control('DELETE', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}`)
    expect(JSON.stringify(await convert(of))).toContain('no longer in your calendar. Choose another.')
    expect(await patches()).toEqual([])
  })
})

describe('Undo', () => {
  test('puts name and categories back, empties the mark, tells Rafe, and asks again after a week', async () => {
    const path = `/sandbox/calendar/mona/${encodeURIComponent((await offered()).eventId)}`
    await world.control('PATCH', path, { categories: ['Blue'] })
    const of = await offered()
    await convert(of)
    expect((await eventOf(of.eventId)).categories).toEqual(['Blue', 'Growth discussion'])
    await world.advance('P1D')
    const undone = await world.press('mona', button(await cardNow(of), 'Undo'))
    expect(undone.body.statusCode).toBe(200)
    expect(textOf(await cardNow(of))).toContain('Your 1-1 with Rafe is as it was.')
    await expectAsBefore(of)
    expect((await titles('rafe')).filter((one) => one.includes('is an ordinary 1-1 again'))).toHaveLength(1)

    const asked = async () => (await titles('mona')).filter((one) => one.startsWith('Turn one 1-1 with Rafe')).length
    await world.advance('P6D')
    expect(await asked()).toBe(0)
    await world.advance('P2D')
    expect(await asked()).toBe(1)
    const second = await offered()
    await convert(second)
    const marked = await eventOf(second.eventId)
    expect(markOf(marked)).toMatch(/2026-Q4 2$/)
  })

  test('before Rafe heard of it: he hears nothing of it at all', async () => {
    await world.advanceTo('2026-10-06T19:00:00.000Z')
    const of = await offered()
    await convert(of)
    await world.press('mona', button(await cardNow(of), 'Undo'))
    await world.advance('P2D')
    expect(await titles('rafe')).toEqual(['Mona uses Growth for one 1-1 a quarter'])
    await expectAsBefore(of)
  })

  test('twice is once, and a name that somebody changed since stays', async () => {
    const of = await offered()
    await convert(of)
    await world.control('PATCH', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}`, {
      subject: 'Walk in the park',
    })
    const undo = button(await cardNow(of), 'Undo')
    await Promise.all([world.press('mona', undo), world.press('mona', undo)])
    const after = await eventOf(of.eventId)
    expect(after.subject).toBe('Walk in the park')
    expect([after.categories, markOf(after)]).toEqual([[], ''])
    expect((await titles('rafe')).filter((one) => one.includes('ordinary 1-1 again'))).toHaveLength(1)
  })
})

describe('changed in Outlook', () => {
  const change = (of: Offered, body: unknown, series = '') =>
    world.control('PATCH', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}${series}`, body)
  const moved = async (of: Offered, days: number) => {
    const event = await eventOf(of.eventId)
    await change(of, { start: addDays(startOf(event), days), end: addDays(endOf(event), days) })
  }
  const discussion = async () => (await world.api<Home>('rafe', 'GET', '/api/home')).body.next
  const told = async (words: string) =>
    Promise.all(['mona', 'rafe'].map(async (who) => (await titles(who)).filter((one) => one.includes(words)).length))

  let of: Offered
  beforeEach(async () => {
    of = await offered()
    await convert(of)
    await world.advance('PT1H')
  })

  test('moved: the discussion follows, and each is told once', async () => {
    await moved(of, 2)
    await world.advance('P3D')
    expect((await discussion())?.start).toBe(addDays(startOf(of.before), 2))
    expect(await told('Your growth discussion is now on')).toEqual([1, 1])
    // There, back, and there again: every move is told.
    await moved(of, -1)
    await world.advance('P3D')
    await moved(of, 1)
    await world.advance('P3D')
    expect((await discussion())?.start).toBe(addDays(startOf(of.before), 2))
    expect(await told('Your growth discussion is now on')).toEqual([3, 3])
  })

  test('moved three days past the quarter: it follows, and keeps its quarter and its name', async () => {
    await change(of, { start: '2027-01-03T10:00:00.000Z', end: '2027-01-03T10:45:00.000Z' })
    await world.advance('P2D')
    expect(await discussion()).toMatchObject({ start: '2027-01-03T10:00:00.000Z', quarter: { key: '2026-Q4' } })
    expect((await eventOf(of.eventId)).subject).toBe(OURS)
    expect(await told('Your growth discussion is now on')).toEqual([1, 1])
  })

  test('moved twenty days past the quarter: it needs a new date, each is told once, the name is given back', async () => {
    await change(of, { start: '2027-01-20T10:00:00.000Z', end: '2027-01-20T10:45:00.000Z' })
    await world.advance('P3D')
    expect(await discussion()).toBeNull()
    expect(await told('Your growth discussion needs a new date')).toEqual([1, 1])
    expect([(await eventOf(of.eventId)).subject, markOf(await eventOf(of.eventId))]).toEqual([NAME, ''])
    await world.advance('P1D')
    expect((await titles('mona')).filter((one) => one.startsWith('Turn one 1-1 with Rafe'))).toHaveLength(1)
  })

  test('the series is moved to another time: it follows, each is told once, and Mona is asked about the name', async () => {
    const start = addMinutes(startOf(of.before), 120)
    await change(of, { start, end: addMinutes(start, 45) }, '?series')
    await world.advance('P3D')
    expect((await discussion())?.start).toBe(start)
    expect(await told('Your growth discussion is now on')).toEqual([1, 1])
    expect(await told('Name your growth discussion with Rafe again?')).toEqual([1, 0])
    expect((await eventOf(of.eventId)).subject).toBe(NAME)
  })

  test('the series is deleted: it needs a new date, each is told once, and nothing is offered', async () => {
    await world.control('DELETE', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}?series`)
    await world.advance('P9D')
    expect(await discussion()).toBeNull()
    expect(await told('Your growth discussion needs a new date')).toEqual([1, 1])
    expect((await titles('mona')).filter((one) => one.startsWith('Turn one 1-1 with Rafe'))).toEqual([])
    const { rows } = (await world.api<Team>('mona', 'GET', '/api/team')).body
    expect(rows.find(({ employee }) => employee.id === RAFE)).toMatchObject({ free: null, next: 'whyNoSlot' })
  })

  test('a person gives it another name: that stays, the discussion too, and nobody is told anything', async () => {
    const before = (await world.chats('mona')).length + (await world.chats('rafe')).length
    await change(of, { subject: 'Walk in the park' })
    await world.advance('P2D')
    expect((await discussion())?.start).toBe(startOf(of.before))
    expect((await eventOf(of.eventId)).subject).toBe('Walk in the park')
    const about = [...(await titles('mona')), ...(await titles('rafe'))].filter((one) => /name|date|now on/i.test(one))
    expect([about, before > 0]).toEqual([[], true])
  })

  test('moved ten days past the quarter: it keeps its quarter and its name, and its slot is not offered again', async () => {
    await change(of, { start: '2027-01-11T10:00:00.000Z', end: '2027-01-11T10:45:00.000Z' })
    await world.advance('P2D')
    expect(await discussion()).toMatchObject({
      state: 'scheduled',
      start: '2027-01-11T10:00:00.000Z',
      quarter: { key: '2026-Q4' },
    })
    expect((await eventOf(of.eventId)).subject).toBe(OURS)
    await world.control('POST', '/sandbox/clock', { now: '2027-01-05T12:00:00.000Z' })
    await world.advance('P1D')
    expect(choices(cardIn(await question())).map(({ value }) => value)).not.toContain(of.eventId)
    const { rows } = (await world.api<Team>('mona', 'GET', '/api/team')).body
    expect(rows.find(({ employee }) => employee.id === RAFE)?.free?.eventId).not.toBe(of.eventId)
    const taken = await world.api('mona', 'POST', `/api/team/${RAFE}/convert`, { eventId: of.eventId })
    expect(taken).toMatchObject({ status: 409, body: { code: 'conflict' } })
    expect((await eventOf(of.eventId)).subject).toBe(OURS)
  })

  test('deleted: it needs a slot again, as its second attempt', async () => {
    await world.control('DELETE', `/sandbox/calendar/mona/${encodeURIComponent(of.eventId)}`)
    await world.advance('P6D')
    expect(await discussion()).toBeNull()
    expect(await told('Your growth discussion needs a new date')).toEqual([1, 1])
    const second = await offered()
    expect(second.eventId).not.toBe(of.eventId)
    await convert(second)
    expect(markOf(await eventOf(second.eventId))).toMatch(/2026-Q4 2$/)
    expect(await told('is your growth discussion with Mona')).toEqual([0, 2])
  })

  test('a third person was invited: it is no 1-1 any more, so the name is given back', async () => {
    const attendees = ['rafe', 'jun'].map((key) => ({ emailAddress: { address: `${key}@contoso.test` } }))
    await change(of, { attendees })
    await world.advance('P2D')
    expect(await discussion()).toBeNull()
    expect((await eventOf(of.eventId)).subject).toBe(NAME)
    expect(await told('Your growth discussion needs a new date')).toEqual([1, 1])
  })

  test('a longer meeting is a move too; a private one is looked at no more', async () => {
    await change(of, { end: addMinutes(endOf(of.before), 15) })
    await world.advance('P1D')
    expect((await discussion())?.end).toBe(addMinutes(endOf(of.before), 15))
    await change(of, { sensitivity: 'private' })
    await world.advance('P2D')
    expect(await discussion()).toBeNull()
  })

  test('an edit of the series wipes name and mark: Mona is asked once, and one tap names it again', async () => {
    await change(of, { subject: 'Mona and Rafe' }, '?series')
    await world.advance('P4D')
    expect((await eventOf(of.eventId)).subject).toBe('Mona and Rafe')
    expect((await discussion())?.start).toBe(startOf(of.before))
    expect(await told('Name your growth discussion with Rafe again?')).toEqual([1, 0])
    const asked = (await world.chats('mona')).findLast(({ summary }) =>
      summary?.startsWith('Name your growth discussion'),
    )
    const press = () => world.press('mona', button(cardIn(asked), 'Name it again'))
    const [answer] = await Promise.all([press(), press()])
    expect(textsOf(answer?.body.value as Card)[0]).toBe('Named again')
    expect((await eventOf(of.eventId)).subject).toBe('Mona and Rafe · Growth discussion')
    expect(markOf(await eventOf(of.eventId))).toMatch(/2026-Q4 1$/)
    await world.advance('P2D')
    expect(await told('Name your growth discussion with Rafe again?')).toEqual([1, 0])
  })

  test('moved after preparation was asked for: the card that is there says the new time', async () => {
    await world.advanceTo(addDays(startOf(of.before), -6))
    await moved(of, 1)
    await world.advance('P1D')
    const cards = (await world.chats('rafe')).filter(({ summary }) => summary?.startsWith('Prepare for your'))
    expect(cards).toHaveLength(1)
    expect(textsOf(cardIn(cards[0])).join(' ')).toContain('Wed 18 Nov, 10:00')
  })
})
