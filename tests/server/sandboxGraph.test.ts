// The sandbox's Graph and Entra, asked over real HTTP and through Microsoft's own Graph client.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { Client, MiddlewareFactory, PageIterator } from '@microsoft/microsoft-graph-client'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { APP_ID, TENANT_ID } from '#tests/sandbox/constants.ts'
import {
  appToken,
  BOT_SCOPE,
  type CalendarEvent,
  calendar,
  call,
  first,
  GRAPH_SCOPE,
  get,
  post,
  type Rig,
  startRig,
} from './sandboxRig.ts'

const MARK = 'String {b5a2f0ce-4a55-4d4c-9f0b-6c0f4a7f1e11} Name Mark'
const MONA = 'mona.lindqvist@contoso.test'

let rig: Rig
let graph: <T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => ReturnType<typeof call<T>>

beforeAll(async () => {
  rig = await startRig()
  const token = await appToken(rig.url, GRAPH_SCOPE)
  graph = (method, path, body, headers = {}) =>
    call(method, `${rig.url}/v1.0${path}`, body, { authorization: `Bearer ${token}`, ...headers })
})
afterAll(() => rig.stop())

const eventPath = (person: string, { id }: { id: string }) => `/users/${person}/events/${encodeURIComponent(id)}`
const quarter = 'startDateTime=2026-10-01T00:00:00Z&endDateTime=2027-01-01T00:00:00Z'

describe('tokens', () => {
  test('Graph takes its own tokens only', async () => {
    const path = `${rig.url}/v1.0/users/${MONA}`
    const withToken = async (token: string) =>
      (await call('GET', path, undefined, { authorization: `Bearer ${token}` })).status
    expect((await get(path)).status).toBe(401)
    expect(await withToken('nonsense')).toBe(401)
    expect(await withToken(await appToken(rig.url, BOT_SCOPE))).toBe(401)
    expect(await withToken(await appToken(rig.url, GRAPH_SCOPE))).toBe(200)
  })

  test('Entra refuses another client and an unknown scope', async () => {
    const ask = async (fields: Record<string, string>) =>
      (
        await fetch(`${rig.url}/${TENANT_ID}/oauth2/v2.0/token`, {
          method: 'POST',
          body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
        })
      ).status
    expect(await ask({ client_id: TENANT_ID, scope: GRAPH_SCOPE })).toBe(401)
    expect(await ask({ client_id: APP_ID, scope: 'https://example.org/.default' })).toBe(400)
  })

  test('a tab token verifies against the published keys and carries the people-ops role', async () => {
    const metadata = await get<{ issuer: string; jwks_uri: string }>(
      `${rig.url}/${TENANT_ID}/v2.0/.well-known/openid-configuration`,
    )
    const { body } = await post<{ token: string }>(`${rig.url}/sandbox/tokens`, { person: 'hanna' })
    const { payload } = await jwtVerify(body.token, createRemoteJWKSet(new URL(metadata.body.jwks_uri)), {
      issuer: metadata.body.issuer,
      audience: APP_ID,
    })
    expect(payload).toMatchObject({ tid: TENANT_ID, scp: 'access_as_user', ver: '2.0', roles: ['PeopleOps'] })
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600)
  })
})

