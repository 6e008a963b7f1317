// When a promise ended and how that is said: the same words in the chart and in the export (R8, R9).
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Commitment, isOpen, PROGRESS, type ProgressState } from '#shared/history/commitment.ts'
import { endDay, endWords, shownState } from '#shared/history/words.ts'

const TODAY = '2026-10-27'
const ZONE = 'Europe/London'
const LATE = '2026-10-01T23:30:00.000Z'

function commitment(state: ProgressState | null, leftPlan: string | null = null): Commitment {
  return {
    id: 'a1',
    title: 'Run the meeting',
    kind: 'experience',
    owner: 'rafe',
    due: null,
    area: '',
    quarter: '2026-Q3',
    since: '2026-08-11',
    entries: state ? [{ at: LATE, by: 'rafe', state, why: '' }] : [],
    leftPlan,
  }
}

describe('the end of a promise', () => {
  test.each<[string, Commitment, ProgressState, string | null, string]>([
    ['goes on', commitment('stuck'), 'stuck', null, 'Stuck'],
    ['nothing said', commitment(null), 'notStarted', null, 'Not started'],
    ['done, at half past midnight there', commitment('done'), 'done', '2026-10-02', 'Done 2 Oct'],
    ['dropped', commitment('dropped'), 'dropped', '2026-10-02', 'Dropped 2 Oct'],
    ['left the plan', commitment('onTrack', '2026-10-20'), 'dropped', '2026-10-20', 'Dropped 20 Oct'],
    ['left last year', commitment(null, '2025-10-20'), 'dropped', '2025-10-20', 'Dropped 20 Oct 2025'],
    ['done before it left', commitment('done', '2026-10-20'), 'done', '2026-10-02', 'Done 2 Oct'],
  ])('%s', (_, one, state, day, words) => {
    expect([shownState(one), endDay(one, ZONE), endWords(one, ZONE, TODAY)]).toEqual([state, day, words])
  })

  test('it has a day exactly where it is not open any more', () => {
    const left = fc.option(fc.constant('2026-10-20'))
    fc.assert(
      fc.property(fc.option(fc.constantFrom(...PROGRESS)), left, (state, day) => {
        const one = commitment(state, day)
        expect(endDay(one, ZONE) === null).toBe(isOpen(one))
        expect(isOpen(one) || ['done', 'dropped'].includes(shownState(one))).toBe(true)
      }),
    )
  })
})
