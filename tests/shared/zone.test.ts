// Windows, IANA and Outlook's own time zone names.
import { describe, expect, test } from '@jest/globals'
import { localOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'

describe('R2 time zones', () => {
  test.each([
    ['GMT Standard Time', 'Europe/London'],
    ['gmt standard time', 'Europe/London'],
    ['Eastern Standard Time', 'America/New_York'],
    ['Nepal Standard Time', 'Asia/Katmandu'],
    ['Lord Howe Standard Time', 'Australia/Lord_Howe'],
    ['Arabian Standard Time', 'Asia/Dubai'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['Asia/Kathmandu', 'Asia/Kathmandu'],
    ['UTC', 'Etc/UTC'],
    ['tzone://Microsoft/Utc', 'Etc/UTC'],
  ])('%s is %s', (name, zone) => {
    expect(ianaZone(name)).toEqual({ zone, known: true })
    expect(() => localOf('2026-11-03T10:00:00.000Z', zone)).not.toThrow()
  })

  test.each([
    null,
    undefined,
    '',
    ' ',
    'tzone://Microsoft/Custom',
    'Middle-earth Standard Time',
    'Customized Time Zone',
  ])('%p is not known and falls back to UTC', (name) => expect(ianaZone(name)).toEqual({ zone: 'UTC', known: false }))
})
