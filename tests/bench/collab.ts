// npm run bench collab: the live plan's server beside an echo, y-websocket and stock Hocuspocus, in one run, in turn.
import { performance } from 'node:perf_hooks'
import { MANY_ENTRIES } from '#bot/plans/compact.ts'
import { sleep } from '#tests/world.ts'
import { type Block, type Load, openLoad, typeAtOnce, typeAtPace } from './collabLoad.ts'
import { type Opening, type Ours, startOurs } from './collabOurs.ts'
import { cpuOf, type Server, startPeers } from './collabServers.ts'
import { type Typist, typist } from './collabTypist.ts'
import { median, ratio, report } from './measure.ts'

type Figures = { p50: number; p99: number; cpuUs: number; perSecond: number; savedP95: number; lost: number }
type Case = { name: string; server: Server; plans: number }
type Work = (load: Load, seconds: number) => Promise<Block>
type Rounds = { rounds: number; seconds: number }

const FULL = {
  pace: { plans: 200, rounds: 7, seconds: 4 },
  closed: { plans: 50, rounds: 5, seconds: 2.5 },
  sizes: { plans: [50, 200, 500], rounds: 3, seconds: 4 },
  opening: { rows: 10_000, rounds: 15 },
}
const QUICK: typeof FULL = {
  pace: { plans: 200, rounds: 3, seconds: 2 },
  closed: { plans: 50, rounds: 3, seconds: 1 },
  sizes: { plans: [50, 200], rounds: 1, seconds: 2 },
  opening: { rows: 10_000, rounds: 5 },
}
const WARM_UP_S = 0.5
/** Above this share of its time the load measures itself. */
const MOST_BUSY = 0.9
/** What the app does by itself when nobody looks: it unloads a plan, and folds its log. */
const QUIET_MS = 100

export async function benchCollab({ quick }: { quick: boolean }): Promise<object> {
  const of = quick ? QUICK : FULL
  const ours = await startOurs(Math.max(...of.sizes.plans, of.pace.plans))
  const peers = await startPeers()
  const cases = (plans: number) =>
    [...peers.servers, ours].map((server): Case => ({ name: server.name, server, plans }))
  try {
    const pace = await inTurn(cases(of.pace.plans), of.pace, typeAtPace)
    const closed = await inTurn(cases(of.closed.plans), of.closed, typeAtOnce)
    const bySize = await inTurn(
      of.sizes.plans.map((plans) => ({ name: `${plans} plans`, server: ours, plans })),
      of.sizes,
      typeAtPace,
    )
    const opening = await timeOpening(ours, of.opening)
    show(`${of.pace.plans} plans, two people each, two edits a second`, pace)
    show(`${of.closed.plans} plans, the next edit as soon as the last one is answered`, closed)
    show('ours, growing', bySize)
    const all = [pace, closed, bySize].flatMap((one) => Object.values(one))
    const lost = all.reduce((sum, one) => sum + one.lost, 0)
    const ratios = ratiosOf(pace, closed)
    const p95Ms = pace.ours?.savedP95 ?? Number.NaN
    const sizes = of.sizes.plans.map((plans) => {
      const { cpuUs, p50, savedP95 } = bySize[`${plans} plans`] as Figures
      return { plans, cpuUsPerEdit: cpuUs, p50Ms: p50, savedP95Ms: savedP95 }
    })
    report(`saved, 95 % of edits at ${of.pace.plans} plans within`, p95Ms, 100, ' ms')
    report('edits lost', lost, 0, '')
    return { bench: 'collab', ratios, saved: { p95Ms }, lost, sizes, opening, servers: { pace, closed } }
  } finally {
    peers.stop()
    await ours.stop()
  }
}

function ratiosOf(pace: Record<string, Figures>, closed: Record<string, Figures>) {
  const of = (all: Record<string, Figures>, figure: keyof Figures, peer: string) =>
    ratio(all.ours?.[figure], all[peer]?.[figure])
  const ratios = {
    p50VersusHocuspocus: of(pace, 'p50', 'hocuspocus'),
    p99VersusHocuspocus: of(pace, 'p99', 'hocuspocus'),
    cpuVersusHocuspocus: of(pace, 'cpuUs', 'hocuspocus'),
    cpuVersusEcho: of(pace, 'cpuUs', 'echo'),
    closedLoopVersusHocuspocus: of(closed, 'perSecond', 'hocuspocus'),
    closedLoopVersusYWebsocket: of(closed, 'perSecond', 'yWebsocket'),
  }
  report('p50 to the other person / stock Hocuspocus in memory', ratios.p50VersusHocuspocus, 1.3)
  report('CPU of an edit / stock Hocuspocus in memory', ratios.cpuVersusHocuspocus, 1.2)
  // A rate is good when it is high.
  report('stock Hocuspocus / edits a second, closed loop', round(1 / ratios.closedLoopVersusHocuspocus), 1.05)
  return ratios
}

