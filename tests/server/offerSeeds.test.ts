// R3 R5: random offers, answers, moves and crashes on two processes never break what must be true of the calendar. All of it: npm run soak offers.
import { describe, expect, test } from '@jest/globals'
import { addDays } from '#shared/time.ts'
import { graphTime, keptInstant } from '#tests/sandbox/graphTime.ts'
import { changeEvent } from '#tests/sandbox/mailbox.ts'
import type { World } from '#tests/sandbox/world.ts'
import { runOfferSeeds } from '#tests/soak/offerSeeds.ts'
import { offersSentence } from '#tests/soak/offers.ts'
import { itemsOf, MANAGER } from '#tests/soak/outlook.ts'

const SLICE_MS = 30_000

describe('two processes, people who press and move everything, and crashes', () => {
  test('one discussion a quarter, series, bodies and join URLs as they were, no message twice', async () => {
    const result = await runOfferSeeds({ first: 1, many: 1000, until: Date.now() + SLICE_MS })
    console.info(offersSentence(result))
    expect(result.wrong).toEqual([])
    expect(result.crashes).toBeGreaterThan(result.seeds / 2)
    expect(result.renames).toBeGreaterThan(result.seeds / 2)
  }, 90_000)
})

describe('the judge sees', () => {
  const change = (of: object) => (world: World) => {
    const item = itemsOf(world).findLast(({ properties }) => Object.keys(properties).length === 0)
    if (item) changeEvent(world, `id-${MANAGER}`, item, of)
  }
  const moved = (world: World) => {
    const { event } = itemsOf(world).at(-1) ?? {}
    if (event) change({ start: graphTime(addDays(keptInstant(event.start), 1)) })(world)
  }
  test.each<[string, (world: World) => void, RegExp]>([
    ['a body that was changed', change({ body: { contentType: 'text', content: 'ours' } }), /the body or the join URL/],
    [
      'a join URL that was changed',
      change({ onlineMeeting: { joinUrl: 'https://other' } }),
      /the body or the join URL/,
    ],
    ['a name that nobody gave', change({ subject: 'Growth' }), /is called Growth/],
    ['our name where there is no discussion', change({ subject: 'Mona / Rafe · Growth discussion' }), /has our name/],
    ['our category where there is no discussion', change({ categories: ['Growth discussion'] }), /has our category/],
    ['a meeting that was moved', moved, /was moved/],
  ])('%s', async (_what, tamper, rule) => {
    const { wrong } = await runOfferSeeds({ first: 3, many: 1, tamper })
    expect(wrong.join('\n')).toMatch(rule)
  })
})
