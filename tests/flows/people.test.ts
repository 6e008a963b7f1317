// A tenant whose directory has no managers: people ops imports who manages whom, and offers come (R0).
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readStoreConfig } from '#bot/config.ts'
import { openStore } from '#bot/openStore.ts'
import { employeesOf } from '#bot/people/employeesOf.ts'
import type { Directory, Log } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import type { DirectoryPerson } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { addCalendarDays } from '#shared/time.ts'
import { runCommand } from '#tests/cli/command.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { attendee, mailbox, rawEvent } from '#tests/shared/fixtures/calendar.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const MONDAY = '2026-10-05'
const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const person = (number: number, key: string, more: Record<string, unknown> = {}) => ({
  id: idOf(number),
  key,
  displayName: `${key[0]?.toUpperCase()}${key.slice(1)} Test`,
  mail: `${key}@contoso.test`,
  userPrincipalName: `${key}@contoso.test`,
  proxyAddresses: [`SMTP:${key}@contoso.test`, `smtp:${key}.old@contoso.test`],
  mailboxTimeZone: 'GMT Standard Time',
  ...more,
})
const weekly = Array.from({ length: 12 }, (_, week) => {
  const day = addCalendarDays(MONDAY, week * 7 + 1)
  return rawEvent({
    id: `rafe-${day}`,
    iCalUId: `u-${day}`,
    start: { dateTime: `${day}T10:00:00.0000000`, timeZone: 'UTC' },
    end: { dateTime: `${day}T10:30:00.0000000`, timeZone: 'UTC' },
    organizer: mailbox('mona@contoso.test'),
    attendees: [attendee('rafe@contoso.test')],
  })
})

const NOBODY: DirectoryPerson = {
  id: '',
  name: 'Somebody',
  mail: null,
  userPrincipalName: null,
  proxyAddresses: [],
  enabled: true,
  member: true,
  jobTitle: null,
}

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({
    tenant: {
      now: `${MONDAY}T08:00:00Z`,
      directory: [
        person(1, 'mona'),
        person(2, 'rafe'),
        person(3, 'rhea'),
        person(4, 'nina'),
        person(5, 'left', { accountEnabled: false }),
        person(6, 'outside', { userType: 'Guest' }),
      ],
      calendarView: { mona: [{ value: weekly }] },
    },
  })
})
afterAll(() => world.stop())

const file = () => join(world.data, 'people.csv')
function people(command: 'check' | 'import', ...lines: string[]) {
  writeFileSync(file(), lines.join('\r\n'))
  return runCommand('people.ts', world.appEnv, command, file())
}
const silent: Log = { info() {}, warn() {}, error() {} }
async function stored() {
  const store = await openStore(readStoreConfig({ ...world.appEnv }), silent)
  try {
    return (await store.list('reports', tenantPartition(TENANT_ID))).map(({ value }) => value)
  } finally {
    await store.close()
  }
}
/** Names of those whom a manager's page shows. */
async function teamOf(manager: string): Promise<string[]> {
  const { body } = await world.api<{ rows: { employee: { firstName: string } }[] }>(manager, 'GET', '/api/team')
  return body.rows.map(({ employee }) => employee.firstName)
}

