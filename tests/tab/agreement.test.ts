// The agreement bar's forms (R8): from the stamps and the text as it is now.
import { describe, expect, test } from '@jest/globals'
import type { PlanInfo, Revision } from '#shared/api.ts'
import { EMPTY_PLAN, type Plan } from '#shared/plan/plan.ts'
import { comparedWith, type Form, formOf, numberOfStamp, stampedNow } from '#tab/plan/agreement.ts'

const AT = '2026-11-03T10:30:00.000Z'
const QUARTER = { key: '2026-Q4', label: '2026 Q4' }
const RAFE = { id: 'rafe', name: 'Rafe Okafor', firstName: 'Rafe' }
const MONA = { id: 'mona', name: 'Mona Lindqvist', firstName: 'Mona' }
const PLAN: Plan = { ...EMPTY_PLAN, aspiration: 'Lead' }

function revision(number: number, hash: string, ...by: string[]): Revision {
  return { number, hash, at: AT, quarter: QUARTER, plan: EMPTY_PLAN, stamps: by.map((one) => ({ by: one, at: AT })) }
}

/** As Rafe sees it. */
function info(latest: Revision | null, agreed: Revision | null = null): PlanInfo {
  const me: PlanInfo['me'] = {
    person: RAFE,
    now: AT,
    today: '2026-11-03',
    zone: 'Europe/London',
    quarter: QUARTER,
    manager: MONA,
    isManager: false,
    isPeopleOps: false,
    takesPart: 'yes',
  }
  const people = { employee: RAFE, manager: MONA, people: [RAFE, MONA] }
  return {
    me,
    ...people,
    quarter: QUARTER,
    quarterEnds: '2026-12-31',
    document: 'd',
    latest,
    agreed,
    otherSees: true,
    commitments: [],
    offered: [],
  }
}

const mine = revision(2, 'now', 'rafe')
const theirs = revision(2, 'now', 'mona')
const both = revision(1, 'now', 'mona', 'rafe')
const before = revision(1, 'old', 'mona', 'rafe')
const SINCE = { number: 1, sum: 'aspiration added' }
const CHANGED: Form = { kind: 'changed', since: SINCE, number: 2 }

describe('the form', () => {
  test.each<[string, PlanInfo, Form]>([
    ['nobody has stamped', info(null), { kind: 'none', number: 1 }],
    ['I have', info(mine), { kind: 'mine' }],
    ['the other one has', info(theirs), { kind: 'theirs', number: 2, since: null }],
    ['both have', info(both, both), { kind: 'both', number: 1 }],
    ['one has, and the text went on', info(revision(1, 'old', 'mona')), { kind: 'none', number: 2 }],
    ['both had, and the text went on', info(before, before), CHANGED],
    ['both had, it went on, I agree again', info(mine, before), { kind: 'mine' }],
    ['both had, it went on, the other agrees again', info(theirs, before), { kind: 'theirs', number: 2, since: SINCE }],
    ['a later stamp was overtaken', info(revision(2, 'other', 'mona'), before), { ...CHANGED, number: 3 }],
    ['the text is again what both agreed on', info(revision(2, 'other', 'mona'), both), { kind: 'both', number: 1 }],
  ])('%s', (_, of, form) => {
    const now = { info: of, plan: PLAN, hash: 'now', movedOn: false }
    for (const save of ['saving', 'saved'] as const) expect(formOf({ ...now, save })).toEqual(form)
    // What is not in the store cannot be agreed on, whatever stands there.
    for (const save of ['offline', 'unsavable'] as const) expect(formOf({ ...now, save })).toEqual({ kind: save })
  })

  test('a refused stamp says so until somebody has stamped the text as it is', () => {
    const now = { plan: PLAN, hash: 'now', save: 'saved', movedOn: true } as const
    expect(formOf({ ...now, info: info(before, before) })).toEqual({ kind: 'movedOn' })
    expect(formOf({ ...now, info: info(null) })).toEqual({ kind: 'movedOn' })
    expect(formOf({ ...now, info: info(theirs, before) })).toEqual({ kind: 'theirs', number: 2, since: SINCE })
    expect(formOf({ ...now, info: info(both, both) })).toEqual({ kind: 'both', number: 1 })
  })
})

test.each<[string, PlanInfo, stamped: number | null, compared: number | null, next: number]>([
  ['nothing yet', info(null), null, null, 1],
  ['one stamp on it', info(theirs), 2, 2, 2],
  ['agreed', info(both, both), 1, 1, 1],
  ['changed since', info(before, before), null, 1, 2],
  ['changed since, and stamped again', info(mine, before), 2, 1, 2],
  ['stamped, then changed', info(revision(4, 'other', 'mona'), before), null, 1, 5],
  ['back at what was agreed', info(revision(4, 'other', 'mona'), both), 1, 1, 1],
])('%s: whose stamps count, what it is compared with, which number a stamp has', (_, of, stamped, compared, next) => {
  expect(stampedNow(of, 'now')?.number ?? null).toBe(stamped)
  expect(comparedWith(of, null)?.name ?? null).toBe(compared === null ? null : `Revision ${compared}`)
  expect(numberOfStamp(of, 'now')).toBe(next)
})

test('what it is compared with, in words; and what somebody had read comes before any revision', () => {
  const words = (of: PlanInfo) => {
    const base = comparedWith(of, null)
    return base && [base.plan, base.says, base.since, base.lacks]
  }
  expect(words(info(before, before))).toEqual([
    EMPTY_PLAN,
    'agreed by both on 3 Nov',
    'since you both agreed on revision 1',
    'Not in revision 1',
  ])
  expect(words(info(theirs))).toEqual([EMPTY_PLAN, 'agreed by one on 3 Nov', 'since revision 2', 'Not in revision 2'])
  expect(comparedWith(info(before, before), PLAN)).toMatchObject({ plan: PLAN, since: 'while you were reading' })
  expect(comparedWith(info(null), PLAN)).toMatchObject({ plan: PLAN, since: 'while you were reading' })
})
