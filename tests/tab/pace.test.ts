// Where a discussion is in its agenda, minute by minute.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { DiscussionHead } from '#shared/api.ts'
import { addMinutes } from '#shared/time.ts'
import { paceOf } from '#tab/panel/pace.ts'

const START = '2026-11-03T10:00:00.000Z'
const someone = { id: 'rafe', name: 'Rafe Okafor', firstName: 'Rafe' }
function head(over: Partial<DiscussionHead> = {}): DiscussionHead {
  return {
    employee: someone,
    manager: someone,
    quarter: { key: '2026-Q4', label: '2026 Q4' },
    state: 'scheduled',
    start: START,
    end: addMinutes(START, 45),
    startedAt: null,
    endedAt: null,
    ...over,
  }
}
const POINTS = [10, 15, 20]
const minute = (minutes: number) => addMinutes(START, minutes)

describe('a slot of 45 minutes', () => {
  test.each([
    [-1, 'before', 45, 0, [0, 0, 0]],
    [0, 'running', 45, 0, [0, 0, 0]],
    [5.9, 'running', 40, 0, [0.5, 0, 0]],
    [10, 'running', 35, 1, [1, 0, 0]],
    [35, 'running', 10, 2, [1, 1, 0.5]],
    [45, 'running', 0, 2, [1, 1, 1]],
    [74, 'running', 0, 2, [1, 1, 1]],
    [75, 'after', 0, 2, [1, 1, 1]],
  ])('%d minutes after its start it is %s', (minutes, when, left, point, passed) => {
    expect(paceOf(head(), POINTS, minute(minutes))).toEqual({ when, total: 45, left, point, passed })
  })

  test('its own start event counts, early or late', () => {
    expect(paceOf(head({ startedAt: minute(-5) }), POINTS, minute(0))).toMatchObject({ when: 'running', left: 40 })
    expect(paceOf(head({ startedAt: minute(10) }), POINTS, minute(20))).toMatchObject({ left: 35, point: 1 })
  })

  test('its end event ends it, however early', () => {
    const ended = paceOf(head({ startedAt: START, endedAt: minute(20) }), POINTS, minute(21))
    expect(ended).toMatchObject({ when: 'after', passed: [1, 1, 1] })
  })
})

test('without a slot it has the length of its points, and has not begun', () => {
  expect(paceOf(head({ start: null, end: null }), POINTS, START)).toMatchObject({ when: 'before', total: 45, left: 45 })
})

test('without points it is at the first', () => {
  expect(paceOf(head(), [], minute(5))).toMatchObject({ point: 0, passed: [] })
})

test('time only ever goes on: point by point, no point before the one in front of it is over', () => {
  const scene = fc.record({
    minutes: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 8 }),
    slot: fc.integer({ min: 15, max: 120 }),
    begun: fc.option(fc.integer({ min: -15, max: 30 })),
  })
  fc.assert(
    fc.property(scene, ({ minutes, slot, begun }) => {
      const of = head({ end: minute(slot), startedAt: begun === null ? null : minute(begun) })
      const phases = ['before', 'running', 'after']
      let before = paceOf(of, minutes, minute(-60))
      for (let now = -59; now < 180; now++) {
        const pace = paceOf(of, minutes, minute(now))
        expect(pace.left).toBeLessThanOrEqual(before.left)
        expect(pace.left).toBeGreaterThanOrEqual(0)
        expect(pace.point).toBeGreaterThanOrEqual(before.point)
        expect(phases.indexOf(pace.when)).toBeGreaterThanOrEqual(phases.indexOf(before.when))
        pace.passed.forEach((share, index) => {
          expect(share).toBeGreaterThanOrEqual(before.passed[index] ?? 0)
          if (share > 0) expect(pace.passed.slice(0, index)).toEqual(Array(index).fill(1))
        })
        before = pace
      }
      expect(before.passed).toEqual(minutes.map(() => 1))
    }),
    { numRuns: 30 },
  )
})
