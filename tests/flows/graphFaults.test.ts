// R5: Graph fails at every single request of converting and undoing, in every way it can, once and for good: the end is right, told once.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { graph } from '#bot/adapters/graph/index.ts'
import { reachSandbox, type Sandbox } from '#bot/adapters/sandbox.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { respond } from '#bot/offers/respond.ts'
import { recipientPartition } from '#shared/kinds.ts'
import type { Slot } from '#shared/oneOnOne/pair.ts'
import { addDays, addMinutes } from '#shared/time.ts'
import { inProcess, NOON, newOutside, settle, stateOf, type Two } from '#tests/inProcess.ts'
import { calendar as calendarOf, call, post, type Rig, startRig } from '#tests/server/sandboxRig.ts'

type Way = { status: number; retryAfter?: number; before?: boolean }
const WAYS: Record<string, Way> = {
  '412': { status: 412 },
  '404': { status: 404 },
  '403': { status: 403 },
  '429 with Retry-After': { status: 429, retryAfter: 0.05 },
  '429 without': { status: 429 },
  '500': { status: 500 },
  '503': { status: 503 },
  'lost before': { status: 0, before: true },
  'lost after': { status: 0 },
}
/** The requests in their order; the last two belong to the undoing. */
const REQUESTS = ['read', 'change', 'read back', 'undo: read', 'undo: change'] as const
/** So many in a row outlast every retry of one call, and not a job's next try. */
const FOR_GOOD = { '429 with Retry-After': 4, '429 without': 4, '503': 4 } as Record<string, number>

type Item = Awaited<ReturnType<typeof calendarOf>>[number] & { body?: unknown; onlineMeeting?: unknown }
const matrix: string[][] = []
let rig: Rig
let sandbox: Sandbox
let pair: { manager: string; employee: string }

beforeAll(async () => {
  rig = await startRig()
  sandbox = await reachSandbox(rig.url)
  const ms = graph({ ...sandbox, log: quiet })
  const [mona, rafe] = await Promise.all(
    ['mona.lindqvist', 'rafe.okafor'].map((one) => ms.byAddress(`${one}@contoso.test`)),
  )
  pair = { manager: mona?.id ?? '', employee: rafe?.id ?? '' }
})
afterAll(async () => {
  await rig.stop()
  const width = Math.max(...matrix.map(([way = '']) => way.length))
  console.info(matrix.map(([way = '', ...cells]) => `${way.padEnd(width)}  ${cells.join(' | ')}`).join('\n'))
})

const quiet = { info: () => {}, warn: () => {}, error: () => {} }

/** Mona and Rafe's next meetings in the sandbox, a store of their own, and an offer that was asked. */
async function company(tenant: string) {
  const items = (await calendarOf(rig.url, 'mona')).filter(
    ({ subject, start }) => subject === 'Mona / Rafe' && /^2026-1[12]/.test(start.dateTime),
  )
  const slots = items.map((item): Slot => {
    const start = `${item.start.dateTime.slice(0, 19)}.000Z`
    const common = { eventId: item.id, iCalUId: item.iCalUId, organizer: pair.manager, joinUrl: null }
    return { ...common, start, end: addMinutes(start, 45) }
  })
  const two: Two = { tenant, ...pair, slots }
  const store = openSqlite(':memory:')
  const outside = newOutside()
  await settle(store, outside, two)
  const app = inProcess(store, outside, 'h/1/test', () => true, graph({ ...sandbox, log: quiet, firstWaitMs: 2 }))
  await app.settled()
  const question = async () => {
    const messages = (await store.list('message', recipientPartition(tenant, pair.manager))).map(({ value }) => value)
    const found = messages.find(({ content }) => content.type === 'offer')
    if (!found) throw new Error('Nothing was asked')
    return found
  }
  return { ...app, store, outside, two, question, slot: slots[0] as Slot }
}

const lineOf = (item: Item) =>
  JSON.stringify([item.id, item.subject, item.start, item.end, item.body, item.onlineMeeting])
/** What Graph keeps of our property once it was set is an empty one. */
const markOf = (item: Item | undefined) =>
  (item as { singleValueExtendedProperties?: { value: string }[] } | undefined)?.singleValueExtendedProperties?.[0]
    ?.value ?? ''

