// The way into Graph and the connector: every request is noted, and the next ones fail when they were told to.
import type { RequestHandler, Response } from 'express'
import { TENANT_ID } from './constants.ts'
import { rolesIn } from './keys.ts'
import { type Fault, type FaultTarget, issuerOf, type RequestLine, type Sandbox } from './sandbox.ts'

/** Header of a request that is a part of a batch. */
export const PART = 'x-batch-part'
const KEPT_REQUESTS = 20_000

type ErrorBody = (status: number) => object

/** Notes each request, checks its token (its roles are at `res.locals.roles`), and applies the faults set for `target`. */
export function gate(sandbox: Sandbox, target: FaultTarget, audience: string, errorBody: ErrorBody): RequestHandler {
  return async (req, res, next) => {
    const part = req.get(PART) !== undefined
    const line = { at: sandbox.world.now, method: req.method, path: req.originalUrl, status: 0, target, part }
    sandbox.requests.push(line)
    if (sandbox.requests.length > KEPT_REQUESTS) sandbox.requests.shift()
    const clientId = req.get('client-request-id')
    if (clientId) res.set('client-request-id', clientId)
    res.set('request-id', crypto.randomUUID())

    const fault = takeFault(sandbox, line)
    res.on('finish', () => {
      line.status = res.statusCode
    })
    if (fault?.before) {
      setTimeout(() => res.socket?.destroy(), fault.delayMs)
      return
    }
    if (fault) holdAnswer(res, fault)
    if (fault?.status) {
      if (fault.retryAfter !== null) res.set('Retry-After', String(fault.retryAfter))
      res.status(fault.status).json(errorBody(fault.status))
      return
    }
    const roles = await rolesIn(sandbox.keys, req.get('authorization'), issuerOf(sandbox, TENANT_ID), audience)
    if (!roles) {
      res.set('WWW-Authenticate', 'Bearer').status(401).json(errorBody(401))
      return
    }
    res.locals.roles = roles
    next()
  }
}

function takeFault(sandbox: Sandbox, { target, method, path, part }: RequestLine): Fault | null {
  const isMeant = ({ match }: Fault) => (match === null ? !part : `${method} ${path}`.includes(match))
  const fault = sandbox.faults.find((one) => one.target === target && one.count > 0 && isMeant(one))
  if (!fault) return null
  if (fault.skip > 0) {
    fault.skip -= 1
    return null
  }
  fault.count -= 1
  sandbox.faults = sandbox.faults.filter(({ count }) => count > 0)
  return fault
}

/** Lets the work be done and only then delays the answer, or drops the connection in its place. */
function holdAnswer(res: Response, { status, delayMs }: Fault): void {
  const end = res.end.bind(res) as (...args: unknown[]) => Response
  res.end = ((...args: unknown[]) => {
    setTimeout(() => (status === 0 ? res.socket?.destroy() : end(...args)), delayMs)
    return res
  }) as Response['end']
}
