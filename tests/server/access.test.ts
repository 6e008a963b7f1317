// Who may open what (R7): every route there is against everybody who might knock, and the live plan's socket likewise.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { RequestHandler, Router } from 'express'
import * as Y from 'yjs'
import { sandboxRoutes } from '#bot/adapters/sandbox.ts'
import { apiRoutes } from '#bot/routes/api.ts'
import { fileRoutes } from '#bot/routes/files.ts'
import { graphRoutes } from '#bot/routes/graph.ts'
import { messageRoutes } from '#bot/routes/messages.ts'
import { listen } from '#bot/server.ts'
import { employeePartition } from '#shared/kinds.ts'
import { planOf } from '#shared/plan/doc.ts'
import { setStrength } from '#shared/plan/edit.ts'
import { UNSAVABLE_CODE } from '#shared/plan/unsavable.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { openPlanSocket } from '#tests/planSocket.ts'
import {
  agreeOn,
  beginDiscussion,
  DISCUSSION,
  DOCUMENT,
  MARK,
  MONA,
  ok,
  PLANTED,
  plant,
  QUARTER,
  RAFE,
} from '#tests/planted.ts'
import { person as employeeOf } from '#tests/sandbox/companyPeople.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { meetingChatId } from '#tests/sandbox/ids.ts'
import { type Mint, mintOf, OTHER_TENANT, UNKNOWN } from '#tests/tokens.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const NOBODY = 'ffffffff-1111-4222-8333-999999999999'
const CHAT = meetingChatId('mona-rafe')
const answers = { answers: [{ question: 'Why?', text: 'Overwritten' }] }
const HASH = '0'.repeat(64)

/**
 * What each route is. `pair`: content of one employee, only for the two, who are answered with `status` (200). `own`: the caller's own screen. `self`: does
 * something to the caller alone. `peopleOps`: counts, for that role only. `open`: without content for anybody. `bot`: guarded by the channel's token (botAuth.test.ts). `graph`: guarded by a secret of each subscription (webhooks.test.ts). `sandbox`: mounted with the sandbox only.
 */
type Route =
  | { kind: 'pair'; body?: unknown; for?: 'manager' | 'employee'; status?: number }
  | { kind: 'own'; query?: string }
  | { kind: 'self'; body: unknown; status: number }
  | { kind: 'open' | 'bot' | 'graph' | 'sandbox' | 'peopleOps' }
