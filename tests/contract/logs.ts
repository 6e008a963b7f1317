// The contract of the port Store, its other half: the append-only logs of live documents, and folding them.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { LogEntry, Store } from '#bot/ports.ts'
import type { Opened } from './store.ts'

const bytes = (...of: number[]) => Uint8Array.from(of)
const plain = (entries: LogEntry[]) => entries.map(({ update, by }) => ({ update: [...update], by }))

/** Defines the suite. `open` gives an empty store each time; `again` another one that has the same data. */
export function logContract(name: string, open: () => Promise<Opened & { again: () => Promise<Store> }>): void {
  describe(`Logs on ${name}`, () => {
    let store: Store
    let again: () => Promise<Store>
    beforeEach(async () => {
      ;({ store, again } = await open())
    })
    afterEach(() => store.close())

    const numbers = async (log: string, from = store) =>
      (await from.readLog(log)).entries.flatMap(({ update }) => [...update])
    const add = (log: string, ...of: number[]) => store.append(log, [{ update: bytes(...of), by: 'mona' }])

    it('a log that nobody wrote is empty', async () => {
      expect((await store.readLog('plan/nobody')).entries).toEqual([])
    })

    it('gives back every byte and every writer in the order of writing, each log for itself', async () => {
      const all = Uint8Array.from({ length: 256 }, (_, n) => n)
      await store.append('plan/a', [{ update: all, by: 'mona' }])
      await store.append('plan/b', [{ update: bytes(9), by: 'jun' }])
      await store.append('plan/a', [
        { update: bytes(), by: 'rafe' },
        { update: bytes(0, 0), by: 'mona' },
      ])
      await store.append('plan/b', [{ update: bytes(8), by: 'ines' }])
      await store.append('plan/a', [])
      expect(plain((await store.readLog('plan/a')).entries)).toEqual([
        { update: [...all], by: 'mona' },
        { update: [], by: 'rafe' },
        { update: [0, 0], by: 'mona' },
      ])
      expect(plain((await store.readLog('plan/b')).entries)).toEqual([
        { update: [9], by: 'jun' },
        { update: [8], by: 'ines' },
      ])
    })

    it('keeps more than ten entries in order, and loses none that are appended at once', async () => {
      for (let n = 0; n < 25; n++) await store.append('plan/a', [{ update: bytes(n), by: 'mona' }])
      expect((await store.readLog('plan/a')).entries.map(({ update }) => update[0])).toEqual(
        Array.from({ length: 25 }, (_, n) => n),
      )
      await Promise.all(Array.from({ length: 50 }, (_, n) => store.append('plan/c', [{ update: bytes(n), by: 'jun' }])))
      const together = (await store.readLog('plan/c')).entries.map(({ update }) => update[0] ?? -1)
      expect(together.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    })

    it('takes an update of 1.5 MB', async () => {
      const update = new Uint8Array(1_500_000).fill(7)
      await store.append('plan/a', [{ update, by: 'mona' }])
      const [entry] = (await store.readLog('plan/a')).entries
      expect(entry?.update.length).toBe(update.length)
      expect(entry?.update.every((byte) => byte === 7)).toBe(true)
    })

    it('many appends at once keep the order in which they were called', async () => {
      await Promise.all(Array.from({ length: 100 }, (_, n) => add('plan/a', n)))
      expect(await numbers('plan/a')).toEqual(Array.from({ length: 100 }, (_, n) => n))
    })

    it('two that have it open lose nothing that either appends, and read the same', async () => {
      const other = await again()
      for (let round = 0; round < 10; round++)
        await Promise.all([add('plan/a', round), other.append('plan/a', [{ update: bytes(100 + round), by: 'rafe' }])])
      const here = await numbers('plan/a')
      expect(here).toEqual(await numbers('plan/a', other))
      expect([...here].sort((a, b) => a - b)).toEqual([
        ...Array.from({ length: 10 }, (_, n) => n),
        ...Array.from({ length: 10 }, (_, n) => 100 + n),
      ])
      await other.close()
    })

    it('reads on from where an earlier reading ended, and all of it again once it was folded', async () => {
      const since = async (after: string) => {
        const { entries, at } = await store.readLog('plan/a', after)
        return { numbers: entries.flatMap(({ update }) => [...update]), at }
      }
      const { at: empty } = await store.readLog('plan/a')
      await add('plan/a', 1)
      await add('plan/b', 9)
      expect((await since(empty)).numbers).toEqual([1])
      const { at: one } = await store.readLog('plan/a')
      expect(await since(one)).toEqual({ numbers: [], at: one })
      await add('plan/a', 2)
      await add('plan/a', 3)
      const three = await since(one)
      expect(three.numbers).toEqual([2, 3])
      expect((await since(one)).numbers).toEqual([2, 3])
      await add('plan/a', 4)
      expect((await since(three.at)).numbers).toEqual([4])
      const { at: four } = await store.readLog('plan/a')
      expect(await store.compact('plan/a', four, { update: bytes(7), by: '' })).toBe(true)
      await add('plan/a', 5)
      const folded = await since(three.at)
      expect(folded.numbers).toEqual([7, 5])
      expect((await since(four)).numbers).toEqual([7, 5])
      await add('plan/a', 6)
      expect((await since(folded.at)).numbers).toEqual([6])
    })

    describe('compact', () => {
      it('puts one entry in the place of what was read, and what is appended since stays behind it', async () => {
        await add('plan/a', 1)
        await add('plan/a', 2)
        const { at } = await store.readLog('plan/a')
        await add('plan/a', 3)
        expect(await store.compact('plan/a', (await store.readLog('plan/a')).at, { update: bytes(7), by: 'a b' })).toBe(
          true,
        )
        expect(plain((await store.readLog('plan/a')).entries)).toEqual([{ update: [7], by: 'a b' }])
        await add('plan/a', 4)
        await add('plan/a', 5)
        expect(await numbers('plan/a')).toEqual([7, 4, 5])
        expect(await store.compact('plan/a', at, { update: bytes(8), by: '' })).toBe(false)
        expect(await numbers('plan/a')).toEqual([7, 4, 5])
      })

      it('by another that appended too loses nothing that is appended afterwards by one who knew neither', async () => {
        const other = await again()
        await add('plan/a', 1)
        for (const n of [2, 3]) await other.append('plan/a', [{ update: bytes(n), by: 'rafe' }])
        const { at } = await other.readLog('plan/a')
        expect(await other.compact('plan/a', at, { update: bytes(7), by: '' })).toBe(true)
        await add('plan/a', 4)
        expect(await numbers('plan/a')).toEqual([7, 4])
        expect(await numbers('plan/a', other)).toEqual([7, 4])
        await other.close()
      })

      it('of an empty log, or of one that somebody folded meanwhile, changes nothing', async () => {
        const { at: empty } = await store.readLog('plan/a')
        await add('plan/a', 1)
        await add('plan/a', 2)
        const { at } = await store.readLog('plan/a')
        const results = await Promise.all([7, 8].map((n) => store.compact('plan/a', at, { update: bytes(n), by: '' })))
        expect(results.filter(Boolean)).toHaveLength(1)
        expect([[7], [8]]).toContainEqual(await numbers('plan/a'))
        expect(await store.compact('plan/a', empty, { update: bytes(9), by: '' })).toBe(false)
      })

      it('takes an entry of 1 MB, and gives it back', async () => {
        await add('plan/a', 1)
        await add('plan/a', 2)
        const update = Uint8Array.from({ length: 1_000_000 }, (_, n) => (n * 7919) % 251)
        expect(await store.compact('plan/a', (await store.readLog('plan/a')).at, { update, by: '' })).toBe(true)
        const [entry] = (await store.readLog('plan/a')).entries
        expect(Buffer.compare(entry?.update ?? bytes(), update)).toBe(0)
      })

      it('whatever is appended and folded by two at once, nothing acknowledged is lost', async () => {
        const other = await again()
        const step = fc.constantFrom('append', 'other appends', 'fold', 'other folds', 'append twice')
        let run = 0
        await fc.assert(
          fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
            run += 1
            const log = `plan/${run}`
            let next = 0
            const appended: number[] = []
            const append = async (to: Store, many = 1) => {
              const own = Array.from({ length: many }, () => next++)
              await Promise.all(own.map((n) => to.append(log, [{ update: bytes(n), by: 'x' }])))
              appended.push(...own)
            }
            // A folded entry holds the numbers of all it stands for.
            const fold = async (by: Store) => {
              const { entries, at } = await by.readLog(log)
              const update = Uint8Array.from(entries.flatMap((one) => [...one.update]))
              if (entries.length > 0) await by.compact(log, at, { update, by: 'x' })
            }
            await Promise.all(
              steps.map((one) => {
                const by = one.startsWith('other') ? other : store
                return one.includes('fold') ? fold(by) : append(by, one.endsWith('twice') ? 2 : 1)
              }),
            )
            for (const from of [store, other])
              expect((await numbers(log, from)).sort((a, b) => a - b)).toEqual([...appended].sort((a, b) => a - b))
          }),
          { numRuns: 40 },
        )
        await other.close()
      }, 60_000)

      it('two that append, fold and read on, one thing after the other each, lose and overlook nothing', async () => {
        const other = await again()
        const steps = fc.array(fc.constantFrom('append', 'fold', 'read'), { minLength: 1, maxLength: 8 })
        let run = 0
        await fc.assert(
          fc.asyncProperty(steps, steps, async (mine, theirs) => {
            run += 1
            const log = `plan/lanes.${run}`
            let next = 0
            const appended: number[] = []
            const lane = async (by: Store, of: string[]) => {
              const seen = new Set<number>()
              let after: string | undefined
              for (const one of of) {
                const before = [...appended]
                if (one === 'append') {
                  const n = next++
                  await by.append(log, [{ update: bytes(n), by: 'x' }])
                  appended.push(n)
                  continue
                }
                const { entries, at } = await by.readLog(log, one === 'read' ? after : undefined)
                const numbers = entries.flatMap((entry) => [...entry.update])
                if (one === 'fold' && numbers.length > 0)
                  await by.compact(log, at, { update: Uint8Array.from(numbers), by: 'x' })
                for (const n of numbers) seen.add(n)
                if (one === 'read') after = at
                if (one === 'read') expect(before.filter((n) => !seen.has(n))).toEqual([])
                else expect(before.filter((n) => !numbers.includes(n))).toEqual([])
              }
            }
            await Promise.all([lane(store, mine), lane(other, theirs)])
            for (const from of [store, other])
              expect((await numbers(log, from)).sort((a, b) => a - b)).toEqual([...appended].sort((a, b) => a - b))
          }),
          { numRuns: 25 },
        )
        await other.close()
      }, 60_000)
    })
  })
}
