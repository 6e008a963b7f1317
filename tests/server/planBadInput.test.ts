// Bad input at the live plan's socket (R16): it is refused or handled, the plan is unchanged, and the other side goes on writing.
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { addStrength, setRevisit } from '#shared/plan/edit.ts'
import { BUILDS_ON_NONE, UNSAVABLE_CODE } from '#shared/plan/unsavable.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import {
  at,
  brokenState,
  crowd,
  cutOff,
  endless,
  fiftyMegabytes,
  flood,
  hugeLengths,
  message,
  notText,
  presence,
  reversed,
  STATELESS,
  STEP_2,
  strangeNames,
  strangeStates,
  sync,
  typedIn,
  UPDATE,
  unknownSteps,
  unknownTypes,
  updateOf,
  withDocument,
} from '#tests/planFrames.ts'
import { bytes, number, openPlanSocket, type PlanSocket, text } from '#tests/planSocket.ts'
import { DOCUMENT, RAFE } from '#tests/planted.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const TRY_AGAIN_LATER = 1013
const UNAUTHORIZED = 4401
const MESSAGE_TOO_BIG = 1009
const MONA = { id: person('mona').id, name: 'Mona Lindqvist', firstName: 'Mona' }

let world: TestWorld
let mona: AtThePlan
let rafe: AtThePlan
/** What the plan is to be; a test that writes something valid changes it. */
let expected: string
/** Who writes and reads after each test; Rafe himself once Mona is out. */
let writer: 'mona' | 'rafe' = 'mona'
let notices = 0
let edits = 0
const open: PlanSocket[] = []

const textOf = (doc: Y.Doc) => JSON.stringify(planOf(doc))

/** A socket of Rafe's that was let in. */
async function inside(): Promise<PlanSocket> {
  const socket = await openPlanSocket(world)
  open.push(socket)
  expect(await socket.knock(DOCUMENT, await world.token('rafe'))).toBe('in')
  return socket
}
/** Says it on a socket of its own; resolves to how the server closed that. */
async function closes(frame: Uint8Array): Promise<{ code: number; reason: string }> {
  const socket = await inside()
  socket.raw(frame)
  return { code: await socket.closed(), reason: socket.reason() }
}
/** The plan as it is, in a document of its own. */
function copy(): Y.Doc {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(mona.doc))
  return doc
}
type Seen = { client: number; person?: { id: string }; field?: string | null }
const seenBy = (who: AtThePlan): Seen[] =>
  [...(who.provider.awareness?.getStates() ?? [])]
    .map(([client, state]): Seen => ({ ...state, client }))
    .filter((one) => one.person)

beforeAll(async () => {
  world = await startWorld()
  await world.api('rafe', 'GET', `/api/plans/${RAFE}`)
  mona = await openLivePlan(world, 'mona', DOCUMENT)
  rafe = await openLivePlan(world, 'rafe', DOCUMENT)
  mona.provider.configuration.websocketProvider.on('disconnect', () => {
    notices += 1
  })
  aspirationOf(mona.doc)?.insert(0, 'To lead a team')
  await mona.saved()
  await rafe.until((doc) => planOf(doc).aspiration !== '')
  expected = textOf(mona.doc)
})
afterAll(async () => {
  for (const one of [mona, rafe]) one?.close()
  await world?.stop()
})
/** After each: the process is up, Mona did not notice, the plan is as expected, and what she writes is saved and seen. */
afterEach(async () => {
  for (const socket of open.splice(0)) socket.close()
  expect((await fetch(`${world.app}/healthz`)).status).toBe(200)
  expect(notices).toBe(0)
  expect(textOf(mona.doc) === expected).toBe(true)
  edits += 1
  addStrength(mona.doc, `edit-${edits}`, 'Mona goes on')
  expected = textOf(mona.doc)
  await mona.saved()
  const anew = await openLivePlan(world, writer, DOCUMENT)
  expect(textOf(anew.doc)).toBe(expected)
  anew.close()
})

