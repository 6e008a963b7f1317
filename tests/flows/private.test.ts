// R1: nothing of a private event is stored or logged, not its subject, its people, its place or its id.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Team } from '#shared/api.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const PLANTED = 'Quixotic'
const person = (key: string, manager: string | null) => ({
  id: `1f0c4c52-7e94-4f3a-9a1d-5c2f8e7b4d1${key.length}`,
  key,
  displayName: `${key} Test`,
  mail: `${key}@contoso.test`,
  mailboxTimeZone: 'GMT Standard Time',
  manager,
})
const mona = person('mona', null)
const rafe = person('rafey', mona.id)

const event = (day: number, sensitivity: string, word: string) => ({
  id: `AAMk${word}${day}=`,
  iCalUId: `0400${word}${day}`,
  type: 'singleInstance',
  subject: `${word} subject`,
  sensitivity,
  start: { dateTime: `2026-11-${day}T13:00:00.0000000`, timeZone: 'UTC' },
  end: { dateTime: `2026-11-${day}T13:30:00.0000000`, timeZone: 'UTC' },
  isOrganizer: true,
  organizer: { emailAddress: { name: 'Mona', address: mona.mail } },
  attendees: [{ type: 'required', emailAddress: { name: `${word} guest`, address: rafe.mail } }],
  location: { displayName: `${word} place` },
  onlineMeeting: { joinUrl: `https://teams.microsoft.com/l/meetup-join/${word}/${day}` },
})
const tenant = {
  now: '2026-10-05T08:00:00Z',
  fiscalYearStartMonth: 1,
  directory: [mona, rafe],
  calendarView: {
    mona: [
      {
        value: [
          event(10, 'private', PLANTED),
          event(11, 'confidential', PLANTED),
          event(12, 'personal', PLANTED),
          event(17, 'normal', 'Ordinary'),
        ],
      },
    ],
  },
}

let world: TestWorld
beforeAll(async () => {
  world = await startWorld({ tenant })
})
afterAll(() => world?.stop())

test('R1 private, confidential and personal meetings are passed over, and no byte of them is kept', async () => {
  await world.advance('P3D')
  const { rows } = (await world.api<Team>('mona', 'GET', '/api/team')).body
  expect(rows[0]?.free?.start).toBe('2026-11-17T13:00:00.000Z')
  expect((await world.calendar('mona')).filter(({ subject }) => subject.includes(PLANTED))).toHaveLength(3)

  const files = (await readdir(world.data)).filter((name) => name.startsWith('growth.sqlite'))
  const stored = Buffer.concat(await Promise.all(files.map((name) => readFile(join(world.data, name)))))
  const log = world.output.join('')
  // The search can find: of the ordinary one its id is there.
  expect(stored.includes('AAMkOrdinary17=')).toBe(true)
  expect(log).toContain('server.ready')
  expect([stored.includes(PLANTED), log.includes(PLANTED)]).toEqual([false, false])
})
