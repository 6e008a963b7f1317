// The agenda (R10): six points in order, minutes that add up, evidence that can be shown, questions where there is none.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { point } from '#shared/agenda/agenda.ts'
import { buildAgenda, inMinutes, type Material } from '#shared/agenda/build.ts'
import { questionsOf } from '#shared/agenda/questions.ts'
import type { Commitment } from '#shared/history/commitment.ts'
import { EMPTY_PLAN } from '#shared/plan/plan.ts'

const bare: Material = {
  minutes: 45,
  promises: [],
  shared: [],
  plan: EMPTY_PLAN,
  employee: { id: 'rafe', firstName: 'Rafe' },
  manager: { firstName: 'Mona' },
  today: '2026-11-17',
  own: [],
  quarter: '2026-Q4',
}
const own = (id: string) => ({ id, kind: 'own' as const, title: `Point ${id}`, minutes: 1, lines: [], questions: [] })
const promised: Commitment = {
  id: 'a1',
  title: 'Run the billing meeting',
  kind: 'experience',
  owner: 'rafe',
  due: '2026-11-27',
  area: 'Closing decisions',
  quarter: '2026-Q3',
  since: '2026-08-11',
  leftPlan: null,
  entries: [
    { at: '2026-09-01T09:00:00.000Z', by: 'rafe', state: 'onTrack', why: '' },
    { at: '2026-10-01T09:00:00.000Z', by: 'rafe', state: 'stuck', why: 'Nobody comes' },
  ],
}
const answers = (...texts: string[]) => texts.map((text, index) => ({ question: `Question ${index + 1}`, text }))

const ORDER = ['promises', 'standing', 'feedback', 'direction', 'growth', 'agree']

describe('the points', () => {
  test('six in this order; what the two added comes before the agreement', () => {
    expect(buildAgenda(bare).map(({ kind }) => kind)).toEqual(ORDER)
    const kinds = buildAgenda({ ...bare, own: [own('x'), own('y')] }).map(({ id }) => id)
    expect(kinds).toEqual([...ORDER.slice(0, 5), 'x', 'y', 'agree'])
  })

  test('without material every point asks questions, and has no lines', () => {
    for (const one of buildAgenda(bare)) {
      expect(one.lines).toEqual([])
      expect(one.questions).toHaveLength(2)
    }
  })

  test('what was promised: how it stands, and what was said about it as evidence', () => {
    const [first] = buildAgenda({ ...bare, promises: [promised] })
    expect(first?.lines).toEqual([
      {
        text: 'Run the billing meeting: stuck, by 27 Nov',
        evidence: [
          {
            id: 'a1@2026-10-01T09:00:00.000Z',
            quote: 'Nobody comes',
            by: 'rafe',
            day: '2026-10-01',
            source: 'progress',
          },
        ],
      },
    ])
    expect(first?.questions).toEqual([])
  })

  test('each shared answer is a quote of its writer; what was left empty is not', () => {
    const shared = [
      { writer: 'rafe', day: '2026-11-12', answers: answers('Well', 'To lead', '') },
      { writer: 'mona', day: '2026-11-13', answers: answers(' ', '', 'The roadmap talks') },
    ]
    const agenda = buildAgenda({ ...bare, shared })
    const quotes = agenda.flatMap(({ lines }) =>
      lines.flatMap(({ evidence }) => evidence.map(({ by, quote }) => `${by}: ${quote}`)),
    )
    expect(quotes).toEqual(['rafe: Well', 'rafe: To lead', 'mona: The roadmap talks'])
    const texts = agenda.flatMap(({ lines }) => lines.map(({ text }) => text))
    expect(texts).toEqual(['How the last quarter went for Rafe', 'Where Rafe wants to go', 'What Mona can offer'])
  })

  test('where you want to go begins with the aspiration as it stands', () => {
    const agenda = buildAgenda({ ...bare, plan: { ...EMPTY_PLAN, aspiration: ' To lead an area. ' } })
    expect(agenda.find(({ kind }) => kind === 'direction')?.lines).toEqual([
      { text: 'So far: To lead an area.', evidence: [] },
    ])
  })
})

describe('the minutes', () => {
  test('add up to the slot, 15 to 120 minutes, whatever was added', () => {
    fc.assert(
      fc.property(fc.integer({ min: 15, max: 120 }), fc.integer({ min: 0, max: 8 }), (minutes, more) => {
        const agenda = buildAgenda({
          ...bare,
          minutes,
          own: Array.from({ length: more }, (_, index) => own(`o${index}`)),
        })
        expect(agenda.reduce((sum, one) => sum + one.minutes, 0)).toBe(minutes)
        for (const one of agenda) expect(point.parse(one)).toEqual(one)
      }),
    )
  })

  test('go by weight: equal points get equal time, to the minute, and no point less for a longer slot', () => {
    const draft = (id: string, weight: number) => ({
      id,
      kind: 'own' as const,
      title: id,
      lines: [],
      questions: [],
      weight,
    })
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10 }), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 15, max: 119 }),
        (weights, minutes) => {
          const drafts = weights.map((weight, index) => draft(`d${index}`, weight))
          const shared = inMinutes(drafts, minutes)
          expect(shared.reduce((sum, one) => sum + one.minutes, 0)).toBe(minutes)
          for (const [a, wa] of weights.entries())
            for (const [b, wb] of weights.entries())
              if (wa === wb)
                expect(Math.abs((shared[a]?.minutes ?? 0) - (shared[b]?.minutes ?? 0))).toBeLessThanOrEqual(1)
              else if (wa > wb) expect(shared[a]?.minutes ?? 0).toBeGreaterThanOrEqual(shared[b]?.minutes ?? 0)
        },
      ),
    )
  })

  test('a slot with fewer minutes than points still gives each one', () => {
    const agenda = buildAgenda({ ...bare, minutes: 3 })
    expect(agenda.map(({ minutes }) => minutes)).toEqual([1, 1, 1, 1, 1, 1])
  })
})

describe('the question bank', () => {
  const KINDS = ['promises', 'standing', 'feedback', 'direction', 'growth', 'agree'] as const
  test.each(KINDS)('%s: two different questions, and other ones in the next quarter', (kind) => {
    const year = ['2026-Q3', '2026-Q4', '2027-Q1', '2027-Q2'].map((quarter) => questionsOf(kind, quarter))
    for (const [index, two] of year.entries()) {
      expect(new Set(two).size).toBe(2)
      expect(two).not.toEqual(year[index - 1])
    }
  })
})
