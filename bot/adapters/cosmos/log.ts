// The append-only log of a partition: a folded head, a numbered tail, and a fence between them that no writer can miss.
//
// Every item of the tail is created under the next number, which only one can win: that is the order of the log. Folding
// puts the head in place and, in the same transaction, takes the next number with an empty item, the fence. Whoever wanted
// to append under that number finds it taken, looks again, and opens the head before writing on. So a sealed head is
// always the whole log.
import type { OperationInput } from '@azure/cosmos'
import type { LogEntry, PartitionLog } from '#bot/ports.ts'
import {
  entriesOf,
  type HeadItem,
  headEntry,
  headItem,
  type Piece,
  piecesOf,
  type TailItem,
  tailId,
  tailItem,
} from './items.ts'
import { creation, type Requests, replacement } from './requests.ts'

/** `sealed`: the etag of a head that has to be opened before the next append; null where there is none. */
type End = { last: number; sealed: string | null }
type Waiting = { entries: LogEntry[]; done: () => void; failed: (error: unknown) => void }

/** Ends of so many logs are remembered, so that an append is one creation. */
const MOST_KNOWN = 5000
const MOST_TRIES = 100

const isFence = ({ entries }: TailItem) => entries.length === 0

export type Logs = ReturnType<typeof logsIn>

export function logsIn(requests: Requests) {
  const known = new Map<string, End>()
  const queues = new Map<string, Waiting[]>()

  function remember(pk: string, end: End): End {
    known.delete(pk)
    known.set(pk, end)
    for (const oldest of known.keys()) {
      if (known.size <= MOST_KNOWN) break
      known.delete(oldest)
    }
    return end
  }

  async function endOf(pk: string): Promise<End> {
    const there = known.get(pk)
    if (there) return there
    const head = await requests.read<HeadItem>(pk, 'log')
    const upTo = head?.upTo ?? 0
    if (head?.sealed) return remember(pk, { last: upTo, sealed: head._etag })
    const query = "SELECT TOP 1 * FROM c WHERE c.kind = 'log' AND c.seq > @upTo ORDER BY c.seq DESC"
    const [last] = await requests.query<TailItem>(pk, query, { upTo })
    // Folded since the head was read: it is another head now.
    if (last && isFence(last)) return endOf(pk)
    return remember(pk, { last: last?.seq ?? upTo, sealed: null })
  }

  /** One item: about 6.7 RU for 1 KB. The first after a folding opens the head too, once: about 12 RU more. */
  async function appendItem(pk: string, pieces: Piece[]): Promise<void> {
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const { last, sealed } = await endOf(pk)
      const item = tailItem(pk, last + 1, pieces)
      const isWritten = sealed === null ? await follow(pk, last, item) : await open(pk, sealed, item)
      if (isWritten) return void remember(pk, { last: last + 1, sealed: null })
      // Another instance was first: where does the log end now?
      known.delete(pk)
    }
    throw new Error(`Lost the race for the end of a log ${MOST_TRIES} times`)
  }

  /**
   * Appends if the item before is still there. Where another instance folded the log meanwhile, and deleted what it had
   * folded, the next number is free again, and nobody would ever read what is written under it. A log begins with an
   * empty item that is never folded away, so that it begins only once.
   */
  async function follow(pk: string, last: number, item: TailItem): Promise<boolean> {
    const before: OperationInput =
      last === 0 ? creation(tailItem(pk, 0, [])) : { operationType: 'Read', id: tailId(last) }
    return (await requests.batch(pk, [before, creation(item)])) !== null
  }

  /** Opens a sealed head and appends, at once. */
  async function open(pk: string, etag: string, item: TailItem): Promise<boolean> {
    const head = await requests.read<HeadItem>(pk, 'log')
    if (head?._etag !== etag || !head.sealed) return false
    const { _etag, ...own } = head
    const opened: HeadItem = { ...own, sealed: false, w: item.w }
    return (await requests.batch(pk, [replacement(opened, etag), creation(item)])) !== null
  }

  /** One at a time for each log; what comes meanwhile is the next write. */
  async function flush(pk: string, queue: Waiting[]): Promise<void> {
    for (let batch = queue.splice(0); batch.length > 0; batch = queue.splice(0)) {
      try {
        for (const pieces of piecesOf(batch.flatMap(({ entries }) => entries))) await appendItem(pk, pieces)
        for (const one of batch) one.done()
      } catch (error) {
        known.delete(pk)
        for (const one of batch) one.failed(error)
      }
    }
    queues.delete(pk)
  }

  return {
    append(pk: string, entries: LogEntry[]): Promise<void> {
      return new Promise((done, failed) => {
        const one = { entries, done, failed }
        const queue = queues.get(pk)
        if (queue) return void queue.push(one)
        const fresh = [one]
        queues.set(pk, fresh)
        setImmediate(() => void flush(pk, fresh))
      })
    },
    /** A sealed log: one point read, 1 RU for the first KB. Else a query more: 2.3 RU and 0.1 for each KB. */
    async read(pk: string, after?: string): Promise<PartitionLog> {
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const head = await requests.read<HeadItem>(pk, 'log')
        const [etag, read] = after?.split('|') ?? []
        const isTail = etag === (head?._etag ?? '')
        const from = isTail ? Number(read) : (head?.upTo ?? 0)
        const query = "SELECT * FROM c WHERE c.kind = 'log' AND c.seq > @from ORDER BY c.seq"
        const tail = head?.sealed ? [] : await requests.query<TailItem>(pk, query, { from })
        // Folded since the head was read: what is in the new head is not in the tail any more.
        if (tail.some(isFence)) continue
        const last = tail.at(-1)?.seq ?? from
        remember(pk, { last, sealed: head?.sealed ? head._etag : null })
        return {
          entries: [...(head && !isTail ? [headEntry(head)] : []), ...entriesOf(tail)],
          at: `${head?._etag ?? ''}|${last}`,
        }
      }
      throw new Error(`A log was folded ${MOST_TRIES} times while it was being read`)
    },
    async compact(pk: string, at: string, entry: LogEntry): Promise<boolean> {
      const [etag = '', last = '0'] = at.split('|')
      const fence = Number(last) + 1
      const head = headItem(pk, fence, entry)
      if (!head) return false
      const place = etag === '' ? creation(head) : replacement(head, etag)
      known.delete(pk)
      if (!(await requests.batch(pk, [place, creation(tailItem(pk, fence, []))]))) return false
      // From here on these are rubbish that no reader looks at; what a crash leaves of it goes with the next folding.
      // In order, so that where a number is free again the one before it is gone too: `follow` goes by that.
      const query = "SELECT c.id FROM c WHERE c.kind = 'log' AND c.seq > 0 AND c.seq < @fence ORDER BY c.seq"
      const old = await requests.query<{ id: string }>(pk, query, { fence })
      await requests.removeAll(
        pk,
        old.map(({ id }) => id),
      )
      return true
    },
    forget: (pk: string) => void known.delete(pk),
    /** Resolves when nothing is being appended. */
    async settled(): Promise<void> {
      while (queues.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    },
  }
}
