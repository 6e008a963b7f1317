// What follows from an agreement (R6, R8, R9): promises, the discussion, the next ranking. Every part may be done twice.
import { change, changeIfThere } from '#bot/change.ts'
import type { Stored, World } from '#bot/ports.ts'
import { agree, slotOf } from '#shared/discussion/discussion.ts'
import { CHECK_EVERY_DAYS, promise } from '#shared/history/promise.ts'
import { employeePartition } from '#shared/kinds.ts'
import { addDays } from '#shared/time.ts'

/** The job that finds an agreement still to be settled: the process that wrote the second stamp ended too early. */
export function finishAgreement(world: World) {
  return ({ value: { tenant, employee } }: Stored<'plan'>): Promise<void> => settleAgreement(world, tenant, employee)
}

/** Settles what the plan's head says is to be settled; nothing when nothing is. */
export async function settleAgreement({ store, clock }: World, tenant: string, employee: string): Promise<void> {
  const partition = employeePartition(tenant, employee)
  const settling = (await store.get('plan', partition, 'plan'))?.value.settling
  if (!settling) return
  const { revision: number, manager, discussion: quarter, day } = settling
  const revision = await store.get('revision', partition, String(number))
  if (!revision) throw new Error(`Revision ${number} is to be settled and is not there`)
  const now = clock.now()

  const known = (await store.list('commitment', partition)).map(({ value }) => value)
  for (const next of promise(known, revision.value.plan, { manager, quarter: revision.value.quarter.key, day })) {
    await change(store, 'commitment', partition, next.id, (old) => ({
      tenant,
      employee,
      ...next,
      // An answer that came meanwhile stays.
      entries: old && old.entries.length > next.entries.length ? old.entries : next.entries,
    }))
  }
  if (quarter !== null) {
    const discussion = await changeIfThere(store, 'discussion', partition, quarter, (of) => agree(of, number, now))
    const start = discussion && slotOf(discussion)?.start
    // Both stamps are a discussion held (R6): the next quarter's ranking counts from it.
    if (start)
      await changeIfThere(store, 'pair', partition, 'pair', (pair) =>
        pair.lastStart === start ? null : { ...pair, lastStart: start },
      )
  }
  await changeIfThere(store, 'plan', partition, 'plan', (head) =>
    head.settling?.revision === number
      ? { ...head, agreed: number, settling: null, dueAt: addDays(now, CHECK_EVERY_DAYS) }
      : null,
  )
}
