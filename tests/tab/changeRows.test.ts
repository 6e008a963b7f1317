// Two plans side by side (R8): every difference has its row, each column reads as its own plan.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { changes, type Piece } from '#shared/plan/diff.ts'
import { EMPTY_PLAN, type FocusArea, type Plan, type PlanAction } from '#shared/plan/plan.ts'
import { type ChangeRow, changeRows, typedWords } from '#tab/plan/changeRows.ts'
import { aPlan } from '#tests/shared/planArbitrary.ts'

const NAMES = {
  of: (person: string) => ({ rafe: 'Rafe', mona: 'Mona' })[person] ?? 'Nobody yet',
  manager: 'Mona',
  today: '2026-11-03',
}
const words = (pieces: Piece[] | undefined) => pieces?.map(({ text }) => text).join('')
const pairsOf = (rows: ChangeRow[]) => rows.filter((row) => row.is === 'pair')
const sameOf = (rows: ChangeRow[]) => rows.filter((row) => row.is === 'same').map((row) => row.words)

const ACTION: PlanAction = {
  id: 'x1',
  kind: 'experience',
  title: 'Lead the retro',
  owner: 'rafe',
  due: '2026-12-04',
  firstStep: '',
  firstStepBy: null,
  when: '',
  then: '',
}
const AREA: FocusArea = { id: 'a1', title: 'Facilitation', why: '', expectation: '', goal: '', actions: [ACTION] }
const PLAN: Plan = { ...EMPTY_PLAN, aspiration: 'Lead a team.', focusAreas: [AREA], revisit: '2027-02-02' }
const withAction = (part: Partial<PlanAction>, ...more: PlanAction[]): Plan => ({
  ...PLAN,
  focusAreas: [{ ...AREA, actions: [{ ...ACTION, ...part }, ...more] }],
})

describe('one difference', () => {
  test.each<[string, Plan, { title: string; left: string | null; right: string | null; did: string }]>([
    [
      'a sentence',
      { ...PLAN, aspiration: 'Lead a bigger team.' },
      { title: 'Where I’m heading', left: 'Lead a team.', right: 'Lead a bigger team.', did: 'Reworded' },
    ],
    [
      'the day to look again, taken away',
      { ...PLAN, revisit: null },
      { title: 'We look at this again', left: 'Tue 2 Feb 2027', right: '', did: 'Date removed' },
    ],
    [
      'a strength',
      { ...PLAN, strengths: [{ id: 's1', text: 'Listens' }] },
      { title: 'Strengths to build on', left: null, right: 'Listens', did: 'Added' },
    ],
    [
      'what the manager will do',
      { ...PLAN, support: [{ id: 'p1', text: 'Ask Priya', by: '2026-12-01' }] },
      { title: 'What Mona will do', left: null, right: 'Ask Priya by 1 Dec', did: 'Added' },
    ],
    [
      'an action’s title',
      withAction({ title: 'Lead the review' }),
      { title: 'Facilitation', left: 'Lead the retro', right: 'Lead the review', did: 'Reworded' },
    ],
    [
      'two things at one action',
      withAction({ due: '2026-12-11', owner: 'mona' }),
      { title: 'Facilitation', left: 'Lead the retro', right: 'Lead the retro', did: 'Owner changed, date moved' },
    ],
    [
      'a focus area, taken away',
      { ...PLAN, focusAreas: [] },
      { title: 'Facilitation', left: 'Facilitation', right: null, did: 'Removed' },
    ],
  ])('%s', (_, now, { title, ...expected }) => {
    const rows = changeRows(PLAN, now, NAMES)
    expect(rows.filter((row) => row.is === 'section').map((row) => row.title)).toEqual([title])
    const [row] = pairsOf(rows)
    expect({ left: words(row?.left?.words) ?? null, right: words(row?.right?.words) ?? null, did: row?.did }).toEqual(
      expected,
    )
  })

  test('the smaller line marks what differs, and only that', () => {
    const [row] = pairsOf(changeRows(PLAN, withAction({ due: '2026-12-11' }), NAMES))
    expect([words(row?.left?.small), words(row?.right?.small)]).toEqual(['Rafe · by 4 Dec', 'Rafe · by 11 Dec'])
    const marked = (pieces: Piece[] = []) => pieces.filter(({ did }) => did !== 'same')
    expect(marked(row?.left?.small)).toEqual([{ text: '4 Dec', did: 'removed' }])
    expect(marked(row?.right?.small)).toEqual([{ text: '11 Dec', did: 'added' }])
  })

  test('a first step is shown with its day where it is new', () => {
    const [row] = pairsOf(changeRows(PLAN, withAction({ firstStep: 'Ask Ana', firstStepBy: '2026-11-10' }), NAMES))
    expect(words(row?.right?.small)).toBe('Rafe · by 4 Dec · first: Ask Ana, by 10 Nov')
  })
})

