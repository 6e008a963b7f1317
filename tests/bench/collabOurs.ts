// Our own server for the collab bench: the whole app on its SQLite store, with employees and managers enough, and their tokens.
import { join } from 'node:path'
import * as Y from 'yjs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { MANY_ENTRIES } from '#bot/plans/compact.ts'
import type { LogEntry, Store } from '#bot/ports.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { aspirationOf } from '#shared/plan/doc.ts'
import { setStrength } from '#shared/plan/edit.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { idsOf } from '#tests/play.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { diceOf } from '#tests/soak/dice.ts'
import { mintOf } from '#tests/tokens.ts'
import { startWorld } from '#tests/world.ts'
import { type Seat, timeToOpen } from './collabLoad.ts'
import type { Server } from './collabServers.ts'
import { hocuspocus } from './collabWire.ts'
import { type Who, writeHistory } from './history.ts'

export type Ours = Server & {
  /** An employee with eight quarters and this many rows in their plan's log, and one whose plan is fresh. */
  aged(rows: number): Promise<{ old: Opening; fresh: Opening }>
  stop(): Promise<void>
}
export type Opening = {
  /** How long it takes from nothing until the page has what is around the plan and is in step with it, ms. */
  open(): Promise<number>
  /** Rows in the plan's log now. */
  rows(): Promise<number>
}

/** A person may have twenty windows open at all plans together; this leaves room. */
const EMPLOYEES_A_MANAGER = 10
const QUARTERS = 8

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const employee = (n: number) => idOf(n)
const manager = (n: number) => idOf(1_000_000 + Math.floor(n / EMPLOYEES_A_MANAGER))

/** Starts the app with `plans` employees. Tokens are real and verified once, when a socket comes in. */
export async function startOurs(plans: number): Promise<Ours> {
  const world = await startWorld({ store: 'sqlite' })
  // Two more: for the old plan and the fresh one.
  const people = plans + 2
  const store = openSqlite(join(world.data, 'growth.sqlite'))
  await enrol(store, (await idsOf(world)).mona ?? '', people)
  // The app knows who reports to whom from its store; it starts with them in it.
  await world.killApp()
  await world.startApp()
  const mint = await mintOf(world)
  const url = `${world.app.replace('http', 'ws')}/collab`
  const tokens = new Map<string, string>()
  for (let n = 0; n < people; n += 1)
    for (const id of [employee(n), manager(n)]) if (!tokens.has(id)) tokens.set(id, await mint.tab(id))
  const documentOf = (n: number) => employeePartition(TENANT_ID, employee(n))
  const seat = (n: number, person: string): Seat => ({
    url,
    dialect: hocuspocus(documentOf(n), tokens.get(person) ?? ''),
    layout: null,
  })
  const opening = (n: number): Opening => ({
    async open() {
      const start = performance.now()
      const headers = { authorization: `Bearer ${tokens.get(employee(n))}` }
      const page = await fetch(`${world.app}/api/plans/${employee(n)}`, { headers })
      if (!page.ok) throw new Error(`A plan does not open: ${page.status}`)
      await page.text()
      return performance.now() - start + (await timeToOpen(seat(n, employee(n))))
    },
    rows: async () => (await store.readLog(documentOf(n))).entries.length,
  })
  return {
    name: 'ours',
    pid: world.appPid() ?? 0,
    seats: (n) => [seat(n, employee(n)), seat(n, manager(n))],
    async stored(n, client) {
      const doc = new Y.Doc()
      for (const { update } of (await store.readLog(documentOf(n))).entries) Y.applyUpdate(doc, update)
      return Y.getState(doc.store, client)
    },
    async aged(rows) {
      const [old, fresh] = [plans, plans + 1]
      const who = { tenant: TENANT_ID, employee: employee(old), manager: manager(old) }
      await writeHistory(store, who, '2026-08-18T10:00:00.000Z', QUARTERS)
      await typeFor(store, who, rows)
      return { old: opening(old), fresh: opening(fresh) }
    },
    async stop() {
      await store.close()
      await world.stop()
    },
  }
}

async function enrol(store: Store, like: string, people: number): Promise<void> {
  const mona = (await store.get('person', tenantPartition(TENANT_ID), like))?.value
  if (!mona) throw new Error('Mona is not there')
  const put = (id: string, manager: string | null, employees: string[]) =>
    store.put(
      'person',
      {
        ...mona,
        id,
        directory: { ...mona.directory, id, name: `Person ${id}` },
        employees,
        manager,
        chat: null,
        dueAt: null,
      },
      'absent',
    )
  for (let n = 0; n < people; n += 1) {
    await put(employee(n), manager(n), [])
    await store.put('pair', newPair(TENANT_ID, employee(n), manager(n)), 'absent')
    if (n % EMPLOYEES_A_MANAGER === 0)
      await put(
        manager(n),
        null,
        Array.from({ length: EMPLOYEES_A_MANAGER }, (_, more) => employee(n + more)),
      )
  }
}

/**
 * What sixteen windows, two a quarter, typed over the years, one row a key: a while in one place, in the text or in a
 * field, now and then a letter taken back. What is full is cut in half.
 */
async function typeFor(store: Store, { tenant, employee }: Who, rows: number): Promise<void> {
  const partition = employeePartition(tenant, employee)
  const doc = new Y.Doc()
  for (const { update } of (await store.readLog(partition)).entries) Y.applyUpdate(doc, update)
  const text = aspirationOf(doc)
  if (!text) throw new Error('The plan has no text')
  const dice = diceOf(1)
  const roll = (sides: number) => Math.floor(dice() * sides)
  const entries: LogEntry[] = []
  doc.on('update', (update: Uint8Array) => entries.push({ update, by: employee }))
  for (let windows = 0; entries.length < rows; ) {
    if (entries.length >= (windows * rows) / (2 * QUARTERS)) {
      windows += 1
      doc.clientID = 10 + windows
    }
    const field = roll(2) === 0 ? `s${1 + roll(3)}` : null
    let caret = roll(text.length + 1)
    let line = ''
    for (let left = 10 + roll(50); left > 0 && entries.length < rows; left -= 1) {
      const letter = LETTERS[entries.length % LETTERS.length] as string
      if (field) {
        line += letter
        setStrength(doc, field, line)
      } else if (text.length >= LIMIT.aspiration) {
        text.delete(0, text.length >> 1)
        caret = text.length
      } else if (caret > 0 && roll(16) === 0) {
        caret -= 1
        text.delete(caret, 1)
      } else {
        text.insert(caret, letter)
        caret += 1
      }
    }
  }
  for (let from = 0; from < rows; from += MANY_ENTRIES)
    await store.append(partition, entries.slice(from, from + MANY_ENTRIES))
}
const LETTERS = 'Closing decisions that nobody takes. '
