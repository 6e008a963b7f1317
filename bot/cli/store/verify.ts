// Reads a whole backup before anything is written from it: every line, the counts, the hash; and where each partition's lines lie.
import { createHash } from 'node:crypto'
import { RESTORING } from '#bot/marker.ts'
import { Refusal } from '#shared/refusal.ts'
import { documentLine, type EndLine, endLine, FORMAT, headerLine, logLine } from './backupFile.ts'
import { readDocument } from './document.ts'
import { type Line, linesOf, type Places, sizeOf } from './lines.ts'
import { counting, type Run } from './run.ts'

export type PartitionLines = { documents: Places; log: Places }
export type Verified = {
  path: string
  /** SHA-256 of everything but the first line: the same content, whenever it was taken. */
  content: string
  /** In the order in which they first appear. */
  partitions: Map<string, PartitionLines>
  lines: number
}

/** Throws Refusal that names the file, the line and what is wrong with it. */
export async function verify(path: string, run: Run): Promise<Verified> {
  const size = await sizeOf(path)
  const step = counting(run, 'Reading the file')
  const all = createHash('sha256')
  const content = createHash('sha256')
  const partitions = new Map<string, PartitionLines>()
  const counts = { documents: 0, logs: 0, entries: 0 }
  let end: EndLine | null = null
  let lines = 0
  /** The log whose lines come just now, and the number of the last one. */
  let running = { log: '', part: 0 }

  const at = (partition: string) => {
    const there = partitions.get(partition) ?? { documents: [], log: [] }
    partitions.set(partition, there)
    return there
  }
  for await (const line of linesOf(path)) {
    const refuse = (what: string) => new Refusal('invalid', `${path}, line ${line.number}: ${what}`)
    lines += 1
    await step(size === 0 ? 1 : (line.offset + line.bytes.length) / size)
    if (end) throw refuse('something follows the end line.')
    const json = jsonOf(line, refuse)
    if (line.number === 1) checkHeader(json, refuse)
    else if (has(json, 'end')) {
      end = endIn(json, counts, all.copy().digest('hex'), refuse)
      continue
    } else if (has(json, 'log')) {
      const found = logLine.safeParse(json)
      if (!found.success) throw refuse('this is not a line of a backup.')
      const { log, part = 1, entries } = found.data
      if (log === RESTORING) throw refuse('this backup was made of a store that was not whole.')
      if (part > 1 && (running.log !== log || running.part !== part - 1))
        throw refuse(`part ${part} of a log does not follow part ${part - 1} of it.`)
      running = { log, part }
      if (part === 1) {
        counts.logs += 1
        // A log that comes again: the later one counts.
        at(log).log = []
      }
      counts.entries += entries.length
      at(log).log.push(line.offset, line.bytes.length)
    } else {
      const found = documentLine.safeParse(json)
      if (!found.success) throw refuse('this is not a line of a backup.')
      const read = readDocument(found.data)
      if ('fault' in read) {
        const { kind, id } = found.data
        throw refuse(`the ${kind} ${id} (${read.fault.field}) ${read.fault.what}.`)
      }
      counts.documents += 1
      at(found.data.partition).documents.push(line.offset, line.bytes.length)
    }
    for (const hash of line.number === 1 ? [all] : [all, content]) hash.update(line.bytes).update('\n')
  }
  if (lines === 0) throw new Refusal('invalid', `${path}, line 1: the file is empty.`)
  if (!end) throw new Refusal('invalid', `${path}, line ${lines}: the end line is missing; the file is cut off here.`)
  return { path, content: content.digest('hex'), partitions, lines }
}

type Refuse = (what: string) => Refusal
const has = (json: unknown, key: string): boolean =>
  typeof json === 'object' && json !== null && Object.hasOwn(json, key)

function jsonOf({ bytes, number, isWhole }: Line, refuse: Refuse): unknown {
  try {
    const json = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)) as unknown
    if (isWhole) return json
  } catch {
    if (isWhole) throw refuse(number === 1 ? NOT_OURS : 'this is not valid JSON.')
  }
  throw refuse(number === 1 ? NOT_OURS : 'the file is cut off here.')
}

const NOT_OURS = 'this is not a backup of this program.'

function checkHeader(json: unknown, refuse: Refuse): void {
  const found = headerLine.safeParse(json)
  if (!found.success) throw refuse(NOT_OURS)
  if (found.data.format > FORMAT)
    throw refuse(`this backup has format ${found.data.format}, and this program knows ${FORMAT}: update the program.`)
  if (found.data.format < FORMAT) throw refuse(NOT_OURS)
}

function endIn(json: unknown, counts: Omit<EndLine, 'end' | 'sha256'>, sha256: string, refuse: Refuse): EndLine {
  const found = endLine.safeParse(json)
  if (!found.success) throw refuse('this is not the end line of a backup.')
  for (const what of ['documents', 'logs', 'entries'] as const)
    if (found.data[what] !== counts[what])
      throw refuse(`it counts ${found.data[what]} ${what}, and there are ${counts[what]}.`)
  if (found.data.sha256 !== sha256)
    throw refuse('its hash is not that of the lines before it: something in them was changed.')
  return found.data
}
