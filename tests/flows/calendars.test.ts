// People ops sees how many managers' calendars cannot be read, in counts that point at nobody (R7).
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Calendars } from '#shared/api.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const idOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
const person = (number: number, key: string, manager: number | null, more: Record<string, unknown> = {}) => ({
  id: idOf(number),
  key,
  displayName: key,
  mail: `${key}@contoso.test`,
  userPrincipalName: `${key}@contoso.test`,
  mailboxTimeZone: 'UTC',
  manager: manager && idOf(manager),
  ...more,
})
/** Eighteen managers of one employee each, and one who does not have the app. */
const MANAGERS = 18
const directory = [
  ...Array.from({ length: MANAGERS }, (_, at) => [
    person(100 + at, `manager${at}`, null),
    person(200 + at, `employee${at}`, 100 + at),
  ]).flat(),
  person(1, 'hanna', null, { appRoles: ['PeopleOps'] }),
  person(2, 'absent', null, { installed: false }),
  person(3, 'report', 2),
]

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ tenant: { now: '2026-10-05T08:00:00Z', directory, calendarView: {} } })
})
afterAll(() => world.stop())

const counts = async (): Promise<Calendars> => (await world.api<Calendars>('hanna', 'GET', '/api/calendars')).body
async function close(how: 'none' | 'closed' | 'open', from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += 1) await world.control('PATCH', `/sandbox/people/manager${at}`, { mailbox: how })
  await world.advance('P1D')
}

test('R7 exact from five on, "few" below, and no total that would tell a small one', async () => {
  await world.advance('PT1H')
  expect(await counts()).toEqual({ managers: MANAGERS, read: MANAGERS, noMailbox: 0, noAccess: 0, notYet: 0 })

  await close('closed', 0, 6)
  expect(await counts()).toEqual({ managers: MANAGERS, read: 12, noMailbox: 0, noAccess: 6, notYet: 0 })

  await close('none', 6, 7)
  expect(await counts()).toEqual({ managers: null, read: 11, noMailbox: 'few', noAccess: 6, notYet: 0 })

  await close('open', 0, 7)
  expect(await counts()).toEqual({ managers: MANAGERS, read: MANAGERS, noMailbox: 0, noAccess: 0, notYet: 0 })
})

test('R0 whoever takes the app away counts no longer', async () => {
  await world.control('PATCH', '/sandbox/people/manager0', { installed: false })
  expect((await counts()).managers).toBe(MANAGERS - 1)
})

test('R0 everybody without the role is told what they are told of anything that is not theirs', async () => {
  for (const key of ['manager1', 'employee1']) {
    const { status, body } = await world.api<{ code: string }>(key, 'GET', '/api/calendars')
    expect({ key, status, code: body.code }).toEqual({ key, status: 404, code: 'notFound' })
  }
})
