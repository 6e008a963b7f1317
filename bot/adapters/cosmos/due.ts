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
/**
 * Who asks within so many ms of a reading, business time and machine time, gets that reading with this process's own
 * writes added: a run of the jobs asks dozens of times. What other processes enter is found by the next.
 */
const FRESH_MS = 2000

export type Due = ReturnType<typeof dueIn>

export function dueIn(requests: Requests) {
  /** Orphans and when they were first seen here, ms of this process's own clock. */
  const orphans = new Map<string, number>()
  /** Deletions of entries under way: a lost one leaves an orphan. */
  const leaving = new Set<Promise<unknown>>()
  type Reading = {
    now: Instant
    at: number
    /** Null when there were more than a page. */
    loaded: Promise<DueItem[] | null>
    entered: Map<string, DueItem>
    left: Set<string>
  }
  let reading: Reading | null = null

  const leave = (pk: string, id: string): void => {
    reading?.entered.delete(id)
    reading?.left.add(id)
    const work = requests
      .remove(dueShard(pk), id)
      .catch(() => false)
      .finally(() => leaving.delete(work))
    leaving.add(work)
  }

  /** The first page of every shard, of all kinds; null when there is more than that. Four queries, 2.3 RU each when idle. */
  async function glance(now: Instant): Promise<DueItem[] | null> {
    const query = `SELECT TOP ${PAGE} * FROM c WHERE c.due <= @now ORDER BY c.due`
    const pages = await Promise.all(DUE_PARTITIONS.map((pk) => requests.query<DueItem>(pk, query, { now })))
    const found = pages.flat()
    const ids = new Set(found.map(({ id }) => id))
    for (const id of orphans.keys()) if (!ids.has(id)) orphans.delete(id)
    return pages.some((page) => page.length >= PAGE) ? null : found
  }

  /** Everything that is due, of all kinds; null when that is more than a page. */
  async function few(now: Instant): Promise<DueItem[] | null> {
    if (!reading || !isFresh(reading, now)) {
      const next: Reading = { now, at: performance.now(), loaded: glance(now), entered: new Map(), left: new Set() }
      next.loaded.catch(() => {
        if (reading === next) reading = null
      })
      reading = next
    }
    const { loaded, entered, left } = reading
    const found = await loaded
    if (!found) return null
    const all = new Map([...found.map((one) => [one.id, one] as const), ...entered])
    return [...all.values()].filter(({ id, due }) => due <= now && !left.has(id))
  }
  function isFresh(of: Reading, now: Instant): boolean {
    const later = Date.parse(now) - Date.parse(of.now)
    return later >= 0 && later < FRESH_MS && performance.now() - of.at < FRESH_MS
  }

  async function entriesOf(kind: DueItem['of']['kind'], now: Instant, limit: number): Promise<DueItem[]> {
    const all = await few(now)
    if (all) return all.filter(({ of }) => of.kind === kind)
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
      reading?.entered.set(entry.id, entry)
      return entry
    },
    /** After the document was written: only a process that slept for long finds that this is needed. */
    async confirm(entry: DueItem, since: number): Promise<void> {
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
