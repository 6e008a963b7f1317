// What one side writes before a discussion, private until shared (R7), and the private note beside it.
import { z } from 'zod'
import { LIMIT } from '../plan/plan.ts'

export const preparation = z.object({
  tenant: z.string(),
  employee: z.string(),
  quarter: z.string(),
  writer: z.string(),
  answers: z.array(z.object({ question: z.string().max(LIMIT.line), text: z.string().max(LIMIT.text) })),
  shared: z.boolean(),
  at: z.string(),
})
export type Preparation = z.infer<typeof preparation>

export const note = z.object({
  tenant: z.string(),
  employee: z.string(),
  writer: z.string(),
  quarter: z.string(),
  text: z.string().max(LIMIT.note),
})
export type Note = z.infer<typeof note>

/** What each side is asked (LOOK's words): about themselves, or as the manager about the employee. */
export function questionsFor(side: 'employee' | 'manager', employeeFirstName: string): string[] {
  return side === 'employee'
    ? ['How the last quarter went', 'Where you want to go', 'What would help you get there']
    : [`What went well for ${employeeFirstName}`, `Where you see ${employeeFirstName} heading`, 'What you can offer']
}

/** The same three answers as the agenda names them, to both of the two. */
export function answerTitles(side: 'employee' | 'manager', employee: string, manager: string): string[] {
  return side === 'employee'
    ? [
        `How the last quarter went for ${employee}`,
        `Where ${employee} wants to go`,
        `What would help ${employee} get there`,
      ]
    : [`What went well for ${employee}`, `Where ${manager} sees ${employee} heading`, `What ${manager} can offer`]
}
