// `npm run people -- check|import FILE`: who manages whom, from the file of people ops, where the directory has none (R0).
import '#bot/nodeVersion.ts'
import { readFileSync } from 'node:fs'
import { readStoreConfig } from '#bot/config.ts'
import { checkReports } from '#bot/people/checkReports.ts'
import { importReports, type ReportsChange, reportsChange } from '#bot/people/importReports.ts'
import { Refusal } from '#shared/refusal.ts'
import { reachOutside } from './outside.ts'
import { reportLines } from './people/lines.ts'
import { openExisting } from './store/open.ts'

const USAGE = [
  'Usage: npm run -s people -- check FILE    says what importing FILE would change, and changes nothing',
  '       npm run -s people -- import FILE   takes FILE over, if nothing is wrong in it',
  'FILE is a CSV with the columns manager and employee: addresses or object ids.',
].join('\n')
const MOST_FAULTS_SHOWN = 100

/** The exit code: 1 where something in the file is wrong. Throws Refusal where it could not be judged. */
async function main([command = '', fileName, ...more]: string[]): Promise<number> {
  if (!['check', 'import'].includes(command) || fileName === undefined || more.length > 0) {
    console.error(USAGE)
    return 2
  }
  const lines = reportLines(bytesOf(fileName), fileName)
  const { graph, tenant, clock } = await reachOutside()
  const { reports, faults, directoryWins } = await checkReports(graph, lines)
  for (const { line, field, what } of faults.slice(0, MOST_FAULTS_SHOWN))
    console.error(`${fileName}, line ${line}, ${field}: ${what}.`)
  if (faults.length > 0) {
    console.error(`${faults.length} of the file's ${lines.length} lines are wrong: nothing is imported.`)
    return 1
  }
  const store = await openExisting(readStoreConfig(), { say: console.error, signal: new AbortController().signal })
  try {
    const change = await reportsChange({ store }, tenant, reports)
    if (command === 'import') await importReports({ store, clock }, tenant, change)
    console.log(
      summary(command === 'import', { managers: reports.size, employees: lines.length, directoryWins }, change),
    )
    return 0
  } finally {
    await store.close()
  }
}

function summary(
  isDone: boolean,
  of: { managers: number; employees: number; directoryWins: number },
  { lists, same, added, gone, moved }: ReportsChange,
): string {
  return [
    `The file names ${of.managers} managers and ${of.employees} employees.`,
    `${isDone ? 'Changed' : 'Importing it would change'} the lists of ${lists.length} managers (${same} stay): ${added} employees new, ${moved} with another manager, ${gone} not listed any more.`,
    ...(of.directoryWins > 0
      ? [`${of.directoryWins} employees have another manager in the directory, which is the one that counts.`]
      : []),
    ...(isDone ? ['Managers who have the app are read again now.'] : ['Nothing was changed.']),
  ].join('\n')
}

function bytesOf(fileName: string): Uint8Array {
  try {
    return readFileSync(fileName)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new Refusal(
      'invalid',
      `${fileName}: ${code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`}.`,
    )
  }
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  console.error(error.message)
  process.exitCode = 1
}
