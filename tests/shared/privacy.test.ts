// The pure rules about a person's data: one audit line a day, what is old enough to go, and how a deletion is confirmed (R7, R8).
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { schemaOf } from '#shared/kinds.ts'
import { AUDITED, auditId, auditLine, SURFACES } from '#shared/privacy/audit.ts'
import { confirms, type Erasure, erasedId, nextStep } from '#shared/privacy/erasure.ts'
import {
  isOldDiscussion,
  isOldLine,
  isOldMessage,
  isOldNote,
  isOldOffer,
  isOldPreparation,
  type Limits,
  monthsAfter,
  nextRound,
} from '#shared/privacy/retention.ts'
import { quarterByKey } from '#shared/quarter.ts'
import { addDays, instantOf, localOf } from '#shared/time.ts'

const NOW = '2026-10-27T09:00:00.000Z'
const hello = { type: 'hello' as const, manager: 'Mona', answer: null }
const acts = fc.record({
  tenant: fc.constant('t'),
  employee: fc.constant('rafe'),
  by: fc.constantFrom('rafe', 'mona'),
  what: fc.constantFrom(...AUDITED),
  surface: fc.constantFrom(...SURFACES),
})
const moment = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2034, 0, 1) }).map(instantOf)

describe('R7 an audit line', () => {
  test('is one a day for each person, act and surface, and holds nothing but that', () => {
    fc.assert(
      fc.property(acts, acts, moment, moment, (one, other, at, later) => {
        const [a, b] = [auditLine(one, at), auditLine(other, later)]
        const same =
          one.by === other.by &&
          one.what === other.what &&
          one.surface === other.surface &&
          at.slice(0, 10) === later.slice(0, 10)
        expect(auditId(a) === auditId(b)).toBe(same)
        expect(Object.keys(a).sort()).toEqual(['at', 'by', 'day', 'employee', 'surface', 'tenant', 'what'])
      }),
    )
  })
})

describe('R8 what is too old', () => {
  const limits = (over: Partial<Limits['keep']> = {}, now = NOW): Limits => ({
    keep: { drafts: 12, discussions: 36, messages: 12, audit: 24, ...over },
    now,
    startMonth: 1,
    zone: 'Europe/London',
  })
  // 2025 Q3 ended on 30 September 2025, 2023 Q3 three years ago.
  test.each<[string, boolean, boolean]>([
    ['a note, thirteen months on', isOldNote({ quarter: '2025-Q3' }, limits()), true],
    ['a note of the quarter after', isOldNote({ quarter: '2025-Q4' }, limits()), false],
    ['a note, kept for ever', isOldNote({ quarter: '1999-Q1' }, limits({ drafts: null })), false],
    ['a note of no quarter', isOldNote({ quarter: 'none' }, limits()), false],
    ['a draft', isOldPreparation({ quarter: '2025-Q3', shared: false }, limits()), true],
    ['what was shared stays longer', isOldPreparation({ quarter: '2025-Q3', shared: true }, limits()), false],
    ['what was shared three years ago', isOldPreparation({ quarter: '2023-Q3', shared: true }, limits()), true],
    ['a discussion', isOldDiscussion({ quarter: q('2023-Q3'), restore: null }, limits()), true],
    ['a discussion of the quarter after', isOldDiscussion({ quarter: q('2023-Q4'), restore: null }, limits()), false],
    ['one whose name is owed back', isOldDiscussion({ quarter: q('2023-Q3'), restore: {} as never }, limits()), false],
    ['an offer', isOldOffer({ quarter: q('2023-Q3') }, limits()), true],
    ['the running quarter', isOldOffer({ quarter: q('2026-Q4') }, limits({ discussions: 1 })), false],
    ['a line', isOldLine({ day: '2024-10-26' }, limits()), true],
    ['a line of the day itself', isOldLine({ day: '2024-10-27' }, limits()), false],
    ['a message sent', isOldMessage(sent('2025-10-26T23:00:00.000Z'), limits()), true],
    ['a message sent a day later', isOldMessage(sent('2025-10-27T00:00:00.000Z'), limits()), false],
    ['a message still owed', isOldMessage({ ...sent(''), state: { name: 'owed' } }, limits()), false],
    [
      'one that is being sent',
      isOldMessage({ ...sent(''), state: { name: 'claimed', by: 'p', at: 5 } }, limits()),
      false,
    ],
    ['the first contact', isOldMessage({ ...sent('2020-01-01T00:00:00.000Z'), content: hello }, limits()), false],
  ])('%s', (_, found, expected) => expect(found).toBe(expected))

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-12-31', 2, '2028-02-29'],
    ['2026-10-15', 12, '2027-10-15'],
    ['2026-11-30', 3, '2027-02-28'],
  ])('%s and %i months are %s', (day, months, after) => expect(monthsAfter(day, months)).toBe(after))

  const months = fc.integer({ min: 1, max: 120 })
  const setting = fc.record({
    zone: fc.constantFrom('UTC', 'Europe/London', 'America/New_York', 'Pacific/Auckland'),
    startMonth: fc.integer({ min: 1, max: 12 }),
    now: moment,
  })
  const key = fc
    .tuple(fc.integer({ min: 2010, max: 2034 }), fc.integer({ min: 1, max: 4 }))
    .map(([year, n]) => `${year}-Q${n}`)

  test('nothing younger than the limit ever goes, and everything clearly older does', () => {
    fc.assert(
      fc.property(key, months, setting, fc.boolean(), (quarter, limit, of, shared) => {
        const keep = { drafts: limit, discussions: limit, messages: limit, audit: limit }
        const { end } = quarterByKey(quarter, of.startMonth, of.zone)
        const found = [
          isOldNote({ quarter }, { ...of, keep }),
          isOldPreparation({ quarter, shared }, { ...of, keep }),
          isOldOffer({ quarter: q(quarter) }, { ...of, keep }),
          isOldDiscussion({ quarter: q(quarter), restore: null }, { ...of, keep }),
        ]
        // A month has 28 to 31 days, and clocks change by an hour.
        if (of.now < addDays(end, limit * 28 - 1)) expect(found).toEqual([false, false, false, false])
        if (of.now > addDays(end, limit * 31 + 1)) expect(found).toEqual([true, true, true, true])
      }),
    )
  })

  test('the same for messages and lines', () => {
    fc.assert(
      fc.property(moment, months, setting, (at, limit, of) => {
        const keep = { drafts: limit, discussions: limit, messages: limit, audit: limit }
        const found = [isOldMessage(sent(at), { ...of, keep }), isOldLine({ day: at.slice(0, 10) }, { ...of, keep })]
        if (of.now < addDays(at, limit * 28)) expect(found).toEqual([false, false])
        if (of.now > addDays(at, limit * 31 + 2)) expect(found).toEqual([true, true])
      }),
    )
  })

  test('null keeps everything', () => {
    const keep = { drafts: null, discussions: null, messages: null, audit: null }
    fc.assert(
      fc.property(key, moment, setting, fc.boolean(), (quarter, at, of, shared) => {
        const all = { ...of, keep }
        expect(isOldNote({ quarter }, all)).toBe(false)
        expect(isOldPreparation({ quarter, shared }, all)).toBe(false)
        expect(isOldOffer({ quarter: q(quarter) }, all)).toBe(false)
        expect(isOldDiscussion({ quarter: q(quarter), restore: null }, all)).toBe(false)
        expect(isOldMessage(sent(at), all)).toBe(false)
        expect(isOldLine({ day: at.slice(0, 10) }, all)).toBe(false)
      }),
    )
  })

  test('the next round is in a week at three in the person’s night', () => {
    expect(nextRound(NOW, 'Europe/London')).toBe('2026-11-03T03:00:00.000Z')
    fc.assert(
      fc.property(moment, setting, (now, { zone }) => {
        const next = nextRound(now, zone)
        expect(next > now).toBe(true)
        expect(localOf(next, zone).hour).toBe(3)
      }),
    )
  })
})

