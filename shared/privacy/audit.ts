// Who read or changed whose plan, when, and on which surface (R7): no content, only ever added to, the employee's to read.
import { z } from 'zod'
import { type Day, type Instant, localOf } from '../time.ts'

export const SURFACES = ['tab', 'panel', 'stage', 'chat'] as const
export const surface = z.enum(SURFACES)
export type Surface = z.infer<typeof surface>

export const AUDITED = ['read', 'changed', 'agreed', 'handedOver', 'exported'] as const

export const audit = z.object({
  tenant: z.string(),
  employee: z.string(),
  /** UTC. */
  day: z.string(),
  at: z.string(),
  /** A person's id. */
  by: z.string(),
  what: z.enum(AUDITED),
  surface,
})
export type Audit = z.infer<typeof audit>

/**
 * One line for each person, act, surface and UTC day: its id is made of exactly those, so that the hundredth reading of
 * a day adds nothing, and nothing is ever written over.
 */
export function auditLine(of: Pick<Audit, 'tenant' | 'employee' | 'by' | 'what' | 'surface'>, now: Instant): Audit {
  return { ...of, day: localOf(now, 'UTC').day as Day, at: now }
}
export const auditId = ({ day, by, what, surface }: Audit): string => `${day}/${by}/${what}/${surface}`