/** Old and fresh in turn, when the app has folded what it finds to fold. */
async function timeOpening(ours: Ours, { rows, rounds }: typeof FULL.opening) {
  const { old, fresh } = await ours.aged(rows)
  await fresh.open()
  const firstMs = await old.open()
  for (const end = Date.now() + 10_000; (await old.rows()) >= MANY_ENTRIES; await sleep(QUIET_MS))
    if (Date.now() > end) throw new Error('The app does not fold a long log')
  const times = new Map<Opening, number[]>([
    [old, []],
    [fresh, []],
  ])
  for (let n = 0; n < rounds; n += 1)
    for (const one of n % 2 === 0 ? [old, fresh] : [fresh, old]) {
      await sleep(QUIET_MS)
      times.get(one)?.push(await one.open())
    }
  const [oldMs = Number.NaN, freshMs] = [...times.values()].map(median)
  const versusFresh = ratio(oldMs, freshMs)
  report(`opening: 8 quarters and ${rows} rows / a fresh plan`, versusFresh, 1.5)
  report('opening it', round(oldMs), 300, ' ms')
  return { versusFresh, oldMs: round(oldMs), freshMs: round(freshMs), firstMs: round(firstMs), rows: await old.rows() }
}

function show(title: string, all: Record<string, Figures>): void {
  console.error(title)
  for (const [name, { p50, p99, cpuUs, perSecond, savedP95 }] of Object.entries(all)) {
    const saved = Number.isNaN(savedP95) ? '' : `, saved p95 ${savedP95} ms`
    const figures = `p50 ${p50} ms, p99 ${p99} ms${saved}, CPU ${cpuUs} µs an edit`
    console.error(`  ${name.padEnd(12)} ${figures}, ${perSecond} edits/s`)
  }
}

/** Each case in turn, round by round, in changing order; medians of the rounds. */
async function inTurn(cases: Case[], { rounds, seconds }: Rounds, work: Work): Promise<Record<string, Figures>> {
  const found = new Map<string, Figures[]>(cases.map(({ name }) => [name, []]))
  for (let n = 0; n < rounds; n += 1)
    for (const one of n % 2 === 0 ? cases : cases.toReversed())
      found.get(one.name)?.push(await measured(one, seconds, work))
  return Object.fromEntries([...found].map(([name, all]) => [name, middle(all)]))
}

/** Windows of their own every time: their letters begin anew. */
let windows = 1000
function newTypists(): [Typist, Typist] {
  windows += 2
  return [typist(windows), typist(windows + 1)]
}

async function measured({ name, server, plans }: Case, seconds: number, work: Work): Promise<Figures> {
  const typists = newTypists()
  const seats = Array.from({ length: plans }, (_, n) => server.seats(n, String(windows)))
  const load = await openLoad(seats, typists)
  await work(load, WARM_UP_S)
  const before = cpuOf(server.pid)
  const own = performance.eventLoopUtilization()
  const { edits, lost: missing, seconds: took, toOther, toSaved } = await work(load, seconds)
  const cpuUs = (cpuOf(server.pid) - before) / edits
  const { utilization } = performance.eventLoopUtilization(own)
  await load.close()
  const lost = missing + (await notStored(server, load))
  if (lost > 0) console.error(`${name}: ${lost} edits lost, this round does not count`)
  if (utilization > MOST_BUSY) console.error(`${name}: the load itself was ${Math.round(utilization * 100)} % busy`)
  return {
    p50: share(toOther, 0.5),
    p99: share(toOther, 0.99),
    cpuUs,
    perSecond: edits / took,
    savedP95: share(toSaved, 0.95),
    lost,
  }
}

/** Edits that were sent and are not in the log. */
async function notStored({ stored }: Server, { people }: Load): Promise<number> {
  let missing = 0
  if (stored)
    for (const [n, { typist, sent }] of people.entries())
      missing += Math.max(0, sent.length - (await stored(n >> 1, typist.client)))
  return missing
}

/** Medians of the rounds in which everything arrived. */
function middle(all: Figures[]): Figures {
  const of = (figure: keyof Figures) => median(all.filter(({ lost }) => lost === 0).map((one) => one[figure]))
  return {
    p50: round(of('p50')),
    p99: round(of('p99')),
    cpuUs: Math.round(of('cpuUs')),
    perSecond: Math.round(of('perSecond')),
    savedP95: round(of('savedP95')),
    lost: all.reduce((sum, { lost }) => sum + lost, 0),
  }
}
/** The figure that this share of all do not exceed. */
function share(all: number[], of: number): number {
  const sorted = all.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * of))] ?? Number.NaN
}
const round = (n: number | undefined) => Math.round((n ?? Number.NaN) * 100) / 100
