// Frozen copies of the plan and the stamps on them (R8): pure moves.
import { z } from 'zod'
import type { Plan } from './plan.ts'
import { plan } from './planShape.ts'

export const stamp = z.object({ by: z.string(), at: z.string() })

export const revision = z.object({
  tenant: z.string(),
  employee: z.string(),
  /** From 1; the first stamp freezes a revision and gives it its number. */
  number: z.number().int().min(1),
  hash: z.string(),
  plan,
  at: z.string(),
  quarter: z.object({ key: z.string(), label: z.string() }),
  stamps: z.array(stamp),
})
export type Revision = z.infer<typeof revision>

/** The plan's outside: its newest revision, and when its actions are asked about next. */
export const planHead = z.object({
  tenant: z.string(),
  employee: z.string(),
  createdAt: z.string(),
  /** Number of the newest revision, 0 before the first. */
  latest: z.number().int(),
  /** Number of the newest revision that both agreed on. */
  agreed: z.number().int().nullable(),
  /**
   * Both have stamped this revision, and what follows from that is still to be written: promises, the discussion, the
   * pair. Due at once, so that an agreement is whole however the process that wrote the second stamp ended.
   */
  settling: z
    .object({
      revision: z.number().int(),
      manager: z.string(),
      /** The quarter of the discussion that it belongs to; null outside of one. */
      discussion: z.string().nullable(),
      /** The day that promises begin on. */
      day: z.string(),
    })
    .nullable(),
  /** The next action check (R11), or at once while an agreement is being settled. */
  dueAt: z.string().nullable(),
})
export type PlanHead = z.infer<typeof planHead>

/** Version 1 settled an agreement before it was written down. */
export const planHeadFromVersion1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  settling: null,
})

export function freeze(
  of: Pick<Revision, 'tenant' | 'employee' | 'number' | 'hash' | 'quarter'> & { plan: Plan },
  by: string,
  now: string,
): Revision {
  return { ...of, at: now, stamps: [{ by, at: now }] }
}

/** Adds a person's stamp; their second one changes nothing. */
export function addStamp(of: Revision, by: string, now: string): Revision {
  return of.stamps.some((one) => one.by === by) ? of : { ...of, stamps: [...of.stamps, { by, at: now }] }
}

export const isAgreed = (of: Revision, employee: string, manager: string): boolean =>
  [employee, manager].every((person) => of.stamps.some((one) => one.by === person))
