// R16: somebody sends all that is bad, again and again, while twenty pairs write their plans, and these do not notice.
import { Worker } from 'node:worker_threads'
import { aspirationOf, planOf } from '#shared/plan/doc.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { ok, RAFE } from '#tests/planted.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'
import type { Attacks } from './hostile.ts'
import { loadOf } from './load.ts'
import { documentOf, manyPairs } from './manyPairs.ts'

const PAIRS = 20
const QUIET_MS = 20_000
const HOSTILE_MS = 60_000
const EDIT_EVERY_MS = 500
/** The app's event loop may be so late, ms. */
const MOST_P99_MS = 200

type Lateness = {
  loopMs: { p50: number; p99: number; max: number }
  savedMs: { p50: number; p95: number; max: number }
}
export type BadInput = {
  quiet: Lateness
  hostile: Lateness
  attacks: Attacks
  /** Edits of the honest, and how many of them are not in their plans. */
  edits: number
  lost: number
  /** Times that an honest person's connection broke. */
  dropped: number
  wrong: string[]
}

type Honest = { who: string; at: AtThePlan; document: string; edits: number; dropped: number }

export async function runBadInput(): Promise<BadInput> {
  const { tenant, pairs } = manyPairs(PAIRS)
  const world = await startWorld({ tenant })
  try {
    await ok(world, 'rafe', 'GET', `/api/plans/${RAFE}`)
    const honest: Honest[] = []
    for (const pair of pairs) {
      const document = await documentOf(world, pair)
      for (const who of [pair.manager, pair.employee]) {
        const at = await openLivePlan(world, who, document)
        const one: Honest = { who, at, document, edits: 0, dropped: 0 }
        at.provider.configuration.websocketProvider.on('disconnect', () => {
          one.dropped += 1
        })
        honest.push(one)
      }
    }
    const quiet = await writeFor(world, honest, QUIET_MS)
    const worker = new Worker(new URL('./hostile.ts', import.meta.url), {
      workerData: { app: world.app, token: await world.token('rafe') },
    })
    let attacks: Attacks = { sockets: 0, closed: 0, rounds: 0 }
    const failed: string[] = []
    worker.on('message', (now: Attacks) => {
      attacks = now
    })
    worker.on('error', (error) => failed.push(`The hostile one ended: ${error}`))
    const hostile = await writeFor(world, honest, HOSTILE_MS)
    await worker.terminate()
    return await judge(world, honest, { quiet, hostile, attacks, wrong: failed })
  } finally {
    await world.stop()
  }
}

/** Everybody types, half a second between their letters; each waits for "Saved". */
async function writeFor(world: TestWorld, honest: Honest[], ms: number): Promise<Lateness> {
  const saved: number[] = []
  const end = Date.now() + ms
  await loadOf(world)
  await Promise.all(
    honest.map(async (one) => {
      for (await sleep(Math.random() * EDIT_EVERY_MS); Date.now() < end; await sleep(EDIT_EVERY_MS)) {
        const began = performance.now()
        aspirationOf(one.at.doc)?.insert(0, 'x')
        one.edits += 1
        await one.at.saved()
        saved.push(performance.now() - began)
      }
    }),
  )
  const { loop } = await loadOf(world)
  saved.sort((a, b) => a - b)
  const part = (of: number) => Math.round(saved[Math.floor(of * (saved.length - 1))] ?? 0)
  return {
    loopMs: { p50: Math.round(loop.p50), p99: Math.round(loop.p99), max: Math.round(loop.max) },
    savedMs: { p50: part(0.5), p95: part(0.95), max: part(1) },
  }
}

async function judge(
  world: TestWorld,
  honest: Honest[],
  { wrong, ...of }: Pick<BadInput, 'quiet' | 'hostile' | 'attacks' | 'wrong'>,
): Promise<BadInput> {
  const dropped = honest.reduce((sum, one) => sum + one.dropped, 0)
  let lost = 0
  for (const document of new Set(honest.map((one) => one.document))) {
    const two = honest.filter((one) => one.document === document)
    for (const { at } of two) await at.saved()
    for (const { at } of two) at.close()
    const [one] = two
    if (!one) continue
    const anew = await openLivePlan(world, one.who, document)
    lost += two.reduce((sum, { edits }) => sum + edits, 0) - planOf(anew.doc).aspiration.length
    anew.close()
  }
  const edits = honest.reduce((sum, one) => sum + one.edits, 0)
  if (lost !== 0) wrong.push(`${lost} edits of honest people are lost`)
  if (dropped > 0) wrong.push(`Honest people's connections broke ${dropped} times`)
  if (of.hostile.loopMs.p99 > MOST_P99_MS) wrong.push(`The event loop is late by ${of.hostile.loopMs.p99} ms (p99)`)
  if (of.attacks.rounds < 1) wrong.push('Not everything bad was sent even once')
  const log = world.output.join('')
  if (/nhandled|collab\.setAside/.test(log)) wrong.push('The log tells of something that was not handled')
  return { ...of, edits, lost, dropped, wrong }
}
