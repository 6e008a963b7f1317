// The mark of a store that is being filled: a log in a partition of its own, there from before the first document until after the last.
//
// A log needs no kind, every store has logs, and `everything()` shows it: so check, backup and the app can all tell a
// half-filled store from a whole one.
import { z } from 'zod'
import type { LogEntry, Store } from '#bot/ports.ts'

export const RESTORING = 'restoring'

const begun = z.object({ from: z.string(), content: z.string(), partitions: z.number().int() })
const progress = z.object({ done: z.number().int() })

export type Marker = {
  /** The file's name, without its folder. */
  from: string
  /** Digest of what is being written (verify.ts): only the very same may go on. */
  content: string
  /** How many partitions that is, and how many of them, in the file's order, are surely there. */
  partitions: number
  done: number
}

const entry = (json: unknown): LogEntry => ({ update: new TextEncoder().encode(JSON.stringify(json)), by: 'server' })

export const begin = (store: Store, of: z.infer<typeof begun>): Promise<void> => store.append(RESTORING, [entry(of)])
export const markDone = (store: Store, done: number): Promise<void> => store.append(RESTORING, [entry({ done })])
export const finish = (store: Store): Promise<void> => store.clear(RESTORING)

/** Null where nothing is being restored. */
export async function readMarker(store: Pick<Store, 'readLog'>): Promise<Marker | null> {
  return markerIn((await store.readLog(RESTORING)).entries)
}

export function markerIn(entries: readonly LogEntry[]): Marker | null {
  if (entries.length === 0) return null
  const [first, ...rest] = entries.map(({ update }) => JSON.parse(new TextDecoder().decode(update)) as unknown)
  const done = rest.map((one) => progress.parse(one).done).at(-1) ?? 0
  return { ...begun.parse(first), done }
}

/** What every command says of such a store. */
export const halfRestored = ({ from, partitions, done }: Marker): string =>
  `This store is not whole: it is being filled from ${from}, ${done} of ${partitions} partitions are there. Run that restore or copy again, and it goes on and finishes.`
