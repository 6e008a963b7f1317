// How a long command goes on: what it says while it works, and how Ctrl+C ends it between two steps.
import { setImmediate } from 'node:timers/promises'

export type Run = {
  /** One line of progress or warning. */
  say(line: string): void
  /** Aborted when somebody pressed Ctrl+C. */
  signal: AbortSignal
}

/** Thrown by a step after Ctrl+C: everything that was begun is finished or can be done again. */
export class Interrupted extends Error {}

/** A line at least so often: rows, and machine ms. */
const TELL_ROWS = 10_000
const TELL_MS = 2_000
/** SQLite answers without leaving the turn of the event loop, and a signal is heard only between turns. */
const BREATHE_ROWS = 100

/** Called for each row; `part` is how much of the whole is done then, 0–1. Throws Interrupted. */
export type Step = (part?: number) => Promise<void>

/** Counts rows, and says so now and then: "Writing: 20000 rows, 40 %". */
export function counting({ say, signal }: Run, what: string): Step {
  let rows = 0
  let toldRows = 0
  let toldAt = Date.now()
  return async (part) => {
    rows += 1
    if (rows % BREATHE_ROWS === 0) await setImmediate()
    if (signal.aborted) throw new Interrupted()
    if (rows - toldRows < TELL_ROWS && Date.now() - toldAt < TELL_MS) return
    toldRows = rows
    toldAt = Date.now()
    say(`${what}: ${rows} rows${part === undefined ? '' : `, ${Math.floor(part * 100)} %`}`)
  }
}

export const plural = (many: number, one: string): string => `${many} ${one}${many === 1 ? '' : 's'}`
