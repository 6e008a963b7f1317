// Random things done by people at once, on two processes over one store, held against what must always be true (R3, R12).
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import * as Y from 'yjs'
import type { StoreConfig } from '#bot/config.ts'
import { openStore } from '#bot/openStore.ts'
import type { Store, Version } from '#bot/ports.ts'
import { employeePartition } from '#shared/kinds.ts'
import { layOut } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, setRevisit } from '#shared/plan/edit.ts'
import { newOutside, type Remembered, settle, stateOf, type Two, twoOf } from '#tests/inProcess.ts'
import { diceOf } from './dice.ts'

const ACTS = [
  'convert',
  'convert',
  'tabConvert',
  'later',
  'notThisQuarter',
  'reopen',
  'undo',
  'held',
  'stamp',
  'stamp',
  'settle',
  'settle',
] as const
export type Step = { two: Two; act: (typeof ACTS)[number]; slot: number }
export type Written = {
  document: string
  over: Version | 'absent'
  version: Version
  /** Of a discussion. */
  life: { state: string; attempt: number } | null
}
export type ToWorker = { answer: number; value: unknown } | { id: number; step: Step | null }
export type FromWorker =
  | { ready: true }
  | { question: number; call: string; args: unknown[] }
  | { done: number; failed: string | null; written: Written[] }

/** Groups of acts that are done at once, one group after the other. */
const GROUPS = 4
const AT_ONCE = 4
/** Seeds under way side by side: each has a tenant of its own. */
const ABREAST = 6
const REST_MS = 5000

export type SeedsResult = { seeds: number; acts: number; writes: number; wrong: string[] }

/**
 * Runs seeds from `first` on, `many` of them or until the machine's time `until` (ms), on two processes over the store
 * that `env` chooses. `wrong` names every seed that broke a rule, with the rule.
 */
export async function runSeeds(of: {
  config: StoreConfig
  env: Record<string, string>
  first: number
  many: number
  until?: number
}): Promise<SeedsResult> {
  const outside = newOutside()
  const store = await openStore(of.config, { info: () => {}, warn: () => {}, error: () => {} })
  const workers = await Promise.all(['host/1/a', 'host/2/b'].map((name) => startWorker(name, of.env, outside)))
  const result: SeedsResult = { seeds: 0, acts: 0, writes: 0, wrong: [] }
  // What one process does for a tenant it may do in another's step: every write is kept until the end.
  const written: Written[] = []
  let next = of.first
  const lane = async () => {
    while (next < of.first + of.many && Date.now() < (of.until ?? Number.POSITIVE_INFINITY)) {
      const seed = next++
      const two = twoOf(`seed-${seed}`)
      const roll = diceOf(seed)
      const dice = (many: number) => Math.floor(roll() * many)
      await settle(store, outside, two)
      await writePlan(store, two)
      const steps: Step[][] = [
        [{ two, act: 'settle', slot: 0 }],
        ...Array.from({ length: GROUPS }, () =>
          Array.from({ length: AT_ONCE }, () => ({ two, act: ACTS[dice(ACTS.length)] as Step['act'], slot: dice(4) })),
        ),
        [
          { two, act: 'settle', slot: 0 },
          { two, act: 'settle', slot: 0 },
        ],
        [{ two, act: 'settle', slot: 0 }],
      ]
      for (const group of steps) {
        const done = await Promise.all(group.map((step, n) => workers[(n + dice(2)) % 2]?.take(step)))
        for (const one of done) {
          written.push(...(one?.written ?? []))
          if (one?.failed) result.wrong.push(`seed ${seed}: ${one.failed}`)
        }
        result.acts += group.length
      }
      result.wrong.push(...(await judgeAtRest(store, outside, two)).map((rule) => `seed ${seed}: ${rule}`))
      result.seeds += 1
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, lane))
  await Promise.all(workers.map((worker) => worker.end()))
  await store.close()
  result.writes = written.length
  result.wrong.push(...judgeVersions(written))
  return result
}

/**
 * The other process may still be at something of this tenant's, in a run that another seed asked for: what is wrong has
 * to stay wrong.
 */
