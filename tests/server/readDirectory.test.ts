// A manager's readings: their calendar is due only once they are known to have employees, and somebody who leaves ends in one (R0).
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { readDirectory } from '#bot/people/readDirectory.ts'
import type { Store } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import { DEFAULT_MAILBOX, type DirectoryPerson } from '#shared/person.ts'
import { DEFAULT_RETENTION } from '#shared/settings.ts'
import { addMinutes } from '#shared/time.ts'
import { inProcess, NOON, newOutside } from '#tests/inProcess.ts'

const TENANT = 't'
const entry = (id: string): DirectoryPerson => ({
  id,
  name: id,
  mail: `${id}@contoso.test`,
  userPrincipalName: `${id}@contoso.test`,
  proxyAddresses: [],
  enabled: true,
  member: true,
  jobTitle: null,
})

const mona = {
  tenant: TENANT,
  id: 'mona',
  directory: entry('mona'),
  mailbox: DEFAULT_MAILBOX,
  chat: { conversation: 'mona', serviceUrl: 'https://teams.test/' },
  employees: [],
  manager: null,
  dueAt: NOON,
}

/** Resolves to the version of Mona, who is due. */
async function enrolled(store: Store): Promise<string> {
  await store.put(
    'settings',
    {
      tenant: TENANT,
      fiscalYearStartMonth: 1,
      world: null,
      retention: DEFAULT_RETENTION,
      erasureKey: 'key',
      cadence: 'quarterly',
    },
    'absent',
  )
  return (await store.put('person', mona, 'absent')) ?? ''
}

test('after every single write: where the calendar is due, its manager has employees', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'reading-'))
  const store = openSqlite(join(folder, 'growth.sqlite'))
  const partition = tenantPartition(TENANT)
  const seen: { due: boolean; employees: number }[] = []
  const look = async <T>(written: Promise<T>): Promise<T> => {
    const result = await written
    const due = (await store.get('calendar', partition, 'mona'))?.value.dueAt === NOON
    const employees = (await store.get('person', partition, 'mona'))?.value.employees.length ?? 0
    seen.push({ due, employees })
    return result
  }
  const watched: Store = {
    ...store,
    put: (...args) => look(store.put(...args)),
    putAll: (writes) => look(store.putAll(writes)),
  }
  const { world } = inProcess(watched, newOutside(), 'one', () => false, undefined, {
    person: async (id) => entry(id),
    employeesOf: async (id) => (id === 'mona' ? [entry('rafe')] : []),
    byAddress: async () => null,
    managerOf: async () => null,
  })
  const version = await enrolled(store)
  await readDirectory(world)({ value: mona, version })
  expect(seen.at(-1)).toEqual({ due: true, employees: 1 })
  expect(seen.filter(({ due, employees }) => due && employees === 0)).toEqual([])
  await store.close()
  rmSync(folder, { recursive: true })
})

test.each([
  ['disabled', { enabled: false }],
  ['a guest now', { member: false }],
])('an employee who is %s, and still theirs in the directory, is gone after one reading', async (_what, change) => {
  const store = openSqlite(':memory:')
  let rafe = entry('rafe')
  let readings = 0
  const { settled, stop } = inProcess(store, newOutside(), 'one', () => false, undefined, {
    person: async (id) => (id === 'rafe' ? rafe : entry(id)),
    employeesOf: async (id) => {
      if (id === 'mona') readings += 1
      return id === 'mona' ? [rafe] : []
    },
    byAddress: async () => null,
    managerOf: async (id) => (id === 'rafe' ? entry('mona') : null),
  })
  await enrolled(store)
  await settled()
  const read = await store.get('person', tenantPartition(TENANT), 'mona')
  expect([read?.value.employees, readings]).toEqual([['rafe'], 1])
  rafe = { ...rafe, ...change }
  await store.put('person', { ...(read?.value ?? mona), dueAt: addMinutes(NOON, -1) }, read?.version ?? 'absent')
  await settled()
  const again = await store.get('person', tenantPartition(TENANT), 'mona')
  expect([again?.value.employees, readings]).toEqual([[], 2])
  expect((await store.get('person', tenantPartition(TENANT), 'rafe'))?.value.manager).toBeNull()
  await stop()
  await store.close()
})
