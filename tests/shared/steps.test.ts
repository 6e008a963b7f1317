// What a scheduled discussion needs by the clock (R6, R11): two preparations for each, the question, and missed.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { dueSteps, type Step, stepsOf } from '#shared/discussion/steps.ts'
import { workingDaysBefore } from '#shared/outbox/hours.ts'
import { addMinutes, localOf } from '#shared/time.ts'
import { aMoment, aSlot, dubai, india, london, slotAt } from './fixtures/discussion.ts'

const rafe = { id: 'rafe', mailbox: london }
const sides = [rafe, { id: 'mona', mailbox: london }]
const named = (steps: Step[]) =>
  steps.map((step) => [step.name, step.name === 'prepare' ? `${step.who} ${step.days}` : '', step.at])

describe('stepsOf', () => {
  test('a Tuesday at ten: prepare a week and a working day before, ask an hour after, missed after three working days', () => {
    const steps = stepsOf(slotAt('2026-11-17T10:00:00.000Z', 45), sides)
    expect(named(steps)).toEqual([
      ['prepare', 'rafe 5', '2026-11-10T09:00:00.000Z'],
      ['prepare', 'mona 5', '2026-11-10T09:00:00.000Z'],
      ['prepare', 'rafe 1', '2026-11-16T09:00:00.000Z'],
      ['prepare', 'mona 1', '2026-11-16T09:00:00.000Z'],
      ['askHeld', '', '2026-11-17T11:45:00.000Z'],
      ['missed', '', '2026-11-23T09:00:00.000Z'],
    ])
  })

  test('each in their own zone and week', () => {
    const steps = stepsOf(slotAt('2026-11-16T10:00:00.000Z'), [
      { id: 'jun', mailbox: india },
      { id: 'daniel', mailbox: dubai },
    ])
    expect(named(steps).filter(([name]) => name === 'prepare')).toEqual([
      ['prepare', 'jun 5', '2026-11-09T03:30:00.000Z'],
      ['prepare', 'daniel 5', '2026-11-09T05:00:00.000Z'],
      ['prepare', 'jun 1', '2026-11-13T03:30:00.000Z'],
      // Sunday is a working day in Dubai.
      ['prepare', 'daniel 1', '2026-11-15T05:00:00.000Z'],
    ])
  })

  test('over any slot: sorted, preparation before the meeting on a working day at nine, the rest after it', () => {
    fc.assert(
      fc.property(aSlot, fc.constantFrom(london, india, dubai), fc.constantFrom(london, india, dubai), (slot, a, b) => {
        const both = [
          { id: 'a', mailbox: a },
          { id: 'b', mailbox: b },
        ]
        const steps = stepsOf(slot, both)
        expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted())
        expect(steps.map(({ name }) => name).filter((name) => name !== 'prepare')).toEqual(['askHeld', 'missed'])
        for (const step of steps) {
          if (step.name !== 'prepare') {
            expect(step.at > slot.end).toBe(true)
            continue
          }
          const { mailbox } = both.find(({ id }) => id === step.who) ?? rafe
          const { day, hour, minute, weekday } = localOf(step.at, mailbox.zone)
          expect([hour, minute, mailbox.workingDays.includes(weekday)]).toEqual([9, 0, true])
          expect(day).toBe(workingDaysBefore(slot.start, step.days, mailbox))
          expect(step.at < slot.start).toBe(true)
        }
        // Both were asked, and three of their working days went by.
        const missed = steps.find(({ name }) => name === 'missed')?.at ?? ''
        for (const { mailbox } of both) {
          let days = 0
          for (let at = addMinutes(slot.end, 24 * 60); at < missed; at = addMinutes(at, 24 * 60))
            if (mailbox.workingDays.includes(localOf(at, mailbox.zone).weekday)) days += 1
          expect(days).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })
})

describe('dueSteps', () => {
  const steps = stepsOf(slotAt('2026-11-17T10:00:00.000Z'), sides)

  test('nothing before the first, then one after the other', () => {
    expect(dueSteps(steps, '2026-11-09T00:00:00.000Z')).toEqual({ take: [], next: '2026-11-10T09:00:00.000Z' })
    const first = dueSteps(steps, '2026-11-10T09:00:00.000Z')
    expect(named(first.take).map(([, who]) => who)).toEqual(['rafe 5', 'mona 5'])
    expect(first.next).toBe('2026-11-16T09:00:00.000Z')
    expect(dueSteps(steps, '2026-12-01T00:00:00.000Z').next).toBeNull()
  })

  test('a late conversion: of two preparations that are past only the later one is taken', () => {
    const late = dueSteps(steps, '2026-11-16T12:00:00.000Z').take
    expect(named(late).map(([, who]) => who)).toEqual(['rafe 1', 'mona 1'])
  })

  test('over any two moments: nothing that was due is forgotten, and the next look is always ahead', () => {
    fc.assert(
      fc.property(aSlot, fc.tuple(aMoment, aMoment), (slot, moments) => {
        const all = stepsOf(slot, sides)
        const [early = '', late = ''] = moments.toSorted()
        const one = dueSteps(all, early)
        const two = dueSteps(all, late)
        // What was taken early is taken late too, or a later preparation of the same person stands for it.
        for (const step of one.take) {
          const stands = two.take.some(
            (other) =>
              other === step ||
              (step.name === 'prepare' && other.name === 'prepare' && other.who === step.who && other.days < step.days),
          )
          expect(stands).toBe(true)
        }
        for (const { take, next, now } of [
          { ...one, now: early },
          { ...two, now: late },
        ]) {
          expect(take.every(({ at }) => at <= now)).toBe(true)
          expect(next === null || next > now).toBe(true)
          expect(next).toBe(all.find(({ at }) => at > now)?.at ?? null)
        }
      }),
    )
  })
})
