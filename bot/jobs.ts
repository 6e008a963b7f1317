// What runs by the clock: looks for what is due, kind by kind, and never overlaps itself.
import type { Clock, Log, Store, Stored } from '#bot/ports.ts'
import { type Kind, placeOf } from '#shared/kinds.ts'
import { type Instant, instantOf } from '#shared/time.ts'

/** Handles one due document: it has to write the document with another due moment, or it counts as failed. */
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
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 600_000
/** An item that failed more often than this is not waited for. */
const WAITED_FOR = 3
/** The same for runs that broke off at once: the tick comes back to them. */
const MOST_STUCK = 10

export function jobs(of: { store: Store; clock: Clock; log: Log; handlers: Handlers; order: Kind[] }): Jobs {
  const { store, clock, log } = of
  /** Items that failed or were told to wait: when they may be tried again, machine ms, and how often they failed. */
  const gates = new Map<string, { until: number; failures: number }>()
  let running: Promise<void> | null = null
  let again = false
  /** Runs in a row that broke off: the store did not answer. */
  let stuck = 0
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  async function handle<K extends Kind>(kind: K, due: Stored<K>): Promise<boolean> {
    const { partition, id } = placeOf(kind, due.value)
    const key = `${kind} ${partition} ${id}`
    const gate = gates.get(key)
    if (gate && gate.until > Date.now()) return false
    try {
      await (of.handlers[kind] as Handler<K>)(due)
      if (gates.get(key) === gate) gates.delete(key)
      return true
    } catch (error) {
      const failures = (gate?.failures ?? 0) + 1
      const wait = Math.min(FIRST_RETRY_MS * 2 ** (failures - 1), LAST_RETRY_MS)
      gates.set(key, { until: Date.now() + wait, failures })
      log.error('jobs.failed', error, { kind, id, failures })
      return false
    }
  }

  /** One look at every kind; true when anything was done. */
  async function pass(): Promise<boolean> {
    let worked = false
    for (const kind of of.order) {
      if (!of.handlers[kind]) continue
      const due = await store.due(kind, clock.now(), BATCH)
      for (const one of due) {
        if (stopped) return false
        if (await handle(kind, one)) worked = true
      }
    }
    return worked
  }

  /** A handler that leaves its document due would run for ever: after many passes it is a bug, and said so. */
  async function drain(): Promise<void> {
    for (let passes = 0; await pass(); passes += 1) {
      if (passes > 5000) throw new Error(`Still due after ${passes} passes at ${clock.now()}`)
    }
  }

  function run(): Promise<void> {
    if (running) {
      again = true
      return running
    }
    running = (async () => {
      do {
        again = false
        await drain()
      } while (again && !stopped)
    })()
      .then(() => {
        stuck = 0
      })
      .catch((error) => {
        stuck += 1
        log.error('jobs.stuck', error, { runs: stuck })
      })
      .finally(() => {
        running = null
      })
    return running
  }

  return {
    async settle(patienceMs = 60_000) {
      const end = Date.now() + patienceMs
      for (;;) {
        await run()
        if (stuck > 0 && stuck < MOST_STUCK && Date.now() < end && !stopped) {
          await new Promise((resolve) => setTimeout(resolve, FIRST_RETRY_MS))
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
      if (!stopped) void run()
    },
    holdBack(kind, partition, id, ms) {
      gates.set(`${kind} ${partition} ${id}`, { until: Date.now() + ms, failures: 0 })
    },
    next: () => store.nextDue(clock.now()),
    start(everyMs) {
      timer = setInterval(() => void run(), everyMs)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      await running
    },
  }
}

/** The machine's own clock, as business time. */
export const systemClock: Clock = { now: () => instantOf(Date.now()) }
