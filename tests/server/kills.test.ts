// R15 under load: kill -9 of the app again and again, and everything that was acknowledged is there. All of it: npm run soak store.
import { describe, expect, test } from '@jest/globals'
import { runKills } from '#tests/soak/kills.ts'
import { sentenceOf } from '#tests/soak/store.ts'

/** A slice of the soak: so long on each store, beside the first start and the reading at the end. */
const SLICE_MS = 8_000
const LEAST_KILLS = 3
const SEED = 1

describe('kill -9 of the app under load of writes and live edits', () => {
  test.each(['sqlite', 'cosmos'] as const)(
    'loses nothing that was acknowledged, on %s',
    async (store) => {
      const outcome = await runKills({
        store,
        seed: SEED,
        enough: (kills, ms) => kills >= LEAST_KILLS && ms >= SLICE_MS,
      })
      console.info(sentenceOf(outcome))
      expect(outcome.wrong).toEqual([])
      expect(outcome.lost).toBe(0)
      // Without these, nothing could have been lost.
      expect(outcome.acknowledged).toBeGreaterThan(15 * outcome.kills)
      expect(Object.keys(outcome.byKind).sort()).toEqual(['note', 'plan', 'preparation', 'stamps'])
      expect(outcome.folded).toBeGreaterThan(0)
    },
    120_000,
  )
})
