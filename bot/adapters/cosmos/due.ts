// What is due, by time: entries in a few partitions of their own, written before the document that they are about.
//
// An entry belongs to exactly one write of one document, which names it; moving a document makes a new entry. So an
// entry that no document names is an orphan, of a write that lost or whose process died, and can be taken away without
// ever hiding something that is due. The other way round cannot happen: the entry is there first.
import type { Instant } from '#shared/time.ts'
import { byBytes, type DocItem, DUE_PARTITIONS, type DueItem, dueItem, dueShard, type Stamped } from './items.ts'
import { marked, type Requests } from './requests.ts'

/** A write whose entry is there and whose document is not yet: so long it may be under way, machine ms. */
const UNDER_WAY_MS = 60_000
/** After so long an entry that was written ahead might have been taken for an orphan: it is written again, machine ms. */
const WRITE_AGAIN_MS = 20_000
const PAGE = 100
/** Lanes that ask within so many ms of each other, business time and machine time, share a reading. */
const TOGETHER_MS = 250

export type Due = ReturnType<typeof dueIn>

export function dueIn(requests: Requests) {
  /** Orphans and when they were first seen here, ms of this process's own clock. */
  const orphans = new Map<string, number>()
  /** Deletions of entries under way: a lost one leaves an orphan. */
  const leaving = new Set<Promise<unknown>>()
  /** Counts writes of entries, so that a reading is shared only by those who asked before the next one. */
  let writes = 0
  type Reading = { now: Instant; writes: number; at: number; entries: Promise<DueItem[] | null> }
  let shared: Reading | null = null

  const leave = (pk: string, id: string): void => {
    writes += 1
    const work = requests
      .remove(dueShard(pk), id)
      .catch(() => false)
      .finally(() => leaving.delete(work))
    leaving.add(work)
  }

  /** The first page of every shard, of all kinds; null when there is more than that. Four queries, 2.3 RU each when idle. */
  async function glance(now: Instant): Promise<DueItem[] | null> {
    const found = await Promise.all(
      DUE_PARTITIONS.map(async (pk) => {
        const query = `SELECT TOP ${PAGE} * FROM c WHERE c.due <= @now ORDER BY c.due`
        return requests.query<DueItem>(pk, query, { now })
      }),
    )
    return found.some((page) => page.length >= PAGE) ? null : found.flat()
  }

  /** The lanes of a tick ask one after the other and are answered by one reading. */
  function glanceTogether(now: Instant): Promise<DueItem[] | null> {
    if (shared && isFresh(shared, now)) return shared.entries
    const reading: Reading = { now, writes, at: performance.now(), entries: glance(now) }
    shared = reading
    reading.entries.catch(() => {
      if (shared === reading) shared = null
    })
    return reading.entries
  }
  function isFresh(reading: Reading, now: Instant): boolean {
    const later = Date.parse(now) - Date.parse(reading.now)
    const age = performance.now() - reading.at
    return reading.writes === writes && later >= 0 && later < TOGETHER_MS && age < TOGETHER_MS
  }

  async function entriesOf(kind: DueItem['of']['kind'], now: Instant, limit: number): Promise<DueItem[]> {
    const few = await glanceTogether(now)
    if (few) return few.filter(({ of }) => of.kind === kind)
    const query = 'SELECT * FROM c WHERE c.of.kind = @kind AND c.due <= @now ORDER BY c.due'
    const found = await Promise.all(
      DUE_PARTITIONS.map(async (pk) => {
        const all: DueItem[] = []
        for await (const page of requests.pages<DueItem>(pk, query, { kind, now }, PAGE)) {
          all.push(...page)
          // Orphans take places too.
          if (all.filter(({ id }) => !orphans.has(id)).length >= limit) break
        }
        return all
      }),
    )
    return found.flat()
  }

  return {
    /** Before the document is written; its id goes into the document. */
    async enter(of: DueItem['of'], due: string): Promise<DueItem> {
      const entry = dueItem(of, due)
      await requests.create(marked(entry))
      return entry
    },
    /** After the document was written: only a process that slept for long finds that this is needed. */
    async confirm(entry: DueItem, since: number): Promise<void> {
      writes += 1
      if (performance.now() - since > WRITE_AGAIN_MS) await requests.create(marked(entry))
    },
    /** No document names it any more; nobody waits for that. */
    leave,
    /** The documents of a kind that are due, earliest first: 1 RU each beside the queries. */
    async find(kind: DocItem['kind'], now: Instant, limit: number): Promise<(DocItem & Stamped)[]> {
      await Promise.all(leaving)
      const entries = (await entriesOf(kind, now, limit)).sort(
        (a, b) => byBytes(a.due, b.due) || byBytes(a.of.pk, b.of.pk) || byBytes(a.of.id, b.of.id),
      )
      const found: (DocItem & Stamped)[] = []
      for (let at = 0; at < entries.length && found.length < limit; at += limit) {
        const some = entries.slice(at, at + limit)
        const items = await Promise.all(some.map(({ of }) => requests.read<DocItem>(of.pk, of.id)))
        for (const [index, entry] of some.entries()) {
          const item = items[index]
          if (item?.dueEntry === entry.id) {
            orphans.delete(entry.id)
            found.push(item)
            continue
          }
          const seen = orphans.get(entry.id) ?? performance.now()
          orphans.set(entry.id, seen)
          if (performance.now() - seen < UNDER_WAY_MS) continue
          orphans.delete(entry.id)
          leave(entry.of.pk, entry.id)
        }
      }
      return found.slice(0, limit)
    },
    /** The earliest entry after a moment, over all kinds; an orphan's moment is an idle one. */
    async next(after: Instant): Promise<Instant | null> {
      await Promise.all(leaving)
      const query = 'SELECT TOP 1 * FROM c WHERE c.due > @after ORDER BY c.due'
      const found = await Promise.all(DUE_PARTITIONS.map((pk) => requests.query<DueItem>(pk, query, { after })))
      const moments = found.flat().map(({ due }) => due)
      return moments.sort(byBytes)[0] ?? null
    },
    settled: () => Promise.all(leaving),
  }
}
