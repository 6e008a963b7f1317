// Fiscal quarters.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { nextQuarter, previousQuarter, quarterByKey, quarterOf } from '#shared/quarter.ts'
import { addMinutes, localOf } from '#shared/time.ts'

const London = 'Europe/London'

describe('R2 quarter', () => {
  test('a calendar year', () => {
    expect(quarterOf('2026-11-03T10:00:00.000Z', 1, London)).toEqual({
      key: '2026-Q4',
      label: '2026 Q4',
      firstDay: '2026-10-01',
      lastDay: '2026-12-31',
      start: '2026-09-30T23:00:00.000Z',
      end: '2027-01-01T00:00:00.000Z',
    })
  })

  test.each([
    [7, '2026-07-01T12:00:00.000Z', '2027-Q1', 'FY27 Q1', '2026-07-01', '2026-09-30'],
    [7, '2026-06-30T12:00:00.000Z', '2026-Q4', 'FY26 Q4', '2026-04-01', '2026-06-30'],
    [10, '2026-10-05T08:00:00.000Z', '2027-Q1', 'FY27 Q1', '2026-10-01', '2026-12-31'],
    [2, '2026-01-15T08:00:00.000Z', '2026-Q4', 'FY26 Q4', '2025-11-01', '2026-01-31'],
    [2, '2026-02-15T08:00:00.000Z', '2027-Q1', 'FY27 Q1', '2026-02-01', '2026-04-30'],
    [12, '2026-12-15T08:00:00.000Z', '2027-Q1', 'FY27 Q1', '2026-12-01', '2027-02-28'],
  ])('a fiscal year from month %i: %s is %s', (month, at, key, label, firstDay, lastDay) => {
    expect(quarterOf(at, month, London)).toMatchObject({ key, label, firstDay, lastDay })
  })

  test('the zone decides on which side of midnight an instant falls', () => {
    const at = '2026-10-01T02:00:00.000Z'
    expect(quarterOf(at, 1, London).key).toBe('2026-Q4')
    expect(quarterOf(at, 1, 'America/New_York').key).toBe('2026-Q3')
  })

  test.each(['2026-Q4', 'FY2026-Q4', 'fy26 q4', '2026 Q4', ' 2026-Q4 '])('"%s" is understood', (key) => {
    expect(quarterByKey(key, 1, London).key).toBe('2026-Q4')
  })

  test.each(['', '2026', '2026-Q5', '2026-Q0', '26-Q4', 'Q4 2026', '2026-Q4 or so', '0000-Q1', '9999-Q4', 'FY0000 Q1'])(
    '"%s" is refused',
    (key) => {
      expect(() => quarterByKey(key, 1, London)).toThrow(expect.objectContaining({ code: 'invalid', field: 'quarter' }))
    },
  )

  test.each([1, 2, 7, 12])(
    'the first and the last year that can be written have their days (from month %i)',
    (month) => {
      expect(quarterByKey('1000-Q1', month, London).start < quarterByKey('1000-Q1', month, London).end).toBe(true)
      expect(quarterByKey('2999-Q4', month, London).start < quarterByKey('2999-Q4', month, London).end).toBe(true)
    },
  )

  test('every instant lies in exactly one quarter, and quarters follow one another without gaps', () => {
    const instant = fc.integer({ min: 1.1e12, max: 2.2e12 }).map((at) => new Date(at).toISOString())
    const month = fc.integer({ min: 1, max: 12 })
    const zone = fc.constantFrom(London, 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia', 'America/New_York')
    fc.assert(
      fc.property(instant, month, zone, (at, startMonth, place) => {
        const quarter = quarterOf(at, startMonth, place)
        expect(quarter.start <= at && at < quarter.end).toBe(true)
        expect(quarterByKey(quarter.key, startMonth, place)).toEqual(quarter)
        expect(quarterByKey(quarter.label, startMonth, place)).toEqual(quarter)
        expect(quarterOf(quarter.start, startMonth, place)).toEqual(quarter)
        expect(localOf(quarter.start, place).day).toBe(quarter.firstDay)
        expect(localOf(addMinutes(quarter.end, -1), place).day).toBe(quarter.lastDay)
        const next = nextQuarter(quarter, startMonth, place)
        expect(next.start).toBe(quarter.end)
        expect(previousQuarter(next, startMonth, place)).toEqual(quarter)
      }),
    )
  })
})
