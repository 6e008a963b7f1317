// The quarter's question (R4): asked three times in silence, a week apart, and whoever answers decides.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { converted, loseSlot } from '#shared/discussion/discussion.ts'
import { freeSlots } from '#shared/offer/free.ts'
import {
  answered,
  asked,
  isAskedEnough,
  later,
  MOST_TIMES_ASKED,
  newOffer,
  notThisQuarter,
  type Offer,
  offer,
  reopen,
} from '#shared/offer/offer.ts'
import { addDays } from '#shared/time.ts'
import { aMoment, converting, NOW, ORIGINAL, PAIR, QUARTER, slotAt } from './fixtures/discussion.ts'

const fresh = () => newOffer({ ...PAIR, quarter: QUARTER }, NOW)
const week = (n: number) => addDays(NOW, 7 * n)
const CLOSES = week(10)

test('silence: asked, asked again a week later at most twice, then looked at once more when the quarter closes', () => {
  const first = asked(fresh(), 'm1', NOW, CLOSES)
  expect(first).toMatchObject({ state: { name: 'open' }, asked: 1, messages: ['m1'], dueAt: week(1) })
  const second = asked(first, 'm2', week(1), CLOSES)
  const third = asked(second, 'm3', week(2), CLOSES)
  expect([second.dueAt, third.dueAt]).toEqual([week(2), CLOSES])
  expect(third).toMatchObject({ asked: 3, messages: ['m1', 'm2', 'm3'] })
})

test('Later asks again after a week, and silence counts anew', () => {
  const put = later(asked(asked(fresh(), 'm1', NOW, CLOSES), 'm2', week(1), CLOSES), week(1))
  expect(put).toMatchObject({ state: { name: 'later' }, asked: 0, messages: ['m1', 'm2'], dueAt: week(2) })
  expect(asked(put, 'm3', week(2), CLOSES).dueAt).toBe(week(3))
})

test('Not this quarter and Convert are final until somebody opens it', () => {
  expect(notThisQuarter(asked(fresh(), 'm1', NOW, CLOSES), NOW)).toMatchObject({
    state: { name: 'notThisQuarter', at: NOW },
    dueAt: null,
  })
  const done = answered(asked(fresh(), 'm1', NOW, CLOSES), NOW)
  expect(done).toMatchObject({ state: { name: 'converted', at: NOW }, dueAt: null })
  expect(reopen(done, week(1))).toMatchObject({ state: { name: 'open' }, asked: 0, messages: ['m1'], dueAt: week(1) })
})

const aMove = fc.constantFrom<(of: Offer, now: string, n: number) => Offer>(
  (of, now, n) => asked(of, `m${n}`, now, CLOSES),
  (of, now) => later(of, now),
  (of, now) => notThisQuarter(of, now),
  (of, now) => answered(of, now),
  (of, now) => reopen(of, now),
)

test('over any life: no card is forgotten, at most three questions in a row, and only what waits is due', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(aMove, aMoment)), (moves) => {
      let of = fresh()
      for (const [index, [move, now]] of moves.entries()) {
        // The server asks only what silence has not met often enough.
        if (isAskedEnough(of)) of = reopen(of, now)
        const next = move(of, now, index)
        expect(next.messages.slice(0, of.messages.length)).toEqual(of.messages)
        expect(next.asked).toBeLessThanOrEqual(MOST_TIMES_ASKED)
        if (next.state.name === 'converted' || next.state.name === 'notThisQuarter') expect(next.dueAt).toBeNull()
        if (next.state.name === 'later') expect(next.dueAt).toBe(addDays(now, 7))
        expect(offer.parse(next)).toEqual(next)
        of = next
      }
    }),
  )
})

describe('R5: a slot that is a growth discussion already is not free', () => {
  const slots = ['2026-12-15T10:00:00.000Z', '2027-01-05T10:00:00.000Z', '2027-01-12T10:00:00.000Z'].map((start) =>
    slotAt(start),
  )
  const taken = converted(converting(slots[1]), ORIGINAL, NOW, NOW)

  test('of whichever quarter, in whichever state that has a slot', () => {
    expect(freeSlots(slots, [taken])).toEqual([slots[0], slots[2]])
    expect(freeSlots(slots, [converting(slots[2]), taken])).toEqual([slots[0]])
  })
  test('a slot that was lost is free again', () => {
    expect(freeSlots(slots, [loseSlot(taken, 'undone', true, NOW)])).toEqual(slots)
    expect(freeSlots(slots, [])).toEqual(slots)
  })
})