describe('reading', () => {
  test('calendarView comes in pages of 10 whose links name Graph, and together they are the whole quarter', async () => {
    const seen: CalendarEvent[] = []
    let path: string | null = `/users/${MONA}/calendarView?${quarter}&$select=subject,start,end`
    while (path) {
      const page: { body: { value: CalendarEvent[]; '@odata.nextLink'?: string } } = await graph('GET', path)
      expect(page.body.value.length).toBeLessThanOrEqual(10)
      seen.push(...page.body.value)
      const next = page.body['@odata.nextLink']
      if (next) expect(next.startsWith('https://graph.microsoft.com/v1.0/users/')).toBe(true)
      path = next ? next.slice('https://graph.microsoft.com/v1.0'.length) : null
    }
    const all = (await calendar(rig.url, 'mona')).filter(
      ({ start, end }) => end.dateTime > '2026-10-01' && start.dateTime < '2027-01-01',
    )
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(Object.keys(first(seen)).toSorted()).toEqual(['@odata.etag', 'end', 'id', 'start', 'subject'])
  })

  test("Microsoft's client with its own middlewares pages through it", async () => {
    const token = await appToken(rig.url, GRAPH_SCOPE)
    const chain = MiddlewareFactory.getDefaultMiddlewareChain({ getAccessToken: async () => token })
    chain[chain.length - 1] = {
      execute: async (context) => {
        const local = (url: string) => url.replace('https://graph.microsoft.com', rig.url)
        const { request } = context
        context.response = await fetch(
          typeof request === 'string' ? local(request) : new Request(local(request.url), request),
          context.options,
        )
      },
    }
    const client = Client.initWithMiddleware({ middleware: chain })
    const page = await client.api(`/users/${MONA}/calendarView?${quarter}`).top(7).get()
    const ids = new Set<string>()
    await new PageIterator(client, page, (event: CalendarEvent) => Boolean(ids.add(event.id))).iterate()
    expect(ids.size).toBeGreaterThan(30)
  })

  test('times follow Prefer: outlook.timezone', async () => {
    const [event] = await calendar(rig.url, 'mona', 'Mona / Rafe')
    const path = eventPath(MONA, event as CalendarEvent)
    const asked = await graph<CalendarEvent>('GET', path, undefined, { prefer: 'outlook.timezone="GMT Standard Time"' })
    expect(event?.start.dateTime).toBe('2026-09-01T09:00:00.0000000')
    expect(asked.body.start).toEqual({ dateTime: '2026-09-01T10:00:00.0000000', timeZone: 'GMT Standard Time' })
  })

  test('the directory: defaults, proxy addresses in any case, direct reports, mailbox settings', async () => {
    const plain = await graph<Record<string, unknown>>('GET', `/users/${MONA}`)
    expect(plain.body).not.toHaveProperty('proxyAddresses')
    const filter = encodeURIComponent("proxyAddresses/any(p:p eq 'smtp:RAFE@contoso.test')")
    const found = await graph<{ value: { displayName: string }[] }>(
      'GET',
      `/users?$filter=${filter}&$select=displayName`,
    )
    expect(found.body.value).toEqual([{ displayName: 'Rafe Okafor' }])
    const reports = await graph<{ value: { mail: string; '@odata.type': string }[]; '@odata.nextLink': string }>(
      'GET',
      `/users/${MONA}/directReports?$select=mail&$top=3`,
    )
    expect(reports.body.value).toHaveLength(3)
    expect(first(reports.body.value)['@odata.type']).toBe('#microsoft.graph.user')
    expect(new URL(reports.body['@odata.nextLink']).searchParams.get('$skip')).toBe('3')
    const settings = await graph<{ workingHours: { daysOfWeek: string[] } }>(
      'GET',
      '/users/daniel.osei@contoso.test/mailboxSettings',
    )
    expect(settings.body.workingHours.daysOfWeek[0]).toBe('sunday')
  })

  test('what Graph does not have is refused in its shape', async () => {
    const unknown = await graph<{ error: { code: string } }>('GET', '/users/nobody@contoso.test')
    expect([unknown.status, unknown.body.error.code]).toEqual([404, 'Request_ResourceNotFound'])
    const misspelt = await graph<{ error: { message: string } }>('GET', `/users/${MONA}?$select=displayname`)
    expect([misspelt.status, misspelt.body.error.message.includes('displayname')]).toEqual([400, true])
    expect((await graph('GET', `/users/${MONA}/calendarView`)).status).toBe(400)
    const echoed = await graph('GET', `/users/${MONA}`, undefined, { 'client-request-id': 'abc' })
    expect(echoed.headers.get('client-request-id')).toBe('abc')
  })

  test('R17: all occurrences of a series share one chat, which names the series and never an occurrence', async () => {
    const events = await calendar(rig.url, 'mona', 'Mona / Rafe')
    expect(new Set(events.map(({ onlineMeeting }) => onlineMeeting?.joinUrl)).size).toBe(1)
    const joinUrl = first(events).onlineMeeting?.joinUrl ?? ''
    const chatId = decodeURIComponent(joinUrl.split('/')[5] ?? '')
    const chat = await graph<{ onlineMeetingInfo: object }>('GET', `/chats/${encodeURIComponent(chatId)}`)
    expect(chat.body.onlineMeetingInfo).toMatchObject({
      calendarEventId: first(events).seriesMasterId,
      joinWebUrl: joinUrl,
    })
  })
})

