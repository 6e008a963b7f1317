// The stand-in for Azure Cosmos DB: an HTTP server that the real SDK talks to, over SQLite in memory or in a file.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { answer } from './answer.ts'
import { COSMOS_KEY, demandAccess } from './auth.ts'
import { ridOf } from './containers.ts'
import { answerControl, type Control, controlOf } from './control.ts'
import { codeOf, Failure } from './failure.ts'
import { type Fault, failureOf, takeFault } from './faults.ts'
import { kindsOf, note } from './log.ts'
import { type Incoming, operationOf, parsed, segmentsOf } from './requests.ts'
import { type Seeding, seed } from './seed.ts'
import { type Cosmos, newCosmos, nowOf } from './state.ts'
import type { Headers, Reply } from './types.ts'

export type CosmosOptions = {
  /** 0, the default: any free port. */
  port?: number
  /** Where everything is kept; in memory when absent. */
  file?: string | undefined
  /** How many physical ranges each container pretends to have. */
  ranges?: 1 | 2
}

export type RunningCosmos = Control & {
  url: string
  key: string
  /** Stores many items at once, past HTTP; the container must be there. */
  seed: (seeding: Seeding) => void
  close: () => Promise<void>
}

/** Longer than any pause of a client that keeps its connections, so that it never meets one that just closed. */
const KEEP_ALIVE_MS = 120_000
/** Far above what the service takes; what is between is refused with 413. */
const BODY_LIMIT = 64 * 1024 * 1024

export async function startCosmos({ port = 0, file, ranges = 1 }: CosmosOptions = {}): Promise<RunningCosmos> {
  const cosmos = newCosmos(file, ranges)
  const control = controlOf(cosmos)
  let url = ''
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true }, (req, res) => {
    const chunks: Buffer[] = []
    let size = 0
    req.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= BODY_LIMIT) chunks.push(chunk)
    })
    req.on('end', () => {
      const text = chunks.length === 0 ? '' : Buffer.concat(chunks).toString()
      serve({ cosmos, control, url }, req, res, text).catch((error) => {
        console.error(error)
        sendFailure(cosmos, res, new Failure(500, 'The stand-in for Cosmos DB failed. Its log says why.'))
      })
    })
    req.on('error', () => {})
  })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    cosmos.store.close()
    throw error
  }
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    ...control,
    url,
    key: COSMOS_KEY,
    seed: (seeding) => seed(cosmos, seeding),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      cosmos.store.close()
    },
  }
}

type Running = { cosmos: Cosmos; control: Control; url: string }

async function serve(running: Running, req: IncomingMessage, res: ServerResponse, text: string): Promise<void> {
  const { cosmos, control, url } = running
  const method = req.method ?? 'GET'
  const headers = req.headers as Headers
  res.sendDate = false
  res.setHeader('date', new Date(nowOf(cosmos)).toUTCString())
  try {
    const segments = segmentsOf(req.url ?? '/')
    if (segments[0] === '_control') {
      const { status, body } = answerControl(control, method, segments.slice(1).join('/'), text)
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
      return
    }
    const incoming: Incoming = { method, segments, headers, text, json: parsed(text) }
    const operation = operationOf(incoming)
    const line = note(cosmos, incoming, operation)
    let dropsAnswer = false
    try {
      const door = { now: () => nowOf(cosmos), tokens: cosmos.tokens }
      demandAccess(door, { method, segments, headers, operation })
      const kinds = () => kindsOf(cosmos, operation, incoming)
      const fault = takeFault(cosmos.faults, { method, operation, kinds })
      if (fault?.delayMs) await wait(fault.delayMs)
      // It may have been closed in the meantime.
      if (!cosmos.store.db.isOpen) return
      if (fault && isMet(fault, res)) return
      dropsAnswer = fault?.mode === 'dropAfter'
      const reply = answer(cosmos, operation, incoming, url)
      line.charge = reply.charge
      if (dropsAnswer) return void res.destroy()
      line.status = reply.status
      send(cosmos, res, reply, incoming)
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      line.charge = error.charge
      if (dropsAnswer) return void res.destroy()
      line.status = error.status
      throw error
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    sendFailure(cosmos, res, error)
  }
}

/** Lets a fault take the place of the work; false when the work is to be done after all. */
function isMet(fault: Fault, res: ServerResponse): boolean {
  if (fault.mode === 'hang') return true
  if (fault.mode === 'dropBefore') {
    res.destroy()
    return true
  }
  if (fault.mode === 'dropAfter' || fault.status === 0) return false
  if (fault.retryAfterMs !== null) res.setHeader('x-ms-retry-after-ms', String(fault.retryAfterMs))
  throw failureOf(fault)
}

function send(cosmos: Cosmos, res: ServerResponse, reply: Reply, { segments }: Incoming): void {
  setCommonHeaders(cosmos, res, reply.charge)
  if (reply.etag !== undefined) res.setHeader('etag', reply.etag)
  if (reply.continuation !== undefined) res.setHeader('x-ms-continuation', reply.continuation)
  if (reply.itemCount !== undefined) res.setHeader('x-ms-item-count', String(reply.itemCount))
  const [, db, , coll] = segments
  const owner = db === undefined || coll === undefined ? undefined : ridOf(cosmos, db, coll)
  if (owner !== undefined) res.setHeader('x-ms-content-path', owner)
  if (coll !== undefined) res.setHeader('x-ms-alt-content-path', `dbs/${encodeURI(db ?? '')}/colls/${encodeURI(coll)}`)
  if (reply.body === undefined) {
    res.writeHead(reply.status).end()
    return
  }
  const bytes = Buffer.from(reply.body)
  res.writeHead(reply.status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}

function sendFailure(cosmos: Cosmos, res: ServerResponse, failure: Failure): void {
  if (res.headersSent || res.destroyed) return
  setCommonHeaders(cosmos, res, failure.charge)
  if (failure.substatus > 0) res.setHeader('x-ms-substatus', String(failure.substatus))
  const body = JSON.stringify({ code: codeOf(failure.status), message: failure.message })
  res.writeHead(failure.status, { 'content-type': 'application/json' }).end(body)
}

function setCommonHeaders(cosmos: Cosmos, res: ServerResponse, charge: number): void {
  res.setHeader('x-ms-request-charge', String(charge))
  res.setHeader('x-ms-activity-id', randomUUID())
  res.setHeader('x-ms-session-token', `0:-1#${cosmos.store.lsn()}`)
  res.setHeader('x-ms-version', '2020-07-15')
}
