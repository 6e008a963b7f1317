// Which form the agreement bar has: pure, from the stamps, the text as it is now, and the connection.
import type { PlanInfo, Revision } from '#shared/api.ts'
import { changes, sumOf } from '#shared/plan/diff.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { dayMonth, localOf } from '#shared/time.ts'
import type { RoomState } from './room.ts'

export type Form =
  | { kind: 'offline' }
  | { kind: 'unsavable' }
  | { kind: 'both'; number: number }
  | { kind: 'mine' }
  /** `since`: what changed since both agreed, where they did. */
  | { kind: 'theirs'; number: number; since: Since | null }
  | { kind: 'movedOn' }
  | { kind: 'changed'; since: Since; number: number }
  | { kind: 'none'; number: number }

/** The revision that both agreed on last, and what changed since then in words. `number` in a form is the next stamp's. */
export type Since = { number: number; sum: string }

type Now = {
  info: PlanInfo
  plan: Plan
  /** Of the plan as it is now. */
  hash: string
  save: RoomState['save']
  /** The server refused a stamp because the text had moved on. */
  movedOn: boolean
}

export function formOf({ info, plan, hash, save, movedOn }: Now): Form {
  if (save === 'offline' || save === 'unsavable') return { kind: save }
  const { agreed, latest } = info
  if (agreed?.hash === hash) return { kind: 'both', number: agreed.number }
  const since = agreed && { number: agreed.number, sum: sumOf(changes(agreed.plan, plan)) }
  if (latest?.hash === hash) {
    const mine = latest.stamps.some(({ by }) => by === info.me.person.id)
    return mine ? { kind: 'mine' } : { kind: 'theirs', number: latest.number, since }
  }
  if (movedOn) return { kind: 'movedOn' }
  const number = numberOfStamp(info, hash)
  return since ? { kind: 'changed', since, number } : { kind: 'none', number }
}

/** The revision whose stamps count for the text as it is now; null when nobody has stamped it. */
export function stampedNow({ agreed, latest }: PlanInfo, hash: string): Revision | null {
  return [agreed, latest].find((revision) => revision?.hash === hash) ?? null
}

/** What the plan is compared with: its text, and the words around the comparison. */
export type Base = {
  plan: Plan
  /** Its column's. */
  name: string
  says: string
  /** Follows "What changed". */
  since: string
  /** In place of what it lacks. */
  lacks: string
}

/**
 * What the plan is compared with: what somebody had read when they wanted to agree (`read`, else null), the last revision
 * both agreed on, the last one somebody stamped; null before any.
 */
export function comparedWith({ agreed, latest, me }: PlanInfo, read: Plan | null): Base | null {
  if (read) {
    const words = { name: 'What you read', says: '', since: 'while you were reading', lacks: 'Not there before' }
    return { plan: read, ...words }
  }
  const revision = agreed ?? latest
  if (!revision) return null
  const { plan, number, stamps, at } = revision
  const day = dayMonth(localOf(stamps.at(-1)?.at ?? at, me.zone).day, me.today)
  return {
    plan,
    name: `Revision ${number}`,
    says: agreed ? `agreed by both on ${day}` : `agreed by one on ${day}`,
    since: agreed ? `since you both agreed on revision ${number}` : `since revision ${number}`,
    lacks: `Not in revision ${number}`,
  }
}

/** The number that a stamp on the text as it is now would have. */
export function numberOfStamp(info: PlanInfo, hash: string): number {
  return stampedNow(info, hash)?.number ?? (info.latest?.number ?? 0) + 1
}
