// The format of a backup: JSON lines, the same for both stores, with a count and a hash at the end.
//
// {"growth":"backup","format":1,"at":ISO}
// {"kind","partition","id","schema","json"}                  a document; of two of the same the later one counts
// {"log":partition,"entries":[{"by","update":base64}]}       a log; a long one over several lines, "part" 1, 2, 3 …
// {"end":true,"documents","logs","entries","sha256"}         counts of lines, logs and entries; hash of all bytes before
import { z } from 'zod'
import type { RawDocument, RawLog } from '#bot/ports.ts'

export const FORMAT = 1

export const headerLine = z.strictObject({
  growth: z.literal('backup'),
  format: z.number().int(),
  at: z.iso.datetime(),
})
export const documentLine = z.strictObject({
  kind: z.string(),
  partition: z.string(),
  id: z.string(),
  schema: z.number().int().min(1),
  json: z.unknown(),
})
export const logLine = z.strictObject({
  log: z.string(),
  part: z.number().int().min(1).optional(),
  entries: z.array(z.strictObject({ by: z.string(), update: z.base64() })).min(1),
})
export const endLine = z.strictObject({
  end: z.literal(true),
  documents: z.number().int(),
  logs: z.number().int(),
  entries: z.number().int(),
  sha256: z.string(),
})
export type LogLine = z.infer<typeof logLine>
export type EndLine = z.infer<typeof endLine>

/** About so many characters of base64 in one line; a single larger entry has a line to itself. */
const MOST_IN_LINE = 1_000_000

const line = (json: unknown): string => `${JSON.stringify(json)}\n`

export const headerText = (at: string): string =>
  line({ growth: 'backup', format: FORMAT, at } satisfies z.infer<typeof headerLine>)
export const documentText = ({ kind, partition, id, schema, json }: RawDocument): string =>
  line({ kind, partition, id, schema, json } satisfies z.infer<typeof documentLine>)
export const endText = (end: EndLine): string => line(end)

/** One line, or several with their number. */
export function* logTexts({ log, entries }: RawLog): Generator<string> {
  let part = 1
  let some: LogLine['entries'] = []
  let size = 0
  for (const { by, update } of entries) {
    const text = Buffer.from(update).toString('base64')
    if (some.length > 0 && size + text.length > MOST_IN_LINE) {
      yield line({ log, part, entries: some })
      part += 1
      some = []
      size = 0
    }
    some.push({ by, update: text })
    size += text.length + by.length
  }
  if (some.length > 0) yield line({ log, ...(part > 1 ? { part } : {}), entries: some })
}
