// R15 under load: kill -9 of the app and of all its clients, again and again, and everything that was acknowledged is there.
// All of it: npm run soak store, npm run soak plan.
import { describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { aspirationOf, layOut, planOf } from '#shared/plan/doc.ts'
import { addStrength, moveAction, removeItem, setAction } from '#shared/plan/edit.ts'
import { diceOf } from '#tests/soak/dice.ts'
import { judgePlan } from '#tests/soak/judge.ts'
import { runKills } from '#tests/soak/kills.ts'
import { newLedger } from '#tests/soak/ledger.ts'
import { sentenceOf } from '#tests/soak/store.ts'
import { actsOf, areaOfMove, furnish, HANDS, movingOf, pageOf, signsOf } from '#tests/soak/typist.ts'

/** A slice of the soak: so long on each store, beside the first start and the reading at the end. */
const SLICE_MS = 15_000
const MOST_MS = 90_000
const LEAST_KILLS = 3
const LEAST_SAVED = 30
const SEED = 1
const KINDS = ['moves', 'note', 'plan', 'preparation', 'stamps', 'text']

describe('kill -9 of the app under load of writes and live edits', () => {
  test.each(['sqlite', 'cosmos'] as const)(
    'loses nothing that was acknowledged, on %s',
    async (store) => {
      const outcome = await runKills({
        store,
        seed: SEED,
        // A machine that is busy with other things goes on until there is enough to lose.
        enough: (kills, ms, { acknowledged, byKind }) =>
          ms >= MOST_MS ||
          (kills >= LEAST_KILLS &&
            ms >= SLICE_MS &&
            acknowledged > LEAST_SAVED &&
            Object.keys(byKind).length === KINDS.length),
      })
      console.info(sentenceOf(outcome))
      expect(outcome.wrong).toEqual([])
      expect(outcome.lost).toBe(0)
      expect(outcome.acknowledged).toBeGreaterThan(LEAST_SAVED)
      expect(Object.keys(outcome.byKind).sort()).toEqual(KINDS)
      expect(outcome.folded).toBeGreaterThan(0)
    },
    180_000,
  )
})

describe('the judge of a plan sees', () => {
  /** Both typists at their plan for a while; all is acknowledged but the very last thing of each. */
  function typed() {
    const ledger = newLedger()
    const doc = new Y.Doc()
    layOut(doc)
    const page = pageOf('plan', 'rafe')
    for (const id of furnish(doc, 3)) ledger.hear(`wrote ${page} ${id}`)
    for (const hand of HANDS) {
      const acts = actsOf(doc, { hand, round: 0, move: 1 }, diceOf(7 + hand))
      for (let n = 0; n < 80; n += 1) {
        const { value } = acts.next()
        if (!value) break
        const on = pageOf(value.on, 'rafe', hand)
        for (const what of value.what) ledger.hear(`wrote ${on} ${what}`)
        for (const stroke of value.strokes) stroke()
        if (n < 79) for (const what of value.what) ledger.hear(`kept ${on} ${what}`)
      }
    }
    return { ledger, doc }
  }
  const judged = ({ ledger, doc }: ReturnType<typeof typed>) => judgePlan(ledger, 'rafe', planOf(doc))
  const kept = ({ ledger }: ReturnType<typeof typed>, page: string) => [...ledger.page(page).kept]
  /** The first thing that was acknowledged on this page, and is there still. */
  const aThing = (of: ReturnType<typeof typed>, page: string) => {
    const all = kept(of, page)
    return all.find((what) => !what.startsWith('-') && !all.includes(`-${what}`)) ?? ''
  }

  test('nothing wrong where nothing is; and a thing that nobody was told of may be missing', () => {
    const of = typed()
    expect(judged(of)).toEqual({ lost: [], wrong: [] })
    for (const page of ['plan/rafe', 'text/rafe/0', 'text/rafe/1'])
      expect({ page, many: kept(of, page).length > 5 }).toEqual({ page, many: true })
    expect(kept(of, 'plan/rafe').some((what) => what.startsWith('-'))).toBe(true)
    of.ledger.hear('wrote plan/rafe 0.0.999')
    of.ledger.hear('wrote text/rafe/1 0.999')
    expect(judged(of)).toEqual({ lost: [], wrong: [] })
  })

  test.each([0, 1] as const)('one letter of the text lost, of hand %s', (hand) => {
    const of = typed()
    const word = aThing(of, `text/rafe/${hand}`)
    const text = aspirationOf(of.doc)
    const signs = signsOf(word, hand)
    const letters = signs.join('')
    const at = text?.toString().indexOf(letters) ?? -1
    expect(at).toBeGreaterThanOrEqual(0)
    text?.delete(at, signs[0]?.length ?? 0)
    expect(judged(of).lost).toEqual([`text/rafe/${hand} has no ${word}`])
  })

  test('a row lost, a removed one back, one that nobody wrote, and a move undone', () => {
    const lost = typed()
    const row = aThing(lost, 'plan/rafe')
    removeItem(lost.doc, row)
    expect(judged(lost).lost).toContain(`plan/rafe has no ${row}`)
    const back = typed()
    const gone =
      kept(back, 'plan/rafe')
        .find((what) => what.startsWith('-'))
        ?.slice(1) ?? ''
    addStrength(back.doc, gone)
    expect(judged(back).lost).toEqual([`plan/rafe has no -${gone}`])
    const strange = typed()
    addStrength(strange.doc, 'nobody')
    expect(judged(strange).wrong).toEqual(['plan/rafe has nobody, which nobody wrote'])
    const moved = typed()
    const moves = kept(moved, 'moves/rafe/0').length
    expect(moves).toBeGreaterThan(2)
    setAction(moved.doc, movingOf(0), 'title', '1')
    moveAction(moved.doc, movingOf(0), areaOfMove(1), null)
    expect(judged(moved).lost).toEqual([expect.stringContaining('moves/rafe/0 reads 1')])
    // In place of its last move, it says that it was moved less often.
    setAction(moved.doc, movingOf(0), 'title', '2')
    expect(judged(moved).lost).toEqual([expect.stringContaining('moves/rafe/0 reads NaN')])
  })
})
