// ISO 8601 durations (P1D, P2W, PT90M, P1M) and adding one to an instant, in UTC.
import type { Instant } from '#shared/time.ts'

export type Duration = { months: number; milliseconds: number }

const SHAPE =
  /^P(?!$)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?!$)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/

/** Reads an ISO 8601 duration; null when the text is not one. */
export function parseDuration(text: string): Duration | null {
  const parts = SHAPE.exec(text)
  if (!parts) return null
  const [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0))
  const wholeDays = weeks * 7 + days
  return {
    months: years * 12 + months,
    milliseconds: Math.round((((wholeDays * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000),
  }
}

/** The instant that much later. A month ends on its last day: 31 January + P1M is 28 (or 29) February. */
export function addDuration(from: Instant, { months, milliseconds }: Duration): Instant {
  const at = new Date(from)
  const day = at.getUTCDate()
  at.setUTCDate(1)
  at.setUTCMonth(at.getUTCMonth() + months)
  const lastDay = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate()
  at.setUTCDate(Math.min(day, lastDay))
  return new Date(at.getTime() + milliseconds).toISOString()
}
