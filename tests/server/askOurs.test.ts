// What a manager is asked about several series goes out in one digest, whenever the outbox looks: else the rest would come a day later (R1, R11).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { askOurs } from '#bot/offers/ours.ts'
import type { Store } from '#bot/ports.ts'
import { recipientPartition } from '#shared/kinds.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { inProcess, newOutside, settle, twoOf } from '#tests/inProcess.ts'

const TWO = twoOf('t')
const asked = (series: string, start: string) => ({ series, organizer: 'Ines', start, end: start, repeats: true })
const FRIDAY = asked('friday', '2026-10-09T13:00:00.000Z')
const MONDAY = asked('monday', '2026-10-12T13:00:00.000Z')

test('two questions, the outbox at work after every single write: one digest; asked again, nothing; moved, it says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ours-'))
  const store = openSqlite(join(folder, 'growth.sqlite'))
  const outside = newOutside()
  await settle(store, outside, TWO, false)
  const app = inProcess(store, outside, 'one', () => false)
  const deliver = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written
    await app.settled()
    return result
  }
  const watched: Store = {
    ...store,
    put: (...args) => deliver(store.put(...args)),
    putAll: (writes) => deliver(store.putAll(writes)),
  }
  const pairWith = (...possible: (typeof FRIDAY)[]) => ({
    ...newPair(TWO.tenant, TWO.employee, TWO.manager),
    possible,
  })
  const ask = (...possible: (typeof FRIDAY)[]) => askOurs({ ...app.world, store: watched }, pairWith(...possible))

  await ask(FRIDAY, MONDAY)
  expect(outside.sent.map(({ summary }) => summary)).toEqual([
    'Two things for today: Is this your 1-1 with Rafe? · Is this your 1-1 with Rafe?',
  ])
  await ask(FRIDAY, MONDAY)
  expect(outside.sent).toHaveLength(1)

  // One that still waits names the next meeting: a third is owed after today's digest, and its series goes on meanwhile.
  const next = asked('thursday', '2026-10-15T13:00:00.000Z')
  await ask(asked('thursday', '2026-10-08T13:00:00.000Z'))
  await ask(next)
  const all = await store.list('message', recipientPartition(TWO.tenant, TWO.manager))
  expect(all.filter(({ value }) => value.state.name === 'owed').map(({ value }) => value.expiresAt)).toEqual([
    next.start,
  ])
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})
