// The mark of a store that is being filled: a log in a partition of its own, there from before the first document until after the last.
//
// A log needs no kind, every store has logs, and `everything()` shows it: so check, backup and the app can all tell a
// half-filled store from a whole one.
import { z } from 'zod'
import type { LogEntry, Store } from '#bot/ports.ts'

export const RESTORING = 'restoring'

/** Each run begins with one of these. */
const begun = z.strictObject({ run: z.string(), from: z.string(), content: z.string(), partitions: z.number().int() })
const progress = z.strictObject({ run: z.string(), done: z.number().int() })
const entry = z.union([begun, progress])

export type Marker = {
  /** Whose it is now: a later run takes it over, and the earlier one stops. */
  run: string
  /** The file's name, without its folder. */
  from: string
  /** Digest of what is being written (verify.ts): only the very same may go on. */
  content: string
  /** How many partitions that is, and how many of them, in the file's order, are surely there. */
  partitions: number
  done: number
}

const append = (store: Store, json: z.infer<typeof entry>): Promise<void> =>
  store.append(RESTORING, [{ update: new TextEncoder().encode(JSON.stringify(json)), by: 'server' }])

export const begin = (store: Store, of: Omit<Marker, 'done'>): Promise<void> => append(store, of)
export const markDone = (store: Store, run: string, done: number): Promise<void> => append(store, { run, done })
export const finish = (store: Store): Promise<void> => store.clear(RESTORING)

/** Null where nothing is being restored. */
export async function readMarker(store: Pick<Store, 'readLog'>): Promise<Marker | null> {
  return markerIn((await store.readLog(RESTORING)).entries)
}

/** The first run says what is restored, the last one owns it; what an earlier one says after that does not count. */
export function markerIn(entries: readonly LogEntry[]): Marker | null {
  let marker = null as Marker | null
  for (const { update } of entries) {
    const one = entry.parse(JSON.parse(new TextDecoder().decode(update)))
    if ('from' in one) marker = marker ? { ...marker, run: one.run } : { ...one, done: 0 }
    else if (marker?.run === one.run) marker = { ...marker, done: one.done }
  }
  return marker
}

/** What every command says of such a store. */
export const halfRestored = ({ from, partitions, done }: Marker): string =>
  `This store is not whole: it is being filled from ${from}, ${done} of ${partitions} partitions are there. Run that restore or copy again, and it goes on and finishes.`
