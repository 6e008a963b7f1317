// R1, R2, R4: what is recommended when the employee asks, what is asked about meetings of others, and who talks how often.
import { describe, expect, test } from '@jest/globals'
import { type Cadence, cadenceOf, isDue } from '#shared/offer/cadence.ts'
import { isJustRequested, isTurnedDown, later, newOffer, notThisQuarter, requested } from '#shared/offer/offer.ts'
import { meetingsOf, seriesOf } from '#shared/offer/ours.ts'
import { type Candidate, rank } from '#shared/offer/rank.ts'
import { rankFor, slotsToPropose } from '#shared/offer/request.ts'
import { classify, type OpenLook } from '#shared/oneOnOne/classify.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { directoryOf } from '#shared/person.ts'
import { quarterByKey } from '#shared/quarter.ts'
import { addDays, addMinutes, instantAt } from '#shared/time.ts'
import { attendee, event, mailbox } from './fixtures/calendar.ts'
import { converting, NOW, PAIR, QUARTER, slotAt } from './fixtures/discussion.ts'

const zone = 'Europe/London'
const quarter = quarterByKey('2026-Q4', 1, zone)
const now = '2026-10-05T08:00:00.000Z'
const slot = (day: string): Candidate => {
  const start = instantAt(day, '10:00', zone)
  return { eventId: day, start, end: addMinutes(start, 30) }
}
const TUESDAYS = ['2026-10-06', '2026-10-13', '2026-10-20', '2026-11-03', '2026-11-17', '2026-12-01', '2026-12-29']
const input = (more: Partial<Parameters<typeof rank>[0]> = {}) => ({
  slots: TUESDAYS.map(slot),
  now,
  quarter,
  zone,
  lastStart: null,
  away: [],
  ...more,
})
const shown = (eventId: string | null, more: Partial<Parameters<typeof rank>[0]> = {}) => {
  const { recommended, alternatives, request, reason } = rankFor(input(more), { eventId })
  return { first: recommended?.eventId ?? null, others: alternatives.map((one) => one.eventId), request, reason }
}
const awayOn = (day: string) => [{ start: instantAt(day, '00:00', zone), end: instantAt(day, '23:00', zone) }]

describe('R4 what the manager is shown', () => {
  test('nobody asked: the ranking, word for word', () => {
    expect(rankFor(input(), null)).toEqual({ ...rank(input()), request: null })
  })
  test('asked for any: the ranking; a proposed slot first, the usual ones behind it', () => {
    expect(shown(null)).toMatchObject({ first: '2026-11-17', request: 'any' })
    expect(shown('2026-12-29')).toEqual({
      first: '2026-12-29',
      others: ['2026-11-17', '2026-11-03', '2026-12-01', '2026-10-20'],
      request: 'slot',
      reason: { kind: 'farFromMiddle' },
    })
    expect(shown('2026-11-17').others).not.toContain('2026-11-17')
  })
  test.each([
    ['gone', '2026-11-24', {}],
    ['while one of the two is away', '2026-12-01', { away: awayOn('2026-12-01') }],
    ['past', '2026-10-06', { now: '2026-10-06T09:00:00.000Z' }],
    ['of the next quarter', '2027-01-05', { slots: [...TUESDAYS, '2027-01-05'].map(slot) }],
  ])('a proposed slot that is %s is not shown, and the rest is', (_, eventId, more) => {
    expect(shown(eventId, more)).toMatchObject({ first: '2026-11-17', request: 'any' })
  })
  test('within the week: not by itself, but where it was proposed, or nothing else is left', () => {
    expect(shown('2026-10-06')).toMatchObject({ first: '2026-10-06', request: 'slot' })
    expect(shown(null, { now: '2026-12-24T08:00:00.000Z' })).toMatchObject({ first: '2026-12-29', request: 'any' })
    expect(rank(input({ now: '2026-12-24T08:00:00.000Z' })).recommended).toBeNull()
  })
  test('what may be proposed: free, ahead, of the quarter, nobody away, in start order', () => {
    const slots = ['2026-12-15', '2026-10-13', '2026-11-03', '2027-01-12', '2026-10-01'].map((day) =>
      slotAt(`${day}T10:00:00.000Z`),
    )
    const pair = { ...newPair('t', 'rafe', 'mona'), slots, away: awayOn('2026-11-03') }
    const days = (discussions: ReturnType<typeof converting>[]) =>
      slotsToPropose(pair, discussions, { now, quarter, zone }).map(({ start }) => start.slice(0, 10))
    expect(days([])).toEqual(['2026-10-13', '2026-12-15'])
    expect(days([converting(slots[0])])).toEqual(['2026-10-13'])
    expect(slotsToPropose({ ...pair, slots: null }, [], { now, quarter, zone })).toEqual([])
  })
  test('the reason is true of the slot', () => {
    const reason = (days: string[], more = {}) => rank(input({ slots: days.map(slot), ...more })).reason
    expect(reason(TUESDAYS)).toEqual({ kind: 'middleOfQuarter' })
    expect(reason(['2026-11-03'])).toEqual({ kind: 'middleOfQuarter' })
    expect(reason(['2026-10-27'])).toEqual({ kind: 'farFromMiddle' })
    expect(reason(['2026-12-29'])).toEqual({ kind: 'farFromMiddle' })
    expect(reason(['2026-12-29'], { lastStart: '2026-08-11T09:00:00.000Z' })).toEqual({
      kind: 'weeksAfterLast',
      weeks: 20,
    })
  })
})

