// When a promise ended and how that is said: the same words in the chart and in the export (R8, R9).
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Home, PlanInfo } from '#shared/api.ts'
import { type Commitment, isOpen, PROGRESS, type ProgressState } from '#shared/history/commitment.ts'
import { exportJson, exportMarkdown } from '#shared/history/export.ts'
import { endDay, endWords, shownState } from '#shared/history/words.ts'
import { EMPTY_PLAN } from '#shared/plan/plan.ts'

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

describe('R8 the export', () => {
  const rafe = { id: 'rafe', name: 'Rafe Okafor', firstName: 'Rafe' }
  const mona = { id: 'mona', name: 'Mona Lindqvist', firstName: 'Mona' }
  const quarter = { key: '2026-Q4', label: '2026 Q4' }
  const action = { kind: 'people', firstStepBy: null, when: '', then: '', firstStep: '' } as const
  function home(aspiration: string, commitments: Commitment[] = []): Home {
    const actions = [
      {
        ...action,
        id: 'x1',
        title: 'Shadow Ines',
        owner: 'mona',
        due: '2026-12-04',
        firstStep: 'Ask',
        when: 'it rains',
        then: 'read',
      },
      { ...action, id: 'x2', title: 'Read', owner: 'gone', due: null },
    ]
    const area = { id: 'f1', title: 'Deciding', why: 'Twice asked', expectation: '', goal: '' }
    return {
      me: {
        person: rafe,
        now: '2026-10-27T09:00:00.000Z',
        today: TODAY,
        zone: ZONE,
        quarter,
        manager: mona,
        isManager: false,
        isPeopleOps: false,
        takesPart: 'yes',
      },
      next: null,
      handOver: null,
      prepared: 'no',
      plan: { now: { ...EMPTY_PLAN, aspiration, focusAreas: [{ ...area, actions }] }, agreed: null },
      commitments,
      quarters: [
        { ...quarter, key: '2026-Q3', label: '2026 Q3', day: '2026-08-11', state: 'agreed' },
        { ...quarter, day: null, state: 'none' },
      ],
      people: [mona],
      unsure: [],
    }
  }
  const planInfo = (...numbers: [latest: number, agreed: number]): PlanInfo => {
    const [latest, agreed] = numbers.map((number) => ({
      number,
      hash: `${number}`,
      at: LATE,
      quarter,
      plan: EMPTY_PLAN,
      stamps: [
        { by: 'rafe', at: LATE },
        { by: 'mona', at: '2026-10-05T09:00:00.000Z' },
      ],
    }))
    return {
      me: home('').me,
      employee: rafe,
      manager: mona,
      quarter,
      document: 'd',
      latest: latest ?? null,
      agreed: agreed ?? null,
      otherSees: true,
      commitments: [],
      people: [],
    }
  }

  test('actions have their owner and day, and their first step under them', () => {
    expect(exportMarkdown({ home: home('Lead'), plan: null })).toContain(
      '### Deciding\n\nTwice asked\n\n- Shadow Ines, Mona Lindqvist, by 4 Dec\n  - First step: Ask\n  - When it rains, then I read\n- Read\n',
    )
  })

  test('a promise that left the plan is dropped here too', () => {
    const text = exportMarkdown({ home: home('', [commitment('onTrack', '2026-10-20')]), plan: null })
    expect(text).toContain('- Run the meeting: since 11 Aug, dropped\n  - 2 Oct, Rafe Okafor: on track\n')
  })

  test('held discussions and the stamps of the agreement, on their days', () => {
    const text = exportMarkdown({ home: home(''), plan: planInfo(3, 2) })
    expect(text).toContain('## Discussions\n\n- 2026 Q3: 11 Aug\n')
    expect(text).not.toContain('2026 Q4:')
    expect(text).toContain(
      '- Rafe Okafor agreed on revision 2 on 2 Oct\n- Mona Lindqvist agreed on revision 2 on 5 Oct\n',
    )
  })

  test('JSON has each revision once', () => {
    const numbers = (plan: PlanInfo) =>
      (JSON.parse(exportJson({ home: home(''), plan })) as { revisions: { number: number }[] }).revisions.map(
        ({ number }) => number,
      )
    expect(numbers(planInfo(3, 2))).toEqual([2, 3])
    expect(numbers(planInfo(2, 2))).toEqual([2])
  })

  test('without a plan it says so', () => {
    expect(exportMarkdown({ home: { ...home(''), plan: null }, plan: null })).toContain('\n\nNo plan yet.\n\n')
  })

  test('R16 whatever is written, it is one line of plain words', () => {
    const piece = fc.constantFrom(
      '# ',
      '- ',
      '* ',
      '1. ',
      '2) ',
      '===',
      '---',
      '> ',
      '`',
      '_',
      '|',
      '<b>',
      '&amp;',
      '\\',
      '[x](y)',
      '~~~',
      ' ',
      '\n',
      '\r',
      '\r\n',
      '\u2028',
      'word',
    )
    const lines = exportMarkdown({ home: home('X'), plan: null }).split('\n')
    const at = lines.indexOf('X')
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const written = `${pieces.join('')}end`
        const shown = exportMarkdown({ home: home(written), plan: null }).split(/\r\n|[\n\r\u2028]/)
        expect([...shown.slice(0, at), 'X', ...shown.slice(at + 1)]).toEqual(lines)
        const line = shown[at] ?? ''
        expect(line).not.toMatch(/^(\s|#|>|[-=*+]|\d+[.)])/)
        expect(line.replace(/\\[\W_]/g, '')).not.toMatch(/[\\`*_{}[\]<>()#+!|~&]/)
        expect(line.replace(/\\([\W_])/g, '$1')).toBe(written.trim().replace(/\s*[\r\n\u2028]\s*/g, ' '))
      }),
    )
  })
})
