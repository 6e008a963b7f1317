// What was deleted is in no byte of the embedded store's files (R8), also where pages were filled, emptied and filled anew.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { employeePartition } from '#shared/kinds.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'growth-forget-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

// Clearing alone leaves bytes behind with these seeds.
test.each([5, 6, 19, 25])('many people write, one is deleted (%i)', async (seed) => {
  const store = openSqlite(join(folder, 'growth.sqlite'))
  let state = seed * 7919
  const below = (most: number) => {
    state = (state * 1103515245 + 12345) & 0x7fffffff
    return state % most
  }
  for (let turn = 0; turn < 400; turn += 1) {
    const employee = below(3) === 0 ? 'rafe' : `other${below(6)}`
    const word = employee === 'rafe' ? 'Quixotic' : 'Common'
    const quarter = `${2010 + below(30)}-Q1`
    const writer = employee === 'rafe' ? 'rafeQuixotic' : employee
    const text = `${word} `.repeat(below(2) ? below(20) : below(900)).slice(0, 7900)
    const partition = employeePartition('t', employee)
    const known = await store.get('note', partition, `${quarter}/${writer}`)
    if (known && below(4) === 0) await store.remove('note', partition, `${quarter}/${writer}`, known.version)
    else await store.put('note', { tenant: 't', employee, writer, quarter, text }, known?.version ?? 'absent')
    const update = Buffer.from(word.repeat(below(below(3) ? 30 : 600)))
    await store.append(partition, [{ update, by: employee }])
  }
  await store.clear(employeePartition('t', 'rafe'))
  await store.forget?.()
  const left = readdirSync(folder).filter((name) => /Quixotic|rafe/.test(readFileSync(join(folder, name), 'latin1')))
  expect(left).toEqual([])
  const others = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((one) => store.list('note', employeePartition('t', `other${one}`))),
  )
  expect(others.flat().length).toBeGreaterThan(20)
  await store.close()
})
