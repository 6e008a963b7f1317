// Instants, calendar days and wall clocks in any time zone, and how they are said in English. Intl is the only source of offsets.

/** An ISO 8601 UTC string as Date.prototype.toISOString writes it, so that text order is time order. */
export type Instant = string
/** A calendar day, 'YYYY-MM-DD', in whichever zone the context says. */
export type Day = string
/** Monday is 1, Sunday is 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7
export type Local = { day: Day; hour: number; minute: number; weekday: Weekday }

const MINUTE = 60_000
const DAY = 86_400_000
const DAYS_OF_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const
const LONG_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

/** A day of the calendar, and not 2026-02-31: Date.parse alone would take that for 3 March. */
export function isDay(text: string): text is Day {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day >= 1 && day <= (month === 2 && leap ? 29 : (DAYS_OF_MONTH[month - 1] ?? 0))
}

export const instantOf = (milliseconds: number): Instant => new Date(milliseconds).toISOString()
export const addMinutes = (instant: Instant, minutes: number): Instant =>
  instantOf(Date.parse(instant) + minutes * MINUTE)
/** Adds days of exactly 24 hours; for calendar days use addCalendarDays. */
export const addDays = (instant: Instant, days: number): Instant => instantOf(Date.parse(instant) + days * DAY)
/** Minutes from a to b; negative when b is first. */
export const minutesBetween = (a: Instant, b: Instant): number => (Date.parse(b) - Date.parse(a)) / MINUTE

/** The calendar day and wall clock of an instant. Throws RangeError for a zone that Intl does not know (see ianaZone). */
export function localOf(instant: Instant, zone: string): Local {
  const wall = wallOf(Date.parse(instant), zone)
  const day = dayOf(wall)
  const time = new Date(wall)
  return { day, hour: time.getUTCHours(), minute: time.getUTCMinutes(), weekday: weekdayOf(day) }
}

/**
 * The instant at which the clocks of a zone show this day and time ('HH:MM').
 * A time that is skipped when clocks go forward moves forward by the gap; of a time that happens twice the first is meant.
 */
export function instantAt(day: Day, time: string, zone: string): Instant {
  const wall = Date.parse(`${day}T${time}:00.000Z`)
  // A day away lies on the far side of any change of clocks but not of the next one, even where a whole day was skipped.
  const before = offsetAt(wall - DAY, zone)
  const candidates = [wall - before, wall - offsetAt(wall + DAY, zone)].sort((a, b) => a - b)
  return instantOf(candidates.find((candidate) => wallOf(candidate, zone) === wall) ?? wall - before)
}

export const addCalendarDays = (day: Day, days: number): Day => dayOf(midnight(day) + days * DAY)
/** Calendar days from a to b; negative when b is first. */
export const daysBetween = (a: Day, b: Day): number => Math.round((midnight(b) - midnight(a)) / DAY)
export const weekdayOf = (day: Day): Weekday => (((new Date(midnight(day)).getUTCDay() + 6) % 7) + 1) as Weekday

/** 'Tue 3 Nov', with the year when it is not the year of `today`. */
export const dayShort = (day: Day, today?: Day): string =>
  `${WEEKDAYS[weekdayOf(day) - 1]?.slice(0, 3)} ${dayMonth(day, today)}`
/** '3 Nov', with the year when it is not the year of `today`. */
export const dayMonth = (day: Day, today?: Day): string => words(day, MONTHS, today)
/** 'Tuesday 3 November', with the year when it is not the year of `today`. */
export const dayLong = (day: Day, today?: Day): string =>
  `${WEEKDAYS[weekdayOf(day) - 1]} ${words(day, LONG_MONTHS, today)}`
/** '10:00' */
export function clockTime(instant: Instant, zone: string): string {
  const { hour, minute } = localOf(instant, zone)
  return `${two(hour)}:${two(minute)}`
}
/** 'Tue 3 Nov, 10:00–10:45' */
export const slotWords = (start: Instant, end: Instant, zone: string, today?: Day): string =>
  `${dayShort(localOf(start, zone).day, today)}, ${clockTime(start, zone)}–${clockTime(end, zone)}`

const two = (n: number): string => String(n).padStart(2, '0')
const midnight = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`)
const dayOf = (wall: number): Day => new Date(wall).toISOString().slice(0, 10)

function words(day: Day, months: readonly string[], today?: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  const text = `${date} ${months[(month ?? 1) - 1]}`
  return today === undefined || Number(today.slice(0, 4)) === year ? text : `${text} ${year}`
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Since 2000 no zone has changed its offset but at a quarter of an hour of UTC, so one answer of Intl serves for each. */
const QUARTER_HOUR = 900_000
const SINCE = Date.UTC(2000, 0, 1)
const MOST_OFFSETS = 20_000
const offsets = new Map<string, number>()

/** What the clocks of the zone show, as if it were UTC: milliseconds that only getUTC… and dayOf may read. */
function wallOf(milliseconds: number, zone: string): number {
  if (zone === 'UTC') return milliseconds
  if (milliseconds < SINCE) return askIntl(milliseconds, zone)
  const from = Math.floor(milliseconds / QUARTER_HOUR) * QUARTER_HOUR
  const key = `${from} ${zone}`
  let offset = offsets.get(key)
  if (offset === undefined) {
    if (offsets.size >= MOST_OFFSETS) offsets.clear()
    offset = askIntl(from, zone) - from
    offsets.set(key, offset)
  }
  return milliseconds + offset
}

function askIntl(milliseconds: number, zone: string): number {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formats.set(zone, format)
  }
  const part: Record<string, number> = {}
  for (const { type, value } of format.formatToParts(milliseconds)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  // Not Date.UTC for the year: it takes the year 1, Graph's way of writing "never", for 1901.
  const wall = new Date(Date.UTC(2000, 0, 1, hour, minute, second, 0)).setUTCFullYear(year, month - 1, day)
  return wall + (milliseconds - Math.floor(milliseconds / 1000) * 1000)
}

const offsetAt = (milliseconds: number, zone: string): number => wallOf(milliseconds, zone) - milliseconds
