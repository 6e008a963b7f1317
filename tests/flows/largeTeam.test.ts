// A manager of twelve (R4, R11): one offer a day, and nobody is asked about twice before everybody's turn has come.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { addCalendarDays, daysBetween } from '#shared/time.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const NAMES = ['Ada', 'Ben', 'Cem', 'Dua', 'Eva', 'Fay', 'Gil', 'Hal', 'Ida', 'Jon', 'Kim', 'Leo']
const MONDAY = '2026-10-05'

const personOf = (name: string, manager: string | null) => ({
  id: `00000000-0000-4000-8000-${name
    .toLowerCase()
    .split('')
    .map((letter) => letter.charCodeAt(0).toString(16))
    .join('')
    .padStart(12, '0')}`,
  key: name.toLowerCase(),
  displayName: `${name} Test`,
  mail: `${name.toLowerCase()}@contoso.test`,
  userPrincipalName: `${name.toLowerCase()}@contoso.test`,
  proxyAddresses: [`SMTP:${name.toLowerCase()}@contoso.test`],
  accountEnabled: true,
  userType: 'Member',
  mailboxTimeZone: 'GMT Standard Time',
  manager,
})
const mona = personOf('Mona', null)

/** Weekly 1-1s with each of the twelve, through the quarter. */
const meetings = NAMES.flatMap((name, index) =>
  Array.from({ length: 12 }, (_, week) => {
    const day = addCalendarDays(MONDAY, week * 7 + (index % 5))
    const hour = 9 + Math.floor(index / 5)
    const time = (minutes: string) => ({
      dateTime: `${day}T${String(hour).padStart(2, '0')}:${minutes}:00.0000000`,
      timeZone: 'UTC',
    })
    return rawEvent({
      id: `${name}-${day}`,
      iCalUId: `u-${name}-${day}`,
      subject: `Mona / ${name}`,
      start: time('00'),
      end: time('30'),
      isOrganizer: true,
      organizer: { emailAddress: mailbox('mona@contoso.test') },
      attendees: [attendee(`${name.toLowerCase()}@contoso.test`)],
    })
  }),
)

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({
    tenant: {
      now: `${MONDAY}T08:00:00Z`,
      fiscalYearStartMonth: 1,
      directory: [mona, ...NAMES.map((name) => personOf(name, mona.id))],
      calendarView: { mona: [{ value: meetings }] },
    },
  })
})
afterAll(() => world.stop())

test('silence for two months: one a day, everybody first, then a week at least between two questions about one', async () => {
  await world.advance('P56D')
  const offers = (await world.chats('mona')).filter(({ summary }) => summary?.startsWith('Turn one 1-1'))
  const days = offers.map(({ timestamp }) => timestamp.slice(0, 10))
  expect(days).toEqual([...new Set(days)])

  const about = offers.map(({ summary }) => NAMES.find((name) => summary?.includes(`with ${name} `)) ?? '?')
  expect(about.slice(0, NAMES.length).toSorted()).toEqual(NAMES)
  for (const name of NAMES) {
    const own = days.filter((_, index) => about[index] === name)
    expect(own.length).toBeLessThanOrEqual(3)
    for (const [index, day] of own.entries())
      if (index > 0) expect(daysBetween(own[index - 1] ?? '', day)).toBeGreaterThanOrEqual(7)
  }
  console.info(`A silent manager of twelve: ${offers.length} offers in eight weeks, ${about.join(' ')}`)
})