describe('R4 asking', () => {
  const fresh = () => newOffer({ ...PAIR, quarter: QUARTER }, addDays(NOW, 3))
  const ask = (eventId: string | null, at = NOW) => requested(fresh(), eventId, at) ?? fresh()
  test('opens the offer now, whatever was said before', () => {
    for (const one of [fresh(), later(fresh(), NOW), notThisQuarter(fresh(), NOW)]) {
      const next = requested(one, null, NOW)
      expect(next).toMatchObject({ state: { name: 'open' }, asked: 0, dueAt: NOW, request: { at: NOW, eventId: null } })
      expect(next && isJustRequested(next)).toBe(true)
    }
  })
  test('the same again changes nothing, however it was answered; another slot does', () => {
    for (const one of [ask('a'), later(ask('a'), NOW), notThisQuarter(ask('a'), NOW)]) {
      expect(requested(one, 'a', addDays(NOW, 1))).toBeNull()
      expect(requested(one, 'b', addDays(NOW, 1))).toMatchObject({ request: { eventId: 'b' } })
    }
    expect(isJustRequested(later(ask('a'), NOW))).toBe(false)
  })
  test('turned down is only what was heard', () => {
    expect(isTurnedDown(notThisQuarter(fresh(), NOW))).toBe(false)
    expect(isTurnedDown(ask(null))).toBe(false)
    expect(isTurnedDown(notThisQuarter(ask(null), NOW))).toBe(true)
  })
})

describe('R2 cadence', () => {
  const quarters = { running: '2026-Q4', previous: '2026-Q3' }
  const had = (key: string, name: string) => ({ quarter: { key }, state: { name } })
  test.each<[string, Cadence, ReturnType<typeof had>[], boolean]>([
    ['quarterly, after one', 'quarterly', [had('2026-Q3', 'agreed')], true],
    ['half-yearly, never', 'halfYearly', [], true],
    ['half-yearly, agreed last quarter', 'halfYearly', [had('2026-Q3', 'agreed')], false],
    ['half-yearly, held last quarter', 'halfYearly', [had('2026-Q3', 'held')], false],
    ['half-yearly, scheduled past the end of last quarter', 'halfYearly', [had('2026-Q3', 'scheduled')], false],
    ['half-yearly, missed last quarter', 'halfYearly', [had('2026-Q3', 'needsSlot')], true],
    ['half-yearly, the quarter before last', 'halfYearly', [had('2026-Q2', 'agreed')], true],
    [
      'half-yearly, begun by hand and lost',
      'halfYearly',
      [had('2026-Q3', 'agreed'), had('2026-Q4', 'needsSlot')],
      true,
    ],
  ])('%s', (_, cadence, discussions, due) => {
    expect(isDue(cadence, discussions, quarters)).toBe(due)
  })
  test('the two say more than their tenant', () => {
    expect(cadenceOf(null, 'halfYearly')).toBe('halfYearly')
    expect(cadenceOf('quarterly', 'halfYearly')).toBe('quarterly')
  })
})