const TABLE: Record<string, Route> = {
  'GET /healthz': { kind: 'open' },
  'GET /tab': { kind: 'open' },
  'GET /tab/*path': { kind: 'open' },
  'POST /api/messages': { kind: 'bot' },
  'POST /api/graph': { kind: 'graph' },
  'GET /sandbox/next': { kind: 'sandbox' },
  'POST /sandbox/clock': { kind: 'sandbox' },
  'POST /sandbox/settle': { kind: 'sandbox' },
  'POST /sandbox/faults': { kind: 'sandbox' },
  'POST /sandbox/reset': { kind: 'sandbox' },
  'GET /sandbox/progress': { kind: 'sandbox' },
  'GET /sandbox/load': { kind: 'sandbox' },
  'GET /api/me': { kind: 'own' },
  'DELETE /api/me': { kind: 'self', body: { confirm: 'Rafe Okafor' }, status: 400 },
  'POST /api/me/again': { kind: 'self', body: {}, status: 200 },
  'GET /api/home': { kind: 'own' },
  'POST /api/home/ask': { kind: 'self', body: { slot: 'any' }, status: 404 },
  'GET /api/audit': { kind: 'own' },
  'GET /api/export': { kind: 'own' },
  'GET /api/team': { kind: 'own' },
  'GET /api/calendars': { kind: 'peopleOps' },
  'GET /api/meeting': { kind: 'own', query: `?chat=${encodeURIComponent(CHAT)}` },
  'POST /api/team/:employee/convert': { kind: 'pair', body: { eventId: 'any' }, for: 'manager' },
  'POST /api/team/:employee/ours': { kind: 'pair', body: { series: 'any', isOurs: true }, for: 'manager', status: 409 },
  'PUT /api/team/:employee/cadence': { kind: 'pair', body: { cadence: 'halfYearly' }, for: 'manager' },
  'GET /api/pairs/:employee': { kind: 'pair' },
  'PUT /api/pairs/:employee/note': { kind: 'pair', body: { text: 'Overwritten', version: null } },
  'GET /api/discussions/:employee/:quarter': { kind: 'pair' },
  'POST /api/discussions/:employee/:quarter/points': { kind: 'pair', body: { title: 'Slipped in' } },
  'PUT /api/discussions/:employee/:quarter/preparation': { kind: 'pair', body: answers },
  'POST /api/discussions/:employee/:quarter/preparation/share': { kind: 'pair', body: {} },
  'POST /api/discussions/:employee/:quarter/held': { kind: 'pair', body: {} },
  'GET /api/plans/:employee': { kind: 'pair' },
  'POST /api/plans/:employee/stamps': { kind: 'pair', body: { hash: HASH } },
  'POST /api/plans/:employee/handover': { kind: 'pair', body: {}, for: 'employee' },
  'GET /api/plans/:employee/revisions/:number': { kind: 'pair' },
  'GET /api/plans/:employee/history': { kind: 'pair' },
  'POST /api/plans/:employee/actions/:action': { kind: 'pair', body: { state: 'done', why: 'Slipped in' } },
}
const pairs = Object.entries(TABLE).flatMap(([name, route]) => (route.kind === 'pair' ? [{ name, route }] : []))
const owns = Object.entries(TABLE).flatMap(([name, route]) => (route.kind === 'own' ? [{ name, route }] : []))
const selves = Object.entries(TABLE).flatMap(([name, route]) => (route.kind === 'self' ? [{ name, route }] : []))

const counts = Object.entries(TABLE).flatMap(([name, route]) => (route.kind === 'peopleOps' ? [{ name, route }] : []))

/** Method and path of a route's name, about this employee. */
function callOf(name: string, employee: string): [method: string, path: string] {
  const [method = '', path = ''] = name.split(' ')
  const filled = path
    .replace(':employee', employee)
    .replace(':quarter', QUARTER)
    .replace(':number', '1')
    .replace(':action', 'a1')
  return [method, filled]
}

/** People with a good token who are not of the pair: the other manager, her employee, a colleague under Mona, people ops, a stranger. */
const OUTSIDERS: [string, string][] = [
  ...['ines', 'priya', 'leila', 'hanna'].map((key): [string, string] => [key, employeeOf(key).id]),
  ['a stranger', UNKNOWN],
]

let world: TestWorld
let mint: Mint
let hash: string
let eventId: string

