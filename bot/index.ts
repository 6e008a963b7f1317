// The composition root: config → adapters → server → jobs → signals. The only file of the server that names adapters.
import '#bot/nodeVersion.ts'
import { hostname } from 'node:os'
import { appTokens, entraIdentity } from '#bot/adapters/entra.ts'
import { graph } from '#bot/adapters/graph.ts'
import { consoleLog } from '#bot/adapters/log.ts'
import { type Faults, faultyStore, reachSandbox, type Sandbox, sandboxRoutes } from '#bot/adapters/sandbox.ts'
import { openSqlite } from '#bot/adapters/sqlite.ts'
import { standInBot, teamsMessenger, tenantBot } from '#bot/adapters/teams.ts'
import { change } from '#bot/change.ts'
import { type Config, readConfig } from '#bot/config.ts'
import { followCalendar } from '#bot/discussions/follow.ts'
import { takeSteps } from '#bot/discussions/steps.ts'
import { checkActions } from '#bot/history/check.ts'
import { type Jobs, jobs as makeJobs, systemClock } from '#bot/jobs.ts'
import { ask } from '#bot/offers/ask.ts'
import { convert } from '#bot/offers/convert.ts'
import { discover } from '#bot/offers/discover.ts'
import { deliver } from '#bot/outbox/deliver.ts'
import { readDirectory } from '#bot/people/readDirectory.ts'
import type { Log, Store, World } from '#bot/ports.ts'
import { apiRoutes } from '#bot/routes/api.ts'
import { collab as makeCollab } from '#bot/routes/collab.ts'
import { fileRoutes } from '#bot/routes/files.ts'
import { messageRoutes } from '#bot/routes/messages.ts'
import { listen } from '#bot/server.ts'
import { is } from '#shared/discussion/discussion.ts'
import { recipientPartition, type Settings, tenantPartition } from '#shared/kinds.ts'

const TICK_MS = 5000

