// What was shown on its way into the store: gathered, in order, one writing at a time, and nothing skipped when the store fails.
import { describe, expect, test } from '@jest/globals'
import type { LogEntry } from '#bot/ports.ts'
import { journal } from '#bot/routes/collabJournal.ts'

const entry = (n: number): LogEntry => ({ update: Uint8Array.of(n), by: 'somebody' })
const numbers = (entries: LogEntry[]) => entries.map(({ update }) => update[0])

/** A store in which a test opens and shuts the door. */
function slowStore() {
  const calls: { log: string; entries: (number | undefined)[]; done(): void; fail(): void }[] = []
  const kept: (number | undefined)[] = []
  const waiting: (() => void)[] = []
  return {
    calls,
    kept,
    append: (log: string, entries: LogEntry[]) =>
      new Promise<void>((resolve, reject) => {
        calls.push({
          log,
          entries: numbers(entries),
          done() {
            kept.push(...numbers(entries))
            resolve()
          },
          fail: () => reject(new Error('The store does not answer')),
        })
        for (const go of waiting.splice(0)) go()
      }),
    /** Resolves when so many calls have come. */
    async called(count: number) {
      while (calls.length < count) await new Promise<void>((go) => waiting.push(go))
      return calls[count - 1] as (typeof calls)[number]
    },
  }
}
const isOpen = async (work: Promise<unknown>) =>
  (await Promise.race([work.then(() => 'over').catch(() => 'over'), new Promise((go) => setImmediate(go, 'open'))])) ===
  'open'

describe('the journal', () => {
  test('what comes within a moment is one write for each log', async () => {
    const store = slowStore()
    const { write } = journal(store.append, 1)
    const all = [write('a', entry(1)), write('b', entry(2)), write('a', entry(3))]
    await store.called(2)
    expect(store.calls.map(({ log, entries }) => ({ log, entries }))).toEqual([
      { log: 'a', entries: [1, 3] },
      { log: 'b', entries: [2] },
    ])
    for (const one of store.calls) one.done()
    await Promise.all(all)
  })

  test('many together do not wait for the moment to be over', async () => {
    const store = slowStore()
    const { write } = journal(store.append, 2 ** 30)
    const all = Array.from({ length: 48 }, (_, n) => write(`log ${n}`, entry(n)))
    await store.called(48)
    for (const one of store.calls) one.done()
    await Promise.all(all)
  })

  test('nothing is acknowledged before it is stored, and a log has one write at a time', async () => {
    const store = slowStore()
    const { write } = journal(store.append, 1)
    const first = write('a', entry(1))
    const call = await store.called(1)
    const second = write('a', entry(2))
    await new Promise((go) => setTimeout(go, 20))
    expect(store.calls).toHaveLength(1)
    expect(await isOpen(first)).toBe(true)
    call.done()
    await first
    expect(await isOpen(second)).toBe(true)
    ;(await store.called(2)).done()
    await second
    expect(store.kept).toEqual([1, 2])
  })

  test('what the store did not take is told, and goes in front of what follows', async () => {
    const store = slowStore()
    const { write, settled } = journal(store.append, 1)
    const first = write('a', entry(1))
    const call = await store.called(1)
    const second = write('a', entry(2))
    call.fail()
    await expect(first).rejects.toThrow('The store does not answer')
    const again = await store.called(2)
    expect(again.entries).toEqual([1, 2])
    again.fail()
    await expect(second).rejects.toThrow('The store does not answer')
    // Somebody comes back and brings the first one again: it is known, and not stored.
    const known = settled('a')
    const last = await store.called(3)
    expect(last.entries).toEqual([1, 2])
    expect(await isOpen(known)).toBe(true)
    last.done()
    await known
    await settled('a')
    expect(store.kept).toEqual([1, 2])
    expect(store.calls).toHaveLength(3)
  })

  test('what is given up is not written later, and another log does not wait for it', async () => {
    const store = slowStore()
    const { write, settled, drop } = journal(store.append, 1)
    const lost = write('a', entry(1))
    ;(await store.called(1)).fail()
    await expect(lost).rejects.toThrow()
    drop('a')
    await settled('a')
    const other = write('b', entry(2))
    const next = write('a', entry(3))
    const calls = [await store.called(2), await store.called(3)]
    for (const one of calls) one.done()
    await Promise.all([other, next])
    expect(store.kept.toSorted()).toEqual([2, 3])
  })
})
