// What runs by the clock: looks for what is due, each kind in a lane of its own, and no lane overlaps itself.
import type { Clock, Log, Store, Stored } from '#bot/ports.ts'
import { type Kind, placeOf } from '#shared/kinds.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Instant, instantOf } from '#shared/time.ts'

/** Handles one due document: it has to write the document with another due moment, or it is handed out again. */
export type Handler<K extends Kind> = (due: Stored<K>) => Promise<void>
export type Handlers = { [K in Kind]?: Handler<K> }

export type Jobs = {
  /** Runs what is due now; resolves when nothing more is, waiting for postponed retries up to `patienceMs` machine time. */
  settle(patienceMs?: number): Promise<void>
  /** Asks for a run soon; never waits. */
  nudge(): void
  /** Keeps one due item back for so many machine ms: a service said "later". */
  holdBack(kind: Kind, partition: string, id: string, ms: number): void
  /** The next business moment after now at which something is due. */
  next(): Promise<Instant | null>
  start(everyMs: number): void
  stop(): Promise<void>
}

const BATCH = 100
/** How many items of one lane are worked on at once: they wait for services, not for this process. */
const WIDTH = 8
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 600_000
/** An item that failed more often than this is not waited for. */
const WAITED_FOR = 3
/** The same for runs that broke off at once: the tick comes back to them. */
const MOST_STUCK = 10
/** A handler that leaves its document due would run for ever. */
const MOST_PASSES = 5000

type Lane = {
  /** Resolves to whether it did anything. */
  running: Promise<boolean> | null
  /** It was asked for while it was at work. */
  again: boolean
  /** Its runs in a row that broke off: the store did not answer. */
  stuck: number
}

/** `firstRetryMs`: how long the first pause after a failure is, machine ms. */
export function jobs(of: { store: Store; clock: Clock; log: Log; handlers: Handlers; firstRetryMs?: number }): Jobs {
  const { store, clock, log, handlers, firstRetryMs = FIRST_RETRY_MS } = of
  const kinds = Object.keys(handlers) as Kind[]
  const lanes = new Map<Kind, Lane>(kinds.map((kind) => [kind, { running: null, again: false, stuck: 0 }]))
  /** Items that failed or were told to wait: when they may be tried again, machine ms, and how often they failed. */
  const gates = new Map<string, { until: number; failures: number }>()
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const keyOf = (kind: Kind, partition: string, id: string) => `${kind} ${partition} ${id}`

  async function handle<K extends Kind>(kind: K, due: Stored<K>): Promise<boolean> {
    const { partition, id } = placeOf(kind, due.value)
    const key = keyOf(kind, partition, id)
    const gate = gates.get(key)
    if (stopped || (gate && gate.until > Date.now())) return false
    try {
      await (handlers[kind] as Handler<K>)(due)
      if (gates.get(key) === gate) gates.delete(key)
      return true
    } catch (error) {
      const failures = (gate?.failures ?? 0) + 1
      const said = error instanceof Refusal ? (error.retryAfterMs ?? 0) : 0
      const wait = Math.max(said, Math.min(firstRetryMs * 2 ** (failures - 1), LAST_RETRY_MS))
      gates.set(key, { until: Date.now() + wait, failures })
      log.error('jobs.failed', error, { kind, id, failures })
      return false
    }
  }

  /** What is due of one kind now: items that may touch each other in turn, the rest side by side. */
  async function pass(kind: Kind): Promise<boolean> {
    const due = await store.due(kind, clock.now(), BATCH)
    const rows = [...Map.groupBy(due, (one) => rowOf(kind, one)).values()]
    let worked = false
    const worker = async () => {
      for (let row = rows.shift(); row; row = rows.shift()) {
        for (const one of row) worked = (await handle(kind, one)) || worked
      }
    }
    await Promise.all(Array.from({ length: Math.min(WIDTH, rows.length) }, worker))
    return worked
  }

  async function drain(kind: Kind): Promise<boolean> {
    let passes = 0
    while (!stopped && (await pass(kind))) {
      passes += 1
      if (passes > MOST_PASSES) throw new Error(`${kind} is still due after ${passes} passes at ${clock.now()}`)
      // What was done here may be due elsewhere.
      if (passes === 1) for (const other of kinds) if (other !== kind) void work(other)
    }
    return passes > 0
  }

  function work(kind: Kind): Promise<boolean> {
    const lane = lanes.get(kind) as Lane
    if (lane.running) {
      lane.again = true
      return lane.running
    }
    const run = async () => {
      let worked = false
      do {
        lane.again = false
        worked = (await drain(kind)) || worked
      } while (lane.again && !stopped)
      return worked
    }
    lane.running = run()
      .then((worked) => {
        lane.stuck = 0
        return worked
      })
      .catch((error) => {
        lane.stuck += 1
        log.error('jobs.stuck', error, { kind, runs: lane.stuck })
        return false
      })
      .finally(() => {
        lane.running = null
      })
    return lane.running
  }

  /** Until no lane finds anything to do. */
  async function workAll(): Promise<void> {
    for (let worked = true; worked && !stopped; ) {
      worked = (await Promise.all(kinds.map(work))).some(Boolean)
    }
  }

  return {
    async settle(patienceMs = 60_000) {
      const end = Date.now() + patienceMs
      for (;;) {
        await workAll()
        const isStuck = [...lanes.values()].some(({ stuck }) => stuck > 0 && stuck < MOST_STUCK)
        if (isStuck && Date.now() < end && !stopped) {
          await new Promise((resolve) => setTimeout(resolve, firstRetryMs))
          continue
        }
        for (const [key, gate] of gates) if (gate.until < Date.now() - LAST_RETRY_MS) gates.delete(key)
        const waits = [...gates.values()]
          .filter(({ failures }) => failures <= WAITED_FOR)
          .map(({ until }) => until)
          .filter((until) => until <= end && until > Date.now())
        if (waits.length === 0 || stopped) return
        await new Promise((resolve) => setTimeout(resolve, Math.min(...waits) - Date.now() + 5))
      }
    },
    nudge() {
      if (!stopped) for (const kind of kinds) void work(kind)
    },
    holdBack(kind, partition, id, ms) {
      gates.set(keyOf(kind, partition, id), { until: Date.now() + ms, failures: 0 })
    },
    next: () => store.nextDue(clock.now()),
    start(everyMs) {
      timer = setInterval(() => this.nudge(), everyMs)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await Promise.all([...lanes.values()].map(({ running }) => running))
    },
  }
}

/**
 * Items of one row are handled one after another: all of one recipient or employee, because a digest, or a day's one
 * offer, is decided over several. What lies with the tenant (people, calendars) is independent, item by item.
 */
function rowOf<K extends Kind>(kind: K, { value }: Stored<K>): string {
  const { partition, id } = placeOf(kind, value)
  return partition.startsWith('tenant/') ? id : partition
}

/** The machine's own clock, as business time. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) }
