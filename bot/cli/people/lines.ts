// A CSV file of managers and employees as lines: header in any case, comma, semicolon or tab, quotes, BOM, any line ends.
import { CsvError, parse } from 'csv-parse/sync'
import type { ReportLine } from '#bot/people/checkReports.ts'
import { Refusal } from '#shared/refusal.ts'

const COLUMNS = ['manager', 'employee'] as const
const DELIMITERS = [',', ';', '\t']

type Parsed = { record: string[]; info: { lines: number } }

/** Throws Refusal 'invalid' that names the file, and the line where there is one to name. */
export function reportLines(bytes: Uint8Array, fileName: string): ReportLine[] {
  const [header, ...rows] = records(textOf(bytes, fileName), fileName)
  const names = (header?.record ?? []).map((name) => name.toLowerCase())
  const [manager = -1, employee = -1] = COLUMNS.map((name) => names.indexOf(name))
  if (manager < 0 || employee < 0)
    throw new Refusal(
      'invalid',
      `${fileName}, line 1: the header must name the columns manager and employee.`,
      'header',
    )
  if (rows.length === 0) throw new Refusal('invalid', `${fileName}: there is no line below the header.`)
  return rows.map(({ record, info }) => ({
    line: info.lines,
    manager: record[manager] ?? '',
    employee: record[employee] ?? '',
  }))
}

function textOf(bytes: Uint8Array, fileName: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('invalid', `${fileName} is not UTF-8: save it as "CSV UTF-8".`)
  }
}

function records(text: string, fileName: string): Parsed[] {
  const [header = ''] = text.split(/\r?\n|\r/, 1)
  try {
    return parse(text, {
      delimiter: DELIMITERS.find((one) => header.includes(one)) ?? ',',
      info: true,
      trim: true,
      skip_empty_lines: true,
      // A line of too few or too many fields is judged by the two that matter.
      relax_column_count: true,
    }) as unknown as Parsed[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = (error as unknown as { lines?: number }).lines
    const what = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is opened and never closed' : 'quotes do not match'
    throw new Refusal('invalid', `${fileName}, line ${line ?? '?'}: ${what}.`)
  }
}
