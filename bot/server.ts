// One http.Server for bot, REST, sockets and files, and its orderly shutdown.
import { createServer, type Server } from 'node:http'
import express, { type NextFunction, type Request, type Response, type Router } from 'express'
import type { Store } from '#bot/ports.ts'
import { RETRY_AFTER_S } from '#bot/routes/refused.ts'

export type Listening = { server: Server; port: number; close(): Promise<void> }

const SHUTDOWN_MS = 4000
/** Longer than the four minutes of Azure's front ends, so that it is never we who close a socket they are about to use. */
const KEEP_ALIVE_MS = 250_000

/**
 * Listens; resolves when it does. Rejects with a sentence when the port is taken. `GET /healthz` answers 200 when the
 * store answers.
 */
export async function listen(of: {
  port: number
  host: string
  store: Store
  routers: Router[]
  attach: (server: Server) => void
}): Promise<Listening> {
  const app = express()
  app.disable('x-powered-by')
  // Replies are never kept, so a hash of each would be for nothing; files have tags of their own.
  app.disable('etag')
  app.get('/healthz', async (_request, response) => {
    const healthy = await of.store.check().then(
      () => true,
      () => false,
    )
    if (!healthy) response.set('Retry-After', RETRY_AFTER_S)
    response.status(healthy ? 200 : 503).json({ healthy })
  })
  for (const router of of.routers) app.use(router)
  app.use((_request: Request, response: Response) => {
    response.status(404).json({ code: 'notFound', message: 'There is no such address.' })
  })
  // What no router answered for: never a stack trace (R16). Express knows an error handler by its four parameters.
  app.use((_error: unknown, _request: Request, response: Response, _next: NextFunction) => {
    response
      .status(503)
      .set('Retry-After', RETRY_AFTER_S)
      .json({ code: 'unavailable', message: 'Something went wrong here. Nothing was lost. Try again.' })
  })
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, app)
  of.attach(server)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`Port ${of.port} is taken. Stop what listens there, or set PORT.`)
          : error,
      ),
    )
    server.listen(of.port, of.host, resolve)
  })
  const address = server.address()
  return {
    server,
    port: typeof address === 'object' && address ? address.port : of.port,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, SHUTDOWN_MS).unref())])
      server.closeAllConnections()
    },
  }
}
