// Fiscal quarters: which one an instant falls into, what it is called, and its neighbours (R2).
import { Refusal } from './refusal.ts'
import { addCalendarDays, type Day, type Instant, instantAt, localOf } from './time.ts'

export type Quarter = {
  /** The year in which the fiscal year ends, and Q1–Q4: '2026-Q4'. */
  key: string
  /** What people read: '2026 Q4', or 'FY27 Q1' where the fiscal year does not start in January. */
  label: string
  firstDay: Day
  lastDay: Day
  start: Instant
  /** Exclusive: the first instant of the next quarter. */
  end: Instant
}

/** The quarter that holds an instant, on the calendar of the zone. `startMonth` is the fiscal year's first month, 1–12. */
export function quarterOf(instant: Instant, startMonth: number, zone: string): Quarter {
  const [year = 0, month = 1] = localOf(instant, zone).day.split('-').map(Number)
  const monthsIn = (month - startMonth + 12) % 12
  const firstYear = month >= startMonth ? year : year - 1
  return make(startMonth === 1 ? firstYear : firstYear + 1, Math.floor(monthsIn / 3), startMonth, zone)
}

/** Not the years 0 and 9999: a quarter that begins or ends outside four digits has no days. */
const KEY = /^(?:([12]\d{3})|FY\s?([12]\d{3}|\d{2}))[- ]?Q([1-4])$/i

/** Is this something that quarterByKey takes? */
export const isQuarterKey = (key: string): boolean => KEY.test(key.trim())

/** The quarter of a key ('2026-Q4', 'FY2027-Q1') or of a label ('2026 Q4', 'FY27 Q1'). Throws Refusal 'invalid'. */
export function quarterByKey(key: string, startMonth: number, zone: string): Quarter {
  const match = KEY.exec(key.trim())
  if (!match) throw new Refusal('invalid', `quarter is "${key}", but a quarter is written like 2026-Q4.`, 'quarter')
  const year = Number(match[1] ?? match[2])
  return make(year < 100 ? 2000 + year : year, Number(match[3]) - 1, startMonth, zone)
}

export const nextQuarter = (quarter: Quarter, startMonth: number, zone: string): Quarter =>
  neighbour(quarter, 1, startMonth, zone)

export const previousQuarter = (quarter: Quarter, startMonth: number, zone: string): Quarter =>
  neighbour(quarter, -1, startMonth, zone)

function neighbour(quarter: Quarter, step: 1 | -1, startMonth: number, zone: string): Quarter {
  const count = Number(quarter.key.slice(0, 4)) * 4 + Number(quarter.key.slice(6)) - 1 + step
  return make(Math.floor(count / 4), count % 4, startMonth, zone)
}

/** A quarter is the same whoever asks, and finding its two midnights takes a tenth of a millisecond. */
const made = new Map<string, Quarter>()
const MOST_MADE = 1000

function make(endYear: number, index: number, startMonth: number, zone: string): Quarter {
  const key = `${endYear} ${index} ${startMonth} ${zone}`
  const known = made.get(key)
  if (known) return known
  if (made.size >= MOST_MADE) made.clear()
  const quarter = Object.freeze(makeAnew(endYear, index, startMonth, zone))
  made.set(key, quarter)
  return quarter
}

function makeAnew(endYear: number, index: number, startMonth: number, zone: string): Quarter {
  const firstDay = firstDayOf(endYear, index, startMonth)
  const after = firstDayOf(endYear, index + 1, startMonth)
  return {
    key: `${String(endYear).padStart(4, '0')}-Q${index + 1}`,
    label: startMonth === 1 ? `${endYear} Q${index + 1}` : `FY${String(endYear).slice(-2)} Q${index + 1}`,
    firstDay,
    lastDay: addCalendarDays(after, -1),
    start: instantAt(firstDay, '00:00', zone),
    end: instantAt(after, '00:00', zone),
  }
}

function firstDayOf(endYear: number, index: number, startMonth: number): Day {
  const months = (startMonth === 1 ? endYear : endYear - 1) * 12 + startMonth - 1 + index * 3
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`
}