type Said = { status: number; text: string }
async function call(token: string | null, method: string, path: string, body?: unknown): Promise<Said> {
  const response = await fetch(world.app + path, {
    method,
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

/** All that the two can see, to show that nothing of it changed. */
async function seenByTwo(): Promise<unknown> {
  const screens: unknown[] = []
  for (const who of ['rafe', 'mona'])
    for (const path of [
      DISCUSSION,
      `/api/pairs/${RAFE}`,
      `/api/plans/${RAFE}`,
      `/api/plans/${RAFE}/revisions/1`,
      `/api/plans/${RAFE}/history`,
      '/api/home',
      '/api/team',
    ])
      screens.push(await ok(world, who, 'GET', path))
  const live = await openLivePlan(world, 'rafe', DOCUMENT)
  screens.push(planOf(live.doc))
  live.close()
  return screens
}

beforeAll(async () => {
  world = await startWorld()
  eventId = (await beginDiscussion(world)).eventId
  await plant(world)
  hash = await agreeOn(world)
  mint = await mintOf(world)
})
afterAll(() => world?.stop())

test('R7 every route that the app has is in the table', async () => {
  const nothing = {} as never
  // The routers only have to be built; nobody calls them.
  const routers = {
    messageRoutes: messageRoutes(
      { log: nothing } as never,
      { appId: 'app', adapter: nothing } as never,
      'tenant',
      nothing,
    ),
    graphRoutes: graphRoutes({ log: nothing } as never, 'tenant', nothing),
    fileRoutes: fileRoutes({ hosts: [], appId: '', teamsAppId: '' }),
    sandboxRoutes: sandboxRoutes(nothing),
    apiRoutes: apiRoutes({ store: nothing, log: nothing } as never, nothing),
  } satisfies Record<string, Router>
  const root = readFileSync(join(import.meta.dirname, '../../bot/index.ts'), 'utf8')
  const imported = new Set(root.match(/\b\w+Routes\b/g))
  expect([...imported].filter((name) => !(name in routers))).toEqual([])

  const { server, close } = await listen({
    port: 0,
    host: '127.0.0.1',
    store: nothing,
    routers: Object.values(routers),
    attach: () => {},
  })
  const app = server.listeners('request')[0] as unknown as { router: Stacked }
  const found = routesIn(app.router)
  await close()
  const forgotten = found.filter((name) => !(name in TABLE))
  // A new route: say here who may open it.
  expect(forgotten).toEqual([])
  expect(Object.keys(TABLE).filter((name) => !found.includes(name))).toEqual([])
})

type Stacked = {
  stack: {
    route?: { path: string | string[]; stack: { method: string }[] }
    handle: RequestHandler & Partial<Stacked>
  }[]
}
function routesIn({ stack }: Stacked): string[] {
  return stack.flatMap(({ route, handle }) => {
    if (!route) return handle.stack ? routesIn({ stack: handle.stack }) : []
    return [route.path].flat().flatMap((path) => route.stack.map(({ method }) => `${method.toUpperCase()} ${path}`))
  })
}

describe('REST', () => {
  test('R7 a bad token is answered alike, whatever is wrong with it and whatever it asks for', async () => {
    const bad = await mint.bad(RAFE)
    expect((await call(await mint.tab(RAFE), 'GET', '/api/me')).status).toBe(200)
    const said = new Map<string, string[]>()
    for (const { name } of [...pairs, ...owns, ...selves, ...counts])
      for (const [kind, token] of bad) {
        const [method, path] = callOf(name, RAFE)
        const { body } = TABLE[name] as { body?: unknown }
        const { status, text } = await call(token, method, path, body)
        const key = `${status} ${text}`
        said.set(key, [...(said.get(key) ?? []), `${name} with ${kind}`])
      }
    expect([...said.keys()]).toEqual([
      '401 {"code":"signIn","message":"Sign in again: Teams did not prove who you are."}',
    ])
  })

  test('a bad token is refused before anything of the request is looked at', async () => {
    for (const body of ['{', JSON.stringify({ text: 'x'.repeat(300_000) })]) {
      const response = await fetch(`${world.app}/api/pairs/${RAFE}/note`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect(response.status).toBe(401)
    }
  })

  test.each(OUTSIDERS)('R7 to %s it is as if Rafe did not exist, and nothing changes', async (_key, id) => {
    const before = await seenByTwo()
    const token = await mint.tab(id)
    for (const { name, route } of pairs) {
      const [method, path] = callOf(name, RAFE)
      const real = await call(token, method, path, route.body)
      const none = await call(token, ...callOf(name, NOBODY), route.body)
      expect({ name, ...real }).toEqual({ name, ...none })
      expect({ name, status: real.status }).toEqual({ name, status: 404 })
    }
    expect(await seenByTwo()).toEqual(before)
  })

  test.each(OUTSIDERS)('R8 %s can do to themselves only, and not in Rafe’s name', async (_key, id) => {
    const before = await seenByTwo()
    const token = await mint.tab(id)
    for (const { name, route } of selves) {
      const [method, path] = callOf(name, RAFE)
      expect({ name, status: (await call(token, method, path, route.body)).status }).toEqual({
        name,
        status: route.status,
      })
    }
    expect(await seenByTwo()).toEqual(before)
  })

  test('R7 nobody else’s own screen holds a word of it; nor does their chat', async () => {
    for (const [key, id] of OUTSIDERS) {
      const token = await mint.tab(id, { claims: key === 'hanna' ? { roles: ['PeopleOps'] } : {} })
      for (const { name, route } of owns) {
        const [method, path] = callOf(name, RAFE)
        const { status, text } = await call(token, method, path + (route.query ?? ''))
        expect({ key, name, status, leaks: text.includes(MARK) || text.includes('Rafe') }).toEqual({
          key,
          name,
          status: 200,
          leaks: false,
        })
      }
    }
    for (const key of ['ines', 'priya', 'leila', 'hanna'])
      expect(JSON.stringify(await world.chats(key))).not.toContain(MARK)
  })

  test('R0 R7 counts are for the role alone, whoever else they are; and they are counts', async () => {
    for (const { name } of counts) {
      const [method, path] = callOf(name, RAFE)
      for (const id of [RAFE, MONA, ...OUTSIDERS.map(([, outsider]) => outsider)]) {
        for (const roles of [[], ['Admin'], ['peopleops'], ['PeopleOps ']]) {
          const { status, text } = await call(await mint.tab(id, { claims: { roles } }), method, path)
          expect({ name, roles, status, code: JSON.parse(text).code }).toEqual({
            name,
            roles,
            status: 404,
            code: 'notFound',
          })
        }
        const { status, text } = await call(await mint.tab(id, { claims: { roles: ['PeopleOps'] } }), method, path)
        expect({ name, status }).toEqual({ name, status: 200 })
        for (const value of Object.values(JSON.parse(text))) expect([0, 'few', null]).toContain(value)
      }
    }
  })

  test('R7 the two see what is theirs, and neither the other’s note nor what was not shared', async () => {
    for (const [me, my, notMy] of [
      ['mona', [PLANTED.monasPreparation, PLANTED.monasNote], [PLANTED.rafesPreparation, PLANTED.rafesNote]],
      ['rafe', [PLANTED.rafesPreparation, PLANTED.rafesNote], [PLANTED.monasPreparation, PLANTED.monasNote]],
    ] as const) {
      let all = JSON.stringify(await world.chats(me))
      const token = await world.token(me)
      for (const [name, route] of Object.entries(TABLE)) {
        if (!name.startsWith('GET /api') || route.kind === 'peopleOps') continue
        const [method, path] = callOf(name, RAFE)
        const { status, text } = await call(token, method, path + ('query' in route ? route.query : ''))
        expect({ me, name, status }).toEqual({ me, name, status: 200 })
        all += text
      }
      for (const text of [...my, PLANTED.aspiration, PLANTED.action, PLANTED.point, PLANTED.progress])
        expect(all).toContain(text)
      for (const text of notMy) expect(all).not.toContain(text)
    }
  })

  test('R7 both may use every route of theirs; converting is the manager’s, handing over the employee’s', async () => {
    const bodies: Record<string, unknown> = {
      'POST /api/team/:employee/convert': { eventId },
      'POST /api/plans/:employee/stamps': { hash },
      'POST /api/plans/:employee/actions/:action': { state: 'stuck', why: PLANTED.progress },
    }
    for (const me of ['rafe', 'mona'] as const) {
      const token = await world.token(me)
      const note = await ok<{ note: { version: string } }>(world, me, 'GET', `/api/pairs/${RAFE}`)
      bodies['PUT /api/pairs/:employee/note'] = {
        text: me === 'rafe' ? PLANTED.rafesNote : PLANTED.monasNote,
        version: note.note.version,
      }
      const own = me === 'rafe' ? PLANTED.rafesPreparation : PLANTED.monasPreparation
      bodies['PUT /api/discussions/:employee/:quarter/preparation'] = { answers: [{ question: 'What?', text: own }] }
      for (const { name, route } of pairs) {
        // Sharing is the last step, below.
        if (name.endsWith('/share')) continue
        const [method, path] = callOf(name, RAFE)
        const { status, text } = await call(token, method, path, bodies[name] ?? route.body)
        expect({ me, name, status, text }).toMatchObject({
          me,
          name,
          status: route.for && route.for !== (me === 'rafe' ? 'employee' : 'manager') ? 404 : (route.status ?? 200),
        })
        const hidden =
          me === 'rafe' ? [PLANTED.monasPreparation, PLANTED.monasNote] : [PLANTED.rafesPreparation, PLANTED.rafesNote]
        for (const word of hidden) expect(text).not.toContain(word)
      }
    }
    await ok(world, 'rafe', 'POST', `${DISCUSSION}/preparation/share`, {})
    const seen = JSON.stringify(await ok(world, 'mona', 'GET', DISCUSSION))
    expect(seen).toContain(PLANTED.rafesPreparation)
    expect(seen).not.toContain(PLANTED.rafesNote)
    expect(JSON.stringify(await ok(world, 'rafe', 'GET', DISCUSSION))).not.toContain(PLANTED.monasPreparation)
  })
})

describe('the live plan’s socket', () => {
  /** What the door says, and whether a word of the plan came through it. */
  async function knock(token: string, document = DOCUMENT) {
    const socket = await openPlanSocket(world)
    const word = await socket.knock(document, token)
    // An update sent along must not be taken either; what is sent without being let in is not even looked at.
    socket.raw(new Uint8Array([0, 0]))
    await sleep(20)
    const leaks = socket.received().includes(MARK)
    socket.close()
    return { word, leaks }
  }
  const REFUSED = { word: { refused: 'permission-denied' }, leaks: false }

  test('R7 lets the two in, and nobody with a bad token', async () => {
    expect((await knock(await mint.tab(RAFE))).word).toBe('in')
    expect((await knock(await mint.tab(MONA))).word).toBe('in')
    for (const [kind, token] of await mint.bad(RAFE))
      expect({ kind, ...(await knock(token ?? '')) }).toEqual({ kind, ...REFUSED })
  })

  test('R7 refuses everybody else alike, and documents that are none of theirs', async () => {
    for (const [key, id] of OUTSIDERS)
      expect({ key, ...(await knock(await mint.tab(id))) }).toEqual({ key, ...REFUSED })
    const rafe = await mint.tab(RAFE)
    for (const document of [
      employeePartition(OTHER_TENANT, RAFE),
      employeePartition(TENANT_ID, MONA),
      employeePartition(TENANT_ID, employeeOf('leila').id),
      employeePartition(TENANT_ID, NOBODY),
      employeePartition(TENANT_ID, RAFE.toUpperCase()),
      `${DOCUMENT}/more`,
      `${DOCUMENT} `,
      `x/${TENANT_ID}/${RAFE}`,
      `plan/${TENANT_ID}/`,
      'plan',
      'x',
      '..',
      '*',
    ])
      expect({ document, ...(await knock(rafe, document)) }).toEqual({ document, ...REFUSED })
    for (const document of ['', '__proto__', 'constructor', 'toString']) {
      const { word, leaks } = await knock(rafe, document)
      expect({ document, in: word === 'in', leaks }).toEqual({ document, in: false, leaks: false })
    }
  })

  test('what was sent before the door opened is never applied when it stays shut', async () => {
    const doc = new Y.Doc()
    doc.getMap('plan').set('revisit', '2030-01-01')
    const socket = await openPlanSocket(world)
    socket.edit(DOCUMENT, Y.encodeStateAsUpdate(doc))
    expect(await socket.knock(DOCUMENT, await mint.tab(employeeOf('ines').id))).toEqual({
      refused: 'permission-denied',
    })
    socket.edit(DOCUMENT, Y.encodeStateAsUpdate(doc))
    await sleep(100)
    socket.close()
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    expect(planOf(live.doc).revisit).toBe(null)
    live.close()
  })

  test('R16 an edit that cannot be read closes the socket and changes nothing', async () => {
    const live = await openLivePlan(world, 'mona', DOCUMENT)
    const before = JSON.stringify(planOf(live.doc))
    for (const update of [
      [1, 2, 3],
      [],
      [255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255],
      Array.from({ length: 500 }, (_, at) => (at * 37) % 256),
    ]) {
      const socket = await openPlanSocket(world)
      expect(await socket.knock(DOCUMENT, await mint.tab(RAFE))).toBe('in')
      socket.edit(DOCUMENT, Uint8Array.from(update))
      expect({ update: update.length, code: await socket.closed() }).toEqual({
        update: update.length,
        code: UNSAVABLE_CODE,
      })
    }
    await sleep(50)
    expect(JSON.stringify(planOf(live.doc))).toBe(before)
    live.close()
    const anew = await openLivePlan(world, 'rafe', DOCUMENT)
    expect(JSON.stringify(planOf(anew.doc))).toBe(before)
    anew.close()
  })

  test('R16 noise, before the door and behind it, ends nothing but its own socket', async () => {
    const noise = [
      new Uint8Array(),
      'text',
      '{"a":1}',
      Uint8Array.from([255, 255, 255, 255]),
      new Uint8Array(100_000).fill(7),
    ]
    for (const one of noise)
      for (const inside of [false, true]) {
        const socket = await openPlanSocket(world)
        if (inside) await socket.knock(DOCUMENT, await mint.tab(RAFE))
        socket.raw(one)
        await sleep(10)
        socket.close()
      }
    const huge = await openPlanSocket(world)
    huge.raw(new Uint8Array(3_000_000))
    expect(await huge.closed()).toBeGreaterThan(1000)
    expect((await fetch(`${world.app}/healthz`)).status).toBe(200)
    expect((await knock(await mint.tab(RAFE))).word).toBe('in')
  })

  test('R7 nobody appears under another’s name, and each window once', async () => {
    const mona = await openLivePlan(world, 'mona', DOCUMENT)
    const rafe = await openLivePlan(world, 'rafe', DOCUMENT)
    const say = (field: string) =>
      rafe.provider.awareness?.setLocalState({
        person: { id: MONA, name: 'Mona Lindqvist', firstName: 'Mona' },
        field,
        caret: null,
        more: 'x',
      })
    const others = () =>
      [...(mona.provider.awareness?.getStates() ?? [])]
        .filter(([client]) => client !== mona.doc.clientID)
        .map(([, state]) => state)
    for (const field of ['aspiration', 'f1.title', 'a1.title']) {
      say(field)
      await mona.until(() => others().some((state) => state.field === field))
    }
    const place = { person: { id: RAFE, name: 'Rafe Okafor', firstName: 'Rafe' }, field: 'a1.title', caret: null }
    expect(others()).toEqual([place])
    rafe.close()
    await mona.until(() => others().length === 0)
    mona.close()
  })

  test('R7 an edit after the token has expired is not taken; with a new token it is', async () => {
    const tokens = [await mint.tab(RAFE, { expires: 1 }), await mint.tab(RAFE)]
    const asked: string[] = []
    const doc = new Y.Doc()
    const socket = new HocuspocusProviderWebsocket({
      url: `${world.app.replace('http', 'ws')}/collab`,
      delay: 250,
      minDelay: 250,
    })
    const token = () => {
      const [next = ''] = tokens.length > 1 ? tokens.splice(0, 1) : tokens
      asked.push(next)
      return next
    }
    const provider = new HocuspocusProvider({ websocketProvider: socket, name: DOCUMENT, document: doc, token })
    provider.attach()
    const until = async (is: () => boolean) => {
      for (const end = Date.now() + 8000; !is(); await sleep(10))
        if (Date.now() > end) throw new Error('Waited in vain')
    }
    await until(() => provider.isSynced)
    // Whoever only reads has to show a new token as well.
    await until(() => asked.length === 2 && provider.isSynced)
    setStrength(doc, 's1', `${PLANTED.strength}, again`)
    await until(() => !provider.hasUnsyncedChanges)
    provider.destroy()
    socket.destroy()
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    expect(planOf(live.doc).strengths[0]?.text).toBe(`${PLANTED.strength}, again`)
    live.close()
  })

  test('any other address is not upgraded', async () => {
    for (const path of ['/', '/collab/x', '/api/me', '/collabx']) {
      const socket = new WebSocket(world.app.replace('http', 'ws') + path)
      const opened = await new Promise((resolve) => {
        socket.onopen = () => resolve(true)
        socket.onerror = () => resolve(false)
      })
      expect({ path, opened }).toEqual({ path, opened: false })
    }
  })
})

test('R7 R0 when the manager changes, the former one is out: routes, screens and the open socket; half a directory changes nothing', async () => {
  const live = await openLivePlan(world, 'mona', DOCUMENT)
  let refused = false
  live.provider.on('authenticationFailed', () => {
    refused = true
  })
  await world.control('PATCH', '/sandbox/people/rafe', { manager: 'ines' })
  // R0: while the directory cannot be read whole, nothing changes.
  const directory = (of: object) =>
    world.control('POST', '/sandbox/faults', { target: 'graph', match: 'directReports', status: 500, ...of })
  await directory({ count: 1000 })
  await world.advance('P1D')
  expect((await world.requests()).filter(({ path }) => path.includes('directReports')).at(-1)?.status).toBe(500)
  expect(refused).toBe(false)
  expect((await world.api('mona', 'GET', `/api/plans/${RAFE}`)).status).toBe(200)
  expect((await world.api('ines', 'GET', `/api/plans/${RAFE}`)).status).toBe(404)
  await directory({ count: 0 })
  await world.advance('P1DT6H')
  for (const end = Date.now() + 5000; !refused && Date.now() < end; ) await sleep(20)
  expect(refused).toBe(true)
  live.close()
  const token = await world.token('mona')
  for (const { name, route } of pairs)
    expect({ name, status: (await call(token, ...callOf(name, RAFE), route.body)).status }).toEqual({
      name,
      status: 404,
    })
  for (const { name, route } of owns) {
    const [method, path] = callOf(name, RAFE)
    expect((await call(token, method, path + (route.query ?? ''))).text).not.toContain(MARK)
  }
  // The old manager's quarter is not the new one's to see, and of the rest only what Rafe hands over.
  expect((await world.api('ines', 'GET', DISCUSSION)).status).toBe(404)
  for (const { name, route } of pairs)
    if (route.for !== 'manager')
      expect({ name, status: (await world.api('ines', ...callOf(name, RAFE), route.body)).status }).toEqual({
        name,
        status: 404,
      })
  expect(JSON.stringify((await world.api('ines', 'GET', '/api/team')).body)).not.toContain(MARK)
  const told = (await world.chats('rafe')).filter(({ summary }) => summary?.includes('Ines is your manager now'))
  expect(told).toHaveLength(1)
  expect(await ok(world, 'rafe', 'GET', '/api/home')).toMatchObject({ handOver: { firstName: 'Ines' } })
  await ok(world, 'rafe', 'POST', `/api/plans/${RAFE}/handover`, {})
  expect(await ok(world, 'rafe', 'GET', '/api/home')).toMatchObject({ handOver: null })
  expect(JSON.stringify(await ok(world, 'ines', 'GET', `/api/plans/${RAFE}`))).toContain(MARK)
  expect((await world.api('ines', 'GET', DISCUSSION)).status).toBe(404)
})

test('nothing that people wrote and no token is in the log', () => {
  const log = world.output.join('')
  expect(log).toContain('server.ready')
  expect(log).not.toContain(MARK)
  expect(log).not.toContain('eyJ')
})