describe('changing', () => {
  test('R5: a PATCH makes an exception with a new change key, and reaches the copy of the other', async () => {
    const before = (await calendar(rig.url, 'mona', 'Mona / Rafe'))[9] as CalendarEvent
    const patched = await graph<CalendarEvent>('PATCH', eventPath(MONA, before), {
      subject: 'Mona / Rafe · Growth discussion',
      categories: ['Growth'],
      singleValueExtendedProperties: [{ id: MARK, value: 'id/1' }],
    })
    expect(patched.body).toMatchObject({ id: before.id, type: 'exception', subject: 'Mona / Rafe · Growth discussion' })
    expect(patched.body.changeKey).not.toBe(before.changeKey)
    expect(patched.body.onlineMeeting).toEqual(before.onlineMeeting)
    const copy = first((await calendar(rig.url, 'rafe')).filter(({ iCalUId }) => iCalUId === before.iCalUId))
    expect(copy).toMatchObject({ type: 'exception', subject: 'Mona / Rafe · Growth discussion', isOrganizer: false })
    expect(copy.id).not.toBe(before.id)
    expect(copy.singleValueExtendedProperties).toBeUndefined()

    const expand = encodeURIComponent(`singleValueExtendedProperties($filter=id eq '${MARK}')`)
    const read = await graph<CalendarEvent>('GET', `${eventPath(MONA, before)}?$select=subject&$expand=${expand}`)
    expect(read.body.singleValueExtendedProperties).toEqual([{ id: MARK, value: 'id/1' }])
    const others = (await calendar(rig.url, 'mona')).filter(({ type }) => type === 'exception')
    expect(others).toHaveLength(1)
  })

  test("an attendee's change stays in the attendee's calendar", async () => {
    const own = (await calendar(rig.url, 'rafe', 'Mona / Rafe'))[3] as CalendarEvent
    await graph('PATCH', eventPath('rafe.okafor@contoso.test', own), { subject: 'Only mine' })
    const hers = first((await calendar(rig.url, 'mona')).filter(({ iCalUId }) => iCalUId === own.iCalUId))
    expect(hers.subject).toBe('Mona / Rafe')
  })

  test('an outdated If-Match is 412, and a body without the meeting block ends the online meeting', async () => {
    const event = (await calendar(rig.url, 'mona', 'Mona / Jun'))[2] as CalendarEvent
    const path = eventPath(MONA, event)
    const etag = `W/"${event.changeKey}"`
    expect((await graph('PATCH', path, { subject: 'A' }, { 'if-match': 'W/"old"' })).status).toBe(412)
    expect((await graph('PATCH', path, { subject: 'A' }, { 'if-match': etag })).status).toBe(200)
    expect((await graph('PATCH', path, { subject: 'B' }, { 'if-match': etag })).status).toBe(412)
    const body = { contentType: 'html', content: '<p>Agenda</p>' }
    expect((await graph<CalendarEvent>('PATCH', path, { body })).body.onlineMeeting).toBeNull()
  })

  test('$batch answers each request by itself', async () => {
    const requests = [
      { id: '1', method: 'GET', url: `/users/${MONA}?$select=mail` },
      { id: '2', method: 'GET', url: '/users/nobody@contoso.test' },
    ]
    const { body } = await graph<{ responses: { id: string; status: number; body: object }[] }>('POST', '/$batch', {
      requests,
    })
    expect(body.responses.map(({ id, status }) => [id, status])).toEqual([
      ['1', 200],
      ['2', 404],
    ])
    expect(first(body.responses).body).toEqual({ mail: MONA })
  })
})