describe('R1 meetings that a third person organizes', () => {
  const person = (id: string) => ({
    id,
    name: `${id} Test`,
    mail: `${id}@contoso.test`,
    userPrincipalName: null,
    proxyAddresses: [],
    enabled: true,
    member: true,
    jobTitle: null,
  })
  const [mona, rafe, jun, ines] = ['mona', 'rafe', 'jun', 'ines'].map(person) as [Mona, Mona, Mona, Mona]
  type Mona = ReturnType<typeof person>
  const who = { manager: mona, employees: [rafe, jun], directory: directoryOf([mona, rafe, jun, ines]) }
  const look = (id: string, day: string, more: Record<string, unknown> = {}) => {
    const time = (minutes: string) => ({ dateTime: `${day}T10:${minutes}:00.0000000`, timeZone: 'UTC' })
    const given = {
      id,
      iCalUId: `u-${id}`,
      seriesMasterId: 'series',
      start: time('00'),
      end: time('30'),
      isOrganizer: false,
      organizer: mailbox('ines@contoso.test'),
      attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test')],
      ...more,
    }
    return classify(event(given), who) as OpenLook
  }
  const looks = [
    look('c', '2026-11-10'),
    look('past', '2026-10-01'),
    look('b', '2026-11-03'),
    look('one', '2026-10-20', { seriesMasterId: null }),
    look('jun', '2026-10-21', { attendees: [attendee('mona@contoso.test'), attendee('jun@contoso.test')] }),
    look('own', '2026-12-01', { organizer: mailbox('mona@contoso.test'), isOrganizer: true }),
  ]
  const found = (ours: { series: string; isOurs: boolean }[]) => {
    const { slots, possible } = meetingsOf(looks, { employee: 'rafe', ours, now, nameOf: () => 'Ines' })
    return { slots: slots.map(({ eventId }) => eventId), possible }
  }
  test('nothing was said: one question a series, about the next one; their own 1-1 is a slot', () => {
    expect(found([])).toEqual({
      slots: ['own'],
      possible: [
        {
          series: 'u-one',
          organizer: 'Ines',
          start: '2026-10-20T10:00:00.000Z',
          end: '2026-10-20T10:30:00.000Z',
          repeats: false,
        },
        {
          series: 'series',
          organizer: 'Ines',
          start: '2026-11-03T10:00:00.000Z',
          end: '2026-11-03T10:30:00.000Z',
          repeats: true,
        },
      ],
    })
  })
  test('ours: every occurrence is a slot, the past ones too (R17), and the organizer stays who they are', () => {
    expect(found([{ series: 'series', isOurs: true }])).toMatchObject({
      slots: ['past', 'b', 'c', 'own'],
      possible: [{ series: 'u-one' }],
    })
    const { slots } = meetingsOf(looks, {
      employee: 'rafe',
      ours: [{ series: 'u-one', isOurs: true }],
      now,
      nameOf: () => '',
    })
    expect(slots.map(({ eventId, organizer }) => [eventId, organizer])).toEqual([
      ['one', 'ines'],
      ['own', 'mona'],
    ])
  })
  test('not ours: no slot and no question', () => {
    const ours = [looks[0], looks[3]].map((one) => ({ series: one ? seriesOf(one) : '', isOurs: false }))
    expect(found(ours)).toEqual({ slots: ['own'], possible: [] })
  })
  test('what is no possible 1-1 cannot be made one', () => {
    const three = look('three', '2026-11-04', {
      attendees: [attendee('mona@contoso.test'), attendee('rafe@contoso.test'), attendee('jun@contoso.test')],
    })
    const of = { employee: 'rafe', ours: [{ series: 'series', isOurs: true }], now, nameOf: () => '' }
    expect(meetingsOf([three], of)).toEqual({ slots: [], possible: [] })
  })
})
