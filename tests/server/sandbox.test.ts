// The sandbox's control surface and host API over real HTTP, with a tiny app on another port.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { discover } from '#bot/cli/discover.ts'
import { tenantFile } from '#bot/cli/tenantFile.ts'
import { companyFile } from '#tests/sandbox/company.ts'
import { addDuration, parseDuration } from '#tests/sandbox/duration.ts'
import { startSandbox } from '#tests/sandbox/server.ts'
import { type CalendarEvent, calendar, call, first, get, post, type Rig, startRig, startTinyApp } from './sandboxRig.ts'

let rig: Rig
const patch = (path: string, body: unknown) => call<Record<string, unknown>>('PATCH', `${rig.url}/sandbox${path}`, body)
const eventPath = (person: string, { id }: { id: string }) => `/calendar/${person}/${encodeURIComponent(id)}`

beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

describe('the built-in company', () => {
  test('two managers, seven employees, one of people operations; only the assistant lacks the app', async () => {
    const { body } = await get<{ zone: string; people: { role: string; key: string; installed: boolean }[] }>(
      `${rig.url}/host/state`,
    )
    const withRole = (role: string) => body.people.filter((person) => person.role === role).map(({ key }) => key)
    expect(withRole('manager')).toEqual(['mona', 'ines'])
    expect(withRole('employee')).toHaveLength(7)
    expect(withRole('peopleOps')).toEqual(['hanna'])
    expect(body.people.filter(({ installed }) => !installed).map(({ key }) => key)).toEqual(['otto'])
    expect(body.zone).toBe('Europe/London')
  })

  test('Mona and Rafe meet at 10:00 in London on both sides of the clock change, for two years', async () => {
    const starts = (await calendar(rig.url, 'mona', 'Mona / Rafe')).map(({ start }) => start.dateTime)
    expect(starts).toHaveLength(105)
    expect(starts).toEqual(expect.arrayContaining(['2026-10-20T09:00:00.0000000', '2026-10-27T10:00:00.0000000']))
    expect(starts.at(-1)).toBe('2028-08-29T09:00:00.0000000')
    const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' })
    expect(new Set(starts.map((start) => london.format(new Date(`${start.slice(0, 19)}Z`))))).toEqual(
      new Set(['10:00']),
    )
  })

  test('R1: each series is there for a reason', () => {
    const { found } = discover(tenantFile.parse(companyFile()))
    const reasons = new Set(found.slots.map(({ manager, employee, reason }) => `${manager} ${employee}: ${reason}`))
    expect([...reasons].toSorted()).toEqual(
      [
        'ines null: group address',
        'ines priya: ok',
        'ines sofia: ok',
        'ines tomas: organized by someone else',
        'mona daniel: third person',
        'mona jun: declined',
        'mona jun: ok',
        'mona leila: ok',
        'mona null: all day',
        'mona null: private',
        'mona rafe: ok',
        'mona rafe: shown as free',
      ].toSorted(),
    )
    expect(found.recommended.map(({ employee }) => employee)).toEqual(['rafe', 'leila', 'jun', 'priya'])
  })

  test('it is the same every time', () => {
    expect(companyFile()).toEqual(companyFile())
  })
})

