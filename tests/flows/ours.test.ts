// R1, R5: a third person organizes the 1-1 of the two: it is theirs once Mona says so. Without the app the calendar stays as it is; with it they are asked.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Team } from '#shared/api.ts'
import { addCalendarDays } from '#shared/time.ts'
import { newest } from '#tests/play.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'
import { listed } from '#tests/shared/fixtures/directory.ts'
import { button, cardIn, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

const MONA = '1f0c4c52-7e94-4f3a-9a1d-5c2f8e7b4d10'
const RAFE = '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c9aa'
const INES = '3da5c9e5-5e70-4f89-aeb2-c6a3f4b8da43'
/** In Mona's calendar, as Ines invited the two. */
const invited = (day: string, more: Record<string, unknown> = {}) => {
  const time = (minutes: string) => ({ dateTime: `${day}T13:${minutes}:00.0000000`, timeZone: 'UTC' })
  return rawEvent({
    id: `AAMk${day}=`,
    iCalUId: `04000000${day}`,
    seriesMasterId: 'AAMkMaster=',
    type: 'occurrence',
    subject: 'Mona and Rafe',
    start: time('00'),
    end: time('30'),
    isOrganizer: false,
    responseStatus: { response: 'accepted', time: '2026-09-01T08:00:00Z' },
    organizer: mailbox('ines@contoso.test'),
    attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test')],
    ...more,
  })
}
/** Wednesdays through the quarter, and one meeting by itself. */
const weekly = Array.from({ length: 12 }, (_, week) => invited(addCalendarDays('2026-10-07', week * 7)))
const single = invited('2026-10-30', { seriesMasterId: null, type: 'singleInstance', subject: 'Coffee' })

const tenant = (events: unknown[], inesHasTheApp: boolean) => ({
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [
    listed('mona', MONA, null),
    listed('rafe', RAFE, MONA),
    { ...listed('ines', INES, null), installed: inesHasTheApp },
  ],
  calendarView: { mona: [{ value: events }] },
})

describe('a 1-1 that a third person organizes', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ tenant: tenant([...weekly, single], false) })
    await world.advance('PT26H')
  })
  afterAll(() => world?.stop())

  const titles = async (who: string) => (await world.chats(who)).map(({ summary }) => summary ?? '')
  const row = async () => {
    const [only] = (await world.api<Team>('mona', 'GET', '/api/team')).body.rows
    if (!only) throw new Error('Rafe is not in the team')
    return only
  }
  const say = (who: string, body: unknown) => world.api(who, 'POST', `/api/team/${RAFE}/ours`, body)

  test('is no slot: Mona is asked once a series, in one digest, and her team says the same', async () => {
    const { next, free, why, possible } = await row()
    expect({ next, free, why }).toEqual({
      next: 'whyNoSlot',
      free: null,
      why: 'organized by someone else in the series',
    })
    expect(possible).toMatchObject([
      { series: 'AAMkMaster=', organizer: 'Ines', start: '2026-10-07T13:00:00.000Z', repeats: true },
      { series: '040000002026-10-30', organizer: 'Ines', start: '2026-10-30T13:00:00.000Z', repeats: false },
    ])
    expect(await titles('mona')).toEqual([
      'Two things for today: Is this your 1-1 with Rafe? · Is this your 1-1 with Rafe?',
    ])
    await world.advance('P3D')
    expect(await titles('mona')).toHaveLength(1)
  })

  test('only Mona can say so, and only of what was asked', async () => {
    expect((await say('rafe', { series: 'AAMkMaster=', isOurs: true })).status).toBe(404)
    expect((await say('ines', { series: 'AAMkMaster=', isOurs: true })).status).toBe(404)
    expect((await say('mona', { series: 'somebody-else’s', isOurs: true })).status).toBe(409)
    expect((await say('mona', { series: 'AAMkMaster=', isOurs: 'yes' })).status).toBe(400)
    expect((await row()).free).toBeNull()
  })

  test('"It is not" leaves it alone; "It is ours" makes slots of the series, and the offer goes out', async () => {
    const digest = cardIn(await newest(world, 'mona', /Is this your 1-1/))
    const [ours, another] = digest.body.slice(1).map((item) => ({ type: 'AdaptiveCard' as const, body: [item] }))
    if (!ours || !another) throw new Error('There are not two questions')
    const [series, one] = textsOf(ours).join(' ').includes('series') ? [ours, another] : [another, ours]
    expect(textsOf(series).join(' ')).toContain('Ines organizes a series of meetings for you two, the next one on')
    await world.press('mona', button(one, 'It is not'))
    expect(await row()).toMatchObject({ next: 'whyNoSlot', possible: [{ series: 'AAMkMaster=' }] })

    const answer = await world.press('mona', button(series, 'It is ours'))
    expect(textsOf(answer.body.value)).toEqual(
      expect.arrayContaining(['These are your 1-1 with Rafe', 'This is not your 1-1 with Rafe']),
    )
    expect(await row()).toMatchObject({ next: 'convert', possible: [], why: null })
    await world.advance('P3D')
    const offer = textsOf(cardIn(await newest(world, 'mona', /Turn one 1-1 with Rafe/))).join(' ')
    expect(offer).toContain('where that is not possible, the invitation stays as it is. Rafe hears of it.')
  })

  test('converted, the calendar stays as it is, and both are told', async () => {
    const offer = cardIn(await newest(world, 'mona', /Turn one 1-1 with Rafe/))
    const answer = await world.press('mona', button(offer, 'Convert'))
    expect(textsOf(answer.body.value).join(' ')).toMatch(/is your growth discussion with Rafe The invitation stays as/)
    const heard = textsOf(cardIn(await newest(world, 'rafe', /is your growth discussion with Mona/))).join(' ')
    expect(heard).toContain('The invitation itself stays as it is.')
    const changes = (await world.requests()).filter(
      ({ method, path }) => method === 'PATCH' && path.includes('/events/'),
    )
    expect(changes).toEqual([])
    const discussion = (await row()).discussion
    expect(discussion).toMatchObject({ state: 'scheduled' })
    // Read again, day after day, it is still theirs.
    await world.advance('P2D')
    expect((await row()).discussion).toEqual(discussion)
  })
})

