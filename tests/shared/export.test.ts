// The export (R8): everything of the server's reply is in it, readable, and what people wrote stays text (R16).
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Everything } from '#shared/api.ts'
import type { Commitment } from '#shared/history/commitment.ts'
import { exportJson, exportMarkdown } from '#shared/history/export.ts'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'

const TODAY = '2026-10-27'
const LATE = '2026-10-01T23:30:00.000Z'
const rafe = { id: 'rafe', name: 'Rafe Okafor', firstName: 'Rafe' }
const mona = { id: 'mona', name: 'Mona Lindqvist', firstName: 'Mona' }
const quarter = { key: '2026-Q3', label: '2026 Q3' }
const action = { kind: 'people', firstStepBy: null, when: '', then: '', firstStep: '' } as const

const commitment: Commitment = {
  id: 'a1',
  title: 'Run the meeting',
  kind: 'experience',
  owner: 'rafe',
  due: null,
  area: '',
  quarter: '2026-Q3',
  since: '2026-08-11',
  entries: [{ at: LATE, by: 'rafe', state: 'stuck', why: 'no slots' }],
  leftPlan: null,
}

const plan: Plan = {
  ...EMPTY_PLAN,
  aspiration: 'Lead',
  support: [{ id: 's', text: '1. Ask Priya', by: '2026-12-01' }],
  focusAreas: [
    {
      id: 'f1',
      title: 'Deciding',
      why: 'Twice asked',
      expectation: '',
      goal: '',
      actions: [
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
      ],
    },
  ],
}

function everything(over: Partial<Everything> = {}): Everything {
  return {
    me: {
      person: rafe,
      now: '2026-10-27T09:00:00.000Z',
      today: TODAY,
      zone: 'Europe/London',
      quarter: { key: '2026-Q4', label: '2026 Q4' },
      manager: mona,
      isManager: false,
      isPeopleOps: false,
      takesPart: 'yes',
    },
    person: { mail: 'rafe@contoso.test', jobTitle: 'Designer', workingDays: [1, 2, 3, 4, 5] },
    pair: {
      manager: 'mona',
      managers: ['mona'],
      answer: 'yes',
      seesPast: true,
      lastStart: null,
      cadence: null,
      slots: [],
    },
    offers: [{ quarter, manager: 'mona', state: 'converted', asked: 1, requestedAt: null }],
    discussions: [
      {
        quarter,
        manager: 'mona',
        state: 'agreed',
        attempt: 1,
        start: '2026-08-11T09:00:00.000Z',
        end: '2026-08-11T09:45:00.000Z',
        startedAt: null,
        endedAt: null,
        points: ['The move to Berlin'],
      },
    ],
    preparations: [
      { quarter: '2026-Q3', by: 'rafe', shared: false, at: LATE, answers: [{ question: 'Where to?', text: 'Up' }] },
      { quarter: '2026-Q3', by: 'mona', shared: true, at: LATE, answers: [{ question: 'Offer?', text: 'Time' }] },
    ],
    notes: [{ quarter: '2026-Q3', text: 'Line one\nLine two' }],
    plan,
    revisions: [
      {
        number: 2,
        hash: 'x',
        at: LATE,
        quarter,
        plan: { ...EMPTY_PLAN, aspiration: 'Follow' },
        stamps: [
          { by: 'rafe', at: LATE },
          { by: 'mona', at: '2026-10-05T09:00:00.000Z' },
        ],
      },
    ],
    commitments: [commitment],
    messages: [
      {
        about: 'rafe',
        owedAt: LATE,
        state: 'sent',
        at: LATE,
        content: { type: 'news', title: 'A new date', text: 'Moved.', open: null },
      },
    ],
    audit: [
      { day: '2026-10-05', at: '2026-10-05T09:00:00.000Z', by: mona, what: 'agreed', surface: 'stage' },
      { day: '2026-10-01', at: LATE, by: null, what: 'read', surface: 'tab' },
    ],
    asManager: [],
    people: [mona],
    ...over,
  }
}

