// A manager's first reading: nobody may find their calendar due before they are known to have employees (R0).
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
  const mona = {
    tenant: TENANT,
    id: 'mona',
    directory: entry('mona'),
    mailbox: DEFAULT_MAILBOX,
    chat: null,
    employees: [],
    manager: null,
    dueAt: NOON,
  }
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
  const version = (await store.put('person', mona, 'absent')) ?? ''
  await readDirectory(world)({ value: mona, version })
  expect(seen.at(-1)).toEqual({ due: true, employees: 1 })
  expect(seen.filter(({ due, employees }) => due && employees === 0)).toEqual([])
  await store.close()
  rmSync(folder, { recursive: true })
})
