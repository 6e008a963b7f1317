// Microsoft Graph's dateTimeTimeZone as an instant.
import { z } from 'zod'
import { type Instant, instantAt, instantOf, isDay } from './time.ts'
import { ianaZone } from './zone.ts'

const WALL_TIME = /^(\d{4}-\d{2}-\d{2})T((?:[01]\d|2[0-3]):[0-5]\d)(?::([0-5]\d(?:\.\d+)?))?(Z|[+-]\d{2}:\d{2})?$/

/** '2026-11-03T10:00:00.0000000' in a Windows or IANA zone (learn.microsoft.com, resource type dateTimeTimeZone). An unknown zone is read as UTC (R2). */
export const graphTime = z
  .object({ dateTime: z.string(), timeZone: z.string().nullish() })
  .transform(({ dateTime, timeZone }, context): Instant => {
    const [, day, time, seconds = '0', offset] = WALL_TIME.exec(dateTime) ?? []
    if (day === undefined || time === undefined || !isDay(day)) {
      context.addIssue({
        code: 'custom',
        message: `is "${dateTime}", which is not a date and time`,
        path: ['dateTime'],
      })
      return z.NEVER
    }
    const minute = offset ? `${day}T${time}:00${offset}` : instantAt(day, time, ianaZone(timeZone).zone)
    return instantOf(Date.parse(minute) + Math.floor(Number(seconds) * 1000))
  })
