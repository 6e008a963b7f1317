// The composition root: config → adapters → server → jobs → signals. The only file of the server that names adapters.
import '#bot/nodeVersion.ts'
import { hostname } from 'node:os'
import { appTokens, entraIdentity } from '#bot/adapters/entra.ts'
import { graph } from '#bot/adapters/graph/index.ts'
import { consoleLog } from '#bot/adapters/log.ts'
import { type Faults, faultyStore, reachSandbox, type Sandbox, sandboxRoutes } from '#bot/adapters/sandbox.ts'
import { standInBot, teamsMessenger, tenantBot } from '#bot/adapters/teams.ts'
import { change } from '#bot/change.ts'
import { type Config, readConfig } from '#bot/config.ts'
import { type Jobs, systemClock } from '#bot/jobs.ts'
import { halfRestored, readMarker } from '#bot/marker.ts'
import { openStore } from '#bot/openStore.ts'
import type { Log, Peers, Store, World } from '#bot/ports.ts'
import { apiRoutes } from '#bot/routes/api.ts'
import { type Collab, collab as makeCollab } from '#bot/routes/collab.ts'
import { fileRoutes } from '#bot/routes/files.ts'
import { graphRoutes } from '#bot/routes/graph.ts'
import { messageRoutes } from '#bot/routes/messages.ts'
import { listen } from '#bot/server.ts'
import { dueWork } from '#bot/work.ts'
import { tenantPartition } from '#shared/kinds.ts'
import type { Settings } from '#shared/settings.ts'

const TICK_MS = 5000
const INSTANCE = `${hostname()}/${process.pid}/${crypto.randomUUID()}`

