// R3 R12: random acts at once on two processes over one store never break what must be true. All of it: npm run soak store.
import { describe, expect, test } from '@jest/globals'
import { runSeedsOn, seedSentence } from '#tests/soak/seedStores.ts'
import { judgeVersions, type Written } from '#tests/soak/seeds.ts'

const SLICE_MS = 8_000

describe('two processes, people who press everything at once', () => {
  test.each(['sqlite', 'cosmos'] as const)(
    'one discussion a quarter, no message twice, versions only grow, on %s',
    async (store) => {
      const result = await runSeedsOn(store, { first: 1, many: 1000, until: Date.now() + SLICE_MS })
      console.info(seedSentence({ store, ...result }))
      expect(result.wrong).toEqual([])
      expect(result.seeds).toBeGreaterThan(3)
      expect(result.writes).toBeGreaterThan(10 * result.seeds)
    },
    60_000,
  )
})

describe('the judge of versions sees', () => {
  const write = (over: string, version: string, state?: string, attempt = 1): Written => ({
    document: 'd',
    over,
    version,
    life: state ? { state, attempt } : null,
  })
  test.each<[string, Written[], RegExp | null]>([
    ['nothing wrong in one line', [write('absent', '1'), write('1', '2'), write('2', '5')], null],
    ['the same in Cosmos DB', [write('absent', 'a|1||'), write('a|1||', 'b|2||')], null],
    [
      'a version that was written over twice',
      [write('absent', '1'), write('1', '2'), write('1', '3')],
      /written over twice/,
    ],
    ['two that were first', [write('absent', '1'), write('absent', '2')], /written over twice/],
    ['a version that does not grow', [write('absent', '4'), write('4', '3')], /does not grow/],
    [
      'a discussion that goes back',
      [write('absent', '1', 'held'), write('1', '2', 'scheduled')],
      /held.*became.*scheduled/,
    ],
    ['an attempt that shrinks', [write('absent', '1', 'needsSlot', 2), write('1', '2', 'converting', 1)], /became/],
  ])('%s', (_what, written, rule) => {
    const wrong = judgeVersions(written)
    if (rule) expect(wrong.join()).toMatch(rule)
    else expect(wrong).toEqual([])
  })
})