describe('a message that cannot be read', () => {
  test('cut off anywhere, its socket is closed', async () => {
    for (const { end, afterName, frame } of cutOff(copy())) {
      const { code } = await closes(frame)
      expect({ end, code }).toEqual({ end, code: afterName ? TRY_AGAIN_LATER : UNAUTHORIZED })
    }
    expect((await closes(endless())).code).toBe(TRY_AGAIN_LATER)
  })

  test('with lengths of 2^53, before the door and behind it', async () => {
    for (const [what, within, frame] of hugeLengths())
      expect({ what, code: (await closes(frame)).code }).toEqual({
        what,
        code: within === 'edit' ? UNSAVABLE_CODE : TRY_AGAIN_LATER,
      })
    const outside = await openPlanSocket(world)
    outside.raw(bytes(number(2 ** 53 - 1), text('x')))
    expect(await outside.closed()).toBe(UNAUTHORIZED)
  })

  test('of a type that there is not, or that only the server says', async () => {
    for (const [type, frame] of unknownTypes())
      expect({ type, ...(await closes(frame)) }).toEqual({
        type,
        code: TRY_AGAIN_LATER,
        reason: 'A message cannot be read',
      })
    for (const frame of unknownSteps()) expect((await closes(frame)).code).toBe(TRY_AGAIN_LATER)
  })

  test('a stateless message is heard by nobody', async () => {
    let heard = 0
    mona.provider.on('stateless', () => {
      heard += 1
    })
    const socket = await inside()
    socket.raw(message(STATELESS, text('{"kind":"stamped"}')))
    await sleep(100)
    expect(heard).toBe(0)
  })

  test('for documents with names that every object has', async () => {
    for (const frame of strangeNames()) (await inside()).raw(frame)
    await sleep(100)
  })
})

describe('too much', () => {
  test('50 MB in one frame, before the door and behind it', async () => {
    const frame = fiftyMegabytes()
    const outside = await openPlanSocket(world)
    for (const socket of [outside, await inside()]) {
      socket.raw(frame)
      // A client that is still sending may see the end of the line in place of the code.
      expect([MESSAGE_TOO_BIG, 1006]).toContain(await socket.closed())
    }
  })

  test('a megabyte is pasted: too much at once is refused, the plan fills up, and can be emptied again', async () => {
    const doc = copy()
    const paste = (length: number) => typedIn(doc, 'm'.repeat(length))
    const socket = await inside()
    socket.edit(DOCUMENT, paste(900_000))
    await mona.until((theirs) => planOf(theirs).aspiration.length > 900_000)
    expect(await closes(sync(UPDATE, paste(1_100_000)))).toEqual({
      code: UNSAVABLE_CODE,
      reason: 'An edit is too large',
    })
    expect(await closes(sync(UPDATE, typedIn(copy(), 'm'.repeat(200_000))))).toEqual({
      code: UNSAVABLE_CODE,
      reason: 'The plan is full',
    })
    expect(planOf(mona.doc).aspiration.length).toBe(900_014)
    const less = copy()
    socket.edit(
      DOCUMENT,
      updateOf(less, () => aspirationOf(less)?.delete(0, 900_000)),
    )
    await mona.until((theirs) => planOf(theirs).aspiration.length === 14)
    // Emptied, there is room again.
    socket.edit(DOCUMENT, typedIn(copy(), 'm'.repeat(200_000)))
    await mona.until((theirs) => planOf(theirs).aspiration.length === 200_014)
    const end = copy()
    socket.edit(
      DOCUMENT,
      updateOf(end, () => aspirationOf(end)?.delete(0, 200_000)),
    )
    await mona.until((theirs) => textOf(theirs) === expected)
  })

  test('windows: one person has twenty, and room again when one is closed', async () => {
    // Rafe's honest one is the first.
    const twenty = []
    for (let n = 1; n < 20; n += 1) twenty.push(await inside())
    const late = await inside()
    expect({ code: await late.closed(), reason: late.reason() }).toEqual({
      code: TRY_AGAIN_LATER,
      reason: 'Too many windows',
    })
    twenty[0]?.close()
    await sleep(200)
    const next = await inside()
    const doc = copy()
    next.edit(
      DOCUMENT,
      updateOf(doc, () => setRevisit(doc, '2027-03-01')),
    )
    await mona.until((theirs) => planOf(theirs).revisit === '2027-03-01')
    expected = textOf(mona.doc)
  })
})

