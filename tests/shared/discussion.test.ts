// A discussion's life (R3, R5, R6): which moves there are from each state, and what they keep.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  agree,
  askOrganizer,
  consent,
  convertAgain,
  converted,
  type Discussion,
  discussion,
  end,
  follow,
  hold,
  is,
  loseSlot,
  notConverted,
  slotOf,
} from '#shared/discussion/discussion.ts'
import { addDays } from '#shared/time.ts'
import { aMoment, aSlot, converting, NOW, ORIGINAL, slotAt } from './fixtures/discussion.ts'

const scheduled = () => converted(converting(), ORIGINAL, NOW, NOW)
const later = addDays(NOW, 1)
/** Of the slot that `converting` takes: an event may come late. */
const HOUR_AFTER = '2026-11-17T11:45:00.000Z'

describe('R3: one per quarter, again by attempt', () => {
  test('a new one is in its first attempt and due at once', () => {
    expect(converting()).toMatchObject({
      attempt: 1,
      dueAt: NOW,
      state: { name: 'converting', original: null, by: 'mona' },
    })
  })

  test.each(['undone', 'missed', 'cancelled', 'moved'] as const)('%s: the next attempt begins', (why) => {
    const lost = loseSlot({ ...scheduled(), startedAt: NOW, endedAt: NOW }, why, why !== 'missed', later)
    expect(lost).toMatchObject({
      attempt: 2,
      startedAt: null,
      endedAt: null,
      state: { name: 'needsSlot', since: later, why },
    })
    expect(lost.restore).toEqual(why === 'missed' ? null : { slot: slotOf(scheduled()), original: ORIGINAL })
    expect(lost.dueAt).toBe(why === 'missed' ? null : later)
  })

  test('a failed conversion stays in the same attempt, and puts back what may have changed', () => {
    const half = { ...converting(), state: { ...converting().state, original: ORIGINAL } }
    expect(notConverted(half, true, later)).toMatchObject({ attempt: 1, restore: { original: ORIGINAL }, dueAt: later })
    expect(notConverted(half, false, later)).toMatchObject({ attempt: 1, restore: null, dueAt: null })
    expect(notConverted(converting(), true, later)).toMatchObject({ restore: null, dueAt: null })
  })

  test('only what needs a slot, and has put back the old one, is converted again', () => {
    const chosen = slotAt('2026-12-01T10:00:00.000Z')
    const lost = loseSlot(scheduled(), 'undone', true, later)
    expect(convertAgain(lost, chosen, 'mona', later)).toBeNull()
    expect(convertAgain({ ...lost, restore: null }, chosen, 'mona', later)).toMatchObject({
      attempt: 2,
      state: { slot: chosen },
    })
    for (const busy of [converting(), scheduled(), hold(scheduled(), NOW), agree(scheduled(), 1, NOW)])
      expect(convertAgain(busy, chosen, 'mona', later)).toBeNull()
  })
})

describe('R6: held at the first of three, agreed by both stamps', () => {
  test('the first word counts, later ones change nothing', () => {
    const held = hold(scheduled(), NOW)
    expect(held).toMatchObject({
      state: { name: 'held', at: NOW, original: ORIGINAL },
      endedAt: null,
      dueAt: HOUR_AFTER,
    })
    expect(hold(held, later)).toBe(held)
    expect(hold(agree(held, 3, NOW), later)).toMatchObject({ state: { name: 'agreed' } })
  })

  test('the first end counts, however it comes, and nothing is due any more; without one it is looked at an hour after', () => {
    const ended = { startedAt: NOW, endedAt: NOW, dueAt: null }
    expect(end(scheduled(), NOW)).toMatchObject({ ...ended, state: { name: 'held', at: NOW } })
    expect(end({ ...hold(scheduled(), NOW), startedAt: NOW }, later)).toMatchObject({ ...ended, endedAt: later })
    expect(end(end(scheduled(), NOW), later)).toEqual(end(scheduled(), NOW))
    expect(agree(scheduled(), 1, NOW).dueAt).toBe(HOUR_AFTER)
    expect(agree(end(scheduled(), NOW), 1, later)).toMatchObject({ ...ended, state: { name: 'agreed' } })
    const lost = loseSlot(scheduled(), 'cancelled', true, NOW)
    expect([end(lost, later), end(converting(), later)]).toEqual([lost, converting()])
  })

  test('agreed from scheduled, held and agreed; never without a slot', () => {
    for (const before of [scheduled(), hold(scheduled(), NOW), agree(scheduled(), 1, NOW)])
      expect(agree(before, 2, later)).toMatchObject({
        state: { name: 'agreed', revision: 2, at: later, original: ORIGINAL },
      })
    const lost = loseSlot(scheduled(), 'missed', false, NOW)
    expect(agree(lost, 2, later)).toBe(lost)
    expect(agree(converting(), 2, later)).toEqual(converting())
    expect(hold(lost, later)).toBe(lost)
  })
})

