// Whether two stores hold the same: every document equal, every log of the same text, none missing and none more.
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { RESTORING } from '#bot/marker.ts'
import type { LogEntry, RawDocument, Store } from '#bot/ports.ts'
import { foldLog } from '#shared/plan/log.ts'
import { readDocument } from './document.ts'
import { counting, type Run } from './run.ts'

export type Compared = {
  documents: number
  logs: number
  /** What is not the same, by name: 'pair employee/t/rafe pair'. */
  differences: string[]
}

/** Reads `copy` once and looks each row up in `source`, which should answer quickly; then what of `source` was not met. */
export async function compare(source: Store, copy: Store, run: Run): Promise<Compared> {
  const step = counting(run, 'Comparing')
  /** Short digests of names, so that a million of them fit. */
  const met = new Set<string>()
  const differing = new Set<string>()
  let logs = 0
  for await (const row of copy.everything()) {
    await step()
    if ('log' in row && row.log === RESTORING) continue
    const name = nameOf(row)
    met.add(digest(name))
    if ('log' in row) logs += 1
    const isSame =
      'log' in row ? isSameLog((await source.readLog(row.log)).entries, row.entries) : await isThere(source, row)
    // A document may come twice, and the later one counts.
    if (isSame) differing.delete(name)
    else differing.add(name)
  }
  let rows = 0
  for await (const row of source.everything()) {
    await step()
    rows += 1
    if (!met.has(digest(nameOf(row)))) differing.add(nameOf(row))
  }
  return { documents: rows - logs, logs, differences: [...differing].sort() }
}

const nameOf = (row: RawDocument | { log: string }): string =>
  'log' in row ? `log ${row.log}` : `${row.kind} ${row.partition} ${row.id}`
const digest = (name: string): string => createHash('sha256').update(name).digest('base64').slice(0, 16)

async function isThere(source: Store, raw: RawDocument): Promise<boolean> {
  const found = readDocument(raw)
  if ('fault' in found) return false
  const { kind, value } = found.read
  return isDeepStrictEqual((await source.get(kind, raw.partition, raw.id))?.value, value)
}

/** Byte for byte, or folded to the same: a store may have put several entries together meanwhile. */
function isSameLog(a: readonly LogEntry[], b: readonly LogEntry[]): boolean {
  const plain = (entries: readonly LogEntry[]) => entries.map(({ by, update }) => [by, Buffer.from(update)])
  if (isDeepStrictEqual(plain(a), plain(b))) return true
  const [one, other] = [foldLog(a), foldLog(b)]
  return one !== null && other !== null && isDeepStrictEqual(plain([one]), plain([other]))
}