describe('edits that a plan cannot take', () => {
  test('a document in the document', async () => {
    expect(await closes(withDocument(copy()))).toEqual({
      code: UNSAVABLE_CODE,
      reason: 'A plan holds no other documents',
    })
  })

  test('4,000 in reverse order are refused at the first; in order, as one, they are taken', async () => {
    const all = reversed(copy(), 4000)
    const socket = await inside()
    for (const one of all.slice(0, -1)) socket.edit(DOCUMENT, one)
    // In the exchange after coming in again they would all be there.
    expect(await socket.closed()).toBe(TRY_AGAIN_LATER)
    expect(socket.reason()).toBe(BUILDS_ON_NONE)
    expect(textOf(mona.doc)).toBe(expected)
    const honest = await inside()
    honest.edit(DOCUMENT, Y.mergeUpdates(all))
    await mona.until((theirs) => planOf(theirs).aspiration.startsWith('r'.repeat(4000)))
    expected = textOf(mona.doc)
  })

  test('another document’s, under its name and under ours', async () => {
    const leila = person('leila').id
    const theirs = DOCUMENT.replace(RAFE, leila)
    await world.api('leila', 'GET', `/api/plans/${leila}`)
    const other = await openLivePlan(world, 'leila', theirs)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other.doc))
    const first = typedIn(doc, 'Not ')
    const later = updateOf(doc, () => aspirationOf(doc)?.insert(4, 'hers'))
    const socket = await inside()
    socket.edit(theirs, first)
    await sleep(100)
    expect(planOf(other.doc).aspiration).toBe('')
    other.close()
    expect(await closes(sync(UPDATE, later))).toEqual({ code: TRY_AGAIN_LATER, reason: BUILDS_ON_NONE })
    expect(await closes(sync(STEP_2, later))).toEqual({ code: UNSAVABLE_CODE, reason: BUILDS_ON_NONE })
  })
})

describe('presence', () => {
  const mine = 4242
  const seen = (client: number) => seenBy(rafe).find((one) => one.client === client)
  const until = async (is: () => boolean) => {
    for (const end = Date.now() + 5000; !is(); await sleep(10)) if (Date.now() > end) throw new Error('Not seen')
  }

  test('under somebody else’s name, or in somebody else’s window', async () => {
    mona.provider.awareness?.setLocalState({ field: 'aspiration', caret: null })
    await until(() => seen(mona.doc.clientID) !== undefined)
    const socket = await inside()
    socket.raw(presence([mona.doc.clientID, 1_000_000, at('stolen', { person: MONA })]))
    socket.raw(presence([mona.doc.clientID, 1_000_001, 'null']))
    socket.raw(presence([mine, 1, at('f1.title', { person: MONA })]))
    await until(() => seen(mine) !== undefined)
    expect(seen(mine)).toMatchObject({ person: { id: RAFE }, field: 'f1.title' })
    expect(seen(mona.doc.clientID)).toMatchObject({ person: { id: MONA.id }, field: 'aspiration' })
    mona.provider.awareness?.setLocalState({ field: 'f1.why', caret: null })
    await until(() => seen(mona.doc.clientID)?.field === 'f1.why')
  })

  test('of any shape is made small', async () => {
    const socket = await inside()
    for (const [n, state] of strangeStates().entries()) socket.raw(presence([mine + 1, n + 1, state]))
    await until(() => seen(mine + 1)?.field === 'deep')
    expect(JSON.stringify(seen(mine + 1)).length).toBeLessThan(300)
    expect((await closes(brokenState(mine))).reason).toBe('A message cannot be read')
  })

  test('of 100,000 clients, at once and one after another', async () => {
    for (const many of [100_000, 500, 5])
      expect({ many, code: (await closes(crowd(10_000, many))).code }).toEqual({ many, code: TRY_AGAIN_LATER })
    const socket = await inside()
    for (let n = 0; n < 20; n += 1) socket.raw(presence([20_000 + n, 1, at('x')]))
    expect(await socket.closed()).toBe(TRY_AGAIN_LATER)
    expect(socket.reason()).toBe('Too many clients')
    await until(() => seenBy(rafe).length < 5)
  })

  test('2,000 times a second', async () => {
    const socket = await inside()
    for (const frame of flood(mine + 2, 2000)) socket.raw(frame)
    expect(await socket.closed()).toBe(TRY_AGAIN_LATER)
    expect(socket.reason()).toBe('Too much presence')
  })
})

