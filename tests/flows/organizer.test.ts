// R5: the 1-1 is organized by the employee. They are asked first, and nothing is changed until they agree.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { addCalendarDays } from '#shared/time.ts'
import { newest } from '#tests/play.ts'
import { listed } from '#tests/shared/fixtures/directory.ts'
import { button, cardIn, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

const MONA = '1f0c4c52-7e94-4f3a-9a1d-5c2f8e7b4d10'
const RAFE = '2c94b8d4-4d6f-4e78-9da1-b5f2e3a7c9aa'
const FIRST = '2026-10-07'
/** A weekly 1-1 that Rafe organizes, in his calendar only: Mona's copies follow from the invitation. */
const occurrence = (day: string) => ({
  id: `AAMk${day}=`,
  iCalUId: `04000000${day}`,
  seriesMasterId: 'AAMkMaster=',
  type: 'occurrence',
  subject: 'Rafe / Mona',
  changeKey: 'k1',
  start: { dateTime: `${day}T13:00:00.0000000`, timeZone: 'UTC' },
  end: { dateTime: `${day}T13:30:00.0000000`, timeZone: 'UTC' },
  isAllDay: false,
  isCancelled: false,
  isOrganizer: true,
  sensitivity: 'normal',
  showAs: 'busy',
  hideAttendees: false,
  responseStatus: { response: 'organizer', time: '0001-01-01T00:00:00Z' },
  organizer: { emailAddress: { name: 'Rafe Test', address: 'rafe@contoso.test' } },
  attendees: [
    {
      type: 'required',
      status: { response: 'accepted', time: '2026-09-01T08:00:00Z' },
      emailAddress: { name: 'Mona Test', address: 'mona@contoso.test' },
    },
  ],
  isOnlineMeeting: true,
  onlineMeeting: { joinUrl: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_rafes%40thread.v2/0' },
  categories: [],
})
const tenant = {
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [listed('mona', MONA, null), listed('rafe', RAFE, MONA)],
  calendarView: {
    rafe: [{ value: Array.from({ length: 12 }, (_, week) => occurrence(addCalendarDays(FIRST, week * 7))) }],
  },
}

describe('a 1-1 that the employee organizes', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld({ tenant })
    await world.advance('PT26H')
  })
  afterAll(() => world?.stop())

  const changed = async (who: string) =>
    (await world.calendar(who)).filter(({ subject }) => subject.endsWith('Growth discussion'))
  const patches = async () =>
    (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/'))
  const pressConvert = async () =>
    world.press('mona', button(cardIn(await newest(world, 'mona', /Turn one 1-1/)), 'Convert'))

  test('Convert asks Rafe, and changes nothing', async () => {
    const answer = await pressConvert()
    expect(textsOf(answer.body.value).join(' ')).toContain('Rafe organizes this meeting and is asked first')
    const question = textsOf(cardIn(await newest(world, 'rafe', /May your 1-1 become/))).join(' ')
    expect(question).toContain('Nothing is changed until you agree.')
    expect(await changed('rafe')).toEqual([])
    expect(await patches()).toEqual([])
  })

  test('"Rather not" leaves the meeting as it is, and Mona can choose another', async () => {
    const question = cardIn(await newest(world, 'rafe', /May your 1-1 become/))
    const answer = await world.press('rafe', button(question, 'Rather not'))
    if (!answer.body.value.body) throw new Error(JSON.stringify(answer.body))
    expect(textsOf(answer.body.value)[0]).toBe('Rather not')
    expect(await patches()).toEqual([])
    const offer = cardIn((await world.chats('mona')).at(-1))
    expect(textsOf(offer).join(' ')).toContain('its organizer has not agreed')
    const late = await world.press('rafe', button(question, 'Agree'))
    expect(late.body).toMatchObject({ statusCode: 409, value: { message: 'This question has been settled already.' } })
  })

  test('asked about another one Rafe agrees: only his copy of that occurrence is changed, once', async () => {
    const offer = cardIn((await world.chats('mona')).at(-1))
    const later = await world.press('mona', button(offer, 'Later'))
    const again = await world.press('mona', button(later.body.value, 'Ask me now'))
    const other = again.body.value.body.find(({ type }) => type === 'Input.ChoiceSet')?.choices?.[1]?.value ?? ''
    await world.press('mona', button(again.body.value, 'Convert'), { slot: other })
    const question = cardIn(await newest(world, 'rafe', /May your 1-1 become/))
    await world.press('rafe', button(question, 'Agree'))
    const [own] = await changed('rafe')
    expect(own).toMatchObject({ subject: 'Rafe / Mona · Growth discussion', isOrganizer: true })
    expect((await changed('mona')).map(({ iCalUId }) => iCalUId)).toEqual([own?.iCalUId])
    expect((await patches()).map(({ path }) => path.includes(RAFE))).toEqual([true])
    const shown = textsOf(cardIn((await world.chats('mona')).at(-1))).join(' ')
    expect(shown).toContain('is your growth discussion with Rafe')
  })
})
