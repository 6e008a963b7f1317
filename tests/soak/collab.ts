// `npm run soak collab`: 200 plans open and close for minutes, two people each, and the app's memory stays as it is.
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'
import { diceOf } from './dice.ts'
import { loadOf } from './load.ts'
import { documentOf, manyPairs, type Pair } from './manyPairs.ts'
import type { Options } from './store.ts'

const PLANS = 200
const MINUTES = 10
/** Letters of one person at one sitting. */
const LETTERS = 3
/** Between two sittings of a pair, ms, by and large: some ten plans open every second. */
const PAUSE_MS = 20_000
/** How long the app has, after everybody has left, until its memory is looked at. */
const REST_MS = 1500
/** The last third of the run may have so much more than the third before. */
const FLAT = 1.1

/** What is read at the end of each minute, with nobody at any plan. */
export type Minute = { rss: number; heapUsed: number; documents: number }

/** Prints as it goes; the last line is one JSON object. Resolves to whether all is well. */
export async function soakCollab({
  minutes: many = MINUTES,
  seed = Date.now() % 1_000_000,
}: Options): Promise<boolean> {
  const { tenant, pairs } = manyPairs(PLANS)
  const started = await startWorld({ tenant })
  // A tab keeps its token for an hour, too.
  const tokens = new Map<string, Promise<string>>()
  const token = (person: string) => {
    const known = tokens.get(person) ?? started.token(person)
    tokens.set(person, known)
    return known
  }
  const world: TestWorld = { ...started, token }
  try {
    const plans = await Promise.all(
      pairs.map(async (pair) => ({ pair, document: await documentOf(world, pair), typed: 0, sittings: 0 })),
    )
    const dice = diceOf(seed)
    const minutes: Minute[] = []
    for (let minute = 0; minute < many; minute += 1) {
      const end = Date.now() + 60_000
      await Promise.all(plans.map((plan) => comeAndGo(world, plan, end, dice)))
      await sleep(REST_MS)
      const { rss, heapUsed, documents } = await loadOf(world, 'collect')
      minutes.push({ rss, heapUsed, documents })
      const sittings = plans.reduce((sum, one) => sum + one.sittings, 0)
      console.log(JSON.stringify({ minute: minute + 1, rss: mb(rss), heapUsed: mb(heapUsed), documents, sittings }))
    }
    let lost = 0
    for (const { pair, document, typed } of plans) lost += typed - (await lettersIn(world, pair, document))
    const flat = { heapUsed: isFlat(minutes.map((one) => one.heapUsed)), rss: isFlat(minutes.map((one) => one.rss)) }
    const total = {
      soak: 'collab',
      plans: PLANS,
      minutes: many,
      sittings: plans.reduce((sum, one) => sum + one.sittings, 0),
      typed: plans.reduce((sum, one) => sum + one.typed, 0),
      lost,
      mb: minutes.map(({ rss, heapUsed }) => ({ rss: mb(rss), heapUsed: mb(heapUsed) })),
      documentsAtRest: Math.max(...minutes.map(({ documents }) => documents)),
      flat,
      seed,
    }
    console.log(`Memory is ${flat.heapUsed && flat.rss ? '' : 'not '}flat.`)
    console.log(JSON.stringify(total))
    return flat.heapUsed && flat.rss && lost === 0 && total.documentsAtRest === 0
  } finally {
    await world.stop()
  }
}

type Plan = { pair: Pair; document: string; typed: number; sittings: number }

/** Both come, type a little, and leave when it is saved; again and again. */
async function comeAndGo(world: TestWorld, plan: Plan, end: number, dice: () => number): Promise<void> {
  const { manager, employee } = plan.pair
  for (await sleep(dice() * PAUSE_MS); Date.now() < end; await sleep(PAUSE_MS * (0.5 + dice()))) {
    const two = await Promise.all([manager, employee].map((who) => openLivePlan(world, who, plan.document)))
    for (let letter = 0; letter < LETTERS; letter += 1) {
      for (const { doc } of two) aspirationOf(doc)?.insert(0, 'x')
      plan.typed += two.length
      await sleep(100 + dice() * 200)
    }
    await Promise.all(two.map((one) => one.saved()))
    for (const one of two) one.close()
    plan.sittings += 1
  }
}

async function lettersIn(world: TestWorld, { employee }: Pair, document: string): Promise<number> {
  const at = await openLivePlan(world, employee, document)
  at.close()
  return planOf(at.doc).aspiration.length
}

/** Whether the last third is at most a tenth above the third before it. What came first warmed the process up. */
export function isFlat(values: number[]): boolean {
  const third = Math.max(1, Math.floor(values.length / 3))
  const median = (of: number[]) => of.toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
  return median(values.slice(-third)) <= FLAT * median(values.slice(-2 * third, -third))
}

const mb = (bytes: number) => Math.round(bytes / 1e5) / 10