describe('R0 who manages whom, from a file', () => {
  test('without it nobody manages anybody', async () => {
    await world.advance('P2D')
    expect(await teamOf('mona')).toEqual([])
    expect((await world.chats('mona')).filter(({ summary }) => summary?.startsWith('Turn one 1-1'))).toEqual([])
  })

  test('R16 every error with its line and field, and nothing is written, not even the good lines', async () => {
    for (const command of ['check', 'import'] as const) {
      const { code, stdout, stderr } = await people(
        command,
        'Manager;Employee',
        'mona@contoso.test;rafe@contoso.test',
        'mona@contoso.test;stranger@contoso.test',
        'mona@contoso.test;outside@contoso.test',
        'left@contoso.test;rhea@contoso.test',
        'nina@contoso.test;RAFE.old@contoso.test',
        'mona@contoso.test;mona.old@contoso.test',
        'rafe@contoso.test;mona@contoso.test',
        'mona@contoso.test;',
        `${idOf(1)};${idOf(2)}`,
      )
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
      const said = stderr
        .trim()
        .split('\n')
        .map((line) => line.replace(`${file()}, `, ''))
      expect(said).toEqual([
        'line 3, employee: is "stranger@contoso.test", whom the directory does not know.',
        'line 4, employee: is "outside@contoso.test", a guest.',
        'line 5, manager: is "left@contoso.test", whose account is disabled.',
        'line 6, employee: has another manager in line 2.',
        'line 7, employee: is the manager of the same line.',
        'line 8, employee: manages, over some lines of this file, their own manager.',
        'line 9, employee: is empty.',
        'line 10, employee: stands with the same manager in line 2.',
        "8 of the file's 9 lines are wrong: nothing is imported.",
      ])
      expect(await stored()).toEqual([])
    }
  })

  const GOOD = [
    '\uFEFFemployee,MANAGER,note',
    '"rafe@contoso.test", mona@contoso.test ,"two\nlines"',
    '',
    `${idOf(3)},Mona.Old@contoso.test`,
  ]

  test('check says what would change and changes nothing; import does it, and doing it again changes nothing', async () => {
    const dry = await people('check', ...GOOD)
    expect(dry).toMatchObject({ code: 0, stderr: '' })
    expect(dry.stdout).toContain('names 1 managers and 2 employees')
    expect(dry.stdout).toContain('Importing it would change the lists of 1 managers (0 stay): 2 employees new')
    expect(await stored()).toEqual([])

    expect(await people('import', ...GOOD)).toMatchObject({ code: 0, stderr: '' })
    expect(await stored()).toMatchObject([{ manager: idOf(1), employees: [idOf(2), idOf(3)] }])
    expect((await people('import', ...GOOD)).stdout).toContain('Changed the lists of 0 managers (1 stay)')
  })

  test('the manager is read at once, employees are greeted, and the offer comes', async () => {
    await world.advance('PT1M')
    expect((await teamOf('mona')).sort()).toEqual(['Rafe', 'Rhea'])
    await world.advance('P2D')
    expect((await world.chats('rafe')).length).toBeGreaterThan(0)
    const offers = (await world.chats('mona')).filter(({ summary }) => summary?.startsWith('Turn one 1-1'))
    expect(offers).toHaveLength(1)
    expect(offers[0]?.summary).toContain('with Rafe ')
  })

  test('of a list of which one person cannot be read nobody is read', async () => {
    const store = await openStore(readStoreConfig({ ...world.appEnv }), silent)
    const known = { ...NOBODY, id: idOf(3) }
    const directory: Directory = {
      employeesOf: async () => [],
      person: async (id) => {
        if (id === idOf(2)) throw new Refusal('unavailable', 'No answer.')
        return known
      },
      managerOf: async () => null,
      byAddress: async () => null,
    }
    await expect(employeesOf({ store, directory }, TENANT_ID, idOf(1))).rejects.toThrow('No answer.')
    const whole = { ...directory, person: async (id: string) => (id === idOf(3) ? known : null) }
    expect(await employeesOf({ store, directory: whole }, TENANT_ID, idOf(1))).toEqual([known])
    await store.close()
  })

  test('the directory wins where it has some: for an employee, and for a whole manager', async () => {
    await world.control('PATCH', '/sandbox/people/rhea', { manager: 'nina' })
    await world.advance('P2D')
    expect([await teamOf('mona'), await teamOf('nina')]).toEqual([['Rafe'], ['Rhea']])
    expect((await people('check', ...GOOD)).stdout).toContain('1 employees have another manager in the directory')
    await world.control('PATCH', '/sandbox/people/rhea', { manager: 'mona' })
    await world.advance('P2D')
    expect([await teamOf('mona'), await teamOf('nina')]).toEqual([['Rhea'], []])
    await world.control('PATCH', '/sandbox/people/rhea', { manager: null })
    await world.advance('P2D')
    expect((await teamOf('mona')).sort()).toEqual(['Rafe', 'Rhea'])
  })

  test('R8 who has everything deleted goes from the list, and is not put back by the same file', async () => {
    const { status } = await world.api('rafe', 'DELETE', '/api/me', { confirm: 'Rafe Test' })
    expect(status).toBe(200)
    await world.advance('PT1M')
    expect((await stored()).map(({ employees }) => employees)).toEqual([[idOf(3)]])
    expect((await people('import', ...GOOD)).stdout).toContain('Changed the lists of 0 managers')
    expect(JSON.stringify(await stored())).not.toContain(idOf(2))
    await world.advance('P2D')
    expect(await teamOf('mona')).toEqual(['Rhea'])
  })

  test('who is not in the file any more loses that manager', async () => {
    const ran = await people('import', 'manager,employee', 'nina@contoso.test,rhea@contoso.test')
    expect(ran.stdout).toContain('Changed the lists of 2 managers (0 stay): 0 employees new, 1 with another manager')
    await world.advance('PT1M')
    expect([await teamOf('mona'), await teamOf('nina')]).toEqual([[], ['Rhea']])
  })

  test.each<[string, string[], RegExp]>([
    [
      'no header',
      ['mona@contoso.test,rafe@contoso.test'],
      /line 1: the header must name the columns manager and employee\.$/,
    ],
    ['a header only', ['manager,employee'], /there is no line below the header\.$/],
    ['an open quote', ['manager,employee', '"mona,rafe'], /line \d: a quote is opened and never closed\.$/],
  ])('R16 refused with one sentence: %s', async (_what, lines, sentence) => {
    const { code, stdout, stderr } = await people('check', ...lines)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr.trim()).toMatch(sentence)
    expect(stderr.trim().split('\n')).toHaveLength(1)
  })

  test('R16 a file that is not UTF-8 is refused', async () => {
    writeFileSync(file(), Buffer.from([0x6d, 0xfc, 0x6c]))
    const { code, stderr } = await runCommand('people.ts', world.appEnv, 'check', file())
    expect(code).toBe(1)
    expect(stderr).toContain('is not UTF-8')
  })
})