describe('webhooks and faults', () => {
  test('a subscription is validated, told of changes, and expires by the clock of the world', async () => {
    const subscription = {
      changeType: 'updated,deleted',
      notificationUrl: `${rig.app.url}/hook`,
      resource: 'users/0b6d1c52-7e94-4f3a-9a1d-5c2f8e7b4d10/events',
      expirationDateTime: '2026-10-11T08:00:00Z',
      clientState: 'secret',
    }
    const unreachable = { ...subscription, notificationUrl: `${rig.app.url}/nowhere` }
    expect((await graph('POST', '/subscriptions', unreachable)).status).toBe(400)
    const made = await graph<{ id: string }>('POST', '/subscriptions', subscription)
    expect(made.status).toBe(201)
    // The same once more, in another order.
    expect((await graph('POST', '/subscriptions', { ...subscription, changeType: 'deleted,updated' })).status).toBe(409)
    const event = (await calendar(rig.url, 'mona', 'Mona / Leïla'))[4] as CalendarEvent
    const change = () =>
      call('PATCH', `${rig.url}/sandbox/calendar/mona/${encodeURIComponent(event.id)}`, { subject: 'Changed' })
    await change()
    expect(rig.app.notifications).toMatchObject([
      { subscriptionId: made.body.id, clientState: 'secret', changeType: 'updated' },
    ])
    await post(`${rig.url}/sandbox/subscriptions/mona`, { lose: 1 })
    await change()
    expect(rig.app.notifications).toHaveLength(1)
    await post(`${rig.url}/sandbox/clock`, { now: '2026-10-12T08:00:00Z' })
    await change()
    expect(rig.app.notifications).toHaveLength(1)
    expect((await post(`${rig.url}/sandbox/subscriptions/mona`, { lifecycle: 'missed' })).status).toBe(409)
  })

  test('a fault fails the next calls only, and every request is on record', async () => {
    await post(`${rig.url}/sandbox/faults`, { target: 'graph', status: 429, retryAfter: 3, count: 2 })
    const refused = await graph<{ error: { code: string } }>('GET', `/users/${MONA}`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '3'])
    expect((await graph('GET', `/users/${MONA}`)).status).toBe(429)
    expect((await graph('GET', `/users/${MONA}`)).status).toBe(200)
    const { body } = await get<{ method: string; path: string; status: number; target: string }[]>(
      `${rig.url}/sandbox/requests`,
    )
    expect(body.slice(-3).map(({ status }) => status)).toEqual([429, 429, 200])
    expect(body.at(-1)).toMatchObject({ method: 'GET', path: `/v1.0/users/${MONA}`, target: 'graph' })
  })

  test('a status of 0 does what is asked and drops the connection; delayMs delays the answer', async () => {
    const event = (await calendar(rig.url, 'mona', 'Mona / Leïla'))[6] as CalendarEvent
    await post(`${rig.url}/sandbox/faults`, { target: 'graph', status: 0 })
    await expect(graph('PATCH', eventPath(MONA, event), { subject: 'Done all the same' })).rejects.toThrow(
      'fetch failed',
    )
    expect(await calendar(rig.url, 'mona', 'Done all the same')).toHaveLength(1)
    await post(`${rig.url}/sandbox/faults`, { target: 'graph', delayMs: 300 })
    const began = performance.now()
    expect((await graph('GET', `/users/${MONA}`)).status).toBe(200)
    expect(performance.now() - began).toBeGreaterThan(250)
  })
})
