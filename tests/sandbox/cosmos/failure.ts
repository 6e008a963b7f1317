// An answer that is an error, in the service's own words: status, sub-status, code and message.
import { REFUSED_WRITE_CHARGE, SMALL_READ_CHARGE } from './charges.ts'

const CODES: Record<number, string> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  408: 'RequestTimeout',
  409: 'Conflict',
  410: 'Gone',
  412: 'PreconditionFailed',
  413: 'RequestEntityTooLarge',
  424: 'FailedDependency',
  429: '429',
  449: 'RetryWith',
  500: 'InternalServerError',
  503: 'ServiceUnavailable',
}

export class Failure extends Error {
  readonly status: number
  readonly substatus: number
  readonly charge: number

  constructor(status: number, message: string, substatus = 0, charge = SMALL_READ_CHARGE) {
    super(message)
    this.status = status
    this.substatus = substatus
    this.charge = charge
  }
}

export const codeOf = (status: number): string => CODES[status] ?? String(status)

/** The sub-status of an item in a container that is not there. */
const OWNER_NOT_FOUND = 1003

export const badRequest = (message: string, substatus = 0): Failure => new Failure(400, message, substatus)

export const itemNotFound = (): Failure =>
  new Failure(404, 'Entity with the specified id does not exist in the system.')

export const ownerNotFound = (): Failure =>
  new Failure(
    404,
    'Owner resource does not exist. The database or container of this request is not there.',
    OWNER_NOT_FOUND,
  )

export const conflict = (): Failure =>
  new Failure(409, 'Entity with the specified id already exists in the system.', 0, REFUSED_WRITE_CHARGE)

export const preconditionFailed = (): Failure =>
  new Failure(
    412,
    'Operation cannot be performed because one of the specified precondition is not met.',
    0,
    REFUSED_WRITE_CHARGE,
  )

export const tooLarge = (): Failure => new Failure(413, 'Request size is too large. The limit is 2 MB.')

/** Refuses what this stand-in has no answer for, rather than answer it wrongly. */
export const notModelled = (what: string): Failure =>
  new Failure(400, `The stand-in for Cosmos DB does not model ${what}.`)
