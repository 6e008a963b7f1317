// Redis killed and started again and again under typing on two instances, with connections cut so that everybody lands anywhere.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { addStrength } from '#shared/plan/edit.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { type Acks, countingSocket } from '#tab/plan/acks.ts'
import { idsOf } from '#tests/play.ts'
import { startTwoInstances, type TwoInstances } from '#tests/twoInstances.ts'
import { sleep, type TestWorld } from '#tests/world.ts'
import { diceOf } from './dice.ts'

export type TwoOutcome = {
  seed: number
  /** Edits, those that were acknowledged to their typist, and of these the ones that are not in the store at the end. */
  typed: number
  acknowledged: number
  lost: number
  /** The longest it took until everybody saw the same and all of it was saved, from the last edit or Redis' return, in ms. */
  convergedMs: number
  redisKills: number
  /** Every loss, and whatever else is not as it should be, in words; empty when all is well. */
  wrong: string[]
}

const PAIRS = [
  ['mona', 'rafe'],
  ['mona', 'leila'],
] as const
/** So long at most until everybody sees the same. */
const PATIENCE_MS = 20_000

export type Typist = {
  name: string
  document: string
  doc: Y.Doc
  /** What was acknowledged, and what was typed. */
  kept: Set<string>
  typed(): number
  type(): void
  isSaved(): boolean
  seen(): string[]
  close(): void
}

/** Somebody at a live plan who counts acknowledgements as the tab does, and remembers what was acknowledged. */
export async function startTyping(world: TestWorld, person: string, document: string, name: string): Promise<Typist> {
  const doc = new Y.Doc()
  const kept = new Set<string>()
  let waiting: string[] = []
  let typed = 0
  let acks: Acks = { owed: 0, synced: false }
  const isSaved = () => acks.synced && acks.owed === 0
  const socket = new HocuspocusProviderWebsocket({
    url: `${world.app.replace('http', 'ws')}/collab`,
    delay: 250,
    minDelay: 250,
    WebSocketPolyfill: countingSocket((now) => {
      acks = now
      if (!isSaved()) return
      for (const id of waiting) kept.add(id)
      waiting = []
    }),
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: doc,
    token: () => world.token(person),
  })
  provider.attach()
  for (const end = Date.now() + PATIENCE_MS; !provider.isSynced || !isSaved(); await sleep(5))
    if (Date.now() > end) throw new Error(`${name} was not let in`)
  return {
    name,
    document,
    doc,
    kept,
    typed: () => typed,
    type() {
      const id = `${name}.${typed}`
      typed += 1
      waiting.push(id)
      addStrength(doc, id, 'x')
    },
    isSaved,
    seen: () => planOf(doc).strengths.map(({ id }) => id),
    close() {
      provider.destroy()
      socket.destroy()
    },
  }
}

/**
 * Rounds until `enough` says so: everybody types, Redis is killed and comes back, connections are cut, then it is quiet
 * and all must see the same. `all` is given where a test has them running already.
 */
export async function runTwoInstances({
  seed,
  enough,
  all,
}: {
  seed: number
  enough: (kills: number, ms: number) => boolean
  all?: TwoInstances
}): Promise<TwoOutcome> {
  const dice = diceOf(seed)
  const of = all ?? (await startTwoInstances())
  const typists: Typist[] = []
  const wrong: string[] = []
  try {
    const ids = await idsOf(of.first)
    for (const [manager, employee] of PAIRS) {
      const path = `/api/plans/${ids[employee]}`
      const { document } = (await of.first.api<PlanInfo>(manager, 'GET', path)).body
      // The balancer takes turns: the two of a pair are on two instances at first.
      for (const person of [manager, employee])
        typists.push(await startTyping(of.balanced, person, document, `${seed}/${employee}/${person}`))
    }
    const began = Date.now()
    let redisKills = 0
    let convergedMs = 0
    do {
      let isOn = true
      const typing = typists.map(async (one) => {
        for (; isOn; await sleep(10 + dice() * 60)) one.type()
      })
      const stop = async () => {
        isOn = false
        await Promise.all(typing)
      }
      await sleep(200 + dice() * 600)
      await of.redis.kill()
      redisKills += 1
      await sleep(300 + dice() * 2500)
      if (dice() < 0.5) of.balancer.cut()
      // In every second round nobody types when it comes back: what was missed has to come all the same.
      const isQuietBefore = dice() < 0.5
      if (isQuietBefore) await stop()
      await of.redis.start()
      if (!isQuietBefore) {
        await sleep(dice() * 1500)
        if (dice() < 0.3) of.balancer.cut()
        await stop()
      }
      const took = await converged(typists)
      if (took === null)
        for (const w of [of.first, of.second])
          for (const d of new Set(typists.map((t) => t.document))) {
            const t = await startTyping(w, 'mona', d, 'fresh')
            console.log(w.app, d.slice(-5), t.seen().length)
          }
      if (took === null)
        for (const d of new Set(typists.map((t) => t.document)))
          console.log('store', d.slice(-5), planFromLog(await of.store.readLog(d)).strengths.length)
      if (took === null) wrong.push(`Round ${redisKills}: after ${PATIENCE_MS} ms not everybody saw the same`)
      else convergedMs = Math.max(convergedMs, took)
      for (const one of typists) {
        const there = new Set(one.seen())
        const gone = [...one.kept].filter((id) => !there.has(id))
        if (gone.length > 0) wrong.push(`${one.name} does not see ${gone.length} of their own saved edits any more`)
      }
    } while (wrong.length === 0 && !enough(redisKills, Date.now() - began))
    let lost = 0
    for (const document of new Set(typists.map((one) => one.document))) {
      const stored = planFromLog(await of.store.readLog(document)).strengths.map(({ id }) => id)
      const there = new Set(stored)
      if (stored.length > there.size) wrong.push(`${document} has something twice`)
      for (const one of typists.filter((typist) => typist.document === document))
        lost += [...one.kept].filter((id) => !there.has(id)).length
    }
    if (lost > 0) wrong.push(`${lost} edits that were acknowledged are not in the store`)
    const sum = (count: (one: Typist) => number) => typists.map(count).reduce((many, one) => many + one, 0)
    return {
      seed,
      typed: sum((one) => one.typed()),
      acknowledged: sum(({ kept }) => kept.size),
      lost,
      convergedMs,
      redisKills,
      wrong,
    }
  } finally {
    for (const one of typists) one.close()
    if (!all) await of.stop()
  }
}

/** How many ms it took until everybody was saved and the people of each plan saw the same; null where it did not come about. */
export async function converged(typists: readonly Typist[]): Promise<number | null> {
  const began = Date.now()
  for (; Date.now() - began < PATIENCE_MS; await sleep(10)) {
    const plans = Map.groupBy(typists, ({ document }) => document)
    const isSame = (people: Typist[]) => new Set(people.map((one) => JSON.stringify(one.seen()))).size === 1
    if (typists.every((one) => one.isSaved()) && [...plans.values()].every(isSame)) return Date.now() - began
  }
  return null
}
