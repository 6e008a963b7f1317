// The plan as its live document has it now, for whoever only reads it.
import { createHash } from 'node:crypto'
import type { Store } from '#bot/ports.ts'
import { planFromLog } from '#shared/plan/log.ts'
import type { Plan } from '#shared/plan/plan.ts'

/** A plan is some 5 KB: a few megabytes in all. */
const REMEMBERED = 500
/** By the bytes of the log, so that nothing can be out of date: the same bytes are the same plan, whoever wrote them. */
const decoded = new Map<string, Plan>()

/** The plan in a partition's log. Decoding is most of what reading a plan costs, and few plans change between two looks. */
export async function planNow(store: Pick<Store, 'readLog'>, partition: string): Promise<Plan> {
  const log = await store.readLog(partition)
  const hash = createHash('sha256')
  for (const { update } of log.entries) hash.update(update)
  const key = hash.digest('base64')
  const plan = decoded.get(key) ?? planFromLog(log)
  decoded.delete(key)
  decoded.set(key, plan)
  if (decoded.size > REMEMBERED) decoded.delete(decoded.keys().next().value as string)
  return plan
}
