// Where am I (R17): which occurrence of a series a meeting is, from the server's clock alone.
import { addMinutes, type Instant, minutesBetween } from '../time.ts'

export type Occurrence = { eventId: string; iCalUId: string; start: Instant; end: Instant; joinUrl: string | null }

/** People come early. */
const EARLY_MINUTES = 15

/** The occurrence of this series that is running at `now`, else the nearest one; null where there is none. */
export function occurrenceAt<O extends Occurrence>(occurrences: readonly O[], joinUrl: string, now: Instant): O | null {
  const own = occurrences.filter((one) => one.joinUrl === joinUrl)
  const running = own.find((one) => addMinutes(one.start, -EARLY_MINUTES) <= now && now < one.end)
  if (running) return running
  const distance = (one: O) =>
    Math.min(Math.abs(minutesBetween(now, one.start)), Math.abs(minutesBetween(now, one.end)))
  return own.reduce<O | null>((best, one) => (best === null || distance(one) < distance(best) ? one : best), null)
}
