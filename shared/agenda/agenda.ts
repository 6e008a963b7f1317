// The agenda's words and shapes (R10): points with minutes, lines, and the evidence each line stands on.
import { z } from 'zod'
import { LIMIT } from '../plan/plan.ts'

/** A quote that a line was made from: whose, when, and where it comes from. */
export const evidence = z.object({
  id: z.string(),
  quote: z.string(),
  by: z.string(),
  day: z.string(),
  source: z.enum(['preparation', 'progress', 'plan']),
})
export type Evidence = z.infer<typeof evidence>

export const POINT_KINDS = ['promises', 'standing', 'feedback', 'direction', 'growth', 'agree', 'own'] as const

/** One point. `lines` are statements made from evidence; `questions` come from the question bank where there is none. */
export const point = z.object({
  id: z.string(),
  kind: z.enum(POINT_KINDS),
  title: z.string().max(LIMIT.line),
  minutes: z.number().int().min(1),
  lines: z.array(z.object({ text: z.string(), evidence: z.array(evidence) })),
  questions: z.array(z.string()),
})
export type Point = z.infer<typeof point>
