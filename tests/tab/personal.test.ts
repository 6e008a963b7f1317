// The personal tab's places and the words of the team's rows.
import { describe, expect, test } from '@jest/globals'
import type { DiscussionHead, Me, Team, TeamRow } from '#shared/api.ts'
import { placeOf } from '#tab/personal/place.ts'
import { lastCell, slotCell, teamSum } from '#tab/personal/teamWords.ts'

const RAFE = { id: 'rafe', name: 'Rafe Okafor', firstName: 'Rafe' }
const MONA = { id: 'mona', name: 'Mona Lindqvist', firstName: 'Mona' }
const QUARTER = { key: '2026-Q4', label: '2026 Q4' }

function me(over: Partial<Me> = {}): Me {
  return {
    person: RAFE,
    now: '2026-10-27T09:00:00.000Z',
    today: '2026-10-27',
    zone: 'Europe/London',
    quarter: QUARTER,
    manager: MONA,
    isManager: false,
    isPeopleOps: false,
    takesPart: 'yes',
    ...over,
  }
}

describe('a sub page leads to', () => {
  const employee = me()
  const both = me({ isManager: true })
  const top = me({ person: MONA, isManager: true, manager: null })
  const home = { page: 'home' }
  const team = { page: 'team' }
  test.each<[string | null, Me, object]>([
    [null, employee, home],
    ['', employee, home],
    ['team', employee, home],
    ['nowhere/at/all', employee, home],
    ['', both, home],
    ['team', both, team],
    [null, top, team],
    ['home', top, team],
    ['audit', employee, { page: 'audit' }],
    ['calendars', employee, home],
    ['calendars', me({ isPeopleOps: true }), { page: 'calendars' }],
    ['', me({ manager: null, isPeopleOps: true }), home],
    ['audit', top, { page: 'audit' }],
    // The button that begins again is there.
    ['', me({ person: MONA, isManager: true, manager: null, takesPart: 'erased' }), home],
    ['plan', employee, { page: 'plan', employee: 'rafe' }],
    ['plan/rafe', top, { page: 'plan', employee: 'rafe' }],
    ['prepare/2026-Q4', employee, { page: 'prepare', employee: 'rafe', quarter: '2026-Q4' }],
    ['prepare/rafe/2026-Q4', top, { page: 'prepare', employee: 'rafe', quarter: '2026-Q4' }],
    ['prepare', employee, home],
    ['/plan//rafe/', top, { page: 'plan', employee: 'rafe' }],
    ['plan/a%2Fb%20c', top, { page: 'plan', employee: 'a/b c' }],
    ['plan/50%', top, { page: 'plan', employee: '50%' }],
  ])('%s', (subPage, who, place) => {
    expect(placeOf(subPage, who)).toEqual(place)
  })
})

function discussion(state: DiscussionHead['state'], start: string | null = null): DiscussionHead {
  return { employee: RAFE, manager: MONA, quarter: QUARTER, state, start, end: start, startedAt: null, endedAt: null }
}
function row(over: Partial<TeamRow> = {}): TeamRow {
  return {
    employee: RAFE,
    jobTitle: '',
    last: null,
    discussion: null,
    free: null,
    why: null,
    possible: [],
    cadence: 'quarterly',
    open: 0,
    stuck: 0,
    next: 'nothing',
    ...over,
  }
}
const team = (...rows: TeamRow[]): Team => ({ me: me({ isManager: true }), rows })

describe('the team’s sum', () => {
  const has = row({ discussion: discussion('held') })
  const dated = row({ discussion: discussion('scheduled', '2026-11-03T10:00:00.000Z') })
  const needs = row({ discussion: discussion('needsSlot') })
  test.each<[TeamRow[], string]>([
    [[row(), needs], 'none of two have had their growth discussion or have a date'],
    [[has, needs, row()], 'one of three has had their growth discussion or has a date'],
    [[has, dated, needs], 'two of three have had their growth discussion or have a date'],
    [Array.from({ length: 13 }, () => dated), '13 of 13 have had their growth discussion or have a date'],
  ])('case %#', (rows, words) => {
    expect(teamSum(team(...rows))).toBe(`2026 Q4: ${words}`)
  })
})

describe('the last discussion', () => {
  const last = (day: string, state: DiscussionHead['state'] = 'agreed') => ({ day, state })
  test.each<[string, Partial<TeamRow>, string, string]>([
    ['none', {}, 'None yet', ''],
    ['agreed', { last: last('2026-08-11') }, '11 Aug', 'agreed'],
    ['of another year', { last: last('2025-11-11') }, '11 Nov 2025', 'agreed'],
    ['held', { last: last('2026-10-20', 'held') }, '20 Oct', 'held, not agreed yet'],
    ['waits for me', { last: last('2026-10-20', 'held'), next: 'agree' }, '20 Oct', 'held, you have not agreed yet'],
    ['yesterday', { last: last('2026-10-26'), next: 'convert' }, '26 Oct', '1 day ago'],
    ['13 days ago', { last: last('2026-10-14'), next: 'convert' }, '14 Oct', '13 days ago'],
    ['two weeks ago', { last: last('2026-10-13'), next: 'convert' }, '13 Oct', '2 weeks ago'],
    ['eleven weeks ago', { last: last('2026-08-11'), next: 'convert' }, '11 Aug', '11 weeks ago'],
  ])('%s', (_, over, text, small) => {
    expect(lastCell(row(over), team())).toEqual({ text, small })
  })
})

describe('the slot', () => {
  // An hour after British clocks went back: 10:00 on the wall.
  const start = '2026-11-03T10:00:00.000Z'
  const free = { eventId: 'e', start, end: start }
  test.each<[string, Partial<TeamRow>, ReturnType<typeof slotCell>]>([
    ['free', { free }, { text: 'Tue 3 Nov, 10:00', small: 'free to convert', icon: 'free' }],
    [
      'free, and not due',
      { free, next: 'notDue', cadence: 'halfYearly' },
      { text: 'Tue 3 Nov, 10:00', small: 'you two talk twice a year', icon: 'free' },
    ],
    [
      'in summer time',
      { free: { ...free, start: '2026-10-20T09:00:00.000Z' } },
      { text: 'Tue 20 Oct, 10:00', small: 'free to convert', icon: 'free' },
    ],
    [
      'being converted',
      { discussion: discussion('converting', start) },
      { text: 'Tue 3 Nov, 10:00', small: 'being converted', icon: 'set' },
    ],
    [
      'converted',
      { discussion: discussion('scheduled', start), free },
      { text: 'Tue 3 Nov, 10:00', small: 'growth discussion', icon: 'set' },
    ],
    ['held', { discussion: discussion('held', start), free }, { text: 'In the new quarter', small: '', icon: null }],
    ['agreed', { discussion: discussion('agreed', start) }, { text: 'In the new quarter', small: '', icon: null }],
    [
      'needs one, and has one',
      { discussion: discussion('needsSlot'), free },
      { text: 'Tue 3 Nov, 10:00', small: 'free to convert', icon: 'free' },
    ],
    ['declined', { next: 'declined', free }, { text: 'None', small: 'does not take part', icon: null }],
    [
      'none',
      { why: 'A third person is invited' },
      { text: 'No 1-1 found', small: 'A third person is invited', icon: 'none' },
    ],
  ])('%s', (_, over, cell) => {
    expect(slotCell(row(over), team())).toEqual(cell)
  })
})
