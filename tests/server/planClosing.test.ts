// Whoever is shown out of a live plan while an edit of theirs is being stored begins anew: nothing tells them that all is well (R7, R15).
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import { afterEach, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import type { Identity, Store } from '#bot/ports.ts'
import { collab } from '#bot/routes/collab.ts'
import { employeePartition } from '#shared/kinds.ts'
import { planOf } from '#shared/plan/doc.ts'
import { addStrength } from '#shared/plan/edit.ts'
import { applyLog } from '#shared/plan/log.ts'
import { inProcess, newOutside, settle, twoOf } from '#tests/inProcess.ts'
import { sleep } from '#tests/world.ts'

const two = twoOf('t')
const DOCUMENT = employeePartition('t', two.employee)
const ends: (() => unknown)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

test('an edit that is stored after its writer was shown out is there, and they have knocked again', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'closing-'))
  const sqlite = openSqlite(join(folder, 'growth.sqlite'))
  ends.push(() => rmSync(folder, { recursive: true }), sqlite.close)
  await settle(sqlite, newOutside(), two)
  // Set, it keeps every append waiting.
  let gate: Promise<void> | null = null
  let waiting = 0
  const store: Store = {
    ...sqlite,
    async append(partition, entries) {
      waiting += 1
      await gate
      await sqlite.append(partition, entries)
    },
  }
  let knocks = 0
  const identity: Identity = {
    async verify() {
      knocks += 1
      return { tenant: 't', id: two.employee, name: 'Rafe', roles: [], expires: Date.now() + 3_600_000 }
    },
  }
  const plans = collab({ ...inProcess(sqlite, newOutside(), 'one', () => false).world, store }, identity)
  const server = createServer()
  plans.attach(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => server.close(), plans.close)

  const socket = new HocuspocusProviderWebsocket({
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/collab`,
    delay: 100,
    minDelay: 100,
  })
  const doc = new Y.Doc()
  const rafe = new HocuspocusProvider({ websocketProvider: socket, name: DOCUMENT, document: doc, token: 'any' })
  rafe.attach()
  ends.push(() => {
    rafe.destroy()
    socket.destroy()
  })
  await until(() => rafe.isSynced && !rafe.hasUnsyncedChanges)
  expect(knocks).toBe(1)

  const { promise, resolve: letGo } = Promise.withResolvers<void>()
  gate = promise
  waiting = 0
  addStrength(doc, 's1', 'Listening')
  await until(() => waiting === 1)
  plans.rooms.recheck(DOCUMENT)
  letGo()
  await until(() => knocks === 2 && rafe.isSynced && !rafe.hasUnsyncedChanges)

  const stored = new Y.Doc()
  applyLog(stored, (await sqlite.readLog(DOCUMENT)).entries)
  expect(planOf(stored).strengths.map(({ text }) => text)).toEqual(['Listening'])
})

async function until(is: () => boolean): Promise<void> {
  for (const end = Date.now() + 5000; !is(); await sleep(5)) if (Date.now() > end) throw new Error('Waited in vain')
}