describe('the clock', () => {
  test.each([
    ['P1D', '2026-02-01T10:00:00.000Z'],
    ['P2W', '2026-02-14T10:00:00.000Z'],
    ['P1M', '2026-02-28T10:00:00.000Z'],
    ['PT90M', '2026-01-31T11:30:00.000Z'],
    ['P1Y2DT1S', '2027-02-02T10:00:01.000Z'],
  ])('31 January 10:00 and %s is %s', (text, end) => {
    const duration = parseDuration(text)
    expect(duration && addDuration('2026-01-31T10:00:00.000Z', duration)).toBe(end)
  })

  test.each(['', 'P', 'PT', '1D', 'P1', 'P-1D', 'PT1D', 'one day'])('%p is not a duration', (text) => {
    expect(parseDuration(text)).toBeNull()
  })

  test('advance visits the moments at which something is due, in order, then the target', async () => {
    await post(`${rig.url}/sandbox/clock`, { now: '2026-10-05T08:00:00Z' })
    rig.app.visited.length = 0
    rig.app.due = ['2026-10-07T09:00:00.000Z', '2026-10-06T08:00:00.000Z', '2026-10-20T08:00:00.000Z']
    // What runs at one moment can make something due at a later one that is still on the way.
    rig.app.onClock = (now) => {
      rig.app.due = rig.app.due.filter((moment) => moment > now)
      if (now === '2026-10-06T08:00:00.000Z') rig.app.due.push('2026-10-06T12:00:00.000Z')
    }
    const { body } = await post(`${rig.url}/sandbox/clock`, { advance: 'P1W' })
    expect(rig.app.visited).toEqual([
      '2026-10-06T08:00:00.000Z',
      '2026-10-06T12:00:00.000Z',
      '2026-10-07T09:00:00.000Z',
      '2026-10-12T08:00:00.000Z',
    ])
    expect(body).toEqual({ now: '2026-10-12T08:00:00.000Z', moments: 3 })
    expect(rig.app.due).toEqual(['2026-10-20T08:00:00.000Z'])
  })

  test('a jump skips them', async () => {
    rig.app.visited.length = 0
    await post(`${rig.url}/sandbox/clock`, { now: '2026-11-01T08:00:00+01:00' })
    expect(rig.app.visited).toEqual(['2026-11-01T07:00:00.000Z'])
  })

  test('an app that never gets done does not hold the clock for ever', async () => {
    rig.app.due = ['2026-11-01T10:00:00.000Z']
    rig.app.onClock = () => undefined
    const { status, body } = await post<{ error: string }>(`${rig.url}/sandbox/clock`, { advance: 'P1D' })
    expect([status, body.error.includes('2026-11-01T10:00:00.000Z')]).toEqual([503, true])
    rig.app.due = []
  })
})

describe('calendars as in Outlook', () => {
  test('a new time of the series is a wall-clock time, and exceptions become occurrences again', async () => {
    const [one, other] = (await calendar(rig.url, 'mona', 'Mona / Leïla')) as [CalendarEvent, CalendarEvent]
    await patch(eventPath('mona', other), {
      subject: 'Named by the app',
      categories: ['Growth'],
      singleValueExtendedProperties: [{ id: 'mark', value: '1' }],
    })
    const moved = await patch(`${eventPath('mona', one)}?series`, { start: '2026-09-04T08:30:00Z' })
    expect(moved.body).toMatchObject({ end: { dateTime: '2026-09-04T09:00:00.0000000' } })
    const series = await calendar(rig.url, 'leila', 'Mona / Leïla')
    expect(series).toHaveLength(53)
    expect(new Set(series.map(({ type }) => type))).toEqual(new Set(['occurrence']))
    const starts = series.map(({ start }) => start.dateTime.slice(0, 16))
    expect(starts.slice(0, 5)).toEqual([
      '2026-09-04T08:30',
      '2026-09-18T08:30',
      '2026-10-02T08:30',
      '2026-10-16T08:30',
      '2026-10-30T09:30',
    ])
    const marks = (await calendar(rig.url, 'mona')).filter((event) => event.singleValueExtendedProperties)
    expect(marks).toEqual([])
  })

  test('what the organizer cancels is gone for both; what an attendee deletes is declined', async () => {
    const [one, other] = (await calendar(rig.url, 'mona', 'Mona / Rafe')) as [CalendarEvent, CalendarEvent]
    await call('DELETE', `${rig.url}/sandbox${eventPath('mona', one)}`)
    const his = await calendar(rig.url, 'rafe', 'Mona / Rafe')
    expect(his.map(({ iCalUId }) => iCalUId)).not.toContain(one.iCalUId)
    await call('DELETE', `${rig.url}/sandbox${eventPath('rafe', first(his))}`)
    const hers = (await calendar(rig.url, 'mona')).find(({ id }) => id === other.id)
    expect(hers?.attendees.map(({ status }) => status.response)).toEqual(['declined'])
    await call('DELETE', `${rig.url}/sandbox${eventPath('mona', other)}?series`)
    expect(await calendar(rig.url, 'rafe', 'Mona / Rafe')).toEqual([])
  })

  test('a third person who is invited gets a copy, and loses it when uninvited', async () => {
    const event = (await calendar(rig.url, 'mona', 'Mona / Jun'))[5] as CalendarEvent
    const jun = { emailAddress: { address: 'jun.park@contoso.test' } }
    await patch(eventPath('mona', event), { attendees: [jun, { emailAddress: { address: 'HANNA@contoso.test' } }] })
    expect(await calendar(rig.url, 'hanna')).toMatchObject([{ iCalUId: event.iCalUId, isOrganizer: false }])
    await patch(eventPath('mona', event), { attendees: [jun] })
    expect(await calendar(rig.url, 'hanna')).toEqual([])
  })
})

