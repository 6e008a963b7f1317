// Microsoft Graph's dateTimeTimeZone as an instant.
import { z } from 'zod'
import { type Day, type Instant, instantAt, instantOf, isDay } from './time.ts'
import { ianaZone } from './zone.ts'

const WALL_TIME =
  /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d)(?:\.(\d+))?)?(Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)?$/

/**
 * '2026-11-03T10:00:00.0000000' in a Windows or IANA zone (learn.microsoft.com, resource type dateTimeTimeZone). An unknown zone is read as
 * UTC (R2), an offset in the text goes before the zone. What is less than a millisecond is cut off. Null for anything else.
 */
export function instantOfGraph(dateTime: string, timeZone: string | null | undefined): Instant | null {
  const [, day, time, seconds = '00', fraction = '', offset] = WALL_TIME.exec(dateTime) ?? []
  if (day === undefined || time === undefined || !isDay(day)) return null
  const rest = `${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}`
  if (offset !== undefined) return instantOf(Date.parse(`${day}T${time}:${rest}${offset}`))
  // What Graph sends us, because we ask for it; nothing is left to work out.
  if (timeZone === 'UTC') return `${day}T${time}:${rest}Z`
  return instantOf(Date.parse(instantAt(day, time, ianaZone(timeZone).zone)) + Math.round(Number(rest) * 1000))
}

/** The instant, and the day as it is written there, which is what counts of an all-day event. */
export const graphMoment = z
  .object({ dateTime: z.string(), timeZone: z.string().nullish() })
  .transform(({ dateTime, timeZone }, context): { instant: Instant; day: Day } => {
    const instant = instantOfGraph(dateTime, timeZone)
    if (instant !== null) return { instant, day: writtenDay(dateTime) }
    const message = `is "${dateTime}", which is not a date and time`
    context.addIssue({ code: 'custom', message, path: ['dateTime'] })
    return z.NEVER
  })
export const graphTime = graphMoment.transform(({ instant }) => instant)

/** The day of a text that `instantOfGraph` can read. */
export const writtenDay = (dateTime: string): Day => dateTime.slice(0, 10)
