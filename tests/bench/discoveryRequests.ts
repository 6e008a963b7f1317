// What reading calendars asks of Graph: the first reading of a quarter, a quiet day, and a day of ten thousand managers.
import { graph } from '#bot/adapters/graph/index.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { newPerson } from '#bot/people/install.ts'
import { DEFAULT_RETENTION } from '#shared/settings.ts'
import { addDays, type Instant } from '#shared/time.ts'
import { inProcess, newOutside } from '#tests/inProcess.ts'
import { graphTenant, type Size, type Wire } from './graphTenant.ts'
import { report } from './measure.ts'

const TENANT = 't'
/** A Monday morning, the third week of a quarter. */
const BEGIN = '2026-10-19T08:00:00.000Z'
const FIRST_ONE_ON_ONE = '2026-10-05T09:00:00.000Z'
/** What was made on the first day is renewed in the third night: the quiet days begin before that. */
const FIRST_DAYS = 2
const DAY_MINUTES = 24 * 60
/** Graph's limit for one app in all tenants, requests in ten seconds, and for one mailbox in ten minutes (PLATFORM 6.8). */
const GLOBAL_LIMIT = 130_000
const MAILBOX_LIMIT = 10_000

/** An app over a tenant of that size whose managers were all enrolled this minute. */
async function company(size: Size) {
  let now: Instant = BEGIN
  const tenant = graphTenant(size, FIRST_ONE_ON_ONE, () => now)
  const log = { info: () => {}, warn: () => {}, error: () => {} }
  const ports = graph({ tokens: async () => 'token', lastHop: tenant.lastHop, log })
  const store = openSqlite(':memory:')
  const settings = {
    tenant: TENANT,
    fiscalYearStartMonth: 1,
    cadence: 'quarterly' as const,
    world: null,
    retention: DEFAULT_RETENTION,
    erasureKey: 'k',
  }
  await store.put('settings', settings, 'absent')
  const app = inProcess(store, newOutside(), 'h/1/bench', () => true, ports, ports, ports)
  app.setClock(now)
  for (const id of tenant.managerIds) {
    const entry = await ports.person(id)
    if (entry) await store.put('person', { ...newPerson(TENANT, entry), dueAt: now }, 'absent')
  }
  tenant.reset()
  /** Visits every moment at which something is due, as the jobs do. */
  const until = async (end: Instant) => {
    for (let next = await store.nextDue(now); next !== null && next <= end; next = await store.nextDue(now)) {
      now = next
      app.setClock(now)
      await app.settled()
    }
    now = end
    app.setClock(now)
    await app.settled()
  }
  const jump = async (to: Instant) => {
    now = to
    app.setClock(now)
    await app.settled()
  }
  return { tenant, until, jump, store, settled: () => app.settled(), errors: app.errors, close: () => app.stop() }
}

async function readAndQuiet(size: Size, quietDays: number) {
  const of = await company(size)
  await of.settled()
  const first = of.tenant.wires.length
  const pairs = (await of.store.get('pair', `employee/${TENANT}/00000000-0002-4000-8000-000000000000`, 'pair'))?.value
  if (!pairs?.slots?.length) throw new Error('No 1-1s were found')
  await of.jump(addDays(BEGIN, FIRST_DAYS))
  of.tenant.reset()
  const rss = process.memoryUsage().rss
  await of.until(addDays(BEGIN, FIRST_DAYS + quietDays))
  const wires = [...of.tenant.wires]
  const grown = (process.memoryUsage().rss - rss) / 2 ** 20
  const perMailbox = Math.max(...of.tenant.perMailbox.values())
  if (of.errors.length > 0) throw new Error(of.errors[0])
  await of.close()
  return { first, wires, perMailbox, grown }
}

export async function costOfRequests(): Promise<Record<string, number>> {
  const figures: Record<string, number> = {}
  const quietDays = 3
  for (const size of [
    { managers: 1, employees: 6, events: 250 },
    { managers: 100, employees: 6, events: 250 },
  ]) {
    const { first, wires } = await readAndQuiet(size, quietDays)
    const name = size.managers === 1 ? 'One' : 'Hundred'
    const most = size.events / 50 + 2
    figures[`first${name}`] = round(first / size.managers)
    figures[`quiet${name}`] = round(wires.length / size.managers / quietDays)
    report(
      `first reading, ${size.managers} manager(s), ${size.events} events: requests each`,
      figures[`first${name}`] ?? 0,
      most,
      '',
    )
    report(`a quiet day, ${size.managers} manager(s): requests each`, figures[`quiet${name}`] ?? 0, 1.2, '')
  }
  return figures
}

export async function dayOfTenThousand(): Promise<Record<string, number>> {
  const size = { managers: 10_000, employees: 4, events: 90 }
  const quietDays = 1
  console.error('A day of 10,000 managers with 40,000 employees, every moment of it …')
  const { first, wires, perMailbox, grown } = await readAndQuiet(size, quietDays)
  const inMinute = (all: Wire[], weigh: (one: Wire) => number) => {
    const minutes = new Map<string, number>()
    for (const one of all) minutes.set(one.at.slice(0, 16), (minutes.get(one.at.slice(0, 16)) ?? 0) + weigh(one))
    return Math.max(...minutes.values())
  }
  const parts = wires.reduce((sum, one) => sum + one.parts, 0)
  const busiest = inMinute(wires, () => 1)
  const busiestParts = inMinute(wires, (one) => one.parts)
  const figures = {
    dayFirstPerManager: round(first / size.managers),
    dayQuietPerManager: round(wires.length / size.managers / quietDays),
    dayPartsPerManager: round(parts / size.managers / quietDays),
    dayMeanPerSecond: round(wires.length / (quietDays * DAY_MINUTES * 60)),
    dayBusiestPerSecond: round(busiest / 60),
    dayBusiestPartsPerSecond: round(busiestParts / 60),
    dayMostPerMailbox: perMailbox,
    dayMemoryGrowthMB: Math.round(grown),
  }
  report('first reading, 10,000 managers: requests each', figures.dayFirstPerManager, size.events / 50 + 2, '')
  report('a quiet day of 10,000 managers: requests each', figures.dayQuietPerManager, 1.2, '')
  report('its busiest minute, parts of batches a second', figures.dayBusiestPartsPerSecond, GLOBAL_LIMIT / 10, '')
  report('most requests to one mailbox that day', figures.dayMostPerMailbox, MAILBOX_LIMIT, '')
  return figures
}

const round = (figure: number) => Math.round(figure * 100) / 100
