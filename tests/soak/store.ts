// `npm run soak store`: on each store 200 kill -9 of the app, whether all that was acknowledged is there, and 1,000 seeds.

import { keepCompiledCode } from '#tests/codeCache.ts'
import type { StoreName } from '#tests/world.ts'
import { type Outcome, runKills, together } from './kills.ts'
import { runSeedsOn, seedSentence } from './seedStores.ts'

export const STORES: StoreName[] = ['sqlite', 'cosmos']
const KILLS = 200
const IN_ONE_WORLD = 50
const SAY_EVERY = 10
const MOST_WRONG = 20

const SEEDS = 1000

/** What the command line may say, to any soak. */
export type Options = {
  kills?: number
  seeds?: number
  store?: string
  seed?: number
  minutes?: number
  only?: string
}

/** Prints as it goes; the last line is one JSON object. Resolves to whether all is well. */
export async function soakStore({
  kills = KILLS,
  seeds: seedsOf = SEEDS,
  store,
  seed = Date.now() % 1_000_000,
}: Options): Promise<boolean> {
  const stores = STORES.filter((name) => store === undefined || name === store)
  keepCompiledCode()
  const outcomes: Outcome[] = []
  for (const name of stores) {
    const outcome = await manyKills(name, kills, seed)
    outcomes.push(outcome)
    print(outcome)
  }
  const seeds = await Promise.all(stores.map((name) => manySeeds(name, seedsOf)))
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((all, one) => all + of(one), 0)
  const perStore = <T>(of: (one: Outcome) => T) => Object.fromEntries(outcomes.map((one) => [one.store, of(one)]))
  const total = {
    soak: 'store',
    kills: perStore((one) => one.kills),
    acknowledged: sum((one) => one.acknowledged),
    written: sum((one) => one.written),
    lost: sum((one) => one.lost),
    folded: perStore((one) => one.folded),
    seeds: Object.fromEntries(seeds.map((one) => [one.store, one.seeds])),
    acts: seeds.reduce((all, one) => all + one.acts, 0),
    wrong: sum((one) => one.wrong.length) + seeds.reduce((all, one) => all + one.wrong.length, 0),
    seed,
  }
  console.log(JSON.stringify(total))
  return total.wrong === 0
}

/** In several worlds, because a plan of ten thousand rows is nobody's, and slows down every start. */
export async function manyKills(store: StoreName, kills: number, seed: number, only?: 'plans'): Promise<Outcome> {
  const began = Date.now()
  let before = 0
  let acknowledgedBefore = 0
  const next = async (): Promise<Outcome> => {
    const most = Math.min(IN_ONE_WORLD, kills - before)
    const outcome = await runKills({
      store,
      seed: seed + before,
      only,
      enough: (done) => done >= most,
      onKill(done, { totals }) {
        if ((before + done) % SAY_EVERY !== 0) return
        const seconds = Math.round((Date.now() - began) / 1000)
        const acknowledged = acknowledgedBefore + totals.acknowledged
        console.error(`${store}: ${before + done} kills in ${seconds} s, ${acknowledged} acknowledged`)
      },
    })
    before += outcome.kills
    acknowledgedBefore += outcome.acknowledged
    return outcome
  }
  const runs: [Outcome, ...Outcome[]] = [await next()]
  while (before < kills) runs.push(await next())
  return together(runs)
}

export const sentenceOf = ({ store, kills, acknowledged, written, lost }: Outcome): string =>
  `${store}: ${acknowledged} acknowledged of ${written} written, ${lost} lost after ${kills} kills`

export function print(outcome: Outcome): void {
  const { store, seed, kills, acknowledged, byKind, written, lost, folded, wrong, unanswered, warnings } = outcome
  console.log(JSON.stringify({ store, kills, acknowledged, byKind, written, lost, folded, seed, unanswered, warnings }))
  console.log(`${sentenceOf(outcome)}.`)
  for (const one of wrong.slice(0, MOST_WRONG)) console.log(`  ${one}`)
  if (wrong.length > MOST_WRONG) console.log(`  … and ${wrong.length - MOST_WRONG} more`)
}

async function manySeeds(store: StoreName, many: number) {
  const result = await runSeedsOn(store, { first: 1, many })
  const { seeds, acts, writes, wrong } = result
  console.log(JSON.stringify({ store, seeds, acts, writes, wrong: wrong.length }))
  console.log(`${seedSentence({ store, ...result })}.`)
  for (const one of wrong.slice(0, MOST_WRONG)) console.log(`  ${one}`)
  return { store, ...result }
}
