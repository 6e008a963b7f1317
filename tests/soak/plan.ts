// `npm run soak plan`: the live plan under kills, random edits, access that ends, and bad input; each part alone with --only.
import { keepCompiledCode } from '#tests/codeCache.ts'
import { runAccess } from './access.ts'
import { runBadInput } from './badInput.ts'
import { planSeedSentence, runPlanSeeds } from './planSeeds.ts'
import { manyKills, type Options, print, STORES } from './store.ts'
import { runTwoInstances } from './twoInstances.ts'

const KILLS = 100
const SEEDS = 1000
const TIMES = 20
const REDIS_KILLS = 20
const MOST_WRONG = 20

/** Figures for the last line, and every rule that was broken, in words. */
type Part = (options: Options & { seed: number }) => Promise<{ figures: object; wrong: string[] }>

export const PARTS: Record<string, Part> = {
  async kills({ kills = KILLS, store, seed }) {
    const outcomes = []
    for (const name of STORES.filter((one) => store === undefined || one === store)) {
      const outcome = await manyKills(name, kills, seed, 'plans')
      print(outcome)
      outcomes.push(outcome)
    }
    const figures = outcomes.map((one) => [one.store, { kills: one.kills, saved: one.acknowledged, lost: one.lost }])
    return { figures: Object.fromEntries(figures), wrong: outcomes.flatMap(({ wrong }) => wrong) }
  },
  async seeds({ seeds = SEEDS }) {
    const result = await runPlanSeeds({ first: 1, many: seeds })
    console.log(`${planSeedSentence(result)}.`)
    const { wrong, ...figures } = result
    return { figures, wrong }
  },
  async twoInstances({ seed }) {
    const { wrong, ...figures } = await runTwoInstances({ seed, enough: (kills) => kills >= REDIS_KILLS })
    console.log(`Two instances, Redis killed again and again: ${JSON.stringify(figures)}`)
    return { figures, wrong }
  },
  async access() {
    const { wrong, ...figures } = await runAccess(TIMES)
    console.log(`Access ended ${TIMES} times: ${JSON.stringify(figures)}`)
    return { figures, wrong }
  },
  async badInput() {
    const { wrong, ...figures } = await runBadInput()
    console.log(`Bad input beside honest work: ${JSON.stringify(figures)}`)
    return { figures, wrong }
  },
}

/** Prints as it goes; the last line is one JSON object. Resolves to whether all is well. */
export async function soakPlan({ only, seed = Date.now() % 1_000_000, ...options }: Options): Promise<boolean> {
  keepCompiledCode()
  const figures: Record<string, object> = {}
  let broken = 0
  for (const [name, part] of Object.entries(PARTS)) {
    if (only !== undefined && only !== name) continue
    const { figures: of, wrong } = await part({ ...options, seed })
    figures[name] = of
    broken += wrong.length
    for (const one of wrong.slice(0, MOST_WRONG)) console.log(`  ${one}`)
  }
  console.log(JSON.stringify({ soak: 'plan', ...figures, wrong: broken, seed }))
  return broken === 0
}