const log = consoleLog()
try {
  await main(readConfig(process.argv.slice(2)))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function main(config: Config): Promise<void> {
  const sandbox = 'sandbox' in config.at ? await reachSandbox(config.at.sandbox) : null
  const outside = sandbox ? inSandbox(sandbox) : inTenant(config)
  const opened = await openStore(config.store, log)
  const half = await readMarker(opened)
  if (half) throw new Error(halfRestored(half))
  const faults = faultyStore(opened)
  const store = sandbox ? faults.store : opened

  const msGraph = graph({ tokens: outside.tokens, lastHop: outside.lastHop, log })
  const messenger = teamsMessenger(outside.bot, log)
  const base = {
    store,
    clock: outside.clock,
    log,
    calendar: msGraph,
    directory: msGraph,
    subscriptions: msGraph,
    messenger,
  }
  const identity = entraIdentity(outside)
  const collab = makeCollab(base, identity, await openPeers(config.redisUrl))
  let jobs: Jobs | undefined
  let address = config.publicUrl
  const world: World = { ...base, rooms: collab.rooms, nudge: () => jobs?.nudge(), address: () => address }
  const openUrl = (subPage: string) => deepLink(outside.teamsAppId, subPage)
  jobs = dueWork(world, { instance: INSTANCE, isGone, openUrl })

  const { tenantId: tenant, fiscalYearStartMonth } = outside
  const { cadence, retention } = config
  const settings = { tenant, fiscalYearStartMonth, cadence, world: outside.world, retention }
  await prepareStore(store, settings, () => opened.wipe())
  const routers = [
    messageRoutes(world, outside.bot, tenant, { openUrl }),
    graphRoutes(world, tenant, gatherIn(jobs, tenant, outside.gatherMs)),
    fileRoutes(outside),
    ...(sandbox ? [sandboxRouter(sandbox, store, faults, jobs, collab, () => opened.wipe(), settings)] : []),
    apiRoutes(world, identity),
  ]
  const listening = await listen({ port: config.port, host: config.host, store, routers, attach: collab.attach })
  onEnd(log, async () => {
    await jobs?.stop()
    await collab.close()
    await listening.close()
    await store.close()
  })
  // In the sandbox the clock stands still until it is turned: what is due then runs at once.
  if (sandbox) {
    address = `http://localhost:${listening.port}`
    await sandbox.announce(address)
  } else {
    if (address === null) log.info('calendars.dailyOnly', { missing: 'PUBLIC_URL' })
    if (config.redisUrl === null) log.info('collab.oneInstance', { missing: 'REDIS_URL' })
    jobs.start(TICK_MS)
  }
  jobs.nudge()
  log.info('server.ready', { port: listening.port, store: Object.keys(config.store)[0] })
}

/** The line to the other instances; null where this is the only one. */
async function openPeers(url: string | null): Promise<Peers | null> {
  if (url === null) return null
  const { redisPeers } = await import('#bot/adapters/redis.ts')
  return redisPeers(url, log)
}

/** What differs between a tenant and the sandbox: ids, addresses, who signs, and the clock. */
function inTenant({ at, fiscalYearStartMonth }: Config) {
  if (!('tenant' in at)) throw new Error('No tenant is configured.')
  const { tenant } = at
  return {
    ...tenant,
    authority: 'https://login.microsoftonline.com',
    hosts: [] as string[],
    tokens: appTokens(tenant),
    bot: tenantBot(tenant),
    lastHop: null,
    clock: systemClock,
    fiscalYearStartMonth,
    world: null,
    gatherMs: 5000,
  }
}
function inSandbox({ of, url, tokens, botKeys, lastHop, clock }: Sandbox) {
  return {
    ...of,
    authority: url,
    hosts: [url],
    tokens,
    bot: standInBot({ ...of, keys: botKeys, tokens }),
    lastHop,
    clock,
    // Somebody waits for it.
    gatherMs: 200,
  }
}

/**
 * One edit of a series is several notifications: the reading waits until so many machine ms passed without another. Not
 * business time, which stands still in the sandbox. Another instance may read at once, which only costs a second reading.
 */
function gatherIn(jobs: Jobs, tenant: string, ms: number) {
  return (manager: string) => {
    jobs.holdBack('calendar', tenantPartition(tenant), manager, ms)
    setTimeout(() => jobs.nudge(), ms + 5).unref()
  }
}

/** What the configuration says of a tenant; the rest of its settings stays as it is. */
type Configured = Omit<Settings, 'erasureKey'>

/** The tenant's settings; the data of another world of the sandbox is wiped. */
async function prepareStore(store: Store, settings: Configured, wipe: () => Promise<void>): Promise<void> {
  const known = await store.get('settings', tenantPartition(settings.tenant), 'settings')
  if (known && known.value.world !== settings.world) await wipe()
  await writeSettings(store, settings)
}

async function writeSettings(store: Store, settings: Configured): Promise<void> {
  await change(store, 'settings', tenantPartition(settings.tenant), 'settings', (known) => ({
    // Made here, where there are dice; whoever knows it can test a hash against a person's id.
    erasureKey: known?.erasureKey || crypto.randomUUID(),
    ...settings,
  }))
}

/** Of this machine's processes; those on another machine only their lease tells. A claim of our own was left by a failed write. */
function isGone(instance: string): boolean {
  const [host, pid] = instance.split('/')
  if (host !== hostname()) return false
  if (Number(pid) === process.pid) return true
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}

function sandboxRouter(
  { clock, of }: Sandbox,
  store: Store,
  faults: Faults,
  jobs: Jobs,
  collab: Collab,
  wipe: () => Promise<void>,
  { cadence, retention }: Pick<Settings, 'cadence' | 'retention'>,
) {
  return sandboxRoutes({
    clock,
    jobs,
    store,
    faults,
    tenantId: of.tenantId,
    documents: collab.loaded,
    async reset({ tenant, now }) {
      collab.rooms.recheck('*')
      await wipe()
      clock.set(now)
      await writeSettings(store, {
        tenant: tenant.tenantId,
        fiscalYearStartMonth: tenant.fiscalYearStartMonth,
        cadence,
        world: tenant.world,
        retention,
      })
    },
  })
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
