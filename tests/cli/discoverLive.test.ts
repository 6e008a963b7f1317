// `discover --live` as an administrator runs it before any write right is given: a process of its own against Graph with three read permissions.
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Discovery } from '#bot/cli/discovery.ts'
import type { LiveDiscovery } from '#bot/cli/liveReport.ts'
import { runCommand } from '#tests/cli/command.ts'
import { readTenant } from '#tests/sandbox/tenant.ts'
import { appToken, call, GRAPH_SCOPE, get, post, type Rig, startRig } from '#tests/server/sandboxRig.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'

const READ_ONLY = ['Calendars.ReadBasic', 'User.Read.All', 'GroupMember.Read.All']
const LONDON = 'GMT Standard Time'

const person = (key: string, manager: string | null, more: Record<string, unknown> = {}) => ({
  id: `id-${key}`,
  key,
  displayName: key,
  mail: `${key}@contoso.test`,
  userPrincipalName: `${key}@contoso.test`,
  proxyAddresses: [`SMTP:${key}@contoso.test`, `smtp:${key}.old@contoso.test`],
  mailboxTimeZone: LONDON,
  manager: manager && `id-${manager}`,
  ...more,
})
const meeting = (id: string, day: string, more: Record<string, unknown> = {}) =>
  rawEvent({
    id,
    iCalUId: `uid-${id}`,
    subject: `Written ${id}`,
    start: { dateTime: `${day}T10:00:00.0000000`, timeZone: LONDON },
    end: { dateTime: `${day}T10:30:00.0000000`, timeZone: LONDON },
    ...more,
  })
const with_ = (...addresses: string[]) => ({ attendees: addresses.map((one) => attendee(`${one}@contoso.test`)) })
const weeks = Array.from({ length: 12 }, (_, week) =>
  new Date(Date.UTC(2026, 9, 6 + 7 * week)).toISOString().slice(0, 10),
)

/** Alike in the file and over Graph: nothing in it needs what a mailbox's settings say. */
const TENANT = {
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [
    person('mona', null),
    person('rafe', 'mona'),
    person('rhea', 'mona'),
    person('jun', 'rafe'),
    person('left', 'mona', { accountEnabled: false }),
    person('assistant', null),
    person('outside', null, { userType: 'Guest' }),
    person('nina', null),
    person('nils', 'nina'),
    person('olaf', null),
    person('ola', 'olaf'),
    { id: 'id-leads', displayName: 'Leads', '@odata.type': '#microsoft.graph.group', members: ['id-mona', 'id-inner'] },
    { id: 'id-inner', displayName: 'Inner', '@odata.type': '#microsoft.graph.group', members: ['id-rafe', 'id-leads'] },
  ],
  calendarView: {
    mona: [
      {
        value: [
          ...weeks.map((day, week) => meeting(`weekly-${week}`, day)),
          meeting('alias', '2026-11-04', with_('RHEA.old')),
          meeting('secret', '2026-11-05', { sensitivity: 'private', ...with_('rhea') }),
          meeting('three', '2026-11-06', with_('rafe', 'rhea')),
          meeting('guest', '2026-11-09', with_('outside')),
          meeting('stranger', '2026-11-10', with_('nobody')),
          meeting('disabled', '2026-11-11', with_('left')),
          meeting('notMine', '2026-11-12', with_('jun')),
          meeting('alone', '2026-11-13', { attendees: [] }),
          meeting('assistant', '2026-11-16', {
            isOrganizer: false,
            organizer: mailbox('assistant@contoso.test'),
            ...with_('mona', 'rhea'),
          }),
          meeting('short', '2026-11-18', {
            ...with_('rhea'),
            end: { dateTime: '2026-11-18T10:05:00.0000000', timeZone: LONDON },
          }),
          meeting('away', '2026-11-17', { attendees: [], showAs: 'oof' }),
          meeting('before', '2026-09-30', with_('rhea')),
          meeting('after', '2027-01-01', {
            ...with_('rhea'),
            start: { dateTime: '2027-01-01T09:00:00.0000000', timeZone: LONDON },
          }),
        ],
      },
    ],
    rafe: [{ value: [meeting('jun', '2026-11-19', { organizer: mailbox('rafe@contoso.test'), ...with_('jun') })] }],
  },
}

