// What was promised last time and how it is going: the same for panel, preparation and plan.
import type { World } from '#bot/ports.ts'
import type { Commitment } from '#shared/history/commitment.ts'
import { isOpen } from '#shared/history/commitment.ts'
import { employeePartition, type StoredCommitment } from '#shared/kinds.ts'

export async function commitmentsOf(
  { store }: Pick<World, 'store'>,
  tenant: string,
  employee: string,
): Promise<StoredCommitment[]> {
  return inOrder((await store.list('commitment', employeePartition(tenant, employee))).map(({ value }) => value))
}

/** As they were promised, the earliest due first. */
export const inOrder = (all: StoredCommitment[]): StoredCommitment[] =>
  all.sort((a, b) => inTime(a.since, b.since) || inTime(a.due ?? '9', b.due ?? '9'))

/** Days as texts; localeCompare takes a hundred times as long. */
const inTime = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * The promises that a discussion looks back on: those made before its quarter that were still open when it began or
 * ended since the last discussion. Null before anything was promised.
 */
export function promisedBefore(
  all: readonly Commitment[],
  quarter: string,
): { day: string; commitments: Commitment[] } | null {
  const earlier = all.filter((one) => one.quarter < quarter)
  const last = earlier
    .map((one) => one.since)
    .sort()
    .at(-1)
  if (last === undefined) return null
  const commitments = earlier.filter(
    (one) => isOpen(one) || one.since === last || (one.entries.at(-1)?.at ?? '') > last,
  )
  return { day: last, commitments: commitments.filter((one) => one.leftPlan === null || one.entries.length > 0) }
}

/** In an ordinary week: what is open now, and what was promised in the newest discussion. */
export function promisedNow(all: readonly Commitment[]): { day: string; commitments: Commitment[] } | null {
  const last = all
    .map((one) => one.since)
    .sort()
    .at(-1)
  if (last === undefined) return null
  return { day: last, commitments: all.filter((one) => isOpen(one) || (one.since === last && one.leftPlan === null)) }
}
