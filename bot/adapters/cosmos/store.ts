// The production store: Cosmos DB through its SDK, in one container (items.ts says how things lie in it).
import { ChangeFeedStartFrom } from '@azure/cosmos'
import type { CosmosConfig } from '#bot/config.ts'
import type { RawDocument, RawLog, Store, Stored, Version, Write } from '#bot/ports.ts'
import { isKind, KINDS, type Kind, parseKind, placeOf, type Value } from '#shared/kinds.ts'
import { hold } from './calls.ts'
import { dueIn } from './due.ts'
import { byBytes, type DocItem, type DueItem, docItem, itemId, type Stamped, seenOf, versionOf } from './items.ts'
import { logsIn } from './log.ts'
import { makeContainer, openContainer } from './open.ts'
import { creation, MOST_IN_BATCH, replacement, requestsTo } from './requests.ts'

export { makeContainer }

/** Throws an Error whose message says what to do when the container cannot be opened (open.ts). */
export async function openCosmos(config: CosmosConfig): Promise<Store & { wipe(): Promise<void> }> {
  const { client, container } = await openContainer(config)
  const requests = requestsTo(container)
  const dues = dueIn(requests)
  const logs = logsIn(requests)

  function parse<K extends Kind>(kind: K, item: DocItem & Stamped): Stored<K> {
    const value = parseKind(kind, idOf(item), item.value, item.schema)
    return { value, version: versionOf(item, item._etag) }
  }

  type Prepared = { item: DocItem; seen: Version | 'absent'; entry: DueItem | null; since: number }

  /** Checks the value and enters its due moment, unless the document names that entry already. */
  async function prepare({ kind, value, over }: Write): Promise<Prepared> {
    const seen = over === 'absent' ? null : seenOf(over)
    const item = docItem(kind, value as never, seen, seen?.dueEntry ?? null)
    const since = performance.now()
    if (item.dueAt === (seen?.due ?? null)) return { item, seen: over, entry: null, since }
    item.dueEntry = null
    if (item.dueAt === null) return { item, seen: over, entry: null, since }
    const entry = await dues.enter({ kind, pk: item.pk, id: item.id }, item.dueAt)
    item.dueEntry = entry.id
    return { item, seen: over, entry, since }
  }

  /** The document is written or not: the entry that nobody names now is taken away. */
  async function conclude({ item, seen, entry, since }: Prepared, isWritten: boolean): Promise<void> {
    if (!isWritten) {
      if (entry) dues.leave(item.pk, entry.id)
      return
    }
    const before = seen === 'absent' ? null : seenOf(seen).dueEntry
    if (entry) await dues.confirm(entry, since)
    if (before && before !== item.dueEntry) dues.leave(item.pk, before)
  }

  async function read<K extends Kind>(partition: string, kinds: readonly K[]): Promise<{ [P in K]: Stored<P>[] }> {
    const names = kinds.map((_, n) => `@k${n}`).join(', ')
    const values = Object.fromEntries(kinds.map((kind, n) => [`k${n}`, kind]))
    // 2.3 RU, and 0.1 for each KB found.
    const query = `SELECT * FROM c WHERE c.kind IN (${names})`
    const items = await requests.query<DocItem & Stamped>(partition, query, values)
    const found = Object.fromEntries(kinds.map((kind) => [kind, []])) as unknown as { [P in K]: Stored<P>[] }
    for (const item of items) found[item.kind as K].push(parse(item.kind as K, item) as never)
    for (const kind of kinds) found[kind].sort((a, b) => byBytes(placeOf(kind, a.value).id, placeOf(kind, b.value).id))
    return found
  }

  return {
    // 1 RU for the first KB, 0.1 for each further one.
    async get(kind, partition, id) {
      const item = await requests.read<DocItem>(partition, itemId(kind, id))
      return item && parse(kind, item)
    },
    // Absent: 5.5 RU for 1 KB; over a version: 11. A due moment that changes: 5 to enter the new, 5 to take away the old.
    async put(kind, value, over) {
      const prepared = await prepare({ kind, value, over } as Write)
      const { item } = prepared
      const etag = over === 'absent' ? await requests.create(item) : await requests.replace(item, seenOf(over).etag)
      await conclude(prepared, etag !== null)
      return etag && versionOf(item, etag)
    },
    // The sum of its parts.
    async putAll(writes: Write[]) {
      const partitions = new Set(writes.map(({ kind, value }) => placeOf(kind, value as never).partition))
      if (partitions.size > 1) throw new Error(`putAll over several partitions: ${[...partitions].join(', ')}`)
      if (writes.length > MOST_IN_BATCH) throw new Error(`putAll of ${writes.length}: ${MOST_IN_BATCH} at most`)
      const [partition] = partitions
      if (partition === undefined) return []
      // Judged before any of them is entered: a value that its schema refuses leaves nothing behind.
      for (const { kind, value, over } of writes)
        docItem(kind, value as never, over === 'absent' ? null : seenOf(over), null)
      const all = await Promise.all(writes.map(prepare))
      const etags = await requests.batch(
        partition,
        all.map(({ item, seen }) => (seen === 'absent' ? creation(item) : replacement(item, seenOf(seen).etag))),
      )
      await Promise.all(all.map((one) => conclude(one, etags !== null)))
      return etags && all.map(({ item }, index) => versionOf(item, etags[index] as string))
    },
    // As much as a creation.
    async remove(kind, partition, id, over) {
      const { etag, dueEntry } = seenOf(over)
      const isGone = await requests.remove(partition, itemId(kind, id), etag)
      if (isGone && dueEntry) dues.leave(partition, dueEntry)
      return isGone
    },
    async list<K extends Kind>(kind: K, partition: string) {
      return (await read(partition, [kind]))[kind]
    },
    read,
    async due(kind, now, limit) {
      return (await dues.find(kind, now, limit)).map((item) => parse(kind, item))
    },
    nextDue: (after) => dues.next(after),
    append: (partition, entries) => (entries.length === 0 ? Promise.resolve() : logs.append(partition, entries)),
    readLog: (partition, after) => logs.read(partition, after),
    compact: (partition, at, entry) => logs.compact(partition, at, entry),
    async clear(partition) {
      logs.forget(partition)
      const query = 'SELECT c.id, c.dueEntry FROM c'
      for (;;) {
        const items = await requests.query<{ id: string; dueEntry?: string | null }>(partition, query)
        if (items.length === 0) break
        await requests.removeAll(
          partition,
          items.map(({ id }) => id),
        )
        for (const { dueEntry } of items) if (dueEntry) dues.leave(partition, dueEntry)
      }
      await dues.settled()
    },
    /** By the change feed, not by a query: 2 RU for each page of 100 and 0.1 for each KB. */
    async *everything(): AsyncGenerator<RawDocument | RawLog> {
      const logged = new Set<string>()
      const feed = container.items.getChangeFeedIterator<(DocItem | { kind: 'log' | 'logHead'; pk: string }) & Stamped>(
        {
          changeFeedStartFrom: ChangeFeedStartFrom.Beginning(),
          maxItemCount: 100,
        },
      )
      while (feed.hasMoreResults) {
        const page = await hold('a reading of everything', [], () => feed.readNext())
        if (page.statusCode === 304) break
        for (const item of page.result) {
          if (item.kind === 'log' || item.kind === 'logHead') logged.add(item.pk)
          else if (!item.pk.startsWith('due/')) {
            const { kind, pk, schema, value } = item as DocItem
            yield { kind, partition: pk, id: idOf(item as DocItem), schema, json: value }
          }
        }
      }
      for (const log of logged) {
        const { entries } = await logs.read(log)
        if (entries.length > 0) yield { log, entries }
      }
    },
    // The service's files are the service's: a deleted item is gone from them by its own rules.
    forget: async () => {},
    async check() {
      await requests.read('check', 'check')
    },
    async close() {
      await logs.settled()
      await dues.settled()
      client.dispose()
    },
    async wipe() {
      await container.delete()
      await makeContainer(config)
    },
  }
}

/** The document's own id, which the item's is made of. */
function idOf({ kind, id, value }: DocItem): string {
  if (!isKind(kind)) return id.slice(id.indexOf(':') + 1)
  try {
    const own = (KINDS[kind].id as (of: Value<Kind>) => string)(value as Value<Kind>)
    if (itemId(kind, own) === id) return own
  } catch {
    // A broken value: the item's id still says which one it is.
  }
  return id.slice(id.indexOf(':') + 1)
}
