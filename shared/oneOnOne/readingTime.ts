// When somebody's directory entry, and a manager's calendar, are read: in the night, at a moment of their own (R5).
import { addCalendarDays, addMinutes, type Instant, instantAt, localOf } from '../time.ts'

/** Before anybody's working day: minutes after local midnight. */
const WITHIN_MINUTES = 6 * 60

/**
 * In so many days, in the night of the IANA zone: everybody has a minute of their own (FNV-1a over the id), so that ten thousand
 * managers are read over six hours instead of all at once.
 */
export function nextReading(now: Instant, zone: string, id: string, days = 1): Instant {
  let hash = 0x811c9dc5
  for (const char of id) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  const midnight = instantAt(addCalendarDays(localOf(now, zone).day, days), '00:00', zone)
  return addMinutes(midnight, (hash >>> 0) % WITHIN_MINUTES)
}
