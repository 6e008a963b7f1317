// The sandbox's host page: its times, the week of a calendar, and lanes in which nothing covers anything.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { CalendarEvent } from '#tests/sandbox/host/api.ts'
import { weekOf } from '#tests/sandbox/host/week.ts'
import {
  addDays,
  cityOf,
  clockText,
  dayText,
  dayTitle,
  durationBetween,
  hourText,
  instant,
  lengthText,
  mondayOf,
  sameTimeNextDay,
  spanText,
  timeText,
  wall,
  weekday,
} from '#tests/sandbox/host/when.ts'

const LONDON = 'Europe/London'
const aDay = fc.integer({ min: 0, max: 1500 }).map((n) => addDays('2025-01-01', n))

describe('words', () => {
  test.each([
    [dayText('2026-10-06', '2026-11-03'), 'Tue 6 Oct'],
    [dayText('2027-01-05', '2026-11-03'), 'Tue 5 Jan 2027'],
    [dayText('2026-10-06', '2026-11-03', true), 'Tue 6 Oct 2026'],
    [spanText('2026-10-05', '2026-10-09', '2026-10-06'), 'Mon 5 – Fri 9 Oct'],
    [spanText('2026-09-28', '2026-10-02', '2026-10-06'), 'Mon 28 Sep – Fri 2 Oct'],
    [spanText('2026-12-28', '2027-01-01', '2026-12-29'), 'Mon 28 Dec – Fri 1 Jan 2027'],
    [dayTitle('2026-10-06', '2026-10-06'), 'Today'],
    [dayTitle('2026-02-28', '2026-03-01'), 'Yesterday'],
    [dayTitle('2026-10-04', '2026-10-06'), 'Sun 4 Oct'],
    [clockText('2026-10-06T09:00:00.000Z', LONDON), 'Tue 6 Oct 2026 10:00'],
    [timeText('2026-01-06T23:30:00.000Z', 'Asia/Kolkata'), '05:00'],
    [hourText(605), '10:05'],
    [hourText(1440), '00:00'],
    [cityOf(LONDON), 'London'],
    [cityOf('America/Argentina/Buenos_Aires'), 'Buenos Aires'],
    [cityOf('UTC'), 'UTC'],
    [lengthText(964_000), '16:04'],
    [lengthText(4_564_999), '1:16:04'],
    [lengthText(-5), '00:00'],
    [instant({ dateTime: '2026-10-06T09:00:00.0000000' }), '2026-10-06T09:00:00.000Z'],
  ])('%s', (words, expected) => {
    expect(words).toBe(expected)
  })
})

test('the Monday of a week is a Monday, and at most six days back', () => {
  fc.assert(
    fc.property(aDay, (day) => {
      const monday = mondayOf(day)
      expect(weekday(monday)).toBe(1)
      expect(monday <= day && day < addDays(monday, 7)).toBe(true)
    }),
  )
})

describe('the same time a day later', () => {
  test.each([
    ['an ordinary day', '2026-10-06T09:00:00.000Z', '2026-10-07T09:00:00.000Z'],
    ['over the end of summer time', '2026-10-24T09:00:00.000Z', '2026-10-25T10:00:00.000Z'],
    ['over its beginning', '2026-03-28T10:00:00.000Z', '2026-03-29T09:00:00.000Z'],
    ['just after midnight, from the long Sunday', '2026-10-24T23:30:00.000Z', '2026-10-26T00:30:00.000Z'],
    ['just before midnight, to the short Sunday', '2026-03-28T23:30:00.000Z', '2026-03-29T22:30:00.000Z'],
  ])('%s', (_, iso, next) => {
    expect(sameTimeNextDay(iso, LONDON)).toBe(next)
  })

  test('in any zone, on any day: the wall shows the next day and the same time, unless the clocks skip it', () => {
    const zone = fc.constantFrom(LONDON, 'America/New_York', 'Australia/Sydney', 'Asia/Kolkata', 'UTC')
    const aTime = fc.integer({ min: 0, max: 4 * 365 * 96 }).map((n) => Date.parse('2025-01-01T00:00:00Z') + n * 900_000)
    fc.assert(
      fc.property(aTime, zone, (time, at) => {
        const iso = new Date(time).toISOString()
        const was = wall(iso, at)
        const is = wall(sameTimeNextDay(iso, at), at)
        // Clocks go forward between one and three at night: then there is no such time.
        fc.pre(was.minutes < 60 || was.minutes >= 180)
        expect(is).toEqual({ day: addDays(was.day, 1), minutes: was.minutes })
      }),
      { numRuns: 2000 },
    )
  })
})

