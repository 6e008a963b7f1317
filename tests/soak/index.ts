// The long runs that do not fit into npm test: npm run soak NAME -- --kills 20 --store sqlite --seed 7
import '#bot/nodeVersion.ts'
import { parseArgs } from 'node:util'
import { soakOffers } from './offers.ts'
import { type Options, soakStore } from './store.ts'

/** Every soak prints as it goes and one JSON object last; it resolves to whether all is well. */
const SOAKS: Record<string, (options: Options) => Promise<boolean>> = {
  store: soakStore,
  offers: soakOffers,
}

const USAGE = `Usage: npm run soak NAME, where NAME is one of: ${Object.keys(SOAKS).join(', ')}.
  store   kills the app under load, again and again, then random acts on two processes, seed by seed:
          npm run soak store -- --kills 200 --seeds 1000 --store sqlite|cosmos --seed 7
  offers  random offers, answers, moves in Outlook and crashes on two processes, seed by seed:
          npm run soak offers -- --seeds 1000 --seed 1`

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
      },
    })
    const [name = '', ...more] = positionals
    const soak = Object.hasOwn(SOAKS, name) ? SOAKS[name] : undefined
    const [kills, seeds, seed] = [values.kills, values.seeds, values.seed].map((text) =>
      text === undefined ? undefined : Number(text),
    )
    const isWhole = (value: number | undefined, least: number) =>
      value === undefined || (Number.isSafeInteger(value) && value >= least)
    if (!soak || more.length > 0 || !isWhole(kills, 1) || !isWhole(seeds, 1) || !isWhole(seed, 0)) return null
    if (values.store !== undefined && !['sqlite', 'cosmos'].includes(values.store)) return null
    return { soak, options: { kills, seeds, seed, store: values.store } }
  } catch {
    // An option that there is not.
    return null
  }
}
