// The schema of a development plan (R9). By itself, because to build it takes longer than to show a plan.
import { z } from 'zod'
import { ACTION_KINDS, type Plan } from './plan.ts'

export const dayText = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date')

const action = z.object({
  id: z.string().min(1),
  kind: z.enum(ACTION_KINDS),
  title: z.string(),
  owner: z.string(),
  due: dayText.nullable(),
  firstStep: z.string(),
  firstStepBy: dayText.nullable(),
  when: z.string(),
  then: z.string(),
})

const focusArea = z.object({
  id: z.string().min(1),
  title: z.string(),
  why: z.string(),
  expectation: z.string(),
  goal: z.string(),
  actions: z.array(action),
})

const strength = z.object({ id: z.string().min(1), text: z.string() })

const support = z.object({ id: z.string().min(1), text: z.string(), by: dayText.nullable() })

export const plan = z.object({
  aspiration: z.string(),
  strengths: z.array(strength),
  focusAreas: z.array(focusArea),
  support: z.array(support),
  revisit: dayText.nullable(),
}) satisfies z.ZodType<Plan>
