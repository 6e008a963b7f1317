// R11: when a message may go out.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { mailboxOf } from '#shared/mailbox.ts'
import {
  maySend,
  morningOf,
  nextMonday,
  nextSendMoment,
  workingDaysAfter,
  workingDaysBefore,
} from '#shared/outbox/hours.ts'
import type { MailboxSettings } from '#shared/person.ts'
import { addCalendarDays, addMinutes, type Instant, instantAt, localOf, type Weekday, weekdayOf } from '#shared/time.ts'

const london: MailboxSettings = { zone: 'Europe/London', workingDays: [1, 2, 3, 4, 5], away: null }
const dubai: MailboxSettings = { zone: 'Asia/Dubai', workingDays: [7, 1, 2, 3, 4], away: null }
const at = (day: string, time: string, { zone } = london) => instantAt(day, time, zone)

describe('R11 hours', () => {
  test.each([
    ['within hours: now', '2026-11-03', '09:00', '2026-11-03', '09:00'],
    ['15:59: now', '2026-11-03', '15:59', '2026-11-03', '15:59'],
    ['16:00: tomorrow', '2026-11-03', '16:00', '2026-11-04', '09:00'],
    ['before nine: at nine', '2026-11-03', '08:59', '2026-11-03', '09:00'],
    ['Friday evening: Monday', '2026-11-06', '18:00', '2026-11-09', '09:00'],
    ['Sunday noon, over the clock change: Monday', '2026-10-25', '12:00', '2026-10-26', '09:00'],
  ])('%s', (_what, day, time, onDay, atTime) => {
    expect(nextSendMoment(at(day, time), london)).toBe(at(onDay, atTime))
  })

  test('another week: Friday is free, Sunday is not', () => {
    expect(nextSendMoment(at('2026-11-05', '17:00', dubai), dubai)).toBe(at('2026-11-08', '09:00', dubai))
    expect(nextSendMoment(at('2026-11-08', '10:00', dubai), dubai)).toBe(at('2026-11-08', '10:00', dubai))
  })

  test('nothing while away; the next nine o’clock after', () => {
    const away = { start: at('2026-11-03', '00:00'), end: at('2026-11-12', '11:00') }
    expect(nextSendMoment(at('2026-11-03', '10:00'), { ...london, away })).toBe(at('2026-11-13', '09:00'))
    expect(nextSendMoment(at('2026-11-02', '17:00'), { ...london, away })).toBe(at('2026-11-13', '09:00'))
    expect(nextSendMoment(at('2026-11-12', '11:00'), { ...london, away })).toBe(at('2026-11-12', '11:00'))
    expect(morningOf('2026-11-03', { ...london, away })).toBe(at('2026-11-13', '09:00'))
  })

  test('not before a day', () => {
    expect(nextSendMoment(at('2026-11-03', '10:00'), london, '2026-11-07')).toBe(at('2026-11-09', '09:00'))
    expect(nextSendMoment(at('2026-11-03', '10:00'), london, '2026-11-03')).toBe(at('2026-11-03', '10:00'))
    expect(nextSendMoment(at('2026-11-03', '10:00'), london, '2026-10-03')).toBe(at('2026-11-03', '10:00'))
  })

  test('a mailbox without working days gets the usual week', () => {
    expect(nextSendMoment(at('2026-11-07', '10:00'), { ...london, workingDays: [] })).toBe(at('2026-11-09', '09:00'))
  })

  test('working days before and after', () => {
    const slot = at('2026-11-03', '10:00')
    expect(workingDaysBefore(slot, 5, london)).toBe('2026-10-27')
    expect(workingDaysBefore(slot, 1, london)).toBe('2026-11-02')
    expect(workingDaysBefore(at('2026-11-02', '10:00'), 1, london)).toBe('2026-10-30')
    expect(workingDaysAfter(at('2026-11-06', '10:00'), 3, london)).toBe('2026-11-11')
    expect(workingDaysBefore(at('2026-11-08', '10:00', dubai), 1, dubai)).toBe('2026-11-05')
    expect(workingDaysAfter(slot, 0, london)).toBe('2026-11-03')
  })

  test('the Monday that preparation can wait for', () => {
    expect(nextMonday('2026-10-27', '2026-11-03', london)).toBe('2026-11-02')
    expect(nextMonday('2026-10-27', '2026-11-02', london)).toBeNull()
    expect(nextMonday('2026-11-02', '2026-11-09', london)).toBeNull()
    expect(nextMonday('2026-11-02', '2026-11-10', london)).toBe('2026-11-09')
    expect(nextMonday('2026-11-01', '2026-11-10', london)).toBe('2026-11-02')
    expect(nextMonday('2026-10-27', '2026-11-03', { ...london, workingDays: [2, 3, 4, 5, 6] })).toBeNull()
    const away = { start: at('2026-11-01', '00:00'), end: at('2026-11-03', '00:00') }
    expect(nextMonday('2026-10-27', '2026-11-20', { ...london, away })).toBe('2026-11-09')
  })

  test('the moment is allowed, not in the past, the first such 09:00, and stays when asked again', () => {
    const instant = fc.integer({ min: 1.7e12, max: 1.9e12 }).map((time): Instant => new Date(time).toISOString())
    const zone = fc.constantFrom(
      'UTC',
      'Europe/London',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'America/New_York',
    )
    const workingDays = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7))
    fc.assert(
      fc.property(
        instant,
        zone,
        workingDays,
        fc.integer({ min: -9000, max: 9000 }),
        fc.nat(90_000),
        (now, place, days, offset, length) => {
          const start = addMinutes(now, offset)
          const settings: MailboxSettings = {
            zone: place,
            workingDays: days,
            away: length > 0 ? { start, end: addMinutes(start, length) } : null,
          }
          const moment = nextSendMoment(now, settings)
          expect(moment >= now).toBe(true)
          expect(nextSendMoment(moment, settings)).toBe(moment)

          const local = localOf(moment, place)
          const week = days.length > 0 ? days : [1, 2, 3, 4, 5]
          expect(week).toContain(weekdayOf(local.day))
          expect(local.hour >= 9 && local.hour < 16).toBe(true)
          expect(settings.away !== null && moment >= settings.away.start && moment < settings.away.end).toBe(false)
          if (moment !== now) expect([local.hour, local.minute]).toEqual([9, 0])
          // No nine o'clock in between would have done.
          for (let day = localOf(now, place).day; day < local.day; day = addCalendarDays(day, 1)) {
            const time = instantAt(day, '09:00', place)
            if (time > now) expect(maySend(time, settings)).toBe(false)
          }
        },
      ),
      { numRuns: 200 },
    )
  })
})

describe('R11 mailbox settings of Graph', () => {
  const replies = (status: string) => ({
    status,
    scheduledStartDateTime: '2026-10-12T08:00:00.000Z',
    scheduledEndDateTime: '2027-01-08T17:00:00.000Z',
  })

  test('zone, working days and a scheduled reply', () => {
    const settings = {
      timeZone: 'Arabian Standard Time',
      workingHours: { daysOfWeek: ['sunday', 'Monday'] },
      automaticRepliesSetting: replies('scheduled'),
    }
    expect(mailboxOf(settings)).toEqual({
      zone: 'Asia/Dubai',
      zoneKnown: true,
      workingDays: [7, 1],
      away: { start: '2026-10-12T08:00:00.000Z', end: '2027-01-08T17:00:00.000Z' },
    })
  })

  test.each(['disabled', 'alwaysEnabled'])('a reply that is %s is no absence', (status) => {
    expect(mailboxOf({ automaticRepliesSetting: replies(status) }).away).toBeNull()
  })

  test('nothing known: Monday to Friday, UTC, said so', () => {
    expect(mailboxOf(null)).toEqual({ zone: 'UTC', zoneKnown: false, workingDays: [1, 2, 3, 4, 5], away: null })
  })
})
