// Where am I (R17): the occurrence that runs now, else the nearest one, of this series and no other.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { occurrenceAt } from '#shared/discussion/where.ts'
import { addDays, addMinutes, minutesBetween } from '#shared/time.ts'
import { aMoment, slotAt } from './fixtures/discussion.ts'

const OURS = 'https://teams.test/meet/1'
const weekly = ['2026-11-03', '2026-11-10', '2026-11-17'].map((day) => slotAt(`${day}T10:00:00.000Z`, 45))
const at = (now: string) => occurrenceAt(weekly, OURS, now)?.start.slice(0, 10)

describe('a weekly series', () => {
  test.each([
    ['at its start', '2026-11-10T10:00:00.000Z', '2026-11-10'],
    ['a quarter of an hour early', '2026-11-10T09:45:00.000Z', '2026-11-10'],
    ['in its last minute', '2026-11-10T10:44:00.000Z', '2026-11-10'],
    ['running over', '2026-11-10T11:30:00.000Z', '2026-11-10'],
    ['nearer to the one before', '2026-11-13T10:00:00.000Z', '2026-11-10'],
    ['nearer to the one after', '2026-11-14T10:00:00.000Z', '2026-11-17'],
    ['long before all of them', '2026-01-01T10:00:00.000Z', '2026-11-03'],
    ['long after all of them', '2027-06-01T10:00:00.000Z', '2026-11-17'],
  ])('%s', (_name, now, day) => {
    expect(at(now)).toBe(day)
  })
})

test('one that was moved next to another: the running one wins over the nearer end', () => {
  const one = slotAt('2026-11-10T09:00:00.000Z', 60, { eventId: 'one' })
  const two = slotAt('2026-11-10T10:00:00.000Z', 60, { eventId: 'two' })
  expect(occurrenceAt([one, two], OURS, '2026-11-10T09:59:00.000Z')?.eventId).toBe('one')
  expect(occurrenceAt([one, two], OURS, '2026-11-10T10:00:00.000Z')?.eventId).toBe('two')
})

test('another series, or a meeting without a link, is never ours', () => {
  const others = [
    slotAt('2026-11-10T10:00:00.000Z', 45, { joinUrl: 'https://teams.test/meet/2' }),
    slotAt('2026-11-10T10:00:00.000Z', 45, { joinUrl: null }),
  ]
  expect(occurrenceAt(others, OURS, '2026-11-10T10:10:00.000Z')).toBeNull()
  expect(occurrenceAt([], OURS, '2026-11-10T10:10:00.000Z')).toBeNull()
})

test('over any calendar: one of ours, the running one where one runs, and no other is nearer', () => {
  const aSeries = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(aSeries, aMoment, (days, now) => {
      const slots = days.map((day) => slotAt(addDays('2026-10-01T10:00:00.000Z', day), 45))
      const found = occurrenceAt(slots, OURS, now)
      const running = slots.find(({ start, end }) => addMinutes(start, -15) <= now && now < end)
      const distance = (slot: { start: string; end: string }) =>
        Math.min(Math.abs(minutesBetween(now, slot.start)), Math.abs(minutesBetween(now, slot.end)))
      if (running) expect(found).toBe(running)
      else expect(found && distance(found)).toBe(Math.min(...slots.map(distance)))
    }),
  )
})
