// `npm run soak store`: 200 kill -9 of the app on each store, and whether everything that was acknowledged is there.
import type { StoreName } from '#tests/world.ts'
import { keepCompiledCode } from './codeCache.ts'
import { type Outcome, runKills, together } from './kills.ts'

const STORES: StoreName[] = ['sqlite', 'cosmos']
const KILLS = 200
const IN_ONE_WORLD = 50
const SAY_EVERY = 10
const MOST_WRONG = 20

export type Options = { kills?: number; store?: string; seed?: number }

/** Prints as it goes; the last line is one JSON object. Resolves to whether all is well. */
export async function soakStore({ kills = KILLS, store, seed = Date.now() % 1_000_000 }: Options): Promise<boolean> {
  const stores = STORES.filter((name) => store === undefined || name === store)
  keepCompiledCode()
  const outcomes: Outcome[] = []
  for (const name of stores) {
    const outcome = await manyKills(name, kills, seed)
    outcomes.push(outcome)
    print(outcome)
  }
  const sum = (of: (one: Outcome) => number) => outcomes.reduce((all, one) => all + of(one), 0)
  const perStore = <T>(of: (one: Outcome) => T) => Object.fromEntries(outcomes.map((one) => [one.store, of(one)]))
  const total = {
    soak: 'store',
    kills: perStore((one) => one.kills),
    acknowledged: sum((one) => one.acknowledged),
    written: sum((one) => one.written),
    lost: sum((one) => one.lost),
    folded: perStore((one) => one.folded),
    wrong: sum((one) => one.wrong.length),
    seed,
  }
  console.log(JSON.stringify(total))
  return total.wrong === 0
}

/** In several worlds, because a plan of ten thousand rows is nobody's, and slows down every start. */
async function manyKills(store: StoreName, kills: number, seed: number): Promise<Outcome> {
  const began = Date.now()
  let before = 0
  let acknowledgedBefore = 0
  const next = async (): Promise<Outcome> => {
    const most = Math.min(IN_ONE_WORLD, kills - before)
    const outcome = await runKills({
      store,
      seed: seed + before,
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

function print(outcome: Outcome): void {
  const { store, seed, kills, acknowledged, byKind, written, lost, folded, wrong, unanswered, warnings } = outcome
  console.log(JSON.stringify({ store, kills, acknowledged, byKind, written, lost, folded, seed, unanswered, warnings }))
  console.log(`${sentenceOf(outcome)}.`)
  for (const one of wrong.slice(0, MOST_WRONG)) console.log(`  ${one}`)
  if (wrong.length > MOST_WRONG) console.log(`  … and ${wrong.length - MOST_WRONG} more`)
}
