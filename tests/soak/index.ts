// The long runs that do not fit into npm test: npm run soak NAME -- --kills 20 --store sqlite --seed 7
import '#bot/nodeVersion.ts'
import { parseArgs } from 'node:util'
import { soakCollab } from './collab.ts'
import { soakOffers } from './offers.ts'
import { PARTS, soakPlan } from './plan.ts'
import { type Options, soakStore } from './store.ts'

/** Every soak prints as it goes and one JSON object last; it resolves to whether all is well. */
const SOAKS: Record<string, (options: Options) => Promise<boolean>> = {
  store: soakStore,
  offers: soakOffers,
  plan: soakPlan,
  collab: soakCollab,
}

const USAGE = `Usage: npm run soak NAME, where NAME is one of: ${Object.keys(SOAKS).join(', ')}.
  store   kills the app under load, again and again, then random acts on two processes, seed by seed:
          npm run soak store -- --kills 200 --seeds 1000 --store sqlite|cosmos --seed 7
  offers  random offers, answers, moves in Outlook and crashes on two processes, seed by seed:
          npm run soak offers -- --seeds 1000 --seed 1
  plan    kills app and clients while people type, random edits by seeds, access taken away, bad input beside honest work:
          npm run soak plan -- --kills 100 --seeds 1000 --store sqlite|cosmos --only ${Object.keys(PARTS).join('|')}
  collab  200 plans open and close, and memory is looked at every minute:
          npm run soak collab -- --minutes 10`

const asked = read(process.argv.slice(2))
if (!asked) {
  console.error(USAGE)
  process.exit(2)
}
process.exit((await asked.soak(asked.options)) ? 0 : 1)

function read(args: string[]): { soak: (typeof SOAKS)[string]; options: Options } | null {
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        kills: { type: 'string' },
        seeds: { type: 'string' },
        store: { type: 'string' },
        seed: { type: 'string' },
        minutes: { type: 'string' },
        only: { type: 'string' },
      },
    })
    const [name = '', ...more] = positionals
    const soak = Object.hasOwn(SOAKS, name) ? SOAKS[name] : undefined
    const [kills, seeds, seed, minutes] = [values.kills, values.seeds, values.seed, values.minutes].map((text) =>
      text === undefined ? undefined : Number(text),
    )
    const isWhole = (value: number | undefined, least: number) =>
      value === undefined || (Number.isSafeInteger(value) && value >= least)
    if (!soak || more.length > 0 || !isWhole(seed, 0)) return null
    if (![kills, seeds, minutes].every((value) => isWhole(value, 1))) return null
    if (values.store !== undefined && !['sqlite', 'cosmos'].includes(values.store)) return null
    if (values.only !== undefined && !Object.hasOwn(PARTS, values.only)) return null
    return { soak, options: { kills, seeds, seed, minutes, store: values.store, only: values.only } }
  } catch {
    // An option that there is not.
    return null
  }
}
