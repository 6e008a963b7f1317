// A day in words: "in two weeks", "next friday", "end of the month", "12 dec". Pure; English, as the screens are.
import { addCalendarDays, type Day, isDay, type Weekday, weekdayOf } from './time.ts'

/** Said where words are none that dayFromWords knows. */
export const DAY_WORDS = 'Try “in two weeks”, “next Friday”, “end of the month” or “12 Dec”.'

/** By the number that each is. */
export const NUMBERS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
]
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]

/** The day it is, and the last day of the quarter that is going on (fiscal quarters differ). */
export type At = { today: Day; quarterEnds: Day }

/**
 * The day that words mean; null where they mean none.
 *
 * Without a year the next such day is meant, today included; only a day that names its year can lie in the past.
 * "friday" is the next Friday, never today; "next friday" is the Friday of next week (weeks begin on Monday).
 * "in 3 months" on the 31st is the last day of a shorter month. Days and months in figures are day first: 12.12., 3/12.
 */
export function dayFromWords(text: string, { today, quarterEnds }: At): Day | null {
  const words = text
    .toLowerCase()
    .replace(/[’']/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:by|on|until|till) /, '')
    .replace(/\bthe /g, '')
  const day =
    exact(words) ??
    near(words, today) ??
    later(words, today) ??
    weekday(words, today) ??
    ends(words, today, quarterEnds) ??
    ofMonth(words, today)
  return day !== null && isDay(day) ? day : null
}

const exact = (words: string): Day | null => (isDay(words) ? words : null)

function near(words: string, today: Day): Day | null {
  if (words === 'today') return today
  if (words === 'tomorrow') return addCalendarDays(today, 1)
  if (words === 'day after tomorrow') return addCalendarDays(today, 2)
  if (words === 'next week') return addCalendarDays(today, 8 - weekdayOf(today))
  if (words === 'next month') return inMonths(today, 1)
  return null
}

/** "in two weeks", "10 days", "in a month", "3 months from now". */
function later(words: string, today: Day): Day | null {
  const match = /^(?:in )?(\d{1,3}|[a-z]+)(?: more)? (day|week|month|quarter|year)s?(?: from now| from today)?$/.exec(
    words,
  )
  if (!match) return null
  const [, much = '', unit] = match
  const count = /^an?$/.test(much) ? 1 : /^\d/.test(much) ? Number(much) : NUMBERS.indexOf(much)
  if (count < 0) return null
  if (unit === 'day' || unit === 'week') return addCalendarDays(today, count * (unit === 'week' ? 7 : 1))
  return inMonths(today, count * (unit === 'year' ? 12 : unit === 'quarter' ? 3 : 1))
}

/** "fri", "this friday", "next friday". */
function weekday(words: string, today: Day): Day | null {
  const [, which = '', name = ''] = /^(this |next |coming )?([a-z]{3,})$/.exec(words) ?? []
  const index = indexByStart(WEEKDAYS, name)
  if (index < 0) return null
  const here = weekdayOf(today)
  const wanted = (index + 1) as Weekday
  if (which === 'next ') return addCalendarDays(today, 7 - here + wanted)
  return addCalendarDays(today, ((wanted - here + 6) % 7) + 1)
}

/** "end of the month", "end of next month", "end of december", "end of the quarter", "end of the year"; a week ends on Friday. */
function ends(words: string, today: Day, quarterEnds: Day): Day | null {
  const [, next, unit = ''] = /^end(?: of)? (next |this )?([a-z]+)$/.exec(words) ?? []
  const more = next === 'next ' ? 1 : 0
  const month = monthOf(today)
  if (unit === 'week') return addCalendarDays(today, ((12 - weekdayOf(today)) % 7) + 7 * more)
  if (unit === 'month') return lastOfMonth(today, more)
  if (unit === 'quarter') return lastOfMonth(quarterEnds, 3 * more)
  if (unit === 'year') return lastOfMonth(today, 12 - month + 12 * more)
  const named = indexByStart(MONTHS, unit)
  return named < 0 ? null : lastOfMonth(today, ((named + 1 - month + 12) % 12) + 12 * more)
}

/** "12 dec", "dec 12", "12th of december 2027", "12.12.", "3/12/2027". */
function ofMonth(words: string, today: Day): Day | null {
  const match =
    /^(?<day>\d{1,2})(?:st|nd|rd|th)?\.? (?:of )?(?<month>[a-z]{3,})\.?(?:,? (?<year>\d{4}))?$/.exec(words) ??
    /^(?<month>[a-z]{3,})\.? (?<day>\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\d{4}))?$/.exec(words) ??
    /^(?<day>\d{1,2})[./] ?(?<month>\d{1,2})(?:[./] ?(?<year>\d{4})?)?$/.exec(words)
  const { day = '', month = '', year } = match?.groups ?? {}
  const number = /^\d/.test(month) ? Number(month) : indexByStart(MONTHS, month) + 1
  if (number < 1) return null
  if (year) return written(Number(year), number, Number(day))
  // 29 February may be years away.
  for (let of = Number(today.slice(0, 4)), tries = 0; tries < 9; of++, tries++) {
    const found = written(of, number, Number(day))
    if (isDay(found) && found >= today) return found
  }
  return null
}

/** The one name that begins so, with three letters at least; -1 for none. "sept" and "tues" are beginnings too. */
const indexByStart = (names: readonly string[], start: string): number =>
  start.length < 3 ? -1 : names.findIndex((name) => name.startsWith(start))

const monthOf = (day: Day): number => Number(day.slice(5, 7))
const written = (year: number, month: number, day: number): Day =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`

/** The first day of the month that is `months` after the one of `day`. */
function firstOfMonth(day: Day, months: number): Day {
  const count = Number(day.slice(0, 4)) * 12 + monthOf(day) - 1 + months
  return written(Math.floor(count / 12), (count % 12) + 1, 1)
}
const lastOfMonth = (day: Day, months: number): Day => addCalendarDays(firstOfMonth(day, months + 1), -1)

function inMonths(day: Day, months: number): Day {
  const last = lastOfMonth(day, months)
  const same = `${last.slice(0, 8)}${day.slice(8)}`
  return same < last ? same : last
}