describe('text', () => {
  test('of every writing, and families, is kept as it is; half a letter becomes the sign for one', async () => {
    const family = '👩‍👩‍👧‍👦'
    const texts = ['שלום \u202Eabc\u202C', 'مرحبا بالعالم', family, '🏳️‍🌈e\u0301', '\0\u0007\uFEFF\u2028']
    for (const [n, one] of texts.entries()) addStrength(rafe.doc, `text-${n}`, one)
    await rafe.saved()
    await mona.until((doc) => planOf(doc).strengths.some(({ id }) => id === 'text-4'))
    for (const [n, one] of texts.entries())
      expect(planOf(mona.doc).strengths.find(({ id }) => id === `text-${n}`)?.text).toBe(one)
    const socket = await inside()
    socket.edit(DOCUMENT, typedIn(copy(), 'a\uD83Db\uDC69c'))
    await mona.until((theirs) => planOf(theirs).aspiration.startsWith('a\uFFFDb\uFFFDc'))
    expected = textOf(mona.doc)
    // A family is taken apart in the middle of a letter.
    socket.edit(DOCUMENT, typedIn(copy(), family))
    await mona.until((theirs) => planOf(theirs).aspiration.startsWith(family))
    const cut = copy()
    socket.edit(
      DOCUMENT,
      updateOf(cut, () => aspirationOf(cut)?.insert(1, '|')),
    )
    await mona.until((theirs) => planOf(theirs).aspiration.startsWith('\uFFFD|\uFFFD'))
    expected = textOf(mona.doc)
  })

  test('that is no UTF-8 is refused', async () => {
    expect((await closes(notText(copy()))).reason).toBe('An edit cannot be read')
  })
})

describe('afterwards', () => {
  test('who is no longer of the pair changes nothing, is hung up on, and is refused when they come again', async () => {
    const token = await world.token('mona')
    const former = await openPlanSocket(world)
    open.push(former)
    expect(await former.knock(DOCUMENT, token)).toBe('in')
    const doc = copy()
    // She types all the while, so that some of it is in line when the door closes.
    const typing = setInterval(() => former.edit(DOCUMENT, typedIn(doc, 'x')), 2)
    mona.close()
    await world.control('PATCH', '/sandbox/people/rafe', { manager: 'ines' })
    await world.advance('P1DT6H')
    // The door closed for all; Rafe comes in again, and from here on it is he who writes and reads.
    rafe.close()
    writer = 'rafe'
    mona = await openLivePlan(world, writer, DOCUMENT)
    rafe = mona
    const before = textOf(mona.doc)
    expect(before.length).toBeGreaterThan(expected.length)
    expected = before
    await sleep(100)
    clearInterval(typing)
    expect(await former.closed()).toBe(TRY_AGAIN_LATER)
    const again = await openPlanSocket(world)
    open.push(again)
    expect(await again.knock(DOCUMENT, token)).toEqual({ refused: 'permission-denied' })
    expect(textOf(mona.doc) === before).toBe(true)
    notices = 0
  })

  test('a new process reads the same plan, has nothing to set aside, and nobody’s words are in the log', async () => {
    mona.close()
    // The log is folded when nobody is left, unless something in it waits for an edit that never came.
    await sleep(500)
    await world.killApp()
    await world.startApp()
    mona = await openLivePlan(world, writer, DOCUMENT)
    rafe = mona
    notices = 0
    expect(textOf(mona.doc) === expected).toBe(true)
    const log = world.output.join('')
    for (const word of ['collab.setAside', 'plans.notCompacted', 'nhandled', 'Mona goes on', 'Quixotic', 'eyJ'])
      expect({ word, there: log.includes(word) }).toEqual({ word, there: false })
  })

  test('R15 what the store holds and nobody can read is set aside aloud: the rest opens, and the page hears of it', async () => {
    mona.close()
    await world.killApp()
    const store = openSqlite(join(world.data, 'growth.sqlite'))
    await store.append(DOCUMENT, [{ update: new Uint8Array([1, 255, 255]), by: RAFE }])
    await store.close()
    await world.startApp()
    const heard: string[] = []
    mona = await openLivePlan(world, writer, DOCUMENT, { onStateless: (payload) => heard.push(payload) })
    rafe = mona
    notices = 0
    expect(textOf(mona.doc) === expected).toBe(true)
    expect(heard).toEqual(['{"kind":"broken"}'])
    expect(world.output.join('')).toContain('collab.setAside')
    addStrength(mona.doc, 'goes on')
    await mona.saved()
    expected = textOf(mona.doc)
  })
})
