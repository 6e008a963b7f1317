// What is shown and still to be stored: gathered for a moment over all plans, because one sync of a disk, and one write over a network, carries twenty edits as cheaply as one.
import type { LogEntry, Store } from '#bot/ports.ts'

/** Nobody sees these in "Saved", and at 800 edits a second they make one write of sixteen. */
const GATHER_MS = 20
/** So many together are cheap enough not to wait for more. */
const ENOUGH = 48

/** A log's entries that are not stored yet, in order; what could not be written stays in front. */
type Line = { log: string; entries: LogEntry[]; writing: Promise<void>; next: Promise<void> | null }

export type Journal = {
  /**
   * Resolves when the entry, and everything that was written to this log before it, is stored. Rejects with what the
   * store throws: then it is tried again together with what follows, so that no log ever has an edit without the ones
   * that it builds on.
   */
  write(log: string, entry: LogEntry): Promise<void>
  /** Resolves when everything that was written to this log is stored; tries again what could not be, and rejects like `write`. */
  settled(log: string): Promise<void>
  /** Gives up what could not be stored: nobody here shows it any more, and whoever wrote it has it still. */
  drop(log: string): void
}

/** `append` is called once at a time for each log. */
export function journal(append: Store['append'], gatherMs = GATHER_MS): Journal {
  const lines = new Map<string, Line>()
  const gathered = gathering(gatherMs)

  /** One writing at a time. One that has begun may be too early for who asks now, so another follows it. */
  function store(line: Line): Promise<void> {
    line.next ??= Promise.allSettled([gathered(), line.writing]).then(() => {
      line.next = null
      line.writing = writeOut(line)
      return line.writing
    })
    return line.next
  }
  async function writeOut(line: Line): Promise<void> {
    const { log, entries } = line
    const count = entries.length
    if (count > 0) await append(log, entries.slice())
    entries.splice(0, count)
    if (entries.length === 0 && line.next === null) lines.delete(log)
  }

  return {
    write(log, entry) {
      let line = lines.get(log)
      if (!line) {
        line = { log, entries: [], writing: Promise.resolve(), next: null }
        lines.set(log, line)
      }
      line.entries.push(entry)
      return store(line)
    },
    async settled(log) {
      const line = lines.get(log)
      if (line) await store(line)
    },
    drop(log) {
      const line = lines.get(log)
      if (!line) return
      line.entries.length = 0
      if (line.next === null) lines.delete(log)
    },
  }
}

/** Who calls it waits with the others until the time is over, or they are enough. */
function gathering(ms: number): () => Promise<void> {
  let group: { over: Promise<void>; end(): void; size: number; timer: NodeJS.Timeout } | null = null
  return () => {
    if (!group) {
      const { promise: over, resolve } = Promise.withResolvers<void>()
      const end = () => {
        group = null
        resolve()
      }
      group = { over, end, size: 0, timer: setTimeout(end, ms) }
    }
    const { over, end, timer } = group
    group.size += 1
    if (group.size >= ENOUGH) {
      clearTimeout(timer)
      end()
    }
    return over
  }
}
