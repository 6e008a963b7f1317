// kill -9 of the app under load, again and again: a third process, this one, records what was acknowledged and looks for it afterwards.
import { setTimeout as later } from 'node:timers/promises'
import { readStoreConfig } from '#bot/config.ts'
import { openStore } from '#bot/openStore.ts'
import type { Store } from '#bot/ports.ts'
import { layoutEntry, planFromLog } from '#shared/plan/log.ts'
import { type StoreName, sleep, startWorld, type TestWorld } from '#tests/world.ts'
import { type Clients, startClients } from './clients.ts'
import { diceOf } from './dice.ts'
import { judgePlan } from './judge.ts'
import { doubled, type Ledger, newLedger } from './ledger.ts'
import { makeSetting, plansOf, plantRows, readOn, readPlans, readStamps, type Setting } from './setting.ts'

export type Outcome = {
  store: StoreName
  seed: number
  kills: number
  /** Things that were acknowledged to a client, and things that clients sent. */
  acknowledged: number
  byKind: Record<string, number>
  written: number
  lost: number
  /** Logs that were folded while people typed and the app was killed. */
  folded: number
  /** Every loss, and whatever else is not as it should be, in words; empty when all is well. */
  wrong: string[]
  /** Requests over which a connection broke, long before any kill: a matter of a busy machine, and no promise. */
  unanswered: number
  /** What the app warned of, and how often. */
  warnings: Record<string, number>
}
export type Run = {
  store: StoreName
  seed: number
  /** Live edits only; notes, preparations and stamps besides where nothing is said. */
  only?: 'plans'
  enough: (kills: number, ms: number, totals: Ledger['totals']) => boolean
  onKill?: (kills: number, ledger: Ledger) => void
}

const LEAST_MS = 300
const MOST_MS = 1500
/** One kill in so many may come while everybody is still opening their plans. */
const EARLY = 4
const GONE_MS = 10_000

export async function runKills({ store, seed, only, enough, onKill }: Run): Promise<Outcome> {
  const dice = diceOf(seed)
  const ledger = newLedger()
  const wrong: string[] = []
  const lost: string[] = []
  const start = () => startClients((line) => ledger.hear(line) || wrong.push(`The clients said: ${line}`))
  const world = await startWorld({ store })
  let clients: Clients | null = null
  try {
    const setting = await makeSetting(world, only)
    await withStore(world, (store) => plantRows(store, setting, ledger))
    const began = Date.now()
    const goOn = async () => {
      const { round, wrong } = await readOn(world, setting, ledger)
      lost.push(...wrong)
      return round
    }
    let kills = 0
    let folded = 0
    for (let on = true; on; await world.startApp()) {
      // Loaded while the app was starting.
      clients ??= start()
      await clients.begin({ ...(await goOn()), round: kills, seed: seed + kills })
      if (kills % EARLY !== EARLY - 1) await clients.open
      await Promise.race([sleep(LEAST_MS + dice() * (MOST_MS - LEAST_MS)), clients.gone])
      await killBoth(world, clients)
      kills += 1
      on = !enough(kills, Date.now() - began, ledger.totals)
      clients = on ? start() : null
      if (!on) {
        const stored = await withStore(world, (store) => lookIntoStore(store, setting, ledger))
        folded = stored.folded
        wrong.push(...stored.wrong)
      }
      onKill?.(kills, ledger)
    }
    await goOn()
    for (const [employee, plan] of await readPlans(world, setting)) {
      const found = judgePlan(ledger, employee, plan)
      lost.push(...found.lost)
      wrong.push(...found.wrong)
    }
    for (const [name, there] of await readStamps(world, setting)) {
      lost.push(...ledger.missing(name, there).map((what) => `${name} has no ${what}`))
      wrong.push(...doubled(there).map((what) => `${name} has ${what} twice`))
    }
    lost.push(...ledger.totals.wrong)
    wrong.push(...lost, ...(await crossPartition(world)), ...ledger.totals.refused.map((one) => `Refused: ${one}`))
    const { written, acknowledged, byKind, unanswered } = ledger.totals
    return {
      store,
      seed,
      kills,
      acknowledged,
      byKind,
      written,
      lost: lost.length,
      folded,
      wrong,
      unanswered,
      warnings: warningsIn(world),
    }
  } finally {
    clients?.kill()
    await world.stop()
  }
}

/** Several runs on one store as one. */
export function together(runs: [Outcome, ...Outcome[]]): Outcome {
  const sum = (of: (one: Outcome) => number) => runs.reduce((all, one) => all + of(one), 0)
  const sums = (of: (one: Outcome) => Record<string, number>) => {
    const names = new Set(runs.flatMap((one) => Object.keys(of(one))))
    return Object.fromEntries([...names].map((name) => [name, sum((one) => of(one)[name] ?? 0)]))
  }
  return {
    ...runs[0],
    kills: sum((one) => one.kills),
    acknowledged: sum((one) => one.acknowledged),
    byKind: sums((one) => one.byKind),
    written: sum((one) => one.written),
    lost: sum((one) => one.lost),
    folded: sum((one) => one.folded),
    wrong: runs.flatMap((one) => one.wrong),
    unanswered: sum((one) => one.unanswered),
    warnings: sums((one) => one.warnings),
  }
}

/** The clients first: nobody is left who could send anything again, or take the app's death for an answer. */
async function killBoth(world: TestWorld, clients: Clients): Promise<void> {
  clients.kill()
  const dead = world.killApp().then(() => true)
  const [isDead] = await Promise.all([Promise.race([dead, later(GONE_MS, false, { ref: false })]), clients.gone])
  if (!isDead) throw new Error(`The app had ended before it was killed.\n${world.output.join('').slice(-4000)}`)
}

/** What the killed app left behind, before another one touches it. */
async function lookIntoStore(store: Store, setting: Setting, ledger: Ledger) {
  const wrong: string[] = []
  let folded = 0
  for (const { employee, document } of plansOf(setting)) {
    const log = await store.readLog(document)
    const { lost } = judgePlan(ledger, employee, planFromLog(log))
    wrong.push(...lost.map((why) => `In the log: ${why}`))
    // However long it has grown since: a log begins with the layout until something takes that one's place.
    const [first] = log.entries
    if (first && !Buffer.from(first.update).equals(layoutEntry())) folded += 1
  }
  return { folded, wrong }
}

/** The app's store, opened beside the app or after its end. */
async function withStore<T>({ appEnv }: TestWorld, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(readStoreConfig(appEnv), { info() {}, warn() {}, error() {} })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

async function crossPartition({ cosmosUrl }: TestWorld): Promise<string[]> {
  if (!cosmosUrl) return []
  const answer = await (await fetch(`${cosmosUrl}/_control/crossPartition`)).json()
  const { count } = answer as { count: number }
  return count === 0 ? [] : [`${count} queries went over all partitions`]
}

function warningsIn({ output }: TestWorld): Record<string, number> {
  const found: Record<string, number> = {}
  for (const [, event = ''] of output.join('').matchAll(/"level":"(?:warn|error)","event":"([^"]+)"/g))
    found[event] = (found[event] ?? 0) + 1
  return found
}
