// The weekly round (R8) over a real store: what is too old goes, with its card; the rest stays, and so does the next round.
import { beforeEach, expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { newPerson } from '#bot/people/install.ts'
import type { Store, World } from '#bot/ports.ts'
import { retain } from '#bot/privacy/retain.ts'
import { employeePartition, recipientPartition } from '#shared/kinds.ts'
import { newOffer } from '#shared/offer/offer.ts'
import { type Message, owe, settle } from '#shared/outbox/message.ts'
import { DEFAULT_RETENTION, type Retention } from '#shared/settings.ts'

const NOW = '2026-10-27T03:00:00.000Z'
const OLD = '2025-09-01T09:00:00.000Z'
const OWN = employeePartition('t', 'rafe')
const BOX = recipientPartition('t', 'rafe')
const chat = { conversation: 'a:rafe', serviceUrl: 'https://x/' }

let store: Store
let removed: string[]
let world: World
let refuses = false
beforeEach(() => {
  store = openSqlite(':memory:')
  removed = []
  refuses = false
  const messenger = {
    remove: async (_: unknown, activity: string) => {
      removed.push(activity)
      return !refuses
    },
  }
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  world = { store, clock: { now: () => NOW }, log, messenger } as unknown as World
})

function message(id: string, at: string | null, activity = id): Message {
  const content = { type: 'news' as const, title: id, text: '', open: null }
  const owed = owe({ tenant: 't', recipient: 'rafe', about: 'rafe', content, urgency: 'news', key: [id] }, at ?? OLD)
  return at === null ? owed : settle(owed, activity, at)
}

/** One old and one young thing of each kind. */
async function fill(retention: Retention = DEFAULT_RETENTION): Promise<void> {
  const cadence = 'quarterly' as const
  const settings = { tenant: 't', fiscalYearStartMonth: 1, cadence, world: null, retention, erasureKey: 'k' }
  await store.put('settings', settings, 'absent')
  const directory = { id: 'rafe', name: 'Rafe', mail: null, userPrincipalName: null, proxyAddresses: [] }
  const person = newPerson('t', { ...directory, enabled: true, member: true, jobTitle: null })
  await store.put('person', { ...person, chat }, 'absent')
  for (const quarter of ['2023-Q1', '2025-Q3', '2026-Q4']) {
    const of = { tenant: 't', employee: 'rafe', writer: 'rafe', quarter }
    await store.put('note', { ...of, text: 'x' }, 'absent')
    await store.put('preparation', { ...of, answers: [], shared: false, at: OLD }, 'absent')
    await store.put('preparation', { ...of, writer: 'mona', answers: [], shared: true, at: OLD }, 'absent')
    const pair = { tenant: 't', employee: 'rafe', manager: 'mona', quarter: { key: quarter, label: quarter } }
    await store.put('offer', newOffer(pair, NOW), 'absent')
  }
  for (const day of ['2024-09-01', '2026-10-01'])
    await store.put(
      'audit',
      { tenant: 't', employee: 'rafe', by: 'mona', day, at: `${day}T09:00:00.000Z`, what: 'read', surface: 'tab' },
      'absent',
    )
  for (const one of [message('old', OLD), message('young', '2026-10-01T09:00:00.000Z'), message('owed', null)])
    await store.put('message', one, 'absent')
  await store.put('retention', { tenant: 't', person: 'rafe', dueAt: NOW }, 'absent')
}
async function round(): Promise<void> {
  const due = await store.get('retention', OWN, 'retention')
  if (due) await retain(world)(due)
}
async function ids(): Promise<Record<string, string[]>> {
  const found = await store.read(OWN, ['note', 'preparation', 'offer', 'audit'])
  const messages = await store.list('message', BOX)
  return {
    note: found.note.map(({ value }) => value.quarter),
    draft: found.preparation.filter(({ value }) => !value.shared).map(({ value }) => value.quarter),
    shared: found.preparation.filter(({ value }) => value.shared).map(({ value }) => value.quarter),
    offer: found.offer.map(({ value }) => value.quarter.key),
    audit: found.audit.map(({ value }) => value.day),
    message: messages.map(({ value }) => value.id),
  }
}

test('what is too old goes, its card too, and the next round is in a week', async () => {
  await fill()
  await round()
  expect(await ids()).toEqual({
    note: ['2026-Q4'],
    draft: ['2026-Q4'],
    shared: ['2025-Q3', '2026-Q4'],
    offer: ['2025-Q3', '2026-Q4'],
    audit: ['2026-10-01'],
    message: ['news:owed', 'news:young'],
  })
  expect(removed).toEqual(['old'])
  expect((await store.get('retention', OWN, 'retention'))?.value.dueAt).toBe('2026-11-03T03:00:00.000Z')
})

test('a tenant that keeps everything keeps everything', async () => {
  await fill({ drafts: null, discussions: null, messages: null, audit: null })
  const before = await ids()
  await round()
  expect(await ids()).toEqual(before)
  expect(removed).toEqual([])
})

test('a card that cannot be deleted is not waited for', async () => {
  await fill()
  refuses = true
  await round()
  expect((await ids()).message).toEqual(['news:owed', 'news:young'])
  expect(removed).toEqual(['old', 'old', 'old'])
})

test('of a digest only what is old goes, and its card is drawn again', async () => {
  await fill()
  const hello = { ...message('hello', OLD, 'old'), id: 'hello:mona', content: HELLO }
  await store.put('message', hello, 'absent')
  await round()
  expect((await ids()).message).toEqual(['hello:mona', 'news:owed', 'news:young'])
  expect(removed).toEqual([])
  expect((await store.get('message', BOX, 'hello:mona'))?.value).toMatchObject({ state: hello.state, dueAt: NOW })
})

test('of somebody who is gone nothing is due any more', async () => {
  await store.put('retention', { tenant: 't', person: 'rafe', dueAt: NOW }, 'absent')
  await round()
  expect(await store.get('retention', OWN, 'retention')).toBeNull()
})

const HELLO = { type: 'hello' as const, manager: 'Mona', answer: null }
