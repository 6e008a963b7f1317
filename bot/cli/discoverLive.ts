// `discover --live`: what would the app find in a real tenant? Asks Graph with three read permissions, writes nothing anywhere.
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { quarterByKey, quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { ianaZone } from '#shared/zone.ts'
import { type Asked, type ReadCalendar, readLive } from './liveCalendar.ts'
import { managersNamed, type Named } from './liveManagers.ts'
import { type Outcome, type Report, startReport } from './liveReport.ts'
import { type Outside, reachOutside } from './outside.ts'

export const USAGE =
  'Usage: npm run -s discover -- --live --managers GROUP_OR_FILE [--quarter 2026-Q4] [--zone Europe/London] [--subjects]'

/** A line on stderr so often, ms. */
const PROGRESS_MS = 5000
/** A service that is busy is waited for so often, and so long at a time, ms. */
const MOST_TRIES = 3
const LONGEST_WAIT_MS = 60_000

type Graph = Outside['graph']

/** Prints one JSON object. Throws Refusal with a sentence where nothing can be found out; a part that is missing sets the exit code. */
export async function main(args: string[]): Promise<void> {
  const options = optionsOf(args)
  const { graph: reads, clock, fiscalYearStartMonth: startMonth } = await reachOutside()
  const now = clock.now()
  const asked: Asked = {
    now,
    startMonth,
    zone: options.zone,
    // Also says at once that a quarter is none.
    quarterKey: options.quarter
      ? quarterByKey(options.quarter, startMonth, 'UTC').key
      : quarterOf(now, startMonth, options.zone ?? 'UTC').key,
  }
  const report = startReport(options)
  const managers = await managersNamed(options.managers, reads)
  let said = Date.now()
  for (const [index, named] of managers.entries()) {
    await addManager(reads, named, asked, report)
    if (Date.now() - said < PROGRESS_MS) continue
    said = Date.now()
    console.error(`${index + 1} of ${managers.length} managers`)
  }
  const found = report.made(asked.quarterKey)
  const { calendars } = found.summary
  if (!calendars.read && calendars.noAccess) throw mayNotRead(calendars.noAccess)
  console.log(JSON.stringify(found, null, 2))
  if (!calendars.noAnswer) return
  console.error(
    `${calendars.noAnswer} calendars were not read, because Microsoft Graph did not answer. Run it again later.`,
  )
  process.exitCode = 1
}

/** Reads one manager and forgets everything but the rows. */
async function addManager(reads: Graph, { name, find }: Named, asked: Asked, report: Report): Promise<void> {
  const manager = await patiently(find)
  if (manager === 'noAnswer') return report.skip(name, null, 'noAnswer', [])
  if (manager === null) return report.skip(name, null, 'notFound', [])
  if (!manager.enabled || !manager.member) return report.skip(name, manager, 'disabled', [])
  const reports = await patiently(() => reads.employeesOf(manager.id))
  if (reports === 'noAnswer') return report.skip(name, manager, 'noAnswer', [])
  const employees = reports.filter(({ id }) => id !== manager.id)
  if (employees.length === 0) return report.skip(name, manager, 'noEmployees', [])
  const read = await patiently(() => readLive(reads, manager, employees, asked))
  if (isRead(read)) report.add(manager, read)
  else report.skip(name, manager, read === 'noAnswer' ? read : read.closed, employees)
}

const isRead = (of: ReadCalendar | { closed: Outcome } | 'noAnswer'): of is ReadCalendar =>
  of !== 'noAnswer' && 'looks' in of

/** Waits for a busy service; what it never answered is counted as that and nothing else. */
async function patiently<T>(work: () => Promise<T>): Promise<T | 'noAnswer'> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof Refusal && error.code === 'unavailable')) throw error
      if (tries >= MOST_TRIES) return 'noAnswer'
      await sleep(Math.min(error.retryAfterMs ?? 0, LONGEST_WAIT_MS))
    }
  }
}

const mayNotRead = (calendars: number) =>
  new Refusal(
    'notForYou',
    `None of ${calendars} calendars could be read: the Graph application permission Calendars.ReadBasic is missing, or the app's scope in Exchange does not reach these managers. Give it in Entra (App registrations, the app, API permissions, Add a permission, Microsoft Graph, Application permissions), then Grant admin consent.`,
    'Calendars.ReadBasic',
  )

function optionsOf(args: string[]) {
  const { values, positionals } = parseArgs({
    args,
    // Not strict: parseArgs would throw its own errors, in its own words.
    strict: false,
    allowPositionals: true,
    options: {
      live: { type: 'boolean' },
      subjects: { type: 'boolean' },
      managers: { type: 'string' },
      quarter: { type: 'string' },
      zone: { type: 'string' },
    },
  })
  const { managers, quarter, zone, subjects, live, ...unknown } = values
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined) throw new Refusal('invalid', `There is no option --${stranger}. ${USAGE}`, stranger)
  const lacking = Object.entries({ managers, quarter, zone }).find(([, value]) => value === true || value === '')
  if (lacking) throw new Refusal('invalid', `--${lacking[0]} needs a value. ${USAGE}`, lacking[0])
  if (typeof managers !== 'string' || positionals.length > 0) throw new Refusal('invalid', USAGE, 'managers')
  const given = typeof zone === 'string' ? ianaZone(zone) : null
  if (given?.known === false) throw new Refusal('invalid', `--zone: "${zone}" is no time zone.`, 'zone')
  return {
    managers,
    quarter: typeof quarter === 'string' ? quarter : null,
    zone: given?.zone ?? null,
    subjects: subjects === true,
  }
}