let rig: Rig
let file: string
beforeAll(async () => {
  rig = await startRig(readTenant(JSON.stringify(TENANT), 'tenant'))
  file = join(rig.data, 'tenant.json')
  writeFileSync(file, JSON.stringify(TENANT))
  for (const [key, how] of [
    ['nina', 'closed'],
    ['olaf', 'none'],
  ])
    await call('PATCH', `${rig.url}/sandbox/people/${key}`, { mailbox: how })
})
afterAll(() => rig.stop())

const allow = (roles: string[] | null) => post(`${rig.url}/sandbox/permissions`, { roles })

const run = (...args: string[]) =>
  runCommand('discover.ts', { SANDBOX_URL: rig.url, SQLITE_FILE: join(rig.data, 'never', 'growth.sqlite') }, ...args)
const live = (...args: string[]) => run('--live', ...args)
async function found(...args: string[]): Promise<LiveDiscovery> {
  const { code, stdout, stderr } = await live(...args)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return JSON.parse(stdout) as LiveDiscovery
}
const named = <T extends { manager: string; employee: string | null }>(row: T): T => ({
  ...row,
  manager: `${row.manager}@contoso.test`,
  employee: row.employee && `${row.employee}@contoso.test`,
})

describe('discover --live', () => {
  test('with three read permissions it finds what discover FILE finds in the same tenant; nothing else is allowed, nothing kept', async () => {
    await allow(READ_ONLY)
    const { slots, recommended } = JSON.parse((await run(file)).stdout) as Discovery
    expect(slots.length).toBe(24)
    expect(new Set(slots.map(({ reason }) => reason)).size).toBeGreaterThan(8)
    expect(recommended.map(({ employee }) => employee)).toEqual(['rafe', 'rhea', 'jun'])

    const { body: before } = await get<{ method: string; path: string }[]>(`${rig.url}/sandbox/requests`)
    const over = await live('--managers', 'Managers')
    const { body: all } = await get<{ method: string; path: string; status: number }[]>(`${rig.url}/sandbox/requests`)
    const asked = all.slice(before.length)
    const graph = JSON.parse(over.stdout) as LiveDiscovery
    expect(over).toMatchObject({ code: 0, stderr: '' })
    expect(graph.quarter).toBe('2026-Q4')
    expect(graph.slots).toEqual(slots.map(named))
    expect(graph.recommended).toEqual(recommended.map(named))
    expect(over.stdout).not.toContain('Written')
    expect(existsSync(join(rig.data, 'never'))).toBe(false)
    expect(asked.length).toBeGreaterThan(5)
    expect(asked.filter(({ method, path }) => method !== 'GET' && path !== '/v1.0/$batch')).toEqual([])
    expect(asked.filter(({ path }) => path.includes('mailboxSettings'))).toEqual([])

    const token = await appToken(rig.url, GRAPH_SCOPE)
    const status = async (method: string, path: string, body?: unknown) =>
      (await call(method, `${rig.url}/v1.0${path}`, body, { authorization: `Bearer ${token}` })).status
    expect(await status('GET', '/users/id-mona')).toBe(200)
    expect(await status('GET', '/users/id-mona/events/weekly-1')).toBe(200)
    expect(await status('PATCH', '/users/id-mona/events/weekly-1', { subject: 'Taken' })).toBe(403)
    expect(await status('DELETE', '/users/id-mona/events/weekly-1')).toBe(403)
    expect(await status('GET', '/users/id-mona/mailboxSettings')).toBe(403)
    expect(await status('GET', '/subscriptions')).toBe(403)
    expect(await status('GET', '/chats/19:any@thread.v2')).toBe(403)
    expect(await status('PATCH', '/users/id-mona/events/weekly-1', { subject: 'Taken' })).toBe(403)
  })

  test('a summary in numbers: a mailbox that cannot be read is counted as that, and its employees are not "without 1-1s"', async () => {
    await allow(READ_ONLY)
    const { summary, managers } = await found('--managers', 'Managers')
    expect(summary).toMatchObject({
      managers: 4,
      calendars: { read: 2, noAccess: 1, noMailbox: 1 },
      employees: { withOneOnOnes: 3, without: 0, calendarNotRead: 2 },
      reasons: { ok: 14, private: 1, 'third person': 1, 'guest from outside': 1 },
    })
    expect(managers).toContainEqual({
      manager: 'nina@contoso.test',
      calendar: 'noAccess',
      zone: null,
      employees: 1,
      employeesWithOneOnOnes: null,
      reasons: {},
    })
    expect(managers[0]).toMatchObject({ manager: 'mona@contoso.test', zone: 'Europe/London', employees: 2 })
  })

  test('--subjects prints what they are called, never of a private one', async () => {
    await allow(READ_ONLY)
    const { slots } = await found('--managers', 'Managers', '--subjects')
    expect(slots.find(({ eventId }) => eventId === 'alias')?.subject).toBe('Written alias')
    expect(slots.find(({ reason }) => reason === 'private')?.subject).toBeNull()
    expect(JSON.stringify(slots)).not.toContain('Written secret')
  })

  test('a group in a group, by its id or its name; a file of addresses and ids needs no right to read groups', async () => {
    await allow(READ_ONLY)
    const leads = await found('--managers', 'Leads')
    expect(leads.managers.map(({ manager }) => manager)).toEqual(['mona@contoso.test', 'rafe@contoso.test'])
    await allow(['Calendars.ReadBasic', 'User.Read.All'])
    const list = join(rig.data, 'managers.csv')
    writeFileSync(
      list,
      '\uFEFFmanager;name\r\n"MONA.old@contoso.test";Mona\r\nrafe@contoso.test\r\ngone@contoso.test\r\n',
    )
    const ofFile = await found('--managers', list, '--quarter', '2026-Q4')
    expect(ofFile.slots).toEqual(leads.slots)
    expect(ofFile.managers).toContainEqual(
      expect.objectContaining({ manager: 'gone@contoso.test', calendar: 'notFound' }),
    )
  })

  test('R2 --zone decides on which side of midnight an event falls', async () => {
    await allow(READ_ONLY)
    const { slots } = await found('--managers', 'Leads', '--quarter', '2027-Q1')
    expect(slots.map(({ eventId }) => eventId)).toEqual(['after'])
    const west = await found('--managers', 'Leads', '--quarter', '2026-Q4', '--zone', 'Hawaiian Standard Time')
    expect(west.managers[0]?.zone).toBe('Pacific/Honolulu')
    expect(west.slots.map(({ eventId }) => eventId)).toContain('after')
  })

  test.each([
    ['User.Read.All', ['Calendars.ReadBasic', 'GroupMember.Read.All']],
    ['GroupMember.Read.All', ['Calendars.ReadBasic', 'User.Read.All']],
    ['Calendars.ReadBasic', ['User.Read.All', 'GroupMember.Read.All']],
  ])('without %s: one sentence that names it, no output, exit code 1', async (missing, roles) => {
    await allow(roles)
    const { code, stdout, stderr } = await live('--managers', 'Managers')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect(stderr).toContain(`the Graph application permission ${missing} is missing`)
    expect(stderr).toContain('Grant admin consent')
  })

  test('a calendar that never answered is counted as that, and the exit code says so', async () => {
    await allow(READ_ONLY)
    await post(`${rig.url}/sandbox/faults`, {
      target: 'graph',
      status: 503,
      retryAfter: 0,
      count: 1000,
      match: '/users/id-rafe/calendarView',
    })
    const { code, stdout, stderr } = await live('--managers', 'Leads')
    await post(`${rig.url}/sandbox/faults`, { target: 'graph', status: 503, count: 0 })
    const { summary, managers, slots } = JSON.parse(stdout) as LiveDiscovery
    expect(code).toBe(1)
    expect(stderr).toContain('1 calendars were not read')
    expect(summary.calendars).toEqual({ read: 1, noAnswer: 1 })
    expect(managers[1]).toMatchObject({ calendar: 'noAnswer', employeesWithOneOnOnes: null })
    expect(slots.every(({ manager }) => manager === 'mona@contoso.test')).toBe(true)
  })

  test.each<[string, string[], RegExp]>([
    ['no managers', [], /^Usage: /],
    ['nobody of that name', ['--managers', 'Bosses'], /^--managers: there is no group and no file "Bosses"\.$/],
    ['an unknown option', ['--managers', 'Leads', '--quarters', 'x'], /^There is no option --quarters\./],
    ['a broken quarter', ['--managers', 'Leads', '--quarter', 'soon'], /^quarter is "soon", but/],
    ['a zone that is none', ['--managers', 'Leads', '--zone', 'Mars'], /^--zone: "Mars" is no time zone\.$/],
  ])('R16 refused with one sentence: %s', async (_what, args, sentence) => {
    await allow(READ_ONLY)
    const { code, stdout, stderr } = await live(...args)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim()).toMatch(sentence)
  })
})
