// Refusing and parsing on the control surface: one clear sentence that names the field.
import type { ErrorRequestHandler, Request } from 'express'
import { z } from 'zod'
import { REFUSAL_STATUS, Refusal } from '#shared/refusal.ts'
import { personBy } from './people.ts'
import type { Sandbox } from './sandbox.ts'
import type { Person } from './world.ts'

/** The body of a request in the shape it must have. Throws a Refusal that names the first wrong field. */
export function bodyOf<T>(schema: z.ZodType<T>, req: Request): T {
  const body = schema.safeParse(req.body ?? {})
  if (body.success) return body.data
  throw refusalOf(body.error)
}

function refusalOf(error: z.ZodError): Refusal {
  const issue = error.issues[0]
  const path = [...(issue?.path ?? []), ...(issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [])]
  const field = path.join('.')
  const what = issue?.code === 'unrecognized_keys' ? 'is not known here' : (issue?.message ?? 'is wrong')
  return new Refusal('invalid', field ? `"${field}": ${what}.` : `The body: ${what}.`, field || undefined)
}

/** The person of a route, by key or id. Throws a Refusal when there is none. */
export function personOf(sandbox: Sandbox, keyOrId: string): Person {
  const person = personBy(sandbox.world, keyOrId)
  if (!person) throw new Refusal('notFound', `Nobody here has the key or id "${keyOrId}".`)
  return person
}

/** An instant given as ISO 8601 text with its offset. */
export const isoInstant = z.iso
  .datetime({ offset: true, error: 'must be an ISO 8601 time such as 2026-10-06T09:00:00Z' })
  .transform((text) => new Date(text).toISOString())

/** Turns refusals into a status and a sentence; anything else is a bug, logged and answered as one. */
export const refuse: ErrorRequestHandler = (error, _req, res, _next) => {
  if (error instanceof Refusal) {
    return void res.status(REFUSAL_STATUS[error.code]).json({ error: error.message, field: error.field })
  }
  if (error instanceof SyntaxError && 'body' in error) {
    return void res.status(400).json({ error: 'The body is not valid JSON.' })
  }
  if (typeof error?.status === 'number' && error.status < 500) {
    return void res.status(error.status).json({ error: String(error.message) })
  }
  console.error(error)
  res.status(500).json({ error: 'The sandbox failed. Its log says why.' })
}
