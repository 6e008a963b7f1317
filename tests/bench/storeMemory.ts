// The app's memory with 10,000 stored plans and 200 of them open, beside the same app idle on an empty store.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import { idsOf } from '#tests/play.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import { mintOf } from '#tests/tokens.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'
import { writeHistory } from './history.ts'
import { report } from './measure.ts'

const STORED = 10_000
const OPEN = 200

export async function costOfMemory(): Promise<Record<string, number>> {
  const idle = await startWorld({ store: 'sqlite' })
  const before = await settledMb(idle)
  await idle.stop()

  const world = await startWorld({ store: 'sqlite' })
  try {
    await fill(world)
    await world.killApp()
    await world.startApp()
    const close = await openMany(world)
    const after = await settledMb(world)
    close()
    const more = Math.round(after - before)
    console.error(
      `the app idle ${Math.round(before)} MB, with ${STORED} stored and ${OPEN} open plans ${Math.round(after)} MB`,
    )
    report(`memory: ${STORED} stored, ${OPEN} open plans, more than idle`, more, 100, ' MB')
    return { idleMb: Math.round(before), withPlansMb: Math.round(after), moreMb: more }
  } finally {
    await world.stop()
  }
}

/** The smallest of several readings, when the collector has had its time. */
async function settledMb(world: TestWorld): Promise<number> {
  await sleep(4000)
  let least = Number.POSITIVE_INFINITY
  for (let n = 0; n < 10; n += 1) {
    const kb = execFileSync('ps', ['-o', 'rss=', '-p', String(world.appPid())], { encoding: 'utf8' })
    least = Math.min(least, Number(kb) / 1024)
    await sleep(300)
  }
  return least
}

const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Ten thousand people of Mona's with a plan each, as the app would have left them. */
async function fill(world: TestWorld): Promise<void> {
  const manager = (await idsOf(world)).mona ?? ''
  const store = openSqlite(join(world.data, 'growth.sqlite'))
  const people = tenantPartition(TENANT_ID)
  const mona = await store.get('person', people, manager)
  if (!mona) throw new Error('Mona is not there')
  for (let n = 0; n < STORED; n += 1) {
    const id = idOf(n)
    const directory = { ...mona.value.directory, id, name: `Employee ${n}` }
    const person = { ...mona.value, id, directory, employees: [], manager, chat: null, dueAt: null }
    await store.put('person', person, 'absent')
    await writeHistory(store, { tenant: TENANT_ID, employee: id, manager }, '2026-08-18T10:00:00.000Z', 1)
  }
  await store.close()
}

async function openMany(world: TestWorld): Promise<() => void> {
  const mint = await mintOf(world)
  const sockets = await Promise.all(
    Array.from({ length: OPEN }, async (_, n) => {
      const token = await mint.tab(idOf(n))
      const url = `${world.app.replace('http', 'ws')}/collab`
      const socket = new HocuspocusProviderWebsocket({ url })
      const name = employeePartition(TENANT_ID, idOf(n))
      const provider = new HocuspocusProvider({ websocketProvider: socket, name, document: new Y.Doc(), token })
      provider.attach()
      for (const end = Date.now() + 60_000; !provider.isSynced; await sleep(20))
        if (Date.now() > end) throw new Error(`Plan ${n} did not open`)
      return { provider, socket }
    }),
  )
  return () => {
    for (const { provider, socket } of sockets) {
      provider.destroy()
      socket.destroy()
    }
  }
}
