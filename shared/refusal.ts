// The one expected error: something that was asked for and is refused, with a sentence for the person who asked.

export type RefusalCode =
  | 'invalid'
  | 'signIn'
  | 'notFound'
  | 'notForYou'
  | 'alreadyAnswered'
  | 'textMovedOn'
  | 'tooEarly'
  | 'unavailable'
  | 'conflict'

/** The HTTP status of each refusal. */
export const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  invalid: 400,
  signIn: 401,
  notForYou: 403,
  notFound: 404,
  alreadyAnswered: 409,
  textMovedOn: 409,
  tooEarly: 409,
  conflict: 409,
  unavailable: 503,
}

/**
 * An expected refusal. `message` is a sentence that can be shown; `field` names what was wrong in the request, if one
 * thing was; `retryAfterMs` is how long to wait before asking again, where somebody said so.
 */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly field?: string
  readonly retryAfterMs?: number

  constructor(code: RefusalCode, sentence: string, field?: string, retryAfterMs?: number) {
    super(sentence)
    this.name = 'Refusal'
    this.code = code
    if (field !== undefined) this.field = field
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
  }
}