describe('refusals name the field', () => {
  test.each([
    ['POST', '/clock', { advance: 'tomorrow' }, 400, 'advance'],
    ['POST', '/clock', { now: 'tomorrow' }, 400, 'now'],
    ['POST', '/clock', { advance: 'P1D', now: '2026-10-06T08:00:00Z' }, 400, 'advance'],
    ['POST', '/tokens', {}, 400, 'person'],
    ['POST', '/tokens', { person: 'nobody' }, 404, 'nobody'],
    ['POST', '/faults', { target: 'moon' }, 400, 'target'],
    ['POST', '/faults', { target: 'graph', status: 200 }, 400, 'status'],
    ['POST', '/chats/mona', { txt: 'hi' }, 400, 'text'],
    ['PATCH', '/people/rafe', { manger: 'ines' }, 400, 'manger'],
    ['PATCH', '/people/rafe', { manager: 'nobody' }, 404, 'nobody'],
    ['PATCH', '/calendar/mona/none', {}, 404, 'none'],
    ['POST', '/meetings/none/start', {}, 404, 'none'],
    [
      'POST',
      '/reset',
      { tenant: { now: '2026-10-05T08:00:00Z', directory: [{}], calendarView: {} } },
      400,
      'directory',
    ],
  ])('%s %s %j: %d', async (method, path, body, status, word) => {
    const answer = await call<{ error: string }>(method, `${rig.url}/sandbox${path}`, body)
    expect([answer.status, answer.body.error]).toEqual([status, expect.stringContaining(word)])
  })

  test('a page of another site is turned away', async () => {
    const answer = await call('POST', `${rig.url}/sandbox/reset`, {}, { origin: 'https://example.org' })
    expect(answer.status).toBe(403)
  })
})

describe('the host page', () => {
  test('it is served, and a browser asks again for it', async () => {
    writeFileSync(join(rig.data, 'index.html'), '<title>Sandbox</title>')
    const answer = await fetch(rig.url)
    expect([answer.headers.get('cache-control'), await answer.text()]).toEqual(['no-cache', '<title>Sandbox</title>'])
  })

  test('it hears of changes', async () => {
    const stop = new AbortController()
    const stream = await fetch(`${rig.url}/host/events`, { signal: stop.signal })
    const reader = (stream.body as ReadableStream<Uint8Array>).getReader()
    const decoder = new TextDecoder()
    await post(`${rig.url}/sandbox/clock`, { advance: 'PT1H' })
    let heard = ''
    while (!heard.includes('data:')) heard += decoder.decode((await reader.read()).value, { stream: true })
    expect(heard).toContain('data: {"kind":"clock"}')
    stop.abort()
  })

  test('the app’s next moment and progress are passed on', async () => {
    const { body } = await get<{ people: { key: string; id: string }[] }>(`${rig.url}/host/state`)
    const rafe = body.people.find(({ key }) => key === 'rafe')?.id
    expect((await get(`${rig.url}/host/progress?employee=rafe`)).body).toEqual({ writers: [rafe], stamps: [] })
    expect((await get(`${rig.url}/host/next`)).body).toEqual({ next: null })
  })
})

describe('without the app', () => {
  let app: Awaited<ReturnType<typeof startTinyApp>> | null = null
  afterEach(() => app?.close())

  test('503 with one sentence, nothing changed, and it goes on when the app is back', async () => {
    const alone = await startSandbox({
      port: 0,
      appUrl: rig.app.url,
      data: `${rig.data}/b`,
      tenant: null,
      hostPage: rig.data,
    })
    app = await startTinyApp()
    const { port } = new URL(app.url)
    await post(`${alone.url}/sandbox/app`, { url: app.url })
    await app.close()
    const before = await calendar(alone.url, 'mona')
    const refused = await post(`${alone.url}/sandbox/clock`, { advance: 'P1D' })
    expect([refused.status, refused.body.error]).toEqual([503, 'The app is not running. Start it with npm run app.'])
    const path = `${alone.url}/sandbox${eventPath('mona', first(before))}`
    expect((await call('DELETE', path)).status).toBe(503)
    expect(await calendar(alone.url, 'mona')).toEqual(before)
    expect((await get(`${alone.url}/sandbox/clock`)).body).toEqual({ now: '2026-10-05T08:00:00.000Z' })
    expect((await get(`${alone.url}/host/state`)).body.appUp).toBe(false)
    app = await startTinyApp(Number(port))
    expect((await post(`${alone.url}/sandbox/clock`, { advance: 'P1D' })).status).toBe(200)
    await alone.close()
  })
})
