// Instants, days and wall clocks: clock changes, odd zones, and the words for them.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  addCalendarDays,
  addDays,
  addMinutes,
  clockTime,
  dayLong,
  dayMonth,
  dayShort,
  daysBetween,
  instantAt,
  isDay,
  localOf,
  minutesBetween,
  slotWords,
  weekdayOf,
} from '#shared/time.ts'

const ZONES = [
  'UTC',
  'Europe/London',
  'America/New_York',
  'America/St_Johns',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Pacific/Apia',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
  'Africa/Cairo',
  'America/Havana',
  'Africa/Casablanca',
]
const zone = fc.constantFrom(...ZONES)
const milliseconds = { min: Date.parse('2005-01-01T00:00:00Z'), max: Date.parse('2040-01-01T00:00:00Z') }
const instant = fc.integer(milliseconds).map((at) => new Date(at).toISOString())
const minute = instant.map((at) => `${at.slice(0, 16)}:00.000Z`)
const two = (n: number) => String(n).padStart(2, '0')

describe('wall clocks', () => {
  test.each([
    ['2026-10-25T00:30:00.000Z', 'Europe/London', '2026-10-25', 1, 30, 7],
    ['2026-10-25T01:30:00.000Z', 'Europe/London', '2026-10-25', 1, 30, 7],
    ['2026-10-05T18:20:00.000Z', 'Asia/Kathmandu', '2026-10-06', 0, 5, 2],
    ['2026-01-01T04:59:00.000Z', 'America/New_York', '2025-12-31', 23, 59, 3],
    ['2026-01-01T00:00:00.000Z', 'Australia/Lord_Howe', '2026-01-01', 11, 0, 4],
    ['2026-07-01T00:00:00.000Z', 'Australia/Lord_Howe', '2026-07-01', 10, 30, 3],
    ['2011-12-30T10:00:00.000Z', 'Pacific/Apia', '2011-12-31', 0, 0, 6],
    ['0001-01-01T12:00:00.000Z', 'Etc/UTC', '0001-01-01', 12, 0, 1],
  ])('%s in %s', (at, place, day, hour, min, weekday) => {
    expect(localOf(at, place)).toEqual({ day, hour, minute: min, weekday })
  })

  test.each([
    ['an ordinary time', '2026-11-03', '10:00', 'Europe/London', '2026-11-03T10:00:00.000Z'],
    ['summer time', '2026-10-06', '10:00', 'Europe/London', '2026-10-06T09:00:00.000Z'],
    ['a skipped time goes forward', '2026-03-29', '01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
    ['a skipped half hour goes forward', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00.000Z'],
    ['of a double time the first', '2026-10-25', '01:30', 'Europe/London', '2026-10-25T00:30:00.000Z'],
    ['of a double half hour the first', '2026-04-05', '01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
    ['a skipped day goes forward', '2011-12-30', '09:00', 'Pacific/Apia', '2011-12-30T19:00:00.000Z'],
    ['the day after a skipped day', '2011-12-31', '09:00', 'Pacific/Apia', '2011-12-30T19:00:00.000Z'],
    ['a midnight that does not exist', '2026-04-24', '00:00', 'Africa/Cairo', '2026-04-23T22:00:00.000Z'],
  ])('%s', (_what, day, time, place, expected) => {
    expect(instantAt(day, time, place)).toBe(expected)
  })

  test('localOf and instantAt undo one another, but for the second pass of a double hour', () => {
    fc.assert(
      fc.property(minute, zone, (at, place) => {
        const local = localOf(at, place)
        const back = instantAt(local.day, `${two(local.hour)}:${two(local.minute)}`, place)
        expect(localOf(back, place)).toEqual(local)
        expect(back <= at).toBe(true)
        expect(minutesBetween(back, at)).toBeLessThanOrEqual(60)
        expect(back === at || localOf(addMinutes(at, -60), place).hour >= local.hour - 1).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  test('instantAt never goes back, and lands on the time that was asked for unless it is skipped', () => {
    fc.assert(
      fc.property(minute, zone, (at, place) => {
        const [day, time] = [at.slice(0, 10), at.slice(11, 16)]
        const local = localOf(instantAt(day, time, place), place)
        const shown = `${local.day}T${two(local.hour)}:${two(local.minute)}`
        expect(shown >= `${day}T${time}`).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

describe('arithmetic', () => {
  test('days are 24 hours, calendar days are days', () => {
    expect(addDays('2026-10-24T09:00:00.000Z', 1)).toBe('2026-10-25T09:00:00.000Z')
    expect(addMinutes('2026-12-31T23:50:00.000Z', 20)).toBe('2027-01-01T00:10:00.000Z')
    expect(addCalendarDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(addCalendarDays('2026-01-01', -1)).toBe('2025-12-31')
    expect(daysBetween('2026-10-01', '2026-12-31')).toBe(91)
    expect([weekdayOf('2026-11-02'), weekdayOf('2026-11-08')]).toEqual([1, 7])
  })

  test.each([
    '2026-02-29',
    '2100-02-29',
    '2026-04-31',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '2026-1-1',
    '2026-01-01T',
    '',
  ])('"%s" is no day', (text) => expect(isDay(text)).toBe(false))

  test('every day of the calendar is one, 29 February too', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }), (date) =>
        expect(isDay(date.toISOString().slice(0, 10))).toBe(true),
      ),
    )
    expect(isDay('2028-02-29') && isDay('2000-02-29')).toBe(true)
  })

  test('addCalendarDays and daysBetween undo one another', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: -4000, max: 4000 }), (at, days) => {
        const day = at.slice(0, 10)
        expect(daysBetween(day, addCalendarDays(day, days))).toBe(days)
        expect((weekdayOf(addCalendarDays(day, 1)) - weekdayOf(day) + 7) % 7).toBe(1)
      }),
    )
  })
})

describe('words', () => {
  test('the year is said only when it is another one', () => {
    expect(dayShort('2026-11-03', '2026-10-05')).toBe('Tue 3 Nov')
    expect(dayShort('2026-11-03')).toBe('Tue 3 Nov')
    expect(dayShort('2027-01-05', '2026-10-05')).toBe('Tue 5 Jan 2027')
    expect(dayMonth('2026-09-01', '2026-10-05')).toBe('1 Sep')
    expect(dayLong('2026-11-03', '2026-10-05')).toBe('Tuesday 3 November')
    expect(dayLong('2025-11-03', '2026-10-05')).toBe('Monday 3 November 2025')
  })

  test('a slot is said in the zone of the reader, with an en dash', () => {
    const [start, end] = ['2026-11-03T10:00:00.000Z', '2026-11-03T10:45:00.000Z']
    expect(slotWords(start, end, 'Europe/London', '2026-10-05')).toBe('Tue 3 Nov, 10:00–10:45')
    expect(slotWords(start, end, 'Asia/Kathmandu', '2025-10-05')).toBe('Tue 3 Nov 2026, 15:45–16:30')
    expect(clockTime('2026-11-03T05:05:00.000Z', 'America/New_York')).toBe('00:05')
  })
})
