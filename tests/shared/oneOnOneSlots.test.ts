// From Graph's pages to slots: reading events, a year of them, and one slot for one occurrence (R1).
import { describe, expect, test } from '@jest/globals'
import type { OpenLook } from '#shared/oneOnOne/classify.ts'
import { classify } from '#shared/oneOnOne/classify.ts'
import { graphEvent, outOfOffice, spanOf } from '#shared/oneOnOne/event.ts'
import { eventsOf } from '#shared/oneOnOne/readEvents.ts'
import { onePerOccurrence, slotsOf } from '#shared/oneOnOne/slots.ts'
import { quarterOf } from '#shared/quarter.ts'
import { at, attendee, byRafe, type Change, event, look, rawEvent, who } from './fixtures/calendar.ts'

describe('R1 slots', () => {
  const open = (change: Partial<OpenLook>): OpenLook => ({ ...(look() as OpenLook), ...change })
  /** The same occurrence in the calendar of Rafe, who is a manager too. */
  const theirs = open({
    eventId: 'in-rafes-mailbox',
    manager: 'rafe',
    employee: null,
    eligible: false,
    reason: 'notYourEmployee',
  })

  test.each<[string, OpenLook[], OpenLook]>([
    ['the copy that can be used', [theirs, open({})], open({})],
    ['the organizer’s of two usable copies', [open({ eventId: 'copy', isOrganizer: false }), open({})], open({})],
    [
      'a possible one before one that is none',
      [theirs, open({ isOrganizer: false, eligible: false, possible: true, reason: 'organizedByAnother' })],
      open({ isOrganizer: false, eligible: false, possible: true, reason: 'organizedByAnother' }),
    ],
    [
      'of unusable ones the one that knows the employee, so that the reason is the pair’s',
      [theirs, open({ isOrganizer: false, eligible: false, reason: 'declined' })],
      open({ isOrganizer: false, eligible: false, reason: 'declined' }),
    ],
  ])('one occurrence in two mailboxes is one slot: %s', (_name, looks, expected) => {
    expect(onePerOccurrence(looks)).toEqual([expected])
    expect(onePerOccurrence([...looks].reverse())).toEqual([expected])
    expect(slotsOf(looks)).toEqual(expected.eligible ? [expected] : [])
  })

  test('Rafe declined nothing, Mona did: her copy says why, his says that he organizes it', () => {
    const hers = classify(
      event({ ...byRafe, id: 'hers', responseStatus: { response: 'declined', time: '2026-09-02T08:00:00Z' } }),
      who,
    )
    const { manager, employees } = who
    const his = classify(event({ ...byRafe, id: 'his', isOrganizer: true }), {
      ...who,
      manager: employees[0] ?? manager,
      employees: [],
    })
    expect(onePerOccurrence([his, hers])).toMatchObject([{ eventId: 'hers', reason: 'declined', employee: 'rafe' }])
  })

  test('in start order, private ones among the others but never a slot', () => {
    const late = open({ iCalUId: 'b', eventId: 'b', start: '2026-11-10T10:00:00.000Z' })
    const secret = look({ sensitivity: 'private', start: at('2026-11-05T10:00:00'), end: at('2026-11-05T11:00:00') })
    expect(onePerOccurrence([late, secret, open({})]).map(({ reason }) => reason)).toEqual(['ok', 'private', 'ok'])
    expect(slotsOf([late, secret, open({})]).map(({ eventId }) => eventId)).toEqual(['event-1', 'b'])
  })
})

