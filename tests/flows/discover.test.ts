// The administrator's dry run, as a process: one JSON object out, one clear sentence when it cannot.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { discover } from '#bot/cli/discover.ts'
import type { Discovery } from '#bot/cli/discovery.ts'
import { brokenAt, lineOf } from '#bot/cli/jsonLines.ts'
import { parseTenantFile } from '#bot/cli/tenantFile.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'

const folder = mkdtempSync(join(tmpdir(), 'discover-'))
afterAll(() => rmSync(folder, { recursive: true }))

const run = (...args: string[]) => spawnSync(process.execPath, ['bot/cli/discover.ts', ...args], { encoding: 'utf8' })
const fileOf = (content: unknown): string => {
  const name = join(folder, `tenant-${Math.random()}.json`)
  writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content, null, 1))
  return name
}
const found = (content: unknown, ...args: string[]): Discovery => {
  const { status, stdout, stderr } = run(fileOf(content), ...args)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout) as Discovery
}

const person = (key: string, manager: string | null, more: Record<string, unknown> = {}) => ({
  id: `id-${key}`,
  key,
  displayName: key,
  mail: `${key}@contoso.test`,
  userPrincipalName: `${key}@contoso.test`,
  proxyAddresses: [`SMTP:${key}@contoso.test`],
  accountEnabled: true,
  userType: 'Member',
  mailboxTimeZone: 'GMT Standard Time',
  manager: manager && `id-${manager}`,
  ...more,
})
const meeting = (id: string, day: string, more: Record<string, unknown> = {}) =>
  rawEvent({
    id,
    iCalUId: `uid-${id}`,
    start: { dateTime: `${day}T10:00:00.0000000`, timeZone: 'GMT Standard Time' },
    end: { dateTime: `${day}T10:30:00.0000000`, timeZone: 'GMT Standard Time' },
    ...more,
  })
const page = (...value: unknown[]) => ({ value })
const tenant = (more: Record<string, unknown> = {}) => ({
  title: 'ignored',
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [person('mona', null), person('rafe', 'mona'), person('jun', 'rafe')],
  calendarView: {
    mona: [
      page(meeting('c', '2026-11-10'), meeting('a', '2026-10-20')),
      page(),
      page(
        meeting('b', '2026-11-03', { sensitivity: 'private', subject: 'Secret' }),
        meeting('d', '2026-11-17', { attendees: [attendee('rafe@contoso.test'), attendee('jun@contoso.test')] }),
        meeting('e', '2027-01-05'),
      ),
    ],
  },
  ...more,
})

