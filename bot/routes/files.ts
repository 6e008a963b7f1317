// The tab's build: hashed assets for ever, the page itself never kept, framed by Teams only.
import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import express, { type NextFunction, type Request, type Response, Router } from 'express'

export type TabConfig = { hosts: string[]; appId: string; teamsAppId: string }

const DIST = join(import.meta.dirname, '../../tab/dist')
const ASSETS = join(DIST, 'assets')
/** Who may frame the tab (PLATFORM 5.4). */
const TEAMS = ['https://teams.microsoft.com', 'https://*.teams.microsoft.com', 'https://*.cloud.microsoft']

/** Only these three of what is given go into the page. */
export function fileRoutes({ hosts, appId, teamsAppId }: TabConfig): Router {
  const router = Router()
  const json = JSON.stringify({ hosts, appId, teamsAppId }).replaceAll('<', '\\u003c')
  const ancestors = ["'self'", ...TEAMS, ...hosts].join(' ')
  const csp = [
    "default-src 'self'",
    // Fluent writes its styles into the page as it needs them.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    // TeamsJS asks Microsoft's list of host origins; without an answer it uses the one it carries.
    "connect-src 'self' https://res.cdn.office.net",
    "object-src 'none'",
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ')

  router.use('/tab/assets', packed, express.static(ASSETS, { immutable: true, maxAge: '1y', fallthrough: false }))
  router.get(['/tab', '/tab/*path'], (_request: Request, response: Response) => {
    const page = readPage().replace(
      /(<script type="application\/json" id="config">)[^<]*/,
      (_all, open: string) => open + json,
    )
    response
      .set({
        'Content-Security-Policy': csp,
        'Cache-Control': 'no-cache',
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
      })
      .type('html')
      .send(page)
  })
  router.use('/tab', nothingThere)
  return router
}

/** The build leaves a packed copy beside each script, a quarter of its size: whoever can read it gets that one. */
function packed(request: Request, response: Response, next: NextFunction): void {
  const copy = `${request.path}.br`
  response.vary('Accept-Encoding')
  if (/^\/[\w-]+\.(js|css)$/.test(request.path) && request.acceptsEncodings('br') && existsSync(join(ASSETS, copy))) {
    response.type(extname(request.path)).set('Content-Encoding', 'br')
    request.url = copy
  }
  next()
}

/** A file that is none, an address that cannot be read: Express would answer with its stack. */
function nothingThere(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const { status } = error as { status?: unknown }
  if (typeof status !== 'number' || status >= 500 || response.headersSent) next(error)
  else response.status(status).type('text').send('There is no such page.')
}

function readPage(): string {
  try {
    return readFileSync(join(DIST, 'index.html'), 'utf8')
  } catch {
    return '<!doctype html><title>Growth</title><p>The tab has not been built. Run npm run build.</p>'
  }
}
