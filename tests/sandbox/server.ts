// The sandbox's one server: puts the parts together on a port of this machine, and takes them down again.
import { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express, { type Express, type RequestHandler } from 'express'
import { companyTenant } from './company.ts'
import { connectorRoutes } from './connector.ts'
import { controlRoutes } from './control.ts'
import { announceToRunningApp } from './enrol.ts'
import { entraRoutes } from './entra.ts'
import { graphRoutes } from './graph.ts'
import { hostRoutes } from './hostApi.ts'
import { refuse } from './http.ts'
import { newKeys } from './keys.ts'
import { newWorld } from './newWorld.ts'
import { queue, type Sandbox } from './sandbox.ts'
import { loadSaved, saver } from './saved.ts'
import type { Tenant } from './tenant.ts'

export type Options = {
  /** 0 for any free port. */
  port: number
  appUrl: string
  /** The folder that keeps the world. */
  data: string
  /** Starts this tenant afresh; null goes on with the saved world, at first the built-in company. */
  tenant: Tenant | null
  /** The folder with the host page's build. */
  hostPage: string
}

/** Longer than any pause of a busy machine: a socket closed at the moment it is used again makes a message unsure. */
const KEEP_ALIVE_MS = 120_000

export type RunningSandbox = { url: string; sandbox: Sandbox; close: () => Promise<void> }

/** Starts the sandbox. Rejects with the listen error when the port is taken. */
export async function startSandbox(options: Options): Promise<RunningSandbox> {
  const saved = loadSaved(options.data)
  const keys = saved?.keys ?? (await newKeys())
  const goesOn = options.tenant === null && saved !== null
  const files = saver(
    options.data,
    () => ({ world: sandbox.world, keys: sandbox.keys }),
    () => sandbox.isTurning,
  )
  const sandbox: Sandbox = {
    world: goesOn ? saved.world : newWorld(options.tenant ?? companyTenant()),
    keys,
    url: '',
    appUrl: options.appUrl,
    faults: [],
    requests: [],
    permissions: null,
    changes: new EventEmitter(),
    underWay: new Set(),
    webhooks: 0,
    isTurning: false,
    save: files.soon,
    inTurn: queue(),
  }
  sandbox.changes.setMaxListeners(0)
  if (!goesOn) files.soon()

  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, routes(sandbox, options.hostPage))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', resolve)
  })
  sandbox.url = `http://localhost:${(server.address() as AddressInfo).port}`
  if (!sandbox.world.announced) {
    announceToRunningApp(sandbox).catch((error) => console.error('The app could not be told of the new world:', error))
  }

  return {
    url: sandbox.url,
    sandbox,
    close: async () => {
      files.flush()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      files.flush()
    },
  }
}

function routes(sandbox: Sandbox, hostPage: string): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use(fromThisMachineOnly(sandbox))
  app.use('/v1.0', graphRoutes(sandbox))
  app.use('/connector', connectorRoutes(sandbox))
  app.use(entraRoutes(sandbox))
  app.use('/sandbox', controlRoutes(sandbox))
  app.use('/host', hostRoutes(sandbox))
  app.use(
    express.static(hostPage, {
      setHeaders: (res, path) => {
        if (path.endsWith('.html')) res.setHeader('Cache-Control', 'no-cache')
      },
    }),
  )
  app.use(refuse)
  return app
}

/** A page of another site must not drive the sandbox: neither by rebinding a name nor from a form or script. */
function fromThisMachineOnly(sandbox: Sandbox): RequestHandler {
  const local = (host: string) => /^(localhost|127\.0\.0\.1)(:\d+)?$/i.test(host)
  return (req, res, next) => {
    const origin = req.get('origin')
    const own = !origin || origin === sandbox.url || (URL.canParse(origin) && local(new URL(origin).host))
    if (local(req.get('host') ?? '') && own) return next()
    res.status(403).json({ error: 'The sandbox answers pages and programs of this machine only.' })
  }
}
