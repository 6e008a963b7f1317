// The one place where an error of a REST request becomes an answer (R16): a clear sentence, never a stack, never a 500 for bad input.
import type { NextFunction, Request, Response } from 'express'
import type { z } from 'zod'
import type { Log } from '#bot/ports.ts'
import { REFUSAL_STATUS, Refusal } from '#shared/refusal.ts'

/** A store or a service that does not answer now; seconds. */
export const RETRY_AFTER_S = '5'

export function answerRefusal(log: Log) {
  // Express recognises an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const refusal = asRefusal(error)
    const requestId = request.header('x-request-id')?.slice(0, 40)
    if (!refusal) {
      log.error('routes.failed', error, { path: request.route?.path ?? '?', requestId })
      response
        .status(503)
        .set('Retry-After', RETRY_AFTER_S)
        .json({ code: 'unavailable', message: 'Something went wrong here. Nothing was lost. Try again.' })
      return
    }
    if (refusal.code === 'unavailable') log.warn('routes.unavailable', { path: request.route?.path, requestId })
    const { code, message, field } = refusal
    if (REFUSAL_STATUS[code] === 503) response.set('Retry-After', RETRY_AFTER_S)
    response.status(REFUSAL_STATUS[code]).json({ code, message, ...(field ? { field } : {}) })
  }
}

function asRefusal(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error
  // What Express' body parser throws: broken JSON, a body too large.
  const status = (error as { status?: unknown }).status
  if (status === 413) return new Refusal('invalid', 'That is too long.')
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Refusal('invalid', 'The request could not be read.')
  return null
}

/** Names the field that is wrong. */
export function invalid(error: z.ZodError): Refusal {
  const [issue] = error.issues
  const field = issue?.path.join('.') || 'request'
  return new Refusal('invalid', `${field} ${issue ? troubleOf(issue) : 'is not valid'}.`, field)
}

const KINDS: Record<string, string> = {
  string: 'a text',
  array: 'a list',
  object: 'an object',
  number: 'a number',
  boolean: 'true or false',
}

function troubleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${KINDS[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `is longer than ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}`
    case 'too_small':
      return 'must not be empty'
    default:
      // The schemas' own words begin so.
      return /^(is|has|must)\b/.test(issue.message) ? issue.message : 'is not valid'
  }
}