describe('R8 the export as Markdown', () => {
  const whole = exportMarkdown(everything())

  test.each([
    [
      'the plan, with the day of its agreement',
      '# Growth plan of Rafe Okafor\n\nExported on 27 Oct.\n\nAgreed on 5 Oct, revision 2.',
    ],
    [
      'actions with owner and day, their first step under them',
      '### Deciding\n\nTwice asked\n\n- Shadow Ines, Mona Lindqvist, by 4 Dec\n  - First step: Ask\n  - When it rains, then I read\n- Read\n',
    ],
    ['support', '## What Mona will do\n\n- 1\\. Ask Priya, by 1 Dec'],
    ['promises', '- Run the meeting: since 11 Aug, stuck\n  - 2 Oct, Rafe Okafor: stuck \\(no slots\\)\n'],
    [
      'discussions with their points',
      '## Discussions\n\n- 2026 Q3: Tue 11 Aug, 10:00–10:45, with Mona Lindqvist, held and agreed\n  - Point: The move to Berlin\n',
    ],
    ['own preparation', '### 2026-Q3, Rafe Okafor, not shared\n\n- Where to?: Up\n'],
    ['the other’s shared one', '### 2026-Q3, Mona Lindqvist, shared on 2 Oct\n\n- Offer?: Time\n'],
    ['notes, line by line', '## My private notes\n\n### 2026-Q3\n\nLine one\n\nLine two\n'],
    [
      'revisions with their stamps and text',
      '## Revision 2, 2026 Q3, 2 Oct\n\n- Rafe Okafor agreed on 2 Oct\n- Mona Lindqvist agreed on 5 Oct\n\n### Where I’m heading\n\nFollow\n',
    ],
    ['messages', '- 2 Oct, sent: A new date\n'],
    [
      'who read it',
      '- 5 Oct, Mona Lindqvist agreed on the plan on the meeting’s stage\n- 2 Oct, someone who left read in the tab\n',
    ],
  ])('has %s', (_, words) => expect(whole).toContain(words))

  test('a promise that left the plan is dropped here too', () => {
    const left = { ...commitment, leftPlan: '2026-10-20' }
    expect(exportMarkdown(everything({ commitments: [left] }))).toContain('- Run the meeting: since 11 Aug, dropped\n')
  })

  test('without a plan it says so, and empty parts have no heading', () => {
    const nothing = { plan: null, notes: [], messages: [], revisions: [], preparations: [], audit: [], discussions: [] }
    const text = exportMarkdown(everything({ ...nothing, commitments: [] }))
    expect(text).toBe('# Growth plan of Rafe Okafor\n\nExported on 27 Oct.\n\nNo plan yet.\n')
  })

  test('a manager’s own writing about their employees', () => {
    const asManager = [
      { employee: { id: 'jun', name: 'Jun Sato', firstName: 'Jun' }, preparations: [], notes: everything().notes },
    ]
    expect(exportMarkdown(everything({ asManager }))).toContain('## My private notes about Jun Sato\n\n### 2026-Q3\n')
  })

  test('R16 whatever is written, it is one line of plain words', () => {
    const piece = fc.constantFrom(
      ...['# ', '- ', '* ', '1. ', '2) ', '===', '---', '> ', '`', '_', '|', '<b>', '&amp;', '\\', '[x](y)', '~~~'],
      ...[' ', '\n', '\r', '\r\n', '\u2028', 'word'],
    )
    const saying = (expectation: string) =>
      exportMarkdown(
        everything({ plan: { ...plan, focusAreas: plan.focusAreas.map((area) => ({ ...area, expectation })) } }),
      )
    const lines = saying('X').split('\n')
    const at = lines.indexOf('X')
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        const written = `${pieces.join('')}end`
        const shown = saying(written).split(/\r\n|[\n\r\u2028]/)
        expect([...shown.slice(0, at), 'X', ...shown.slice(at + 1)]).toEqual(lines)
        const line = shown[at] ?? ''
        expect(line).not.toMatch(/^(\s|#|>|[-=*+]|\d+[.)])/)
        expect(line.replace(/\\[\W_]/g, '')).not.toMatch(/[\\`*_{}[\]<>()#+!|~&]/)
        expect(line.replace(/\\([\W_])/g, '$1')).toBe(written.trim().replace(/\s*[\r\n\u2028]\s*/g, ' '))
      }),
    )
  })
})

test.each([
  ['**Lead** <b>one</b> team', '**Lead** \\<b\\>one\\</b\\> team'],
  [
    'To be:\n- a *star*\n- **at** [the top](https://a.example/x_y)\n\nand so',
    'To be:\n\n- a \\*star\\*\n- **at** [the top](<https://a.example/x_y>)\n\nand so',
  ],
  ['1. one\n2. two', '1. one\n2. two'],
  ['    - not a list https://a.example', '\\- not a list <https://a.example>'],
  ['[x](javascript:alert(1))', '\\[x\\]\\(javascript:alert\\(1\\)\\)'],
])('R9 the marks of an aspiration are Markdown, and nothing else of it is: %j', (aspiration, expected) => {
  const shown = exportMarkdown(everything({ plan: { ...plan, aspiration } }))
  expect(shown).toContain(`## Where I’m heading\n\n${expected}\n\n`)
})

test('R8 JSON is the same content, whole', () => {
  const { me, person, ...rest } = everything()
  const value = JSON.parse(exportJson({ me, person, ...rest }))
  expect(value).toEqual({
    exportedAt: me.now,
    zone: me.zone,
    manager: mona,
    employee: { ...rafe, ...person },
    ...rest,
  })
})
