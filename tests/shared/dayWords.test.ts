// Days in words (R9): what people type into a date is a real day, never one that passed unless they said so.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dayFromWords } from '#shared/dayWords.ts'
import { addCalendarDays, dayLong, dayMonth, daysBetween, isDay, weekdayOf } from '#shared/time.ts'

// A Tuesday.
const AT = { today: '2026-11-24', quarterEnds: '2026-12-31' }

describe('a day in words', () => {
  test.each([
    ['today', '2026-11-24'],
    ['Tomorrow', '2026-11-25'],
    ['the day after tomorrow', '2026-11-26'],
    ['in two weeks', '2026-12-08'],
    ['In 2 weeks', '2026-12-08'],
    ['two weeks', '2026-12-08'],
    ['in a week', '2026-12-01'],
    ['in 10 days', '2026-12-04'],
    ['10 days from now', '2026-12-04'],
    ['in 3 months', '2027-02-24'],
    ['in a year', '2027-11-24'],
    ['in one quarter', '2027-02-24'],
    ['next week', '2026-11-30'],
    ['next month', '2026-12-24'],
    ['fri', '2026-11-27'],
    ['by Friday', '2026-11-27'],
    ['this friday', '2026-11-27'],
    ['next friday', '2026-12-04'],
    ['tues', '2026-12-01'],
    ['monday', '2026-11-30'],
    ['end of the week', '2026-11-27'],
    ['end of the month', '2026-11-30'],
    ['end of month', '2026-11-30'],
    ['end of next month', '2026-12-31'],
    ['end of february', '2027-02-28'],
    ['End of the quarter', '2026-12-31'],
    ['end of next quarter', '2027-03-31'],
    ['end of the year', '2026-12-31'],
    ['12 dec', '2026-12-12'],
    ['12. December', '2026-12-12'],
    ['Dec 12', '2026-12-12'],
    ['the 12th of december', '2026-12-12'],
    ['12 Jan', '2027-01-12'],
    ['24 nov', '2026-11-24'],
    ['23 nov', '2027-11-23'],
    ['29 feb', '2028-02-29'],
    ['12.12.', '2026-12-12'],
    ['12.12.2027', '2027-12-12'],
    ['3/12', '2026-12-03'],
    ['2026-12-12', '2026-12-12'],
    ['12 dec 2025', '2025-12-12'],
    ['by 18 Dec', '2026-12-18'],
  ])('%s', (words, day) => {
    expect(dayFromWords(words, AT)).toBe(day)
  })

  test.each(['', 'soon', 'in many weeks', '31 feb', '45.45.', 'in', 'next', 'end of', 'ma', '2026-02-31', 'week 50'])(
    '“%s” is none',
    (words) => {
      expect(dayFromWords(words, AT)).toBeNull()
    },
  )

  test('at the edges of months and of fiscal quarters', () => {
    const on = (words: string, today: string, quarterEnds = '2027-01-31') => dayFromWords(words, { today, quarterEnds })
    expect(on('in 3 months', '2026-11-30')).toBe('2027-02-28')
    expect(on('in one month', '2027-01-31', '2027-04-30')).toBe('2027-02-28')
    expect(on('end of the quarter', '2026-11-24')).toBe('2027-01-31')
    expect(on('end of next quarter', '2026-11-24')).toBe('2027-04-30')
    expect(on('end of the month', '2026-11-30')).toBe('2026-11-30')
    // A Saturday and a Sunday.
    expect(on('end of the week', '2026-11-28')).toBe('2026-12-04')
    expect(on('next friday', '2026-11-29')).toBe('2026-12-04')
  })

  const someDay = fc.integer({ min: 0, max: 40_000 }).map((days) => addCalendarDays('2000-01-01', days))
  const phrase = fc.oneof(
    fc
      .tuple(
        fc.constantFrom('in ', ''),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom('day', 'weeks', 'month', 'years'),
      )
      .map(([lead, count, unit]) => `${lead}${count} ${unit}`),
    fc
      .tuple(
        fc.constantFrom('', 'next ', 'this '),
        fc.constantFrom('mon', 'tue', 'wednes', 'thursday', 'FRI', 'sat', 'sun'),
      )
      .map((parts) => parts.join('')),
    fc
      .tuple(fc.constantFrom('', 'the ', 'next '), fc.constantFrom('week', 'month', 'quarter', 'year', 'feb', 'june'))
      .map(([which, unit]) => `end of ${which}${unit}`),
    fc
      .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 14 }))
      .map(([day, month]) => `${day}.${month}.`),
  )

  test('whatever the day: a real one, and never one that passed where no year was said', () => {
    fc.assert(
      fc.property(someDay, fc.nat({ max: 91 }), phrase, (today, left, words) => {
        const day = dayFromWords(words, { today, quarterEnds: addCalendarDays(today, left) })
        return day === null || (isDay(day) && day >= today)
      }),
    )
  })
  test('how a day is written on the screen is understood, and means that day', () => {
    fc.assert(
      fc.property(someDay, fc.nat({ max: 364 }), (today, ahead) => {
        const day = addCalendarDays(today, ahead)
        const at = { today, quarterEnds: day }
        const withYear = dayMonth(day, '1999-01-01')
        expect(
          [day, dayMonth(day), withYear, dayLong(day).split(' ').slice(1).join(' ')].map((words) =>
            dayFromWords(words, at),
          ),
        ).toEqual(Array(4).fill(day))
      }),
    )
  })
  test('a weekday is the next one, a week ahead at most', () => {
    fc.assert(
      fc.property(someDay, fc.constantFrom('monday', 'tuesday', 'friday', 'sunday'), (today, name) => {
        const day = dayFromWords(name, { today, quarterEnds: today }) ?? ''
        expect(daysBetween(today, day)).toBeGreaterThanOrEqual(1)
        expect(daysBetween(today, day)).toBeLessThanOrEqual(7)
        expect(dayLong(day).toLowerCase().startsWith(name)).toBe(true)
        expect(weekdayOf(dayFromWords(`next ${name}`, { today, quarterEnds: today }) ?? '')).toBe(weekdayOf(day))
      }),
    )
  })
  test('any text at all is a day or none', () => {
    fc.assert(
      fc.property(fc.string(), (words) => {
        const day = dayFromWords(words, AT)
        return day === null || isDay(day)
      }),
    )
  })
})