async function judgeAtRest(store: Store, outside: Remembered, two: Two): Promise<string[]> {
  const end = Date.now() + REST_MS
  for (;;) {
    const wrong = await judge(store, outside, two)
    if (wrong.length === 0 || Date.now() > end) return wrong
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** What must be true of a tenant when everything has settled. */
async function judge(store: Store, outside: Remembered, two: Two): Promise<string[]> {
  const wrong: string[] = []
  const { discussions, messages } = await stateOf(store, two)
  if (discussions.length > 1) wrong.push(`${discussions.length} discussions in one quarter`)
  const [of] = discussions
  const named = two.slots.filter(({ eventId }) => outside.events.get(eventId)?.subject.endsWith(' · Growth discussion'))
  const meant = of && of.state.name !== 'needsSlot' ? [of.state.slot.eventId] : []
  if (named.map(({ eventId }) => eventId).join() !== meant.join())
    wrong.push(`the calendar names ${named.map(({ eventId }) => eventId)}, the discussion is in ${meant}`)
  if (of && (of.state.name === 'converting' || of.restore)) wrong.push(`it is still ${of.state.name}`)
  for (const chat of [two.manager, two.employee]) {
    const sent = outside.sent.filter((one) => one.chat === chat).map(({ activity }) => activity)
    const known = messages.filter(({ recipient, state }) => recipient === chat && state.name === 'sent')
    const activities = new Set(known.map(({ state }) => (state.name === 'sent' ? state.activity : '')))
    const unknown = sent.filter((activity) => !activities.has(activity))
    if (unknown.length > 0 || sent.length !== activities.size)
      wrong.push(`${chat} has ${sent.length} cards, the store knows ${activities.size}`)
  }
  if (messages.some(({ state }) => state.name === 'unsure' || state.name === 'claimed'))
    wrong.push('a message is unsure although nobody died')
  return wrong
}

const LEGAL: Record<string, string[]> = {
  needsSlot: ['needsSlot', 'converting'],
  converting: ['converting', 'scheduled', 'needsSlot'],
  scheduled: ['scheduled', 'held', 'agreed', 'needsSlot'],
  held: ['held', 'agreed'],
  agreed: ['agreed'],
}

/** Each version is written over at most once, so every document has one line of versions; discussions move as they may. */
export function judgeVersions(written: Written[]): string[] {
  const wrong: string[] = []
  for (const [document, writes] of Map.groupBy(written, (one) => one.document)) {
    const over = new Map<string, Written>()
    for (const one of writes) {
      if (over.has(one.over)) wrong.push(`${document}: ${one.over} was written over twice`)
      over.set(one.over, one)
    }
    for (const one of writes) {
      const next = over.get(one.version)
      if (!next) continue
      if (numberOf(next.version) <= numberOf(one.version)) wrong.push(`${document}: its version does not grow`)
      if (!one.life || !next.life) continue
      const isLegal = LEGAL[one.life.state]?.includes(next.life.state) && next.life.attempt >= one.life.attempt
      if (!isLegal) wrong.push(`${document}: ${JSON.stringify(one.life)} became ${JSON.stringify(next.life)}`)
    }
  }
  return wrong
}

/** SQLite's versions are numbers; in Cosmos DB's the second part counts the writes of the document. */
const numberOf = (version: Version): number => Number(version.includes('|') ? version.split('|')[1] : version)

async function writePlan(store: Store, { tenant, employee }: Two): Promise<void> {
  const doc = new Y.Doc()
  layOut(doc)
  addFocusArea(doc, { id: 'f1', title: 'Closing decisions' })
  const action = { id: 'a1', kind: 'experience', title: 'Run the meeting', owner: employee, due: '2026-12-18' } as const
  addAction(doc, 'f1', action)
  setRevisit(doc, '2027-01-20')
  const head = { tenant, employee, createdAt: '2026-10-06T12:00:00.000Z', latest: 0, agreed: null, settling: null }
  await store.put('plan', { ...head, dueAt: null }, 'absent')
  await store.append(employeePartition(tenant, employee), [{ update: Y.encodeStateAsUpdate(doc), by: employee }])
}

async function startWorker(name: string, env: Record<string, string>, outside: Remembered) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'seedWorker.ts'), [name], {
    env: { ...process.env, ...env, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' },
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  type Done = Extract<FromWorker, { done: number }>
  const waiting = new Map<number, (done: Done) => void>()
  let steps = 0
  const send = (message: ToWorker) => void child.send(message)
  await new Promise<void>((ready, failed) => {
    child.once('exit', (code) => failed(new Error(`A worker ended with ${code}`)))
    child.on('message', async (message: FromWorker) => {
      if ('ready' in message) return ready()
      if ('done' in message) return void waiting.get(message.done)?.(message)
      const { call, args, question } = message
      const work = outside[call as 'event'] as (...all: unknown[]) => Promise<unknown>
      send({ answer: question, value: await work.apply(outside, args) })
    })
  })
  return {
    take(step: Step): Promise<Done> {
      steps += 1
      const id = steps
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        send({ id, step })
      })
    },
    async end(): Promise<void> {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      send({ id: 0, step: null })
      await gone
    },
  }
}