describe('a 1-1 that an assistant with the app organizes', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ tenant: tenant(weekly, true) })
    await world.advance('PT26H')
    await world.press('mona', button(cardIn(await newest(world, 'mona', /Is this your 1-1/)), 'It is ours'))
    await world.advance('P2D')
  })
  afterAll(() => world?.stop())

  const offer = async () => cardIn(await newest(world, 'mona', /Turn one 1-1|growth discussion with Rafe|could not be/))
  const question = async () => cardIn(await newest(world, 'ines', /May the 1-1 of Mona and Rafe/))
  const patches = async () =>
    (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/'))
  const named = async (who: string) =>
    (await world.calendar(who)).filter(({ subject }) => subject.endsWith('Growth discussion')).length

  test('is asked first, and nothing is changed; "Rather not" leaves the meeting as it is', async () => {
    const answer = await world.press('mona', button(await offer(), 'Convert'))
    expect(textsOf(answer.body.value).join(' ')).toContain('may become your growth discussion')
    expect(textsOf(await offer()).join(' ')).toContain('Waiting for Ines')
    expect(textsOf(await question()).join(' ')).toContain('Nothing is changed until you agree.')
    await world.press('ines', button(await question(), 'Rather not'))
    expect(textsOf(await offer()).join(' ')).toContain('its organizer has not agreed')
    expect([await patches(), await named('ines')]).toEqual([[], 0])
  })

  test('asked about another one they agree: only their copy of that occurrence is changed, and everybody sees it', async () => {
    const { rows } = (await world.api<Team>('mona', 'GET', '/api/team')).body
    const eventId = rows[0]?.free?.eventId ?? ''
    const other = (await world.calendar('mona')).filter(({ id }) => id !== eventId).at(-1)
    const pressed = await world.api('mona', 'POST', `/api/team/${RAFE}/convert`, { eventId: other?.id })
    expect(pressed).toMatchObject({ status: 200 })
    await world.advance('PT1M')
    await world.press('ines', button(await question(), 'Agree'))
    expect(await Promise.all(['ines', 'mona', 'rafe'].map(named))).toEqual([1, 1, 1])
    const [only, ...more] = await patches()
    expect([only?.path.includes(INES), more]).toEqual([true, []])
    expect(textsOf(await offer()).join(' ')).toContain('is your growth discussion with Rafe')
    const heard = textsOf(cardIn(await newest(world, 'rafe', /is your growth discussion with Mona/))).join(' ')
    expect(heard).toContain('The invitation has a new name')
  })
})
