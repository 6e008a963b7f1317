// The contract of the ports Calendar and Directory, held by the Graph adapter against the sandbox's Graph over real HTTP.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { graph } from '#bot/adapters/graph/index.ts'
import { reachSandbox } from '#bot/adapters/sandbox.ts'
import type { Calendar, Directory, Log } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import type { RequestLine } from '#tests/sandbox/sandbox.ts'
import { call, first, get, post, type Rig, startRig } from '#tests/server/sandboxRig.ts'

const QUARTER = ['2026-10-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z'] as const
const quiet: Log = { info: () => {}, warn: () => {}, error: () => {} }

describe('Calendar and Directory over Graph', () => {
  let rig: Rig
  let ms: Calendar & Directory
  let mona: string
  let rafe: string

  beforeAll(async () => {
    rig = await startRig()
    const sandbox = await reachSandbox(rig.url)
    ms = graph({ tokens: sandbox.tokens, lastHop: sandbox.lastHop, log: quiet })
    const person = await ms.byAddress('mona.lindqvist@contoso.test')
    mona = person?.id ?? ''
    rafe = (await ms.byAddress('RAFE.okafor@contoso.test'))?.id ?? ''
  })
  afterAll(() => rig.stop())

  const faults = (body: object) => post(`${rig.url}/sandbox/faults`, { target: 'graph', ...body })
  const eventsOf = async (mailbox: string) => {
    const view = await ms.view(mailbox, ...QUARTER)
    if ('closed' in view) throw new Error(`${mailbox} is closed: ${view.closed}`)
    return view.events
  }
  const slot = async () => first((await eventsOf(mona)).filter(({ subject }) => subject === 'Mona / Rafe'))

  test('a person by id, by any address in any case; nobody is null', async () => {
    expect(await ms.person(mona)).toMatchObject({ id: mona, name: 'Mona Lindqvist', enabled: true, member: true })
    expect(rafe).not.toBe('')
    expect(await ms.byAddress("o'nobody@contoso.test")).toBeNull()
    expect(await ms.person('00000000-0000-4000-8000-000000000000')).toBeNull()
  })

  test('the employees of a manager, complete', async () => {
    const names = (await ms.employeesOf(mona)).map(({ name }) => name).sort()
    expect(names).toEqual(['Daniel Osei', 'Jun Park', 'Leïla Haddad', 'Rafe Okafor'])
    expect(await ms.employeesOf(rafe)).toEqual([])
  })

  test('R0 a list of employees that breaks off, or is not there for somebody who is, is no list at all', async () => {
    await faults({ status: 404, count: 1, match: `${mona}/directReports` })
    await expect(ms.employeesOf(mona)).rejects.toMatchObject({ code: 'unavailable' })
    expect(await ms.employeesOf('00000000-0000-4000-8000-000000000000')).toEqual([])
  })

  test('mailbox settings in IANA zones and weekdays', async () => {
    expect(await ms.settings(mona)).toEqual({ zone: 'Europe/London', workingDays: [1, 2, 3, 4, 5], away: null })
  })

  test('a calendar over all its pages, times in UTC, nothing twice', async () => {
    const events = await eventsOf(mona)
    expect(events.length).toBeGreaterThan(40)
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length)
    const starts = events.filter(({ subject }) => subject === 'Mona / Rafe').map(({ start }) => start.slice(11, 16))
    // 10:00 in London on both sides of the clock change.
    expect(new Set(starts)).toEqual(new Set(['09:00', '10:00']))
  })

  test('R5: renames one occurrence with category and mark, and reads it back with the rest untouched', async () => {
    const { id } = await slot()
    const before = await ms.event(mona, id)
    if (!before) throw new Error('The occurrence is gone')
    const renamed = { subject: `${before.subject} · Growth discussion`, categories: ['Growth'], mark: 'x 1' }
    expect(await ms.rename(before, renamed)).toBe('done')
    const after = await ms.event(mona, id)
    expect(after).toMatchObject({ subject: 'Mona / Rafe · Growth discussion', categories: ['Growth'], mark: 'x 1' })
    expect([after?.joinUrl, after?.isOnline, after?.start, after?.end]).toEqual([
      before.joinUrl,
      before.isOnline,
      before.start,
      before.end,
    ])
    expect(after?.changeKey).not.toBe(before.changeKey)
    // What was read before the change cannot be written over it.
    expect(await ms.rename(before, renamed)).toBe('changed')
    if (after) await ms.rename(after, { subject: before.subject, categories: before.categories, mark: '' })
    expect(await ms.event(mona, id)).toMatchObject({ subject: before.subject, categories: [], mark: '' })
  })

  test('an event that is not there is null to read and refused to change', async () => {
    expect(await ms.event(mona, 'AAMkNothing=')).toBeNull()
    const nothing = { mailbox: mona, eventId: 'AAMkNothing=', changeKey: 'k' }
    expect(await ms.rename(nothing, { categories: [], mark: '' })).toBe('gone')
  })

  test('R17: the join URL behind a meeting chat; null for a chat that Graph does not know', async () => {
    const joinUrl = (await slot()).onlineMeeting?.joinUrl ?? ''
    const chat = decodeURIComponent(/meetup-join\/([^/]+)/.exec(joinUrl)?.[1] ?? '')
    expect(await ms.chatJoinUrl(chat)).toBe(joinUrl)
    expect(await ms.chatJoinUrl('19:meeting_nothing@thread.v2')).toBeNull()
  })

  test('waits for what a 429 says, and goes on', async () => {
    await faults({ status: 429, retryAfter: 1, count: 1 })
    const started = Date.now()
    expect(await ms.person(mona)).not.toBeNull()
    expect(Date.now() - started).toBeGreaterThanOrEqual(900)
  })

  test('a read whose answer is lost is asked once more; no answer at all is a refusal, without what was asked', async () => {
    const { id } = await slot()
    for (const lost of [{ status: 500 }, { status: 0 }, { status: 0, before: true }]) {
      await faults({ ...lost, count: 1 })
      expect(await ms.event(mona, id)).not.toBeNull()
      await faults({ ...lost, count: 2 })
      const error = await ms.event(mona, id).catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(Refusal)
      expect(error).toMatchObject({ code: 'unavailable', message: 'The calendar service did not answer.' })
    }
  })

  test('what is asked at the same time travels in one batch, and only the part that was refused is asked again', async () => {
    const lines = async () => (await get<RequestLine[]>(`${rig.url}/sandbox/requests`)).body
    const before = (await lines()).length
    await faults({ status: 429, retryAfter: 1, count: 1, match: `users/${rafe}/mailboxSettings` })
    const started = Date.now()
    let others = 0
    const asked = [
      ms.person(mona),
      ms.employeesOf(mona),
      ms.settings(mona).finally(() => {
        others = Date.now() - started
      }),
      ms.settings(rafe),
    ]
    expect(await Promise.all(asked)).not.toContain(null)
    expect(Date.now() - started).toBeGreaterThanOrEqual(900)
    expect(others).toBeLessThan(900)
    const wires = (await lines()).slice(before).filter(({ part }) => !part)
    expect(wires.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`)).toEqual([
      'POST $batch',
      'GET mailboxSettings',
    ])
  })

  test('R16: a mailbox that is closed to us says why, and never that it is empty', async () => {
    const close = (mailbox: string) => call('PATCH', `${rig.url}/sandbox/people/mona`, { mailbox })
    await close('none')
    expect(await ms.view(mona, ...QUARTER)).toEqual({ closed: 'noMailbox' })
    await close('closed')
    expect(await ms.view(mona, ...QUARTER)).toEqual({ closed: 'noAccess' })
    expect(await ms.settings(mona)).toMatchObject({ zone: 'UTC' })
    await expect(ms.event(mona, 'AAMk')).rejects.toMatchObject({ code: 'notForYou' })
    await close('open')
    expect((await eventsOf(mona)).length).toBeGreaterThan(40)
  })

  test('a mailbox that keeps refusing is left alone for a while, the others are not', async () => {
    await faults({ status: 503, retryAfter: 0, count: 12, match: `users/${rafe}/mailboxSettings` })
    for (let n = 0; n < 3; n += 1) await expect(ms.settings(rafe)).rejects.toMatchObject({ code: 'unavailable' })
    const started = Date.now()
    await expect(ms.settings(rafe)).rejects.toMatchObject({ code: 'unavailable', retryAfterMs: expect.any(Number) })
    expect(Date.now() - started).toBeLessThan(100)
    expect(await ms.settings(mona)).toMatchObject({ zone: 'Europe/London' })
  })
})
