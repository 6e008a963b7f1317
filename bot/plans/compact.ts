// Folds a live plan's log into one entry, so that opening it stays quick and deleted text does not linger (R8, R15).
import type { World } from '#bot/ports.ts'
import { foldLog } from '#shared/plan/log.ts'

/** From so many entries on a log is folded while people are still writing. */
export const MANY_ENTRIES = 500

/**
 * Nothing can be lost: the one entry has been read back before it takes the others' place, and what is appended
 * meanwhile stays behind it. A log with an entry that cannot be read is left as it is, and said so.
 */
export async function compactPlan({ store, log }: Pick<World, 'store' | 'log'>, partition: string): Promise<void> {
  const { entries, at } = await store.readLog(partition)
  if (entries.length < 2) return
  const folded = foldLog(entries)
  if (!folded) return log.warn('plans.notCompacted', { partition, entries: entries.length })
  await store.compact(partition, at, folded)
}
