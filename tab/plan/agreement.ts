// Which form the agreement bar has: pure, from the stamps, the text as it is now, and the connection.
import type { PlanInfo, Revision } from '#shared/api.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import type { Plan } from '#shared/plan/plan.ts'

export type Form =
  | { kind: 'offline' }
  | { kind: 'both'; number: number }
  | { kind: 'mine' }
  | { kind: 'theirs'; number: number }
  | { kind: 'movedOn' }
  | { kind: 'changed'; number: number; sum: string }
  | { kind: 'none' }

type Now = {
  info: PlanInfo
  plan: Plan
  /** Of the plan as it is now. */
  hash: string
  offline: boolean
  /** The server refused a stamp because the text had moved on. */
  movedOn: boolean
}

export function formOf({ info, plan, hash, offline, movedOn }: Now): Form {
  if (offline) return { kind: 'offline' }
  const { agreed, latest } = info
  if (agreed?.hash === hash) return { kind: 'both', number: agreed.number }
  if (latest?.hash === hash) {
    const mine = latest.stamps.some(({ by }) => by === info.me.person.id)
    return mine ? { kind: 'mine' } : { kind: 'theirs', number: latest.number }
  }
  if (movedOn) return { kind: 'movedOn' }
  if (agreed) return { kind: 'changed', number: agreed.number, sum: sumOf(changes(agreed.plan, plan)) }
  return { kind: 'none' }
}

/** The revision whose stamps count for the text as it is now; null when nobody has stamped it. */
export function stampedNow({ agreed, latest }: PlanInfo, hash: string): Revision | null {
  return [agreed, latest].find((revision) => revision?.hash === hash) ?? null
}

/** What the plan is compared with: the last one both agreed on, else the last one somebody stamped. */
export function comparedWith({ agreed, latest }: PlanInfo): Revision | null {
  return agreed ?? latest
}

/** The number that a stamp on the text as it is now would have. */
export function numberOfStamp(info: PlanInfo, hash: string): number {
  return stampedNow(info, hash)?.number ?? (info.latest?.number ?? 0) + 1
}
