// Bad input (R16): a clear sentence that names the field, nothing changed, nothing lost; never a stack, never a 500.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as Y from 'yjs'
import { type PlanInfo, ROUTES } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { setAction } from '#shared/plan/edit.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import type { RouteName } from '#shared/routes.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { convertRafe, DISCUSSION, DOCUMENT, MONA, ok, PLANTED, plant, QUARTER, RAFE } from '#tests/planted.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { type Mint, mintOf } from '#tests/tokens.ts'
import {
  type Answer,
  actionsOf,
  type BotActivity,
  button,
  type Card,
  cardIn,
  startWorld,
  type TestWorld,
  textsOf,
} from '#tests/world.ts'

let world: TestWorld
let mint: Mint
let offer: BotActivity
let slot: { eventId: string; start: string }

type Refused = { code: string; message: string; field?: string }
type Said = { status: number; type: string; text: string; body: Refused }

async function call(
  who: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Said> {
  const response = await fetch(world.app + path, {
    method,
    headers: {
      authorization: `Bearer ${await world.token(who)}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(20_000),
  })
  const text = await response.text()
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, text, body: type.includes('json') ? JSON.parse(text) : {} }
}

/** A sentence for a person: no stack, no path, no library. */
const isSentence = ({ message }: Refused) =>
  /^\p{L}.*[.?]$/su.test(message) && !/ at |node_modules|\.ts\b|Zod|Error|undefined/.test(message)

/** What the two see. */
async function seen(): Promise<unknown> {
  const screens: unknown[] = []
  for (const who of ['rafe', 'mona'])
    for (const path of [DISCUSSION, `/api/pairs/${RAFE}`, `/api/plans/${RAFE}`, '/api/home', '/api/team'])
      screens.push(await ok(world, who, 'GET', path))
  return screens
}
const newestCard = async (who: string, words: RegExp): Promise<BotActivity> => {
  const found = (await world.chats(who)).findLast(({ summary }) => words.test(summary ?? ''))
  if (!found) throw new Error(`${who} has nothing like ${words}`)
  return found
}
const pressed = ({ body }: Answer) => ({ statusCode: body.statusCode, ...(body.value as unknown as Refused) })
const invoke = (who: string, value: unknown) =>
  world.control<Answer>('POST', `/sandbox/chats/${who}`, { invoke: { name: 'adaptiveCard/action', value } })
const faulty = (count: number, target = 'store') =>
  world.control('POST', '/sandbox/faults', { target, status: 500, count })

beforeAll(async () => {
  world = await startWorld()
  mint = await mintOf(world)
  await world.advance('P1DT4H')
  offer = await newestCard('mona', /Turn one 1-1/)
  slot = await convertRafe(world)
  await world.advanceTo(slot.start)
  await world.meeting(slot.eventId, 'start')
  await plant(world)
}, 90_000)
afterAll(() => world?.stop())

describe('who asks', () => {
  test('a forged and an expired token get one and the same answer', async () => {
    const said = new Set<string>()
    for (const token of [await mint.tab(RAFE, { expires: -3600 }), await mint.forged('tab', RAFE)]) {
      const { status, text } = await call('rafe', 'GET', DISCUSSION, undefined, { authorization: `Bearer ${token}` })
      said.add(`${status} ${text}`)
    }
    expect([...said]).toEqual(['401 {"code":"signIn","message":"Sign in again: Teams did not prove who you are."}'])
  })

  test('R7 someone else’s plan is answered like one that does not exist', async () => {
    const theirs = await call('ines', 'GET', `/api/plans/${RAFE}`)
    const none = await call('ines', 'GET', '/api/plans/ffffffff-1111-4222-8333-999999999999')
    expect([theirs.status, theirs.text]).toEqual([404, none.text])
    expect(isSentence(theirs.body)).toBe(true)
  })

  test('R7 Mona’s offer pressed by Rafe: a sentence, and nothing changes', async () => {
    const before = [
      await seen(),
      await world.chats('mona'),
      (await world.calendar('mona')).map(({ changeKey }) => changeKey),
    ]
    for (const title of ['Convert', 'Later', 'Not this quarter']) {
      const answer = pressed(await world.press('rafe', button(cardIn(offer), title)))
      expect(answer).toMatchObject({
        statusCode: 403,
        message: 'This card is no longer there, or it was meant for somebody else. Nothing was changed.',
      })
    }
    expect([
      await seen(),
      await world.chats('mona'),
      (await world.calendar('mona')).map(({ changeKey }) => changeKey),
    ]).toEqual(before)
  })
})

const long = (more: number) => 'x'.repeat(more + 1)
const answer = (question: string, text: string) => ({ answers: [{ question, text }] })
/** Body, and the field that the sentence has to name; for every route with a body. */
const WRONG: Partial<Record<RouteName, [unknown, string][]>> = {
  convert: [
    [{ eventId: long(600) }, 'eventId'],
    [{ eventId: '' }, 'eventId'],
    [{}, 'eventId'],
    [{ eventId: ['a'] }, 'eventId'],
  ],
  addPoint: [
    [{ title: long(LIMIT.line) }, 'title'],
    [{ title: ' \n ' }, 'title'],
    [{ title: null }, 'title'],
  ],
  prepare: [
    [answer('Why?', long(LIMIT.text)), 'answers.0.text'],
    [answer(long(LIMIT.line), 'x'), 'answers.0.question'],
    [{ answers: Array.from({ length: 11 }, () => ({ question: '', text: '' })) }, 'answers'],
    [{ answers: 'all' }, 'answers'],
    [{ answers: [7] }, 'answers.0'],
  ],
  share: [[[], 'request']],
  note: [
    [{ text: long(LIMIT.note), version: null }, 'text'],
    [{ text: 'x' }, 'version'],
    [{ text: {}, version: null }, 'text'],
  ],
  held: [[[], 'request']],
  ask: [
    [{ slot: long(600) }, 'slot'],
    [{ slot: '' }, 'slot'],
    [{ slot: 7 }, 'slot'],
    [{}, 'slot'],
  ],
  ours: [
    [{ series: long(1000), isOurs: true }, 'series'],
    [{ series: '', isOurs: true }, 'series'],
    [{ series: 'AAMk=' }, 'isOurs'],
    [{ series: 'AAMk=', isOurs: 'yes' }, 'isOurs'],
  ],
  cadence: [
    [{ cadence: 'weekly' }, 'cadence'],
    [{ cadence: null }, 'cadence'],
    [{}, 'cadence'],
  ],
  handOver: [[[], 'request']],
  again: [[[], 'request']],
  erase: [
    [{ confirm: long(LIMIT.line) }, 'confirm'],
    [{ confirm: 'Rafe Okafor' }, 'confirm'],
    [{ confirm: '' }, 'confirm'],
    [{ confirm: 7 }, 'confirm'],
    [{}, 'confirm'],
  ],
  stamp: [
    [{ hash: 'f'.repeat(65) }, 'hash'],
    [{ hash: 'F'.repeat(64) }, 'hash'],
    [{ hash: 7 }, 'hash'],
  ],
  progress: [
    [{ state: 'stuck', why: long(LIMIT.line) }, 'why'],
    [{ state: 'great' }, 'state'],
    [{}, 'state'],
  ],
}
const names = Object.keys(ROUTES) as RouteName[]
const withBody = names.filter((name) => 'body' in ROUTES[name])
const pathOf = (name: RouteName, params: Record<string, string> = {}) =>
  ROUTES[name].path.replace(
    /:(\w+)/g,
    (_all, param: string) =>
      params[param] ?? { employee: RAFE, quarter: QUARTER, number: '1', action: 'a1' }[param] ?? '',
  )
const methodOf = (name: RouteName) => ROUTES[name].method.toUpperCase()

describe('what is asked', () => {
  test('every route with a body has its wrong ones here', () => {
    expect(Object.keys(WRONG).sort()).toEqual([...withBody].sort())
  })

  test.each(withBody)(
    '%s: too long, empty, of another type: the sentence names the field, nothing changes',
    async (name) => {
      const before = await seen()
      for (const [body, field] of WRONG[name] ?? []) {
        const said = await call('mona', methodOf(name), pathOf(name), body)
        expect({ field, ...said }).toMatchObject({ status: 400, body: { code: 'invalid', field } })
        expect(said.body.message).toContain(field)
        expect(isSentence(said.body)).toBe(true)
      }
      expect(await seen()).toEqual(before)
    },
  )

  test.each(withBody)('%s: broken JSON, a megabyte, another content type', async (name) => {
    const before = await seen()
    for (const body of ['{', '{"title":', '"text"', 'null', `{"title":"${'x'.repeat(1_000_000)}"}`]) {
      const { status, body: refused } = await call('mona', methodOf(name), pathOf(name), body)
      expect({ body: body.slice(0, 20), status, ok: isSentence(refused) }).toEqual({
        body: body.slice(0, 20),
        status: 400,
        ok: true,
      })
    }
    // A route that needs nothing of its body does not mind what it is called.
    const needs = (WRONG[name] ?? []).every(([, field]) => field !== 'request')
    if (needs) {
      const { status, body } = await call('mona', methodOf(name), pathOf(name), 'title=1', {
        'content-type': 'application/x-www-form-urlencoded',
      })
      expect({ status, ok: isSentence(body) }).toEqual({ status: 400, ok: true })
    }
    expect(await seen()).toEqual(before)
  })

  test('the panel’s chat: missing, twice, too long', async () => {
    for (const query of ['', '?chat=', '?chat=a&chat=b', `?chat=${long(300)}`, '?chat[a]=b']) {
      const said = await call('rafe', 'GET', `/api/meeting${query}`)
      expect(said).toMatchObject({ status: 400, body: { field: 'chat' } })
    }
  })

  test('addresses that are none: a sentence', async () => {
    for (const path of [
      '/api/nothing',
      '/api',
      '/api/plans',
      `/api/plans/${RAFE}/revisions/latest`,
      `/api/plans/${RAFE}/revisions/-1`,
      `/api/plans/${'x'.repeat(700)}`,
      `/api/plans/${'x'.repeat(700)}/history`,
      `/api/plans/${RAFE}/history/1`,
      `/api/plans/nobody/history`,
      '/api/plans/__proto__',
      '/api/plans/%00',
    ])
      expect(await call('rafe', 'GET', path)).toMatchObject({ status: 404, body: { code: 'notFound' } })
    expect(await call('rafe', 'GET', '/api/plans/%E0%A4%A')).toMatchObject({ status: 400, body: { code: 'invalid' } })
    expect(await call('rafe', 'DELETE', `/api/plans/${RAFE}`)).toMatchObject({ status: 404 })
    for (const path of [
      '/tab/assets/none.js',
      '/tab/%E0%A4%A',
      '/tab/assets/%E0%A4%A',
      '/tab/assets/..%2f..%2fpackage.json',
      '/none',
    ]) {
      const { status, text } = await call('rafe', 'GET', path)
      expect({ path, status: status >= 400 && status < 500, stack: /node_modules|( |&nbsp;)at /.test(text) }).toEqual({
        path,
        status: true,
        stack: false,
      })
    }
  })

  test('R7 R16 fuzz: whatever comes in, no answer is a 5xx or anything but a sentence', async () => {
    const param = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '..',
        '.',
        '__proto__',
        'constructor',
        "' OR 1=1 --",
        RAFE,
        MONA,
        QUARTER,
        'a1',
        '1',
        ' ',
        '\u0000',
        'x'.repeat(700),
      ),
    )
    const word = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 50 }),
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom(null, -1, '\ud800', '<b>', long(9000)),
    )
    const body = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.record(
        {
          title: word,
          text: word,
          version: word,
          hash: word,
          state: fc.constantFrom('stuck', 'done', 'x', 1),
          why: word,
          eventId: word,
          answers: fc.oneof(word, fc.array(fc.record({ question: word, text: word }), { maxLength: 3 })),
        },
        { requiredKeys: [] },
      ),
    )
    const known = fc.boolean()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...names),
        fc.constantFrom('rafe', 'mona'),
        param,
        param,
        param,
        known,
        body,
        async (name, who, employee, quarter, other, isKnown, content) => {
          const values = isKnown ? {} : { employee, quarter, number: other, action: other }
          const params = Object.fromEntries(
            Object.entries(values).map(([key, value]) => [key, encodeURIComponent(value) || '%20']),
          )
          const query = name === 'meeting' ? `?chat=${encodeURIComponent(other)}` : ''
          const said = await call(
            who,
            methodOf(name),
            pathOf(name, params) + query,
            'body' in ROUTES[name] ? content : undefined,
          )
          expect({
            name,
            status: said.status,
            text: said.text.slice(0, 300),
            fine: said.status < 500 && (said.status < 400 || isSentence(said.body)),
          }).toMatchObject({ fine: true })
        },
      ),
      { numRuns: 400 },
    )
    // What was taken can be read again.
    await seen()
  })
})

describe('cards', () => {
  test('an unknown verb, no message, another’s message, nothing at all: a sentence, nothing changes', async () => {
    const { data } = button(cardIn(offer), 'Later')
    const prepare = (await world.chats('rafe'))
      .flatMap((one) => actionsOf(cardIn(one)))
      .find(({ verb }) => verb?.startsWith('prepare.'))
    const own = prepare?.data?.m ?? ''
    expect(own).toContain('prepare')
    const before = [await seen(), await world.chats('rafe')]
    const action = (verb: unknown, of: unknown) => ({
      action: { type: 'Action.Execute', verb, data: of },
      trigger: 'manual',
    })
    const values: [unknown, number][] = [
      [action('offer.burn', data), 400],
      [action('', data), 400],
      [action(7, data), 400],
      [action('offer.later', {}), 400],
      [action('offer.later', { m: 7 }), 400],
      [action('offer.later', { m: 'x'.repeat(601) }), 400],
      [action('offer.later', { m: '' }), 403],
      [action('offer.later', { m: 'none' }), 403],
      [action('offer.later', { m: '__proto__' }), 403],
      // A button of another card on a message of one's own: it must not say that a discussion was held.
      [action('held.yes', { m: own }), 400],
      [action('organizer.yes', { m: own }), 400],
      [action('action.done', { m: own, action: 'a1' }), 400],
      [action('hello.decline', { m: own }), 400],
      [action('prepare.keep', 'text'), 400],
      [{ action: null }, 400],
      [{}, 400],
      [[], 400],
      ['text', 400],
    ]
    for (const [value, statusCode] of values) {
      const said = pressed(await invoke('rafe', value))
      expect({ value, statusCode: said.statusCode, ok: isSentence(said) }).toEqual({ value, statusCode, ok: true })
    }
    expect([await seen(), await world.chats('rafe')]).toEqual(before)
  })
})

describe('the plan', () => {
  test('R8 R9 a due date that has passed: the stamp is refused and names it', async () => {
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    setAction(live.doc, 'a1', 'due', '2026-01-05')
    await live.saved()
    const said = await call('rafe', 'POST', `/api/plans/${RAFE}/stamps`, { hash: await live.hash() })
    expect(said).toMatchObject({
      status: 400,
      body: { code: 'invalid', field: 'a1.due', message: 'That day has passed. Choose today or a later one.' },
    })
    expect((await ok<PlanInfo>(world, 'rafe', 'GET', `/api/plans/${RAFE}`)).latest).toBe(null)
    setAction(live.doc, 'a1', 'due', '2027-02-01')
    await live.saved()
    live.close()
  })

  test('R8 a second stamp on a text that has moved on: refused with the sentence, and not stamped', async () => {
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    const hash = await live.hash()
    await ok(world, 'rafe', 'POST', `/api/plans/${RAFE}/stamps`, { hash })
    setAction(live.doc, 'a1', 'title', `${PLANTED.action}, but another`)
    await live.saved()
    const said = await call('mona', 'POST', `/api/plans/${RAFE}/stamps`, { hash })
    expect(said).toMatchObject({
      status: 409,
      body: { code: 'textMovedOn', message: 'The text changed while you were reading. Look again before you agree.' },
    })
    const { latest, agreed } = await ok<PlanInfo>(world, 'mona', 'GET', `/api/plans/${RAFE}`)
    expect({ stamps: latest?.stamps.map(({ by }) => by), agreed }).toEqual({ stamps: [RAFE], agreed: null })
    live.close()
  })
})

describe('when what we stand on does not answer', () => {
  test.each(names)('R16 %s while the store fails: 503 with a sentence, nothing lost', async (name) => {
    const before = await seen()
    const body = {
      convert: { eventId: slot.eventId },
      addPoint: { title: 'Lost' },
      prepare: answer('Why?', 'Lost'),
      share: {},
      note: { text: 'Lost', version: null },
      held: {},
      stamp: { hash: '0'.repeat(64) },
      progress: { state: 'done' },
    }[name as string]
    await faulty(1000)
    const said = await call('mona', methodOf(name), pathOf(name) + (name === 'meeting' ? '?chat=x' : ''), body)
    await faulty(0)
    expect(said).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(isSentence(said.body)).toBe(true)
    expect(await seen()).toEqual(before)
  })

  test('a press while the store fails: a sentence; pressed again it works', async () => {
    const card = await newestCard('jun', /uses Growth/)
    await faulty(1000)
    // Settling waits for jobs that need the store as well: straight to the bot, past the control surface.
    const value = {
      action: { type: 'Action.Execute', verb: 'hello.ok', data: button(cardIn(card), 'Good to know').data },
    }
    const said = await straight('jun', value)
    await faulty(0)
    expect({ statusCode: said.statusCode, ok: isSentence(said.value as unknown as Refused) }).toEqual({
      statusCode: 503,
      ok: true,
    })
    const again = await invoke('jun', value)
    expect(textsOf(again.body.value)).toContain('Noted')
  })

  test('R15 an edit while the store fails is not said to be saved, and is saved later', async () => {
    const live = await openLivePlan(world, 'rafe', DOCUMENT)
    // A refusal leaves the socket open: it knocks again, as the tab does.
    const knock = () => setTimeout(() => live.provider.configuration.websocketProvider.webSocket?.close(), 250)
    live.provider.on('authenticationFailed', knock)
    await faulty(1000)
    setAction(live.doc, 'a1', 'firstStep', 'Kept through it')
    await new Promise((resolve) => setTimeout(resolve, 600))
    const stored = async () => {
      const mona = await openLivePlan(world, 'mona', DOCUMENT)
      const { firstStep } = planOf(mona.doc).focusAreas[0]?.actions[0] ?? {}
      mona.close()
      return firstStep
    }
    expect(live.provider.hasUnsyncedChanges || !live.provider.isSynced).toBe(true)
    await faulty(0)
    await live.until(() => live.provider.isSynced && !live.provider.hasUnsyncedChanges)
    expect(await stored()).toBe('Kept through it')
    live.close()
  })

  test('R17 Graph that does not answer: 503 with a sentence', async () => {
    await faulty(100, 'graph')
    const said = await call('rafe', 'GET', '/api/meeting?chat=19:meeting_x@thread.v2')
    await faulty(0, 'graph')
    expect(said).toMatchObject({ status: 503, body: { code: 'unavailable' } })
    expect(isSentence(said.body)).toBe(true)
  })
})

// On a plan of its own, at the end: what goes wrong here stays in the text.
describe('what no form would write into the live text breaks no screen', () => {
  const JUN = person('jun').id
  /** Changes the raw document, then opens every screen that shows it and asks for a stamp. */
  async function screensAfter(spoil: (plan: Y.Map<unknown>) => void) {
    const { document } = await ok<PlanInfo>(world, 'mona', 'GET', `/api/plans/${JUN}`)
    const live = await openLivePlan(world, 'jun', document)
    try {
      live.doc.transact(() => spoil(live.doc.getMap('plan')))
      await live.saved()
      const failed: unknown[] = []
      for (const [who, path] of [
        ['jun', '/api/home'],
        ['jun', `/api/plans/${JUN}`],
        ['jun', `/api/pairs/${JUN}`],
        ['mona', `/api/plans/${JUN}`],
        ['mona', '/api/team'],
      ] as const) {
        const { status, text } = await call(who, 'GET', path)
        if (status !== 200) failed.push([who, path, status, text])
      }
      const plan = planOf(live.doc)
      const stamp = await call('jun', 'POST', `/api/plans/${JUN}/stamps`, { hash: await live.hash() })
      return { failed, plan, stamp: { status: stamp.status, ok: isSentence(stamp.body) } }
    } finally {
      live.close()
    }
  }
  const rows = (plan: Y.Map<unknown>, name: string) => plan.get(name) as Y.Array<unknown>

  test('two who type at once reach past the longest text', async () => {
    const { failed } = await screensAfter((plan) =>
      (plan.get('aspiration') as Y.Text).insert(0, long(LIMIT.aspiration)),
    )
    expect(failed).toEqual([])
  })
  test('days that are none', async () => {
    const { failed, plan } = await screensAfter((of) => {
      of.set('revisit', '2026-99-99')
      rows(of, 'support').push([
        new Y.Map<unknown>([
          ['id', 'u9'],
          ['text', 'x'],
          ['by', '2026-02-31'],
        ]),
      ])
    })
    expect(failed).toEqual([])
    expect({ revisit: plan.revisit, by: plan.support[0]?.by }).toEqual({ revisit: null, by: null })
  })
  test('rows that are none, without an id, of other types', async () => {
    const { failed, stamp } = await screensAfter((of) => {
      rows(of, 'strengths').push([
        new Y.Map([['text', 'no id']]),
        new Y.Map<unknown>([
          ['id', 7],
          ['text', {}],
        ]),
        'no row',
        7,
        [1],
        {},
      ])
      rows(of, 'focusAreas').push([
        new Y.Map<unknown>([
          ['id', 'f9'],
          ['title', 5],
          ['actions', 'none'],
        ]),
      ])
    })
    expect(failed).toEqual([])
    expect(stamp).toEqual({ status: 400, ok: true })
  })
})

/** A press posted to the bot as the channel does. */
async function straight(who: string, value: unknown): Promise<{ statusCode: number; value: Card }> {
  const { people } = await world.control<{ people: { key: string; id: string }[] }>('GET', '/host/state')
  const id = people.find(({ key }) => key === who)?.id ?? ''
  const tenantId = DOCUMENT.split('/')[1]
  const response = await fetch(`${world.app}/api/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await mint.channel()}` },
    body: JSON.stringify({
      type: 'invoke',
      name: 'adaptiveCard/action',
      id: 'f:1',
      channelId: 'msteams',
      serviceUrl: `${world.url}/connector/`,
      from: { id: `29:${id}`, aadObjectId: id },
      recipient: { id: '28:bot' },
      conversation: { id: `a:${id}`, conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
      value,
    }),
    signal: AbortSignal.timeout(10_000),
  })
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`)
  return (await response.json()) as { statusCode: number; value: Card }
}