describe('R8 a deletion', () => {
  const erasure: Erasure = {
    tenant: 't',
    id: 'x',
    person: 'rafe',
    managers: ['mona'],
    chat: { conversation: 'a:rafe', serviceUrl: 'https://x' },
    step: 'delete',
    dueAt: NOW,
  }
  test('deletes, sweeps, and forgets whom it was about', () => {
    const sweep = nextStep(erasure, NOW)
    expect(sweep).toEqual({ ...erasure, step: 'sweep' })
    expect(nextStep(sweep, NOW)).toEqual({ ...erasure, person: '', managers: [], chat: null, step: 'forget' })
  })

  test.each([
    ['Rafe Okafor', 'Rafe Okafor', true],
    ['  Rafe  Okafor ', 'Rafe Okafor', true],
    ['Leïla', 'Leïla'.normalize('NFD'), true],
    ['rafe okafor', 'Rafe Okafor', false],
    ['Rafe', 'Rafe Okafor', false],
    ['', 'Rafe Okafor', false],
  ])('%j for %j: %s', (typed, name, fits) => expect(confirms(typed, name)).toBe(fits))

  test('the note that stays says nothing without the key', async () => {
    const id = await erasedId('key', 't', 'rafe')
    expect(id).toMatch(/^[0-9a-f]{64}$/)
    expect(await erasedId('key', 't', 'rafe')).toBe(id)
    for (const other of [erasedId('other', 't', 'rafe'), erasedId('key', 'u', 'rafe'), erasedId('key', 't', 'mona')])
      expect(await other).not.toBe(id)
    await expect(erasedId('', 't', 'rafe')).rejects.toThrow()
  })

  test('the schemas of what is kept of it are the first ones', () => {
    expect([schemaOf('erasure'), schemaOf('erased'), schemaOf('audit'), schemaOf('retention')]).toEqual([1, 1, 1, 1])
  })
})

function q(key: string) {
  return { key, label: key }
}
function sent(at: string) {
  return {
    state: { name: 'sent' as const, at, activity: '1' },
    content: { type: 'news' as const, title: '', text: '', open: null },
  }
}