describe('reading Graph events', () => {
  test('only ids and times are needed', () => {
    const { id, iCalUId, start, end } = rawEvent()
    expect(graphEvent.parse({ id, iCalUId, start, end })).toMatchObject({
      attendees: [],
      sensitivity: 'normal',
      isAllDay: false,
    })
  })

  test.each([
    ['a Windows zone', at('2026-10-06T10:00:00.0000000', 'GMT Standard Time'), '2026-10-06T09:00:00.000Z'],
    ['an unknown zone', at('2026-10-06T10:00:00', 'tzone://Microsoft/Custom'), '2026-10-06T10:00:00.000Z'],
    ['Outlook’s name of UTC', at('2026-10-06T10:00:00', 'tzone://Microsoft/Utc'), '2026-10-06T10:00:00.000Z'],
    ['no zone', at('2026-10-06T10:00:00', null), '2026-10-06T10:00:00.000Z'],
    ['an offset', at('2026-10-06T10:00:00+02:00'), '2026-10-06T08:00:00.000Z'],
    ['no seconds', at('2026-10-06T10:00'), '2026-10-06T10:00:00.000Z'],
    ['seven digits of a second', at('2026-10-06T10:00:30.1234567'), '2026-10-06T10:00:30.123Z'],
    [
      'two digits of a second, in a zone',
      at('2026-10-06T10:00:00.57', 'Nepal Standard Time'),
      '2026-10-06T04:15:00.570Z',
    ],
    ['the year 1, which is never', at('0001-01-01T00:00:00'), '0001-01-01T00:00:00.000Z'],
    ['the year 1 in a zone', at('0001-01-01T00:00:00', 'Etc/UTC'), '0001-01-01T00:00:00.000Z'],
  ])('times with %s', (_what, start, expected) => expect(event({ start }).start).toBe(expected))

  test.each<[string, Change]>([
    ['start', { start: undefined }],
    ['start.dateTime', { start: at('2026-02-30T10:00:00') }],
    ['start.dateTime', { start: at('2026-11-03T10:00:00+99:00') }],
    ['start.dateTime', { start: at('2026-11-03') }],
    ['end.dateTime', { end: at('tomorrow') }],
    ['attendees.0.emailAddress.address', { attendees: [attendee('x', { emailAddress: { address: 7 } })] }],
    ['iCalUId', { iCalUId: '' }],
  ])('a broken %s is named', (path, change) => {
    const result = graphEvent.safeParse(rawEvent(change))
    expect(result.error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
  })

  test('a broken item is left out and counted, and leaves an older copy of it alone', () => {
    const items = [rawEvent(), rawEvent({ id: 'b', end: null }), null, rawEvent({ subject: 7 })]
    const { events, broken } = eventsOf(items)
    expect(events.map(({ id, subject }) => [id, subject])).toEqual([['event-1', 'Mona / Rafe']])
    expect(broken).toBe(3)
  })

  test('a year of 1,001 events in pages with empty ones between: each once, each in one quarter', () => {
    const start = (n: number) =>
      new Date(Date.UTC(2026, 0, 1, 9) + Math.floor((n * 364) / 1000) * 86_400_000).toISOString()
    const half = (iso: string) => iso.replace('T09:00', 'T09:30')
    const items = Array.from({ length: 1001 }, (_, n) =>
      rawEvent({
        id: `event-${n}`,
        iCalUId: `uid-${n}`,
        start: at(start(n).slice(0, 19)),
        end: at(half(start(n)).slice(0, 19)),
        attendees: [attendee(n % 2 === 0 ? 'rafe@contoso.test' : 'peer@contoso.test')],
      }),
    )
    const pages = Array.from({ length: 21 }, (_, n) => ({
      value: n % 2 === 1 ? [] : items.slice((n / 2) * 100, (n / 2) * 100 + 100),
    }))
    const { events, broken } = eventsOf(pages.flatMap(({ value }) => value))
    expect([events.length, broken]).toEqual([1001, 0])
    const looks = onePerOccurrence(events.map((one) => classify(one, who)))
    expect([looks.length, slotsOf(looks).length]).toEqual([1001, 501])
    const perQuarter = new Map<string, number>()
    for (const { start } of looks) {
      const { key } = quarterOf(start, 1, 'Europe/London')
      perQuarter.set(key, (perQuarter.get(key) ?? 0) + 1)
    }
    expect([...perQuarter.keys()]).toEqual(['2026-Q1', '2026-Q2', '2026-Q3', '2026-Q4'])
    expect([...perQuarter.values()].reduce((a, b) => a + b)).toBe(1001)
  })
})

describe('R4 absences', () => {
  const days = (zone: string) => ({
    showAs: 'oof',
    isAllDay: true,
    start: at('2026-07-03T00:00:00', zone),
    end: at('2026-07-04T00:00:00', zone),
  })

  test('an all-day one covers the days of its owner’s zone, a private one too, a cancelled one nothing', () => {
    const away = [
      event({ ...days('UTC'), sensitivity: 'private' }),
      event({ ...days('UTC'), isCancelled: true }),
      event(),
    ]
    expect(outOfOffice(away, 'America/New_York')).toEqual([
      { start: '2026-07-03T04:00:00.000Z', end: '2026-07-04T04:00:00.000Z' },
    ])
  })

  test.each(['UTC', 'GMT Standard Time', 'Tokyo Standard Time', 'Hawaiian Standard Time'])(
    'its days are those that are written, in %s too',
    (zone) => {
      expect(spanOf(event(days(zone)), 'Europe/London')).toEqual({
        start: '2026-07-02T23:00:00.000Z',
        end: '2026-07-03T23:00:00.000Z',
      })
    },
  )
})