const log = consoleLog()
try {
  await main(readConfig(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function main(config: Config): Promise<void> {
  const sandbox = 'sandbox' in config.at ? await reachSandbox(config.at.sandbox) : null
  const outside = sandbox ? inSandbox(sandbox, config) : inTenant(config)
  const sqlite = openSqlite(config.sqliteFile)
  const faults = faultyStore(sqlite)
  const store = sandbox ? faults.store : sqlite
  const clock = sandbox?.clock ?? systemClock

  const outer = graph({ tokens: outside.tokens, lastHop: sandbox?.lastHop ?? null, log })
  const identity = entraIdentity(outside)
  const base = { store, clock, log, calendar: outer, directory: outer, messenger: teamsMessenger(outside.bot, log) }
  const collab = makeCollab(base, identity)
  let jobs: Jobs | undefined
  const world: World = { ...base, rooms: collab.rooms, nudge: () => jobs?.nudge() }
  const openUrl = (subPage: string) => deepLink(outside.teamsAppId, subPage)
  jobs = jobsOf(world, openUrl)

  const { fiscalYearStartMonth } = sandbox?.of ?? config
  const settings = { tenant: outside.tenantId, fiscalYearStartMonth, world: sandbox?.of.world ?? null }
  await prepareStore(store, settings, () => sqlite.wipe())
  const routers = [
    messageRoutes(world, outside.bot, outside.tenantId, { openUrl }),
    fileRoutes({ hosts: outside.hosts, appId: outside.appId, teamsAppId: outside.teamsAppId }),
    ...(sandbox ? [sandboxRouter(sandbox, store, faults, jobs, collab.rooms, () => sqlite.wipe())] : []),
    apiRoutes(world, identity),
  ]
  const listening = await listen({ port: config.port, host: config.host, store, routers, attach: collab.attach })
  log.info('server.ready', { port: listening.port, store: 'sqlite' })
  if (!sandbox) jobs.start(TICK_MS)
  onEnd(log, async () => {
    await jobs?.stop()
    await collab.close()
    await listening.close()
    await store.close()
  })
  if (sandbox && 'sandbox' in config.at) {
    await announce(config.at.sandbox, listening.port)
    jobs.nudge()
  }
}

/** What differs between a tenant and the sandbox: addresses, ids, and who signs. */
function inTenant({ at }: Config) {
  if (!('tenant' in at)) throw new Error('No tenant is configured.')
  const { tenant } = at
  return {
    ...tenant,
    authority: 'https://login.microsoftonline.com',
    tokens: appTokens(tenant),
    bot: tenantBot(tenant),
    hosts: [] as string[],
  }
}
function inSandbox({ of, tokens, botKeys }: Sandbox, { at }: Config) {
  const url = 'sandbox' in at ? at.sandbox : ''
  return { ...of, authority: url, tokens, bot: standInBot({ ...of, keys: botKeys, tokens }), hosts: [url] }
}

/** What is due of each kind, and who handles it; in the order in which one thing leads to another. */
function jobsOf(world: World, openUrl: (subPage: string) => string): Jobs {
  const steps = takeSteps(world)
  const conversion = convert(world)
  const jobs: Jobs = makeJobs({
    ...world,
    order: ['person', 'message', 'calendar', 'pair', 'offer', 'discussion', 'plan'],
    handlers: {
      person: readDirectory(world),
      calendar: discover(world),
      pair: followCalendar(world),
      offer: ask(world),
      discussion: (due) => (due.value.restore || is(due.value, 'converting') ? conversion(due) : steps(due)),
      plan: checkActions(world),
      message: deliver({
        world,
        instance: `${hostname()}/${process.pid}/${crypto.randomUUID()}`,
        // SQLite has one writing process by design.
        alone: true,
        openUrl,
        holdBack: (message, ms) =>
          jobs.holdBack('message', recipientPartition(message.tenant, message.recipient), message.id, ms),
      }),
    },
  })
  return jobs
}

/** The tenant's settings; the data of another world of the sandbox is wiped. */
async function prepareStore(store: Store, settings: Settings, wipe: () => Promise<void>): Promise<void> {
  const known = await store.get('settings', tenantPartition(settings.tenant), 'settings')
  if (known && known.value.world !== settings.world) await wipe()
  await writeSettings(store, settings)
}

async function writeSettings(store: Store, settings: Settings): Promise<void> {
  await change(store, 'settings', tenantPartition(settings.tenant), 'settings', () => settings)
}

function sandboxRouter(
  { clock, of }: Sandbox,
  store: Store,
  faults: Faults,
  jobs: Jobs,
  rooms: World['rooms'],
  wipe: () => Promise<void>,
) {
  return sandboxRoutes({
    clock,
    jobs,
    store,
    faults,
    tenantId: of.tenantId,
    async reset({ tenant, now }) {
      rooms.recheck('*')
      await wipe()
      clock.set(now)
      await writeSettings(store, {
        tenant: tenant.tenantId,
        fiscalYearStartMonth: tenant.fiscalYearStartMonth,
        world: tenant.world,
      })
    },
  })
}

async function announce(sandboxUrl: string, port: number): Promise<void> {
  const response = await fetch(`${sandboxUrl}/sandbox/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ url: `http://localhost:${port}` }),
  })
  if (!response.ok) throw new Error(`The sandbox refused the app: ${response.status}`)
}

/** A link into the personal tab (PLATFORM 7.6). */
function deepLink(teamsAppId: string, subPage: string): string {
  const context = encodeURIComponent(JSON.stringify({ subEntityId: subPage }))
  return `https://teams.microsoft.com/l/entity/${teamsAppId}/home?context=${context}`
}

/** Ends in order on a signal, or when the launcher that forked us goes away. */
function onEnd(to: Log, close: () => Promise<void>): void {
  let ending = false
  const end = (why: string) => {
    if (ending) return
    ending = true
    to.info('server.ending', { why })
    close().then(
      () => process.exit(0),
      (error) => {
        to.error('server.endFailed', error)
        process.exit(1)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(signal))
  if (process.send) process.on('disconnect', () => end('disconnect'))
}
