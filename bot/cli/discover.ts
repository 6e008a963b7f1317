// `discover FILE`: what would the app find in these calendars? A dry run for administrators; prints one JSON object.
import '#bot/nodeVersion.ts'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Candidate, rank } from '#shared/offer/rank.ts'
import { classify, type Look } from '#shared/oneOnOne/classify.ts'
import { outOfOffice, spanOf } from '#shared/oneOnOne/event.ts'
import { eventsOf } from '#shared/oneOnOne/readEvents.ts'
import { isSlot, onePerOccurrence } from '#shared/oneOnOne/slots.ts'
import { type Quarter, quarterByKey, quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Instant } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { type Discovery, rowOf, seconds } from './discovery.ts'
import { addressBook, parseTenantFile, personOf, settingsOf, type TenantFile, type TenantPerson } from './tenantFile.ts'

/** What the app finds in one quarter (the asked one, else the file's, else the one that holds `now`), and warnings for the administrator. */
export function discover(tenant: TenantFile, askedQuarter?: string): { found: Discovery; warnings: string[] } {
  const managers = tenant.directory.filter((person) => person.installed && employeesOf(tenant, person).length > 0)
  const key = quarterKeyOf(tenant, managers, askedQuarter)
  const book = addressBook(tenant.directory)
  const read = managers.map((manager) => readCalendar(tenant, manager, key, book))
  const looks = onePerOccurrence(read.flatMap(({ looks }) => looks))

  const keyOf = new Map(tenant.directory.map((person) => [person.id, person.key]))
  const name = (id: string) => keyOf.get(id) ?? id
  return {
    found: {
      quarter: key,
      slots: looks.map((look) => rowOf(look, name)),
      recommended: read.flatMap((calendar) => recommend(tenant, calendar, looks)),
    },
    warnings: warningsOf(tenant, managers),
  }
}

/** Zones that are not known (R2): of each mailbox, and those that only events name, once. */
function warningsOf(tenant: TenantFile, managers: readonly TenantPerson[]): string[] {
  const warnings: string[] = []
  const said = new Set<string>()
  for (const manager of managers) {
    const { zoneKnown, zoneName } = settingsOf(manager)
    if (zoneKnown) continue
    const what = zoneName === null ? 'has no time zone' : `has the time zone "${zoneName}", which is not known`
    warnings.push(`${manager.key} ${what}; UTC is used.`)
    said.add(zoneName ?? '')
  }
  for (const manager of managers) {
    for (const zone of zonesOf(itemsOf(tenant, manager))) {
      if (said.has(zone) || ianaZone(zone).known) continue
      warnings.push(`${manager.key} has events in the time zone "${zone}", which is not known; UTC is used.`)
      said.add(zone)
    }
  }
  return warnings
}

/** The items of all pages of a manager's calendar, as written. */
function itemsOf(tenant: TenantFile, { key, id }: TenantPerson): Record<string, unknown>[] {
  const name = [key, id].find((one) => Object.hasOwn(tenant.calendarView, one))
  return name === undefined ? [] : (tenant.calendarView[name] ?? []).flatMap((page) => page.value)
}

function zonesOf(items: readonly Record<string, unknown>[]): Set<string> {
  const times = items.flatMap(({ start, end }) => [start, end]) as { timeZone?: string | null }[]
  return new Set(times.map(({ timeZone }) => timeZone ?? '').filter((zone) => zone !== ''))
}

type Calendar = {
  manager: TenantPerson
  quarter: Quarter
  zone: string
  looks: Look[]
  away: { start: Instant; end: Instant }[]
}

function readCalendar(
  tenant: TenantFile,
  manager: TenantPerson,
  quarterKey: string,
  book: ReturnType<typeof addressBook>,
): Calendar {
  const { zone, away } = settingsOf(manager)
  const quarter = quarterByKey(quarterKey, tenant.fiscalYearStartMonth, zone)
  const { events } = eventsOf(itemsOf(tenant, manager))
  const who = { manager: personOf(manager), employees: employeesOf(tenant, manager).map(personOf), ...book }
  const looks = events
    .filter((event) => {
      const { start } = spanOf(event, zone)
      return start >= quarter.start && start < quarter.end
    })
    .map((event) => classify(event, who))
  return {
    manager,
    quarter,
    zone,
    looks,
    away: [...outOfOffice(events, zone), ...(away ? [away] : [])],
  }
}

function recommend(tenant: TenantFile, calendar: Calendar, looks: readonly Look[]): Discovery['recommended'] {
  const { manager, quarter, zone } = calendar
  return employeesOf(tenant, manager).flatMap((employee) => {
    const slots: Candidate[] = looks
      .filter(isSlot)
      .filter((slot) => slot.manager === manager.id && slot.employee === employee.id)
    const { away } = settingsOf(employee)
    const { recommended, alternatives } = rank({
      slots,
      now: tenant.now,
      quarter,
      zone,
      lastStart: null,
      away: away ? [...calendar.away, away] : calendar.away,
    })
    if (!recommended) return []
    return {
      manager: manager.key,
      employee: employee.key,
      eventId: recommended.eventId,
      start: seconds(recommended.start),
      alternatives: alternatives.map(({ eventId }) => eventId),
    }
  })
}

const employeesOf = (tenant: TenantFile, manager: TenantPerson): TenantPerson[] =>
  tenant.directory.filter((person) => person.manager === manager.id && person.id !== manager.id)

function quarterKeyOf(tenant: TenantFile, managers: readonly TenantPerson[], asked?: string): string {
  const zone = managers[0] ? settingsOf(managers[0]).zone : 'UTC'
  const key = asked ?? tenant.quarter
  const month = tenant.fiscalYearStartMonth
  return (key === undefined ? quarterOf(tenant.now, month, zone) : quarterByKey(key, month, zone)).key
}

const USAGE =
  'Usage: npm run -s discover -- FILE [--quarter 2026-Q4], or --live --managers GROUP_OR_FILE for a real tenant'

async function main(args: string[]): Promise<void> {
  // Only there Microsoft's libraries are needed, which take their time to load.
  if (args.includes('--live')) return (await import('./discoverLive.ts')).main(args)
  const { fileName, quarter } = argumentsOf(args)
  const { found, warnings } = discover(parseTenantFile(read(fileName), fileName), quarter)
  for (const warning of warnings) console.error(`${fileName}: ${warning}`)
  console.log(JSON.stringify(found, null, 2))
}

function argumentsOf(args: string[]): { fileName: string; quarter: string | undefined } {
  // Not strict: parseArgs would throw its own errors, in its own words.
  const options = { quarter: { type: 'string' } } as const
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: false })
  const unknown = Object.keys(values).find((name) => name !== 'quarter')
  if (unknown !== undefined) throw new Refusal('invalid', `There is no option --${unknown}. ${USAGE}`, unknown)
  const [fileName] = positionals
  if (fileName === undefined || positionals.length > 1) throw new Refusal('invalid', USAGE)
  if (typeof values.quarter === 'boolean')
    throw new Refusal('invalid', `--quarter needs a quarter. ${USAGE}`, 'quarter')
  return { fileName, quarter: values.quarter }
}

function read(fileName: string): string {
  try {
    return readFileSync(fileName, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    const why = code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`
    throw new Refusal('invalid', `${fileName}: ${why}.`)
  }
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