describe('discover', () => {
  test('every event of the quarter in start order, over pages, with its reason; private ones without an id', () => {
    const { quarter, slots, recommended } = found(tenant())
    const row = { manager: 'mona', employee: 'rafe' }
    expect(quarter).toBe('2026-Q4')
    expect(slots).toEqual([
      {
        ...row,
        eventId: 'a',
        start: '2026-10-20T09:00:00Z',
        end: '2026-10-20T09:30:00Z',
        eligible: true,
        reason: 'ok',
      },
      {
        manager: 'mona',
        employee: null,
        eventId: null,
        start: '2026-11-03T10:00:00Z',
        end: '2026-11-03T10:30:00Z',
        eligible: false,
        reason: 'private',
      },
      {
        ...row,
        eventId: 'c',
        start: '2026-11-10T10:00:00Z',
        end: '2026-11-10T10:30:00Z',
        eligible: true,
        reason: 'ok',
      },
      {
        ...row,
        eventId: 'd',
        start: '2026-11-17T10:00:00Z',
        end: '2026-11-17T10:30:00Z',
        eligible: false,
        reason: 'third person',
      },
    ])
    expect(recommended).toEqual([{ ...row, eventId: 'c', start: '2026-11-10T10:00:00Z', alternatives: ['a'] }])
  })

  test('the quarter is the option’s, else the file’s, else the one that holds now', () => {
    expect(found(tenant(), '--quarter', 'FY2027-Q1')).toMatchObject({ quarter: '2027-Q1', slots: [{ eventId: 'e' }] })
    expect(found(tenant({ quarter: '2027-Q1' })).quarter).toBe('2027-Q1')
    expect(found(tenant({ quarter: '2027-Q1' }), '--quarter=2026-Q4').quarter).toBe('2026-Q4')
    expect(found(tenant({ fiscalYearStartMonth: 7 })).quarter).toBe('2027-Q2')
  })

  test('R4 absences of both count: the employee’s automatic reply, the manager’s out of office', () => {
    const reply = {
      status: 'scheduled',
      scheduledStartDateTime: { dateTime: '2026-11-09T00:00:00', timeZone: 'UTC' },
      scheduledEndDateTime: { dateTime: '2026-11-14T00:00:00', timeZone: 'UTC' },
    }
    const directory = [
      person('mona', null),
      person('rafe', 'mona', { mailboxSettings: { automaticRepliesSetting: reply } }),
    ]
    expect(found(tenant({ directory })).recommended).toMatchObject([{ eventId: 'a', alternatives: [] }])
    const oof = meeting('o', '2026-11-10', { showAs: 'oof', attendees: [] })
    const calendarView = { mona: [page(meeting('a', '2026-10-20'), meeting('c', '2026-11-10'), oof)] }
    expect(found(tenant({ calendarView })).recommended).toMatchObject([{ eventId: 'a', alternatives: [] }])
  })

  test('R0 only calendars of managers with the app are read; R1 one occurrence in two mailboxes is one slot', () => {
    const copy = meeting('copy', '2026-11-10', {
      iCalUId: 'uid-c',
      isOrganizer: false,
      attendees: [attendee('rafe@contoso.test')],
    })
    const juns = meeting('j', '2026-11-11', {
      isOrganizer: false,
      organizer: mailbox('rafe@contoso.test'),
      attendees: [attendee('jun@contoso.test')],
    })
    const calendarView = {
      mona: [page(meeting('c', '2026-11-10'))],
      rafe: [page(copy, { ...juns, isOrganizer: true })],
      jun: [page(juns)],
    }
    expect(found(tenant({ calendarView })).slots).toMatchObject([
      { manager: 'mona', employee: 'rafe', eventId: 'c', eligible: true },
      { manager: 'rafe', employee: 'jun', eventId: 'j', eligible: true },
    ])
    const directory = [person('mona', null, { installed: false }), person('rafe', 'mona'), person('jun', 'rafe')]
    expect(found(tenant({ calendarView, directory })).slots.map(({ manager }) => manager)).toEqual(['rafe', 'rafe'])
  })

  test('R1 a group in the directory is a group', () => {
    const team = { id: 'g', key: 'team', mail: 'team@contoso.test', '@odata.type': '#microsoft.graph.group' }
    const directory = [person('mona', null), person('rafe', 'mona'), team]
    const calendarView = { mona: [page(meeting('a', '2026-11-10', { attendees: [attendee('Team@contoso.test')] }))] }
    expect(found(tenant({ directory, calendarView })).slots).toMatchObject([
      { eligible: false, reason: 'group address' },
    ])
  })

  test('R2 an unknown zone is UTC with one warning, not an error', () => {
    const directory = [person('mona', null, { mailboxTimeZone: 'tzone://Microsoft/Custom' }), person('rafe', 'mona')]
    const { status, stdout, stderr } = run(fileOf(tenant({ directory })))
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as Discovery).slots).toHaveLength(4)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain('mona has the time zone "tzone://Microsoft/Custom", which is not known; UTC is used.')
  })

  test('R2 a zone that only events name and nobody knows is said once', () => {
    const odd = (day: string) => ({ dateTime: `${day}T10:00:00`, timeZone: 'tzone://Microsoft/Custom' })
    const events = ['2026-11-10', '2026-11-17'].map((day) =>
      meeting(day, day, { start: odd(day), end: { ...odd(day), dateTime: `${day}T10:30:00` } }),
    )
    const { status, stdout, stderr } = run(fileOf(tenant({ calendarView: { mona: [page(...events)] } })))
    expect(status).toBe(0)
    expect((JSON.parse(stdout) as Discovery).slots.map(({ start }) => start)).toEqual([
      '2026-11-10T10:00:00Z',
      '2026-11-17T10:00:00Z',
    ])
    expect(stderr).toMatch(
      /: mona has events in the time zone "tzone:\/\/Microsoft\/Custom", which is not known; UTC is used\.\n$/,
    )
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('R2 the manager’s midnight cuts the quarter, in Kathmandu too', () => {
    const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' })
    const before = meeting('before', '2026-09-30', {
      start: utc('2026-09-30T18:14:00'),
      end: utc('2026-09-30T18:44:00'),
    })
    const after = meeting('after', '2026-09-30', { start: utc('2026-09-30T18:15:00'), end: utc('2026-09-30T18:45:00') })
    const directory = [person('mona', null, { mailboxTimeZone: 'Nepal Standard Time' }), person('rafe', 'mona')]
    const calendarView = { mona: [page(before, after)] }
    const ids = (quarter: string) =>
      found(tenant({ directory, calendarView, quarter })).slots.map(({ eventId }) => eventId)
    expect([ids('2026-Q3'), ids('2026-Q4')]).toEqual([['before'], ['after']])
  })

  test('the zone of the administrator’s machine does not matter, not even to an answer that is written without one', () => {
    const said = (address: string, response: string, time: string) => attendee(address, { status: { response, time } })
    const attendees = [
      said('rafe@contoso.test', 'declined', '2026-09-02T08:00:00'),
      said('RAFE@contoso.test', 'accepted', '2026-09-02T07:00:00Z'),
    ]
    const name = fileOf(tenant({ calendarView: { mona: [page(meeting('a', '2026-11-10', { attendees }))] } }))
    for (const TZ of ['Asia/Tokyo', 'America/New_York']) {
      const env = { ...process.env, TZ }
      const { stdout } = spawnSync(process.execPath, ['bot/cli/discover.ts', name], { encoding: 'utf8', env })
      expect((JSON.parse(stdout) as Discovery).slots).toMatchObject([{ eventId: 'a', reason: 'declined' }])
    }
  })

  test('R1 an item that comes again on a later page counts as it is there', () => {
    const calendarView = {
      mona: [
        page(meeting('a', '2026-11-10'), meeting('b', '2026-11-17')),
        page(),
        page(meeting('a', '2026-11-12', { type: 'exception' })),
      ],
    }
    expect(found(tenant({ calendarView })).slots).toMatchObject([
      { eventId: 'a', start: '2026-11-12T10:00:00Z', eligible: true },
      { eventId: 'b', start: '2026-11-17T10:00:00Z', eligible: true },
    ])
  })

  test('R1 R4 how pages are split and in which order events come changes nothing, to the last byte', () => {
    const days = Array.from({ length: 12 }, (_, n) => new Date(Date.UTC(2026, 9, 6 + 7 * n)).toISOString().slice(0, 10))
    const items = days.map((day, n) =>
      meeting(`m${n}`, day, n % 4 === 3 ? { sensitivity: 'private' } : n === 6 ? { showAs: 'oof' } : {}),
    )
    const outcome = (pages: unknown[]) =>
      JSON.stringify(discover(parseTenantFile(JSON.stringify(tenant({ calendarView: { mona: pages } })), 'x.json')))
    const whole = outcome([page(...items)])
    expect(JSON.parse(whole).found.recommended).toHaveLength(1)
    const shuffled = fc.shuffledSubarray(items, { minLength: items.length })
    fc.assert(
      fc.property(shuffled, fc.nat(items.length), fc.nat(items.length), (all, a, b) => {
        const [one, other] = [Math.min(a, b), Math.max(a, b)]
        expect(outcome([page(...all.slice(0, one)), page(...all.slice(one, other)), page(...all.slice(other))])).toBe(
          whole,
        )
      }),
    )
  })

  const lines = JSON.stringify(tenant(), null, 1).split('\n')
  const broken = (change: (event: Record<string, unknown>) => void) => {
    const content = tenant()
    const first = content.calendarView.mona[0]?.value[0] as Record<string, unknown>
    change(first)
    return content
  }
  test.each<[string, unknown, RegExp]>([
    ['JSON that breaks off', lines.slice(0, 5).join('\n'), /, line 5, column \d+: this is not valid JSON\.$/],
    ['a comma too many', '{\n  "now": 1,,\n}', /, line 2, column 12: this is not valid JSON\.$/],
    ['an empty file', '', /, line 1, column 1: this is not valid JSON\.$/],
    ['a list', [], /, line 1: the file must be an object, not array\.$/],
    ['no directory', tenant({ directory: undefined }), /, line 1: directory is missing\.$/],
    ['a broken now', tenant({ now: 'today' }), /, line 3: now must be an ISO 8601 time such as/],
    [
      'month 13',
      tenant({ fiscalYearStartMonth: 13 }),
      /, line 4: fiscalYearStartMonth must be a month from 1 to 12\.$/,
    ],
    ['a broken quarter', tenant({ quarter: 'Q4' }), /, line \d+: quarter must be written like 2026-Q4\.$/],
    [
      'a number for mail',
      tenant({ directory: [person('mona', null, { mail: 7 })] }),
      /, line 10: directory\[0\]\.mail must be a string, not number\.$/,
    ],
    [
      'the same key twice',
      tenant({ directory: [person('mona', null), person('x', null, { key: 'mona' })] }),
      /directory\[1\]\.key is "mona", which another person has\.$/,
    ],
    [
      'a calendar of nobody',
      tenant({ calendarView: { nina: [] } }),
      /: calendarView\.nina is a calendar of nobody in the directory\.$/,
    ],
    [
      'an event without an end',
      broken((event) => delete event.end),
      /, line \d+: calendarView\.mona\[0\]\.value\[0\]\.end is missing\.$/,
    ],
    [
      'a broken time in an event',
      broken((event) => Object.assign(event, { start: { dateTime: '2026-13-01T10:00', timeZone: 'UTC' } })),
      /value\[0\]\.start\.dateTime is "2026-13-01T10:00", which is not a date and time\.$/,
    ],
  ])('R16 refused with one sentence: %s', (_what, content, sentence) => {
    const name = fileOf(content)
    const { status, stdout, stderr } = run(name)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr.startsWith(name)).toBe(true)
    expect(stderr.trim()).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test.each<[string, string[], RegExp]>([
    ['no file', [], /^Usage: /],
    ['a file that is not there', ['nowhere.json'], /^nowhere\.json: there is no such file\.$/],
    ['a folder', ['tests'], /^tests: the file cannot be read \(EISDIR\)\.$/],
    ['an unknown option', ['x.json', '--quarters', '2026-Q4'], /^There is no option --quarters\./],
    ['an option without its value', ['x.json', '--quarter'], /^--quarter needs a quarter\./],
    [
      'a broken quarter',
      [fileOf(tenant()), '--quarter', '2026-Q9'],
      /^quarter is "2026-Q9", but a quarter is written like 2026-Q4\.$/,
    ],
  ])('R16 refused with one sentence: %s', (_what, args, sentence) => {
    const { status, stdout, stderr } = run(...args)
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr.trim()).toMatch(sentence)
  })
})

