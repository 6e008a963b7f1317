// R2: in which quarter a slot falls, on the clocks of the manager's mailbox, at every kind of midnight.
import { describe, expect, test } from '@jest/globals'
import { quarterOf } from '#shared/quarter.ts'
import { addDays, instantOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'

/** Name, zone as the mailbox has it, the fiscal year's first month, the first instant of a quarter, the quarter before it, that quarter. */
const EDGES: [name: string, zone: string | null, startMonth: number, edge: string, before: string, from: string][] = [
  ['London, in summer', 'GMT Standard Time', 1, '2026-09-30T23:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['London, in winter', 'Europe/London', 1, '2027-01-01T00:00:00.000Z', '2026 Q4', '2027 Q1'],
  [
    'London, three days after the clocks went forward',
    'GMT Standard Time',
    1,
    '2026-03-31T23:00:00.000Z',
    '2026 Q1',
    '2026 Q2',
  ],
  ['New York, in summer', 'Eastern Standard Time', 1, '2026-10-01T04:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['New York, in winter', 'America/New_York', 1, '2027-01-01T05:00:00.000Z', '2026 Q4', '2027 Q1'],
  [
    'Newfoundland: two hours and a half',
    'Newfoundland Standard Time',
    1,
    '2026-10-01T02:30:00.000Z',
    '2026 Q3',
    '2026 Q4',
  ],
  [
    'Kathmandu: five hours and three quarters',
    'Nepal Standard Time',
    1,
    '2026-09-30T18:15:00.000Z',
    '2026 Q3',
    '2026 Q4',
  ],
  ['Kathmandu by its IANA name', 'Asia/Kathmandu', 1, '2026-12-31T18:15:00.000Z', '2026 Q4', '2027 Q1'],
  [
    'Lord Howe, three days before its half hour of summer time',
    'Lord Howe Standard Time',
    1,
    '2026-09-30T13:30:00.000Z',
    '2026 Q3',
    '2026 Q4',
  ],
  ['Lord Howe, in summer', 'Australia/Lord_Howe', 1, '2026-12-31T13:00:00.000Z', '2026 Q4', '2027 Q1'],
  [
    'Lord Howe, four days before summer ends',
    'Lord Howe Standard Time',
    1,
    '2026-03-31T13:00:00.000Z',
    '2026 Q1',
    '2026 Q2',
  ],
  [
    'Chatham: the edge on another day of UTC',
    'Chatham Islands Standard Time',
    1,
    '2026-09-30T10:15:00.000Z',
    '2026 Q3',
    '2026 Q4',
  ],
  [
    'Kiritimati: the first to have it',
    'Line Islands Standard Time',
    1,
    '2026-09-30T10:00:00.000Z',
    '2026 Q3',
    '2026 Q4',
  ],
  ['the date line: the last to have it', 'Dateline Standard Time', 1, '2026-10-01T12:00:00.000Z', '2026 Q3', '2026 Q4'],
  [
    'Amman in 2016: a midnight that was skipped',
    'Jordan Standard Time',
    1,
    '2016-03-31T22:00:00.000Z',
    '2016 Q1',
    '2016 Q2',
  ],
  ['Outlook’s name of UTC', 'tzone://Microsoft/Utc', 1, '2026-10-01T00:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['a custom zone of Outlook: UTC', 'tzone://Microsoft/Custom', 1, '2026-10-01T00:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['a zone that nobody knows: UTC', 'Middle-earth Standard Time', 1, '2026-10-01T00:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['no zone: UTC', null, 1, '2026-10-01T00:00:00.000Z', '2026 Q3', '2026 Q4'],
  ['a fiscal year from July', 'GMT Standard Time', 7, '2026-06-30T23:00:00.000Z', 'FY26 Q4', 'FY27 Q1'],
  ['a fiscal year from July, in its middle', 'GMT Standard Time', 7, '2027-01-01T00:00:00.000Z', 'FY27 Q2', 'FY27 Q3'],
  ['a fiscal year from April, in Kolkata', 'India Standard Time', 4, '2026-03-31T18:30:00.000Z', 'FY26 Q4', 'FY27 Q1'],
  ['a fiscal year from December, after a leap day', 'UTC', 12, '2028-03-01T00:00:00.000Z', 'FY28 Q1', 'FY28 Q2'],
  [
    'a fiscal year from October: named after the year it ends in',
    'Pacific Standard Time',
    10,
    '2026-10-01T07:00:00.000Z',
    'FY26 Q4',
    'FY27 Q1',
  ],
]

describe('R2 quarter edges', () => {
  test.each(EDGES)('%s', (_name, zoneName, startMonth, edge, before, from) => {
    const { zone } = ianaZone(zoneName)
    const last = quarterOf(instantOf(Date.parse(edge) - 1), startMonth, zone)
    const first = quarterOf(edge, startMonth, zone)
    expect([last.label, first.label]).toEqual([before, from])
    expect([last.end, first.start]).toEqual([edge, edge])
    expect(quarterOf(addDays(edge, 80), startMonth, zone)).toBe(first)
  })
})
