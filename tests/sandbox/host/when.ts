// Dates and times as the host page says them, in the zone of the world.

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const HOUR = 3_600_000
const DAY = 24 * HOUR

const formats = new Map<string, Intl.DateTimeFormat>()
function formatFor(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(zone, format)
  }
  return format
}

/** What a clock on the wall shows: the day as YYYY-MM-DD and the minutes since midnight. */
export function wall(iso: string, zone: string): { day: string; minutes: number } {
  const parts = Object.fromEntries(
    formatFor(zone)
      .formatToParts(new Date(iso))
      .map((part) => [part.type, part.value]),
  )
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    minutes: Number(parts.hour) * 60 + Number(parts.minute),
  }
}

const two = (value: number) => String(value).padStart(2, '0')

/** '10:05' from minutes since midnight. */
export const hourText = (minutes: number) => `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
export const timeText = (iso: string, zone: string) => hourText(wall(iso, zone).minutes)

/** 'Tue 6 Oct'; with the year when `long`, or when it is another year than that of `today`. */
export function dayText(day: string, today: string, long = false): string {
  const [year, month, date] = day.split('-').map(Number)
  const name = `${DAYS[weekday(day)]} ${date} ${MONTHS[(month ?? 1) - 1]}`
  return long || !today.startsWith(`${year}-`) ? `${name} ${year}` : name
}

/** 'Mon 5 – Fri 9 Oct' */
export function spanText(from: string, to: string, today: string): string {
  const start = dayText(from, from)
  const sameMonth = from.slice(0, 7) === to.slice(0, 7)
  return `${sameMonth ? start.split(' ').slice(0, 2).join(' ') : start} – ${dayText(to, today)}`
}

/** 'Today', 'Yesterday' or the date. */
export function dayTitle(day: string, today: string): string {
  if (day === today) return 'Today'
  if (day === addDays(today, -1)) return 'Yesterday'
  return dayText(day, today)
}

/** 'Tue 6 Oct 2026 10:00' */
export function clockText(iso: string, zone: string): string {
  const { day, minutes } = wall(iso, zone)
  return `${dayText(day, day, true)} ${hourText(minutes)}`
}

/** 'London' for 'Europe/London'. */
export const cityOf = (zone: string) => (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')

/** 0 is Sunday. */
export const weekday = (day: string) => new Date(`${day}T00:00:00Z`).getUTCDay()
export const addDays = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY).toISOString().slice(0, 10)
/** The Monday of the week that holds a day. */
export const mondayOf = (day: string) => addDays(day, -((weekday(day) + 6) % 7))

/** The instant a Graph moment (UTC, seven decimals, no Z) names. */
export const instant = (moment: { dateTime: string }) => new Date(`${moment.dateTime.slice(0, 19)}Z`).toISOString()

/** The same time on the wall a day later, so that a change to summer time moves nothing. */
export function sameTimeNextDay(iso: string, zone: string): string {
  const plain = new Date(Date.parse(iso) + DAY).toISOString()
  const apart = wall(plain, zone).minutes - wall(iso, zone).minutes
  // Around midnight the two times lie on either side of it: the shorter way round is meant.
  const drift = apart - Math.round(apart / 1440) * 1440
  return new Date(Date.parse(plain) - drift * 60_000).toISOString()
}

/** An ISO 8601 duration of at least a second between two instants: 'P21DT1H0M0S'. */
export function durationBetween(from: string, to: string): string {
  const seconds = Math.max(1, Math.ceil((Date.parse(to) - Date.parse(from)) / 1000))
  const days = Math.floor(seconds / 86_400)
  return `P${days}DT${Math.floor(seconds / 3600) % 24}H${Math.floor(seconds / 60) % 60}M${seconds % 60}S`
}

/** '16:04' or '1:16:04' for a length in milliseconds. */
export function lengthText(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
  return hours > 0 ? `${hours}:${rest}` : rest
}