test('a duration leads from one instant to the other, a second at least', () => {
  expect(durationBetween('2026-10-06T09:00:00.000Z', '2026-10-27T10:00:00.000Z')).toBe('P21DT1H0M0S')
  const moment = fc.integer({ min: 0, max: 10_000_000_000 })
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      const text = durationBetween(new Date(a).toISOString(), new Date(b).toISOString())
      const [days = 0, hours = 0, minutes = 0, seconds = 0] = (text.match(/\d+/g) ?? []).map(Number)
      expect(hours < 24 && minutes < 60 && seconds < 60).toBe(true)
      const length = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
      expect(length).toBe(Math.max(1, Math.ceil((b - a) / 1000)))
    }),
  )
})

const MONDAY = '2026-10-19'
let events = 0
function event(start: string, end: string, over: Partial<CalendarEvent> = {}): CalendarEvent {
  events += 1
  return { id: `e${events}`, start: { dateTime: start }, end: { dateTime: end }, ...over }
}
const idsOf = (list: readonly { event: CalendarEvent }[] | undefined) => list?.map((one) => one.event.id)

describe('a week', () => {
  test('has five days, and the weekend where something is in it', () => {
    const days = (list: CalendarEvent[]) => weekOf(list, MONDAY, LONDON).map(({ day }) => day.slice(8))
    expect(days([])).toEqual(['19', '20', '21', '22', '23'])
    expect(days([event('2026-10-24T09:00:00', '2026-10-24T10:00:00')])).toEqual(['19', '20', '21', '22', '23', '24'])
    expect(days([event('2026-10-25T00:00:00', '2026-10-26T00:00:00', { isAllDay: true })])).toContain('25')
    expect(days([event('2026-10-25T09:00:00', '2026-10-25T10:00:00', { isCancelled: true })])).not.toContain('25')
  })

  test('an event lies on the day of its zone, and ends at midnight at the latest', () => {
    const late = event('2026-10-20T22:30:00.0000000', '2026-10-21T00:30:00.0000000')
    const tillMidnight = event('2026-10-21T20:00:00', '2026-10-21T23:00:00')
    const beforeIt = event('2026-10-18T22:00:00', '2026-10-18T22:30:00')
    const after = event('2026-10-26T09:00:00', '2026-10-26T10:00:00')
    const week = weekOf([late, tillMidnight, beforeIt, after], MONDAY, LONDON)
    expect(week.flatMap(({ day, timed }) => timed.map(({ from, to }) => [day, from, to]))).toEqual([
      ['2026-10-20', 1410, 1440],
      ['2026-10-21', 1260, 1440],
    ])
    expect(weekOf([late], MONDAY, 'Asia/Kolkata').find(({ timed }) => timed.length > 0)?.day).toBe('2026-10-21')
  })

  test('a whole day is on each of its days, its end left out', () => {
    const leave = event('2026-10-20T00:00:00', '2026-10-23T00:00:00', { isAllDay: true })
    const days = weekOf([leave], MONDAY, LONDON).filter(({ wholeDay }) => wholeDay.includes(leave))
    expect(days.map(({ day }) => day.slice(8))).toEqual(['20', '21', '22'])
  })

  test('two at once stand side by side, the longer one first; a third one later has the width again', () => {
    const short = event('2026-10-20T08:00:00', '2026-10-20T08:30:00')
    const long = event('2026-10-20T08:00:00', '2026-10-20T09:00:00')
    const next = event('2026-10-20T09:00:00', '2026-10-20T10:00:00')
    const tuesday = weekOf([short, long, next], MONDAY, LONDON)[1]?.timed
    expect(idsOf(tuesday)).toEqual([long.id, short.id, next.id])
    expect(tuesday?.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 2],
      [1, 2],
      [0, 1],
    ])
  })

  test('whatever is in it: nothing is lost, nothing covers anything, neighbours agree on the lanes', () => {
    const span = fc.record({ from: fc.integer({ min: 0, max: 1300 }), length: fc.integer({ min: 15, max: 300 }) })
    fc.assert(
      fc.property(fc.array(span, { maxLength: 12 }), (spans) => {
        const at = (minutes: number) =>
          new Date(Date.parse('2026-10-20T00:00:00Z') + minutes * 60_000).toISOString().slice(0, 19)
        const list = spans.map(({ from, length }) => event(at(from), at(from + length)))
        const timed = weekOf(list, MONDAY, 'UTC')[1]?.timed ?? []
        expect(idsOf(timed)?.toSorted()).toEqual(list.map(({ id }) => id).toSorted())
        for (const one of timed) {
          expect(one.lane).toBeLessThan(one.lanes)
          for (const other of timed) {
            if (one === other || one.to <= other.from || other.to <= one.from) continue
            expect(one.lane).not.toBe(other.lane)
            expect(one.lanes).toBe(other.lanes)
          }
        }
      }),
    )
  })
})
