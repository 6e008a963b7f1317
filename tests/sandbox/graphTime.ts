// Graph's dateTimeTimeZone and instants, both ways.
import { graphTime as sharedGraphTime } from '#shared/graphTime.ts'
import { type Instant, localOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'

export type DateTimeTimeZone = { dateTime: string; timeZone: string }

const isUtc = (zone: string) => /^(utc|etc\/(utc|gmt)|coordinated universal time)$/i.test(zone)

/** The instant that Graph means; null when the text is no date and time. */
export const instantOf = (time: DateTimeTimeZone): Instant | null => sharedGraphTime.safeParse(time).data ?? null

/** The instant of a time that the world keeps: those are always in UTC and whole. */
export const keptInstant = ({ dateTime }: DateTimeTimeZone): Instant => `${dateTime.slice(0, 19)}.000Z`

/** An instant as Graph writes it in a zone (a Windows or an IANA name). */
export function graphTime(at: Instant, timeZone = 'UTC'): DateTimeTimeZone {
  if (isUtc(timeZone)) return { dateTime: `${at.slice(0, 19)}.0000000`, timeZone: 'UTC' }
  const { day, hour, minute } = localOf(at, ianaZone(timeZone).zone)
  const two = (value: number) => String(value).padStart(2, '0')
  return { dateTime: `${day}T${two(hour)}:${two(minute)}:${at.slice(17, 19)}.0000000`, timeZone }
}
