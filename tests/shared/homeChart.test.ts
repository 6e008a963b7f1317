// The chart of four quarters, its words, and the export: positions, readings, and text that stays text.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Commitment, ProgressState } from '#shared/history/commitment.ts'
import { type ChartQuarter, chartOf, spread } from '#shared/history/threads.ts'
import { promiseWords } from '#shared/history/words.ts'
import { addCalendarDays } from '#shared/time.ts'

const TODAY = '2026-10-27'
const AT = { today: TODAY, zone: 'Europe/London' }

const QUARTERS: ChartQuarter[] = [
  { key: '2026-Q1', label: '2026 Q1', day: '2026-02-10', state: 'agreed' },
  { key: '2026-Q2', label: '2026 Q2', day: '2026-05-12', state: 'agreed' },
  { key: '2026-Q3', label: '2026 Q3', day: '2026-08-11', state: 'held' },
  { key: '2026-Q4', label: '2026 Q4', day: '2026-11-03', state: 'scheduled' },
]

function commitment(over: Partial<Commitment> & { said?: [ProgressState, string, string?] } = {}): Commitment {
  const { said, ...rest } = over
  return {
    id: 'a1',
    title: 'Run the weekly billing decision meeting',
    kind: 'experience',
    owner: 'rafe',
    due: '2026-12-18',
    area: 'f1',
    quarter: '2026-Q3',
    since: '2026-08-11',
    entries: said ? [{ at: said[1], by: 'rafe', state: said[0], why: said[2] ?? '' }] : [],
    leftPlan: null,
    ...rest,
  }
}

describe('the words of a promise', () => {
  test.each<[string, Commitment, string]>([
    ['nothing said', commitment(), 'Not started, by 18 Dec'],
    ['due next year', commitment({ due: '2027-01-15' }), 'Not started, by 15 Jan 2027'],
    ['without a date', commitment({ due: null, said: ['onTrack', '2026-10-01T09:00:00.000Z'] }), 'On track'],
    [
      'stuck with a reason',
      commitment({ said: ['stuck', '2026-10-01T09:00:00.000Z', 'no slots in the calendar'] }),
      'Stuck: no slots in the calendar',
    ],
    ['stuck without a reason', commitment({ said: ['stuck', '2026-10-01T09:00:00.000Z', '  '] }), 'Stuck'],
    ['done', commitment({ said: ['done', '2026-10-01T09:00:00.000Z'] }), 'Done'],
    ['left the plan', commitment({ leftPlan: '2026-10-02' }), 'Dropped'],
    [
      'done, then left the plan',
      commitment({ said: ['done', '2026-10-01T09:00:00.000Z'], leftPlan: '2026-10-02' }),
      'Done',
    ],
  ])('%s', (_, one, words) => {
    expect(promiseWords(one, TODAY)).toBe(words)
  })
})

describe('the chart', () => {
  test('reads each thread aloud as the design says', () => {
    const { threads } = chartOf([commitment({ said: ['stuck', '2026-10-01T09:00:00.000Z', 'no slots'] })], QUARTERS, AT)
    expect(threads.map((one) => one.reading)).toEqual(['Run the weekly billing decision meeting: since 11 Aug, stuck'])
  })

  test('a thread starts at its discussion; open ones end at today, others where they ended', () => {
    const chart = chartOf(
      [
        commitment({ id: 'open' }),
        commitment({ id: 'done', since: '2026-02-10', said: ['done', '2026-05-12T09:00:00.000Z'] }),
        commitment({ id: 'left', since: '2026-05-12', leftPlan: '2026-08-11' }),
      ],
      QUARTERS,
      AT,
    )
    const [q1, q2, q3] = chart.nodes.map((node) => node.at)
    const of = (id: string) => chart.threads.find((one) => one.id === id)
    expect(of('open')).toMatchObject({ start: q3, end: chart.today, words: 'Not started' })
    expect(of('done')).toMatchObject({ start: q1, end: q2, words: 'Done 12 May' })
    expect(of('left')).toMatchObject({ start: q2, end: q3, words: 'Dropped 11 Aug', state: 'dropped' })
    expect(chart).toMatchObject({ done: 1, open: 1, dropped: 1 })
  })

  test('the day of an end is that of the zone', () => {
    const late = commitment({ said: ['done', '2026-09-30T23:30:00.000Z'] })
    expect(chartOf([late], QUARTERS, AT).threads[0]?.words).toBe('Done 1 Oct')
    expect(chartOf([late], QUARTERS, { ...AT, zone: 'America/New_York' }).threads[0]?.words).toBe('Done 30 Sep')
  })

  test('leaves out what the manager promised and what ended before the chart begins', () => {
    const chart = chartOf(
      [
        commitment({ id: 'support', kind: 'support' }),
        commitment({ id: 'old', since: '2025-02-01', said: ['done', '2025-05-01T09:00:00.000Z'] }),
        commitment({ id: 'still', since: '2025-02-01' }),
      ],
      QUARTERS,
      AT,
    )
    expect(chart.threads.map((one) => [one.id, one.start])).toEqual([['still', 0]])
  })

  test('quarters without a discussion keep their place between the others', () => {
    const holes = QUARTERS.map((one, index) => (index === 1 ? one : { ...one, day: null }))
    const places = chartOf([], holes, AT).nodes.map((node) => node.at)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(new Set(places).size).toBe(4)
  })

  test('whatever the days: everything lies on the axis, no thread runs backwards, no two labels touch', () => {
    const day = fc.integer({ min: -500, max: 200 }).map((n) => addCalendarDays(TODAY, n))
    const one = fc.record({ since: day, left: fc.option(day), due: fc.option(day) })
    fc.assert(
      fc.property(fc.array(one), fc.array(fc.option(day), { minLength: 1, maxLength: 4 }), (all, days) => {
        const quarters = days.map((at, index) => ({ key: `${index}`, label: '', day: at, state: 'agreed' }))
        const commitments = all.map(({ since, left, due }, index) =>
          commitment({ id: `${index}`, since, due, leftPlan: left }),
        )
        const chart = chartOf(commitments, quarters, AT)
        for (const { start, end } of chart.threads) {
          expect(start).toBeGreaterThanOrEqual(0)
          expect(end).toBeLessThanOrEqual(1)
          expect(end).toBeGreaterThanOrEqual(start)
        }
        for (const { at, labelAt } of chart.nodes) {
          expect(Math.min(at, labelAt)).toBeGreaterThanOrEqual(0)
          expect(Math.max(at, labelAt)).toBeLessThanOrEqual(1)
        }
        chart.nodes.slice(1).forEach((node, index) => {
          expect(node.labelAt - (chart.nodes[index]?.labelAt ?? 0)).toBeGreaterThan(0.18)
        })
      }),
    )
  })

  test('labels that have room stay where they are', () => {
    expect(spread([0.1, 0.4, 0.9], 0.2)).toEqual([0.1, 0.4, 0.9])
    expect(spread([0.4, 0.4], 0.2)).toEqual([0.4, expect.closeTo(0.6)])
  })
})