describe('R5: a meeting that the employee organizes', () => {
  const waiting = askOrganizer(converting(), later)
  test('is not changed before they agree, and silence ends the waiting', () => {
    expect(waiting).toMatchObject({ state: { name: 'converting', consent: 'asked' }, dueAt: later })
    expect(consent(waiting, NOW)).toEqual({ ...waiting, state: { ...waiting.state, consent: 'given' }, dueAt: NOW })
  })
  test('is agreed to once, and only while somebody waits for it', () => {
    for (const other of [
      converting(),
      scheduled(),
      consent(waiting, NOW) ?? waiting,
      notConverted(waiting, false, NOW),
    ])
      expect(consent(other, later)).toBeNull()
  })
})

test('R5: it follows its meeting, and everything else stays', () => {
  const moved = follow(scheduled(), '2026-11-19T10:00:00.000Z', '2026-11-19T11:00:00.000Z', later)
  expect(moved).toEqual({
    ...scheduled(),
    dueAt: later,
    state: {
      ...scheduled().state,
      slot: { ...slotOf(scheduled()), start: '2026-11-19T10:00:00.000Z', end: '2026-11-19T11:00:00.000Z' },
    },
  })
})

/** Every move that the server makes, as it guards them; `choice` and `slot` are the dice. */
type Dice = { choice: number; slot: ReturnType<typeof slotAt>; now: string; giveBack: boolean }
function step(of: Discussion, { choice, slot, now, giveBack }: Dice): [string, Discussion] {
  if (is(of, 'converting'))
    return choice % 3 === 0
      ? ['notConverted', notConverted(of, giveBack, now)]
      : ['converted', converted(of, giveBack ? ORIGINAL : null, now, now)]
  if (of.restore) return ['putBack', { ...of, restore: null }]
  if (is(of, 'needsSlot')) return ['convertAgain', convertAgain(of, slot, 'mona', now) ?? of]
  if (is(of, 'scheduled') && choice % 5 === 0) return ['loseSlot', loseSlot(of, 'moved', giveBack, now)]
  if (is(of, 'scheduled') && choice % 5 === 1) return ['follow', follow(of, slot.start, slot.end, now)]
  return choice % 2 === 0 ? ['hold', hold(of, now)] : ['agree', agree(of, choice, now)]
}
const aWalk = fc.array(fc.record({ choice: fc.nat({ max: 30 }), slot: aSlot, now: aMoment, giveBack: fc.boolean() }), {
  maxLength: 40,
})

describe('over any life', () => {
  test('attempt grows by one, and only where a slot is lost; who and which quarter never change', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        let of: Discussion = converting()
        for (const dice of walk) {
          const [move, next] = step(of, dice)
          expect(next.attempt - of.attempt).toBe(move === 'loseSlot' ? 1 : 0)
          expect([next.tenant, next.employee, next.manager, next.quarter]).toEqual([
            of.tenant,
            of.employee,
            of.manager,
            of.quarter,
          ])
          expect(discussion.parse(next)).toEqual(next)
          of = next
        }
      }),
    )
  })

  test('a name that is owed to the calendar is never forgotten: no conversion before it is back', () => {
    fc.assert(
      fc.property(aWalk, (walk) => {
        let of: Discussion = converting()
        for (const dice of walk) {
          const [move, next] = step(of, dice)
          if (of.restore) expect([move, next.state]).toEqual(['putBack', of.state])
          of = next
        }
      }),
    )
  })

  test('losing the slot and converting the same one again gives the same discussion, one attempt on', () => {
    fc.assert(
      fc.property(aSlot, aMoment, (slot, now) => {
        const before = converted(converting(slot), ORIGINAL, now, now)
        const lost = { ...loseSlot(before, 'cancelled', true, now), restore: null }
        const again = convertAgain(lost, slot, 'mona', now)
        if (!again || !is(again, 'converting')) throw new Error('It could not be converted again')
        expect(converted(again, ORIGINAL, now, now)).toEqual({ ...before, attempt: before.attempt + 1 })
      }),
    )
  })
})
