// Graph's dateTimeTimeZone and instants, both ways.
import type { Instant } from '#shared/time.ts'
import { addMinutes, instantAt, localOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'

export type DateTimeTimeZone = { dateTime: string; timeZone: string }

const isUtc = (zone: string) => /^(utc|etc\/(utc|gmt)|coordinated universal time)$/i.test(zone)

/** The instant that Graph means; null when the text is no date and time. */
export function instantOf({ dateTime, timeZone }: DateTimeTimeZone): Instant | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?$/.exec(dateTime)
  if (!parts) return null
  const [, day = '', hour = '', minute = '', second = '00', offset] = parts
  if (offset || isUtc(timeZone)) {
    const at = Date.parse(`${day}T${hour}:${minute}:${second}${offset ?? 'Z'}`)
    return Number.isNaN(at) ? null : new Date(at).toISOString()
  }
  return instantAt(day, `${hour}:${minute}`, ianaZone(timeZone).zone)
}

/** An instant as Graph writes it in a zone (a Windows or an IANA name). */
export function graphTime(at: Instant, timeZone = 'UTC'): DateTimeTimeZone {
  if (isUtc(timeZone)) return { dateTime: `${at.slice(0, 19)}.0000000`, timeZone: 'UTC' }
  const { day, hour, minute } = localOf(at, ianaZone(timeZone).zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return { dateTime: `${day}T${two(hour)}:${two(minute)}:${at.slice(17, 19)}.0000000`, timeZone }
}

/** Minutes from one Graph time to another, both in UTC. */
export function laterBy(at: DateTimeTimeZone, minutes: number): DateTimeTimeZone {
  const from = instantOf(at)
  return from ? graphTime(addMinutes(from, minutes)) : at
}