describe('R16 lines of a JSON text', () => {
  test('brokenAt agrees with JSON.parse on what is JSON, whatever is cut out of a text', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text)
        return true
      } catch {
        return false
      }
    }
    const text = fc
      .tuple(fc.jsonValue(), fc.constantFrom(0, 1))
      .map(([value, indent]) => JSON.stringify(value, null, indent))
    fc.assert(
      fc.property(text, fc.nat(200), fc.nat(3), (whole, from, length) => {
        const cut = whole.slice(0, from) + whole.slice(from + length)
        expect(brokenAt(whole)).toBeNull()
        expect(brokenAt(cut) === null).toBe(parses(cut))
      }),
      { numRuns: 2000 },
    )
  })

  test('a value’s line, or that of the nearest thing around it', () => {
    const text = '{\n "a": [\n  1,\n  {"b\\n": "x\\"y"}\n ]\n}'
    expect([['a'], ['a', 0], ['a', 1, 'b\n'], ['a', 7], ['c'], []].map((path) => lineOf(text, path))).toEqual([
      2, 3, 4, 2, 1, 1,
    ])
  })
})

const inputs = '../shared/inputs/tenants'
/** The tenants as they are, and what happens to events of theirs: how many slots each employee has, and how many events each reason. */
if (existsSync(inputs)) {
  describe('discover on real tenants', () => {
    type Item = Record<string, unknown> & { attendees: unknown[] }
    type File = { calendarView: { mona: { value: Item[] }[] } }
    const changed = (name: string, changes: [number, Record<string, unknown>][]) => {
      const file = JSON.parse(readFileSync(join(inputs, name), 'utf8')) as File
      const items = file.calendarView.mona.flatMap(({ value }) => value)
      for (const [n, change] of changes) Object.assign(items[n] ?? {}, change)
      return fileOf(file)
    }
    const countsOf = (keys: (string | null)[]) => {
      const counts: Record<string, number> = {}
      for (const key of keys) counts[key ?? 'nobody'] = (counts[key ?? 'nobody'] ?? 0) + 1
      return counts
    }

    test.each<[string, Record<string, number>, Record<string, number>]>([
      ['weekly-london.json', { rafe: 12 }, { ok: 12 }],
      ['two-series-two-employees.json', { rafe: 15, rhea: 6 }, { ok: 21 }],
    ])('%s', (name, perEmployee, perReason) => {
      const { status, stdout, stderr } = run(join(inputs, name))
      const { slots, recommended } = JSON.parse(stdout) as Discovery
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
      expect(countsOf(slots.map(({ reason }) => reason))).toEqual(perReason)
      expect(countsOf(slots.filter(({ eligible }) => eligible).map(({ employee }) => employee))).toEqual(perEmployee)
      expect(recommended.map(({ employee }) => employee).sort()).toEqual(Object.keys(perEmployee))
      for (const { eventId, alternatives } of recommended) {
        expect(alternatives).toHaveLength(4)
        expect(alternatives).not.toContain(eventId)
      }
    })

    test('two-series-two-employees.json with seven events changed: each changed one has its reason, the others theirs', () => {
      const both = [attendee('rafe@contoso.test'), attendee('rhea@contoso.test', { type: 'optional' })]
      const file = changed('two-series-two-employees.json', [
        [0, { sensitivity: 'private' }],
        [1, { isCancelled: true }],
        [2, { showAs: 'free' }],
        [12, { attendees: both }],
        [
          13,
          {
            attendees: [
              attendee('rafe@contoso.test', { status: { response: 'declined', time: '2026-09-02T08:00:00Z' } }),
            ],
          },
        ],
        [15, { attendees: [attendee('someone@fabrikam.test')] }],
        [16, { end: { dateTime: '2026-10-20T13:00:00.0000000', timeZone: 'UTC' } }],
      ])
      const { slots } = JSON.parse(run(file).stdout) as Discovery
      expect(countsOf(slots.map(({ reason }) => reason))).toEqual({
        ok: 14,
        private: 1,
        cancelled: 1,
        'shown as free': 1,
        'third person': 1,
        declined: 1,
        'someone who is not in the directory': 1,
        'longer than 2 hours': 1,
      })
      expect(countsOf(slots.filter(({ eligible }) => eligible).map(({ employee }) => employee))).toEqual({
        rafe: 10,
        rhea: 4,
      })
    })
  })
}
