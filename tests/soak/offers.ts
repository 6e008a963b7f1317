// `npm run soak offers`: 1,000 seeds of random offers, answers, moves in Outlook and crashes (offerSeeds.ts).
import { type OfferSeeds, runOfferSeeds } from './offerSeeds.ts'
import type { Options } from './store.ts'

const SEEDS = 1000
const SAY_EVERY = 50
const MOST_WRONG = 20

export const offersSentence = ({ seeds, acts, crashes, renames, wrong }: OfferSeeds): string =>
  `${seeds} seeds, ${acts} acts, ${crashes} crashes, the calendar changed ${renames} times, ${wrong.length} rules broken`

/** Prints as it goes; the last line is one JSON object. Resolves to whether all is well. */
export async function soakOffers({ seeds: many = SEEDS, seed: first = 1 }: Options): Promise<boolean> {
  const all: OfferSeeds = { seeds: 0, acts: 0, crashes: 0, renames: 0, wrong: [] }
  while (all.seeds < many) {
    const next = await runOfferSeeds({ first: first + all.seeds, many: Math.min(SAY_EVERY, many - all.seeds) })
    all.seeds += next.seeds
    all.acts += next.acts
    all.crashes += next.crashes
    all.renames += next.renames
    all.wrong.push(...next.wrong)
    console.error(offersSentence(all))
  }
  for (const one of all.wrong.slice(0, MOST_WRONG)) console.log(`  ${one}`)
  console.log(JSON.stringify({ soak: 'offers', first, ...all, wrong: all.wrong.length }))
  return all.wrong.length === 0
}
