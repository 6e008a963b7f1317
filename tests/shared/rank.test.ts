// R4: which slot is recommended.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Candidate, rank } from '#shared/offer/rank.ts'
import { quarterByKey } from '#shared/quarter.ts'
import { addCalendarDays, addDays, addMinutes, instantAt, localOf } from '#shared/time.ts'

const zone = 'Europe/London'
const quarter = quarterByKey('2026-Q4', 1, zone)
const now = '2026-10-05T08:00:00.000Z'
const slot = (day: string, minutes = 30, eventId = day, time = '10:00'): Candidate => {
  const start = instantAt(day, time, zone)
  return { eventId, start, end: addMinutes(start, minutes) }
}
const weekly = [
  '2026-10-06',
  '2026-10-13',
  '2026-10-20',
  '2026-10-27',
  '2026-11-03',
  '2026-11-10',
  '2026-11-17',
  '2026-11-24',
]
  .concat(['2026-12-01', '2026-12-08', '2026-12-15', '2026-12-22', '2026-12-29'])
  .map((day) => slot(day))
const ask = (more: Partial<Parameters<typeof rank>[0]> = {}) =>
  rank({ slots: weekly, now, quarter, zone, lastStart: null, away: [], ...more })
const ids = (slots: readonly Candidate[]) => slots.map(({ eventId }) => eventId)

describe('R4 ranking', () => {
  test('without a last discussion: nearest to the middle of the quarter', () => {
    const { recommended, alternatives, reason } = ask()
    expect(recommended?.eventId).toBe('2026-11-17')
    expect(ids(alternatives)).toEqual(['2026-11-10', '2026-11-24', '2026-11-03', '2026-12-01'])
    expect(reason).toEqual({ kind: 'middleOfQuarter' })
  })

  test('with one: nearest to 12 weeks after its start', () => {
    const { recommended, alternatives, reason } = ask({ lastStart: '2026-08-11T09:00:00.000Z' })
    expect(recommended?.eventId).toBe('2026-11-03')
    expect(ids(alternatives)).toEqual(['2026-10-27', '2026-11-10', '2026-10-20', '2026-11-17'])
    expect(reason).toEqual({ kind: 'weeksAfterLast', weeks: 12 })
  })

  test('the weeks that are said are those of the recommended slot', () => {
    const { recommended, reason } = ask({ lastStart: '2026-06-02T09:00:00.000Z' })
    expect(recommended?.eventId).toBe('2026-10-20')
    expect(reason).toEqual({ kind: 'weeksAfterLast', weeks: 20 })
  })

  test('seven days ahead to the minute', () => {
    const slots = [slot('2026-10-20')]
    expect(ask({ slots, now: '2026-10-13T09:00:00.000Z' }).recommended?.eventId).toBe('2026-10-20')
    expect(ask({ slots, now: '2026-10-13T09:01:00.000Z' }).recommended).toBeNull()
  })

  test('not while either is away, and touching an absence is not being in it', () => {
    const away = [
      { start: instantAt('2026-11-17', '10:29', zone), end: instantAt('2026-11-20', '00:00', zone) },
      { start: instantAt('2026-11-10', '10:30', zone), end: instantAt('2026-11-10', '18:00', zone) },
    ]
    expect(ask({ away }).recommended?.eventId).toBe('2026-11-10')
  })

  test('the first and last two weeks only where nothing else is left', () => {
    expect(ask({ slots: [slot('2026-12-17'), slot('2026-12-18')] })).toMatchObject({
      recommended: { eventId: '2026-12-17' },
      alternatives: [],
    })
    expect(ask({ slots: [slot('2026-10-14'), slot('2026-10-15')] })).toMatchObject({
      recommended: { eventId: '2026-10-15' },
      alternatives: [],
    })
    expect(ask({ slots: [slot('2026-10-14'), slot('2026-12-29')] }).recommended?.eventId).toBe('2026-10-14')
    const away = [{ start: instantAt('2026-10-15', '00:00', zone), end: instantAt('2026-12-18', '00:00', zone) }]
    expect(ask({ away }).recommended?.eventId).toBe('2026-10-13')
  })

  test('ties: longer, then earlier, then event id', () => {
    const lastStart = addDays(slot('2026-11-10').start, -84)
    const [before, after] = [slot('2026-11-09'), slot('2026-11-11')]
    expect(ask({ lastStart, slots: [before, { ...after, end: addMinutes(after.end, 15) }] }).recommended?.eventId).toBe(
      '2026-11-11',
    )
    expect(ask({ lastStart, slots: [after, before] }).recommended?.eventId).toBe('2026-11-09')
    expect(
      ask({ lastStart, slots: [slot('2026-11-09', 30, 'b'), slot('2026-11-09', 30, 'a')] }).recommended?.eventId,
    ).toBe('a')
  })

  test('only slots of the quarter', () => {
    expect(ask({ slots: [slot('2027-01-05')] })).toEqual({
      recommended: null,
      alternatives: [],
      reason: { kind: 'middleOfQuarter' },
    })
  })

  test('always one of the slots, far enough ahead, nobody away, alternatives behind it, whatever the order', () => {
    const day = fc.integer({ min: -30, max: 120 }).map((days) => addCalendarDays('2026-10-01', days))
    const one = fc
      .tuple(day, fc.constantFrom('08:00', '10:00', '15:30'), fc.constantFrom(15, 30, 45), fc.uuid())
      .map(([on, time, minutes, id]) => slot(on, minutes, id, time))
    const span = fc.tuple(day, fc.integer({ min: 1, max: 40 })).map(([on, days]) => {
      const start = instantAt(on, '00:00', zone)
      return { start, end: addDays(start, days) }
    })
    const slots = fc.uniqueArray(one, { selector: ({ eventId }) => eventId, maxLength: 20 })
    const shuffled = slots.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    )
    const last = fc.option(day.map((on) => instantAt(on, '10:00', zone)))
    fc.assert(
      fc.property(shuffled, fc.array(span, { maxLength: 2 }), last, ([all, other], away, lastStart) => {
        const result = ask({ slots: all, away, lastStart })
        expect(ask({ slots: other, away, lastStart })).toEqual(result)

        const chosen = [...(result.recommended ? [result.recommended] : []), ...result.alternatives]
        expect(result.alternatives.length).toBeLessThanOrEqual(4)
        expect(new Set(ids(chosen)).size).toBe(chosen.length)
        const inner = (s: Candidate) => {
          const on = localOf(s.start, zone).day
          return on >= '2026-10-15' && on <= '2026-12-17'
        }
        const free = all.filter(
          (s) =>
            s.start >= addDays(now, 7) &&
            s.start >= quarter.start &&
            s.start < quarter.end &&
            !away.some((a) => s.start < a.end && a.start < s.end),
        )
        const pool = free.some(inner) ? free.filter(inner) : free
        expect(chosen.length).toBe(Math.min(5, pool.length))
        for (const s of chosen) expect(pool).toContain(s)

        // Nothing that was left out would have come before what was chosen.
        const target = Date.parse(lastStart === null ? '2026-11-15T23:30:00.000Z' : addDays(lastStart, 84))
        const distance = (s: Candidate) => Math.abs(Date.parse(s.start) - target)
        const distances = chosen.map(distance)
        expect(distances).toEqual([...distances].sort((a, b) => a - b))
        for (const s of pool) if (!chosen.includes(s)) expect(distance(s)).toBeGreaterThanOrEqual(distances.at(-1) ?? 0)
      }),
    )
  })
})
