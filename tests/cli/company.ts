// A small store in order: people with pairs, discussions, plans and their logs, everything that refers to something else.
import * as Y from 'yjs'
import type { RawDocument, Store, Write } from '#bot/ports.ts'
import type { Discussion } from '#shared/discussion/discussion.ts'
import { employeePartition, type Kind, placeOf, schemaOf } from '#shared/kinds.ts'
import { newOffer } from '#shared/offer/offer.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { aspirationOf } from '#shared/plan/doc.ts'
import { addStrength } from '#shared/plan/edit.ts'
import { layoutEntry, planFromLog } from '#shared/plan/log.ts'
import { EMPTY_PLAN } from '#shared/plan/plan.ts'
import { message, NOW, person, settings, TENANT, unsure } from '#tests/contract/samples.ts'

/** Stands wherever people wrote something: it may turn up in no output. */
export const WORDS = 'Quixotic words'
export const MANAGER = 'mona'
export const QUARTER = { key: '2026-Q4', label: '2026 Q4' }

const slot = { eventId: 'e', iCalUId: 'i', organizer: MANAGER, start: NOW, end: NOW, joinUrl: null }

/** Everything about one employee, in order. */
export function employeeWrites(employee: string): Write[] {
  const of = { tenant: TENANT, employee }
  const offered = {
    ...message('x', null, MANAGER),
    id: `offer:${employee}`,
    content: {
      type: 'offer',
      employee,
      recommended: { eventId: 'e', start: NOW, end: NOW },
      alternatives: [],
      reason: { kind: 'middleOfQuarter' },
      outcome: null,
      request: null,
      others: 'none',
    },
  }
  const revision = (number: number) => ({
    ...of,
    number,
    hash: 'h',
    plan: { ...EMPTY_PLAN, aspiration: WORDS },
    at: NOW,
    quarter: QUARTER,
    stamps: [{ by: employee, at: NOW }],
  })
  const discussion: Discussion = {
    ...of,
    manager: MANAGER,
    quarter: QUARTER,
    attempt: 1,
    state: { name: 'agreed', slot, original: null, at: NOW, revision: 2 },
    startedAt: NOW,
    endedAt: NOW,
    ownPoints: [],
    restore: null,
    dueAt: null,
  }
  const all = {
    person: { ...person(employee), manager: MANAGER },
    pair: { ...newPair(TENANT, employee, MANAGER), answer: 'yes', slots: [slot], readAt: NOW, dueAt: NOW },
    offer: {
      ...newOffer({ ...of, manager: MANAGER, quarter: QUARTER }, NOW),
      state: { name: 'converted', at: NOW },
      asked: 1,
      messages: [offered.id],
      dueAt: null,
    },
    discussion,
    preparation: {
      ...of,
      quarter: QUARTER.key,
      writer: employee,
      answers: [{ question: 'q', text: WORDS }],
      shared: true,
      at: NOW,
    },
    note: { ...of, quarter: QUARTER.key, writer: MANAGER, text: WORDS },
    plan: { ...of, createdAt: NOW, latest: 2, agreed: 2, settling: null, dueAt: NOW },
    commitment: {
      ...of,
      id: 'a1',
      title: WORDS,
      kind: 'people',
      owner: employee,
      due: null,
      area: WORDS,
      quarter: QUARTER.key,
      since: '2026-10-06',
      entries: [],
      leftPlan: null,
    },
    message: offered,
    unsure: unsure(WORDS, employee),
  }
  return [
    ...Object.entries(all).map(([kind, value]) => ({ kind, value, over: 'absent' })),
    ...[1, 2].map((number) => ({ kind: 'revision', value: revision(number), over: 'absent' })),
  ] as Write[]
}

/** The layout, what somebody typed, and a strength for each of `edits`, one entry each. */
export function planLog(employee: string, edits = 1): { by: string; update: Uint8Array }[] {
  const doc = new Y.Doc()
  // Random otherwise, and two stores filled alike would differ.
  doc.clientID = [...Buffer.from(employee)].reduce((sum, byte) => (sum * 31 + byte) % 2 ** 32, 7)
  Y.applyUpdate(doc, layoutEntry())
  const entries = [{ by: 'server', update: layoutEntry() }]
  doc.on('update', (update: Uint8Array) => void entries.push({ by: employee, update }))
  aspirationOf(doc)?.insert(0, `${WORDS} of ${employee}`)
  for (let n = 0; n < edits; n++) addStrength(doc, `s${n}`, WORDS)
  return entries
}

/** `people` employees of one manager. */
export async function fill(store: Store, people: number): Promise<string[]> {
  await put(store, { kind: 'settings', value: settings(TENANT), over: 'absent' })
  await put(store, { kind: 'person', value: person(MANAGER), over: 'absent' })
  const employees = Array.from({ length: people }, (_, n) => `employee-${n}`)
  for (const employee of employees) {
    for (const write of employeeWrites(employee)) await put(store, write)
    await store.append(employeePartition(TENANT, employee), planLog(employee))
  }
  return employees
}

export async function put(store: Store, { kind, value, over }: Write): Promise<void> {
  if ((await store.put(kind, value as never, over)) === null) throw new Error(`Somebody was first on ${kind}.`)
}

/** As it lies in the store, in the present version. */
export function rawOf({ kind, value }: Pick<Write, 'kind' | 'value'>): RawDocument {
  const { partition, id } = placeOf(kind as Kind, value as never)
  return { kind, partition, id, schema: schemaOf(kind), json: value }
}

/** Everything in a store by name, in one order, for comparing two of them. */
export async function contentOf(store: Store): Promise<Record<string, unknown>> {
  const found: [string, unknown][] = []
  for await (const row of store.everything())
    if ('log' in row)
      found.push([
        `log ${row.log}`,
        row.entries.map(({ by, update }) => `${by} ${Buffer.from(update).toString('base64')}`),
      ])
    else found.push([`${row.kind} ${row.partition} ${row.id}`, { schema: row.schema, json: row.json }])
  return Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** What a plan's log says. */
export const aspirationIn = async (store: Store, employee: string): Promise<string> =>
  planFromLog(await store.readLog(employeePartition(TENANT, employee))).aspiration
