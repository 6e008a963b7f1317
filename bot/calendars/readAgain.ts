// A manager's calendar is read anew: it may have changed since it was read, or while it is being read.
import type { World } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'

const MOST_TRIES = 20

/**
 * Due now. Written even where it was due already: a reading that is under way may have asked Graph before the change,
 * finds that somebody wrote in between, and is done once more. Nothing happens to a calendar that nobody reads.
 */
export async function readAgain({ store, clock }: World, tenant: string, manager: string): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = await store.get('calendar', tenantPartition(tenant), manager)
    if (!known || (await store.put('calendar', { ...known.value, dueAt: clock.now() }, known.version))) return
  }
  throw new Error('The calendar changed again and again')
}