test('what stayed is one sentence in its place', () => {
  const other = { ...ACTION, id: 'x2', title: 'Read' }
  const old = withAction({}, other)
  const rows = changeRows(old, withAction({ title: 'Lead the review' }, other), NAMES)
  expect(sameOf(rows)).toEqual([
    'Where I’m heading, strengths to build on: no change',
    '1 other action, what Mona will do, revisit date: no change',
  ])
})

const isOrder = (did: string) => did === 'reordered'

test('any two plans: a row for every item that changed, none for another; keys stand once', () => {
  fc.assert(
    fc.property(aPlan, aPlan, (old, now) => {
      const rows = changeRows(old, now, NAMES)
      const pairs = pairsOf(rows)
      const keys = rows.map(({ key }) => key)
      expect(keys).toEqual([...new Set(keys)])
      const of = (row: { key: string }) => row.key.split(' ')[0]
      const changed = changes(old, now)
        .filter(({ did }) => !isOrder(did))
        .map((change) => change.id || (change.did === 'changed' ? change.field : ''))
      expect(new Set(pairs.map(of))).toEqual(new Set(changed))
      if (changed.length === 0) expect(rows.map(({ is }) => is)).toEqual(['same'])
      for (const { left, right, did } of pairs) {
        expect(did).not.toBe('')
        expect(left ?? right).not.toBeNull()
        const marks = (side: typeof left) => [...(side?.words ?? []), ...(side?.small ?? [])].map((piece) => piece.did)
        expect(marks(left)).not.toContain('added')
        expect(marks(right)).not.toContain('removed')
      }
    }),
  )
})

test('any two plans: each column holds its own plan’s words, and a side is empty exactly where the item is not', () => {
  const actionIn = (plan: Plan, id: string) =>
    plan.focusAreas.flatMap(({ actions }) => actions).find((one) => one.id === id)
  fc.assert(
    fc.property(aPlan, aPlan, (old, now) => {
      for (const row of pairsOf(changeRows(old, now, NAMES))) {
        if (!row.key.startsWith('x')) continue
        const [was, is] = [actionIn(old, row.key), actionIn(now, row.key)]
        expect([row.left === null, row.right === null]).toEqual([!was, !is])
        if (was && is) expect([words(row.left?.words), words(row.right?.words)]).toEqual([was.title, is.title])
        for (const [side, action] of [
          [row.left, was],
          [row.right, is],
        ] as const) {
          if (!side || !action) continue
          expect(words(side.small)).toContain(NAMES.of(action.owner))
          expect(words(side.small)).toContain(action.due ? `by ${Number(action.due.slice(8))} Dec` : 'no day yet')
        }
      }
    }),
  )
})

test('a plan against itself is one sentence', () => {
  fc.assert(
    fc.property(aPlan, (plan) => {
      expect(changeRows(plan, plan, NAMES)).toEqual([expect.objectContaining({ is: 'same' })])
    }),
  )
})

describe('what was typed and is not saved, as plain text', () => {
  const TEXTS = ['aspiration', 'text', 'title', 'why', 'expectation', 'goal', 'firstStep', 'when', 'then']
  test('each section once, and under it what is here in the words it has here', () => {
    const now = {
      ...withAction({ title: 'Lead the review', firstStep: 'ask Priya' }),
      aspiration: 'Lead a bigger team.',
    }
    expect(typedWords(PLAN, now, NAMES)).toBe(
      'Where I’m heading\nLead a bigger team.\n\nFacilitation\nLead the review\nRafe · by 4 Dec · first: ask Priya',
    )
    expect(typedWords(now, PLAN, NAMES)).not.toContain('ask Priya')
    expect(typedWords(PLAN, PLAN, NAMES)).toBe('')
  })

  test('no word of it is missing', () => {
    fc.assert(
      fc.property(aPlan, aPlan, (saved, now) => {
        const text = typedWords(saved, now, NAMES)
        for (const change of changes(saved, now)) {
          if (change.did === 'changed' && TEXTS.includes(change.field)) expect(text).toContain(change.is ?? '')
          if (change.did !== 'added') continue
          const actions = now.focusAreas.flatMap((area) => area.actions)
          const item = [...now.strengths, ...now.focusAreas, ...actions, ...now.support].find(
            ({ id }) => id === change.id,
          )
          for (const [field, value] of Object.entries(item ?? {}))
            if (TEXTS.includes(field)) expect(text).toContain(value)
        }
      }),
    )
  })
})
