// `check`: reads everything and says what in it cannot be read, lies in the wrong place or names something that is not there.

import { halfRestored, markerIn, RESTORING } from '#bot/marker.ts'
import type { RawDocument, Store } from '#bot/ports.ts'
import { foldLog } from '#shared/plan/log.ts'
import type { Instant } from '#shared/time.ts'
import { readDocument } from './document.ts'
import { learn, noFacts } from './facts.ts'
import type { Fault } from './fault.ts'
import { dangling } from './references.ts'
import { counting, type Run } from './run.ts'

export type Checked = {
  /** By kind, as they were found. */
  documents: Map<string, number>
  logs: number
  entries: number
  faults: Fault[]
}

/**
 * `now` decides what retention may have taken. While people work, a reading can meet a document before and another
 * after the same change: what only one of two readings found is no fault.
 */
export async function check(store: Store, now: Instant, run: Run): Promise<Checked> {
  const first = await readOnce(store, now, run)
  if (first.faults.length === 0) return first
  run.say(`Reading again, to be sure of ${first.faults.length}.`)
  const second = await readOnce(store, now, run)
  const known = new Set(first.faults.map(keyOf))
  return { ...second, faults: second.faults.filter((fault) => known.has(keyOf(fault))) }
}

const keyOf = ({ kind, partition, id, field }: Fault): string => JSON.stringify([kind, partition, id, field])

async function readOnce(store: Store, now: Instant, run: Run): Promise<Checked> {
  const step = counting(run, 'Checking')
  const found: Checked = { documents: new Map(), logs: 0, entries: 0, faults: [] }
  const facts = noFacts()
  /** Discussions that do not lie where their employee and quarter say. */
  const astray: { raw: RawDocument; home: string; quarter: string }[] = []
  const say = (fault: Fault) => found.faults.push(fault)
  for await (const row of store.everything()) {
    await step()
    if ('log' in row) {
      if (row.log === RESTORING) {
        say({ level: 'error', kind: 'log', partition: RESTORING, id: '', field: 'entries', what: whyHalf(row.entries) })
        continue
      }
      found.logs += 1
      found.entries += row.entries.length
      facts.logs.add(row.log)
      const where = { kind: 'log', partition: row.log, id: '', field: 'entries' }
      if (foldLog(row.entries) === null) say({ level: 'error', ...where, what: 'cannot be read as a whole' })
      continue
    }
    const { kind, partition, id } = row
    found.documents.set(kind, (found.documents.get(kind) ?? 0) + 1)
    const document = readDocument(row)
    if ('read' in document) learn(facts, row, document.read)
    else {
      say({ level: 'error', kind, partition, id, ...document.fault })
      const { read, partition: home } = document.astray ?? {}
      if (read?.kind === 'discussion' && home) astray.push({ raw: row, home, quarter: read.value.quarter.key })
    }
  }
  const taken = new Set<string>()
  for (const { raw, home, quarter } of astray) {
    const { kind, partition, id } = raw
    const key = `${home} ${quarter}`
    const what = `is a second discussion of ${home} in ${quarter}`
    if (facts.partitions.get(home)?.discussions.has(quarter) || taken.has(key))
      say({ level: 'error', kind, partition, id, field: 'quarter', what })
    taken.add(key)
  }
  for (const fault of await dangling(facts, now)) say(fault)
  return found
}

function whyHalf(entries: Parameters<typeof markerIn>[0]): string {
  const marker = markerIn(entries)
  return marker ? `says: ${halfRestored(marker)}` : 'says that a restore has begun'
}