async function oneCase(name: string, at: number, count: number): Promise<string> {
  const of = await company(`t-${crypto.randomUUID()}`)
  const before = (await calendarOf(rig.url, 'mona')) as Item[]
  const theirs = (await calendarOf(rig.url, 'rafe')) as Item[]
  const isUndo = at >= 3
  const fault = () =>
    post(`${rig.url}/sandbox/faults`, { target: 'graph', skip: isUndo ? at - 3 : at, count, ...WAYS[name] })
  if (!isUndo) await fault()
  await respond(of.world, await of.question(), 'offer.convert', of.slot.eventId)
  await of.settled()
  if (isUndo) {
    await fault()
    await respond(of.world, await of.question(), 'offer.undo', null)
    await of.settled()
  }
  await post(`${rig.url}/sandbox/faults`, { target: 'graph', status: 500, count: 0 })
  await of.settled()
  // A calendar that was closed to us is tried again a day later.
  of.setClock(addDays(NOON, 1))
  await of.settled()

  const { discussions, messages } = await stateOf(of.store, of.two)
  const state = discussions[0]?.state.name
  const after = (await calendarOf(rig.url, 'mona')) as Item[]
  const item = after.find(({ id }) => id === of.slot.eventId)
  const card = messages.find(({ content }) => content.type === 'offer')?.content
  const outcome = card?.type === 'offer' ? card.outcome : null
  const told = (words: RegExp, who: string) =>
    of.outside.sent.filter(({ chat, summary }) => chat === who && words.test(summary)).length

  // Never the others of the series, never a body, a time or a join URL, in either calendar.
  const others = (all: Item[]) => all.filter(({ id }) => id !== of.slot.eventId).map(lineOf)
  expect(others(after)).toEqual(others(before))
  const withName = (all: Item[], subject: string | undefined) =>
    all.map((one) => (one.id === of.slot.eventId ? lineOf({ ...one, subject: subject ?? null } as Item) : lineOf(one)))
  expect(withName(after, 'x')).toEqual(withName(before, 'x'))
  const theirName = ((await calendarOf(rig.url, 'rafe')) as Item[]).find(({ iCalUId }) => iCalUId === of.slot.iCalUId)
  expect(theirName?.subject).toBe(item?.subject)
  expect(theirs.length).toBe(((await calendarOf(rig.url, 'rafe')) as Item[]).length)

  const converted = told(/is your growth discussion with/, of.two.employee)
  if (state === 'scheduled') {
    expect([item?.subject, converted, outcome?.name]).toEqual(['Mona / Rafe · Growth discussion', 1, 'converted'])
    expect(markOf(item)).toContain(of.two.tenant)
  } else {
    expect([name, at, state, item?.subject, markOf(item).includes(of.two.tenant)]).toEqual([
      name,
      at,
      'needsSlot',
      'Mona / Rafe',
      false,
    ])
    expect(discussions[0]?.restore).toBeNull()
    expect([name, at, converted, told(/ordinary 1-1 again/, of.two.employee)]).toEqual([
      name,
      at,
      ...(isUndo ? [1, 1] : [0, 0]),
    ])
    expect(outcome?.name).toBe(isUndo ? 'undone' : 'failed')
  }
  // Exactly one card about it, which shows how it ended.
  expect(told(/growth discussion with|1-1 with|invitation/i, of.two.manager)).toBe(1)
  await of.stop()
  // As before, for the next case.
  await call('PATCH', `${rig.url}/sandbox/calendar/mona/${encodeURIComponent(of.slot.eventId)}`, {
    subject: 'Mona / Rafe',
    categories: [],
  })
  await of.store.close()
  if (state === 'scheduled') return 'converted'
  return isUndo ? 'undone' : 'as before'
}

describe.each([
  ['once', () => 1],
  ['until the call gives up', (name: string) => FOR_GOOD[name] ?? 2],
] as const)('a request that fails %s', (often, times) => {
  test.each(Object.keys(WAYS))('%s at each request', async (name) => {
    const cells: string[] = []
    for (const [at, request] of REQUESTS.entries()) cells.push(`${request}: ${await oneCase(name, at, times(name))}`)
    matrix.push([`${name}, ${often}`, ...cells])
  })
})
