// R2: a pair, or a tenant, that talks twice a year: no offer comes by itself the quarter after, and asking still works.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Home, Team } from '#shared/api.ts'
import { addCalendarDays } from '#shared/time.ts'
import { newest } from '#tests/play.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'
import { listed } from '#tests/shared/fixtures/directory.ts'
import { button, cardIn, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

const MONA = '1f0c4c52-7e94-4f3a-9a1d-5c2f8e7b4d10'
const RAFE = '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c9aa'
const JUN = '4eb6daf6-6f81-409a-bfc3-d7b4a5c9eb54'
/** Mona's 1-1s to the end of the next quarter. */
const weekly = (key: string, first: string) =>
  Array.from({ length: 17 }, (_, week) => {
    const day = addCalendarDays(first, week * 7)
    const time = (minutes: string) => ({ dateTime: `${day}T13:${minutes}:00.0000000`, timeZone: 'UTC' })
    return rawEvent({
      id: `${key}-${day}`,
      iCalUId: `u-${key}-${day}`,
      subject: `Mona / ${key}`,
      start: time('00'),
      end: time('30'),
      isOrganizer: true,
      organizer: mailbox('mona@contoso.test'),
      attendees: [attendee(`${key}@contoso.test`)],
      onlineMeeting: { joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_${key}%40thread.v2/0` },
    })
  })
const tenant = {
  now: '2026-11-30T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [listed('mona', MONA, null), listed('rafe', RAFE, MONA), listed('jun', JUN, MONA)],
  calendarView: { mona: [{ value: [...weekly('rafe', '2026-12-01'), ...weekly('jun', '2026-12-02')] }] },
}

const offersAbout = async (world: TestWorld, name: string) =>
  (await world.chats('mona')).filter(({ summary }) => summary?.startsWith(`Turn one 1-1 with ${name}`))
const row = async (world: TestWorld, id = RAFE) => {
  const found = (await world.api<Team>('mona', 'GET', '/api/team')).body.rows.find(({ employee }) => employee.id === id)
  if (!found) throw new Error('Not in the team')
  return found
}
/** Converts the newest offer and holds the discussion. */
async function talk(world: TestWorld, words: RegExp): Promise<void> {
  await world.press('mona', button(cardIn(await newest(world, 'mona', words)), 'Convert'))
  const held = (await row(world)).discussion
  const event = (await world.calendar('mona')).find(({ subject }) => subject.endsWith('Growth discussion'))
  if (!held?.start || !held.end || !event) throw new Error('It was not converted')
  await world.advanceTo(held.start)
  await world.meeting(event.id, 'start')
  await world.advanceTo(held.end)
  await world.meeting(event.id, 'end')
}

describe('a pair that talks twice a year', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ tenant })
    await world.advance('P2D')
  })
  afterAll(() => world?.stop())
  const choose = (who: string, cadence: unknown) => world.api(who, 'PUT', `/api/team/${RAFE}/cadence`, { cadence })

  test('says so itself, and only its manager can choose', async () => {
    expect((await choose('rafe', 'halfYearly')).status).toBe(404)
    expect((await choose('mona', 'weekly')).status).toBe(400)
    expect((await row(world)).cadence).toBe('quarterly')
    expect((await choose('mona', 'halfYearly')).status).toBe(200)
    expect(await row(world)).toMatchObject({ cadence: 'halfYearly', next: 'convert' })
    expect(await row(world, JUN)).toMatchObject({ cadence: 'quarterly' })
  })

  test('the quarter after, Mona is asked about Jun and not about Rafe', async () => {
    await world.advance('P3D')
    expect(await offersAbout(world, 'Rafe')).toHaveLength(1)
    await talk(world, /Turn one 1-1 with Rafe/)
    await world.advanceTo('2027-01-18T12:00:00.000Z')
    const since = async (name: string) =>
      (await offersAbout(world, name)).filter(({ timestamp }) => timestamp > '2027-01-01')
    expect((await since('Jun')).length).toBeGreaterThan(0)
    expect(await since('Rafe')).toEqual([])
    expect(await row(world)).toMatchObject({ next: 'notDue', cadence: 'halfYearly' })
    expect((await row(world)).free).not.toBeNull()
  })

  test('asked by hand it is offered all the same', async () => {
    expect((await world.api<Home>('rafe', 'GET', '/api/home')).body.asking?.slots.length).toBeGreaterThan(0)
    expect((await world.api('rafe', 'POST', '/api/home/ask', { slot: null })).status).toBe(200)
    await world.advance('PT10M')
    const card = cardIn(await newest(world, 'mona', /Rafe asks for a growth discussion/))
    await world.press('mona', button(card, 'Not this quarter'))
  })
})

describe('a tenant that talks twice a year', () => {
  let world: TestWorld
  beforeAll(async () => {
    process.env.CADENCE = 'halfYearly'
    world = await startWorld({ tenant })
    await world.advance('P3D')
  })
  afterAll(async () => {
    delete process.env.CADENCE
    await world?.stop()
  })

  test('everybody does, but for a pair that says otherwise; the choice closes and opens what is asked', async () => {
    await talk(world, /Turn one 1-1 with Rafe/)
    await world.advanceTo('2027-01-08T12:00:00.000Z')
    expect(await row(world)).toMatchObject({ cadence: 'halfYearly', next: 'notDue' })
    const before = (await offersAbout(world, 'Rafe')).length

    const choose = (cadence: string) => world.api('mona', 'PUT', `/api/team/${RAFE}/cadence`, { cadence })
    await choose('quarterly')
    await world.advance('P5D')
    expect(await row(world)).toMatchObject({ cadence: 'quarterly', next: 'convert' })
    expect(await offersAbout(world, 'Rafe')).toHaveLength(before + 1)
    const card = textsOf(cardIn((await offersAbout(world, 'Rafe')).at(-1))).join(' ')
    expect(card).toMatch(/ \d+ weeks after your last one, neither of you away/)

    await choose('halfYearly')
    await world.advance('PT1M')
    const texts = (await world.chats('mona')).map((one) => textsOf(cardIn(one)).join(' '))
    expect(texts.filter((text) => text.includes('You two talk twice a year.'))).toHaveLength(1)
  })
})
