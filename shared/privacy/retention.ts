// When a person's old things are looked through next: one document each, due once a day at most (R8).
import { z } from 'zod'

export const retentionRound = z.object({ tenant: z.string(), person: z.string(), dueAt: z.string().nullable() })
export type RetentionRound = z.infer<typeof retentionRound>
