// Appends to live documents' logs, grouped: what comes in one turn of the event loop is one write to the store.
import type { Store } from '#bot/ports.ts'

type Entry = { update: Uint8Array; by: string }
type Waiting = { entry: Entry; done: () => void; failed: (error: unknown) => void }

/** Resolves when the entry is durable; rejects when the store refused it. Entries of one log stay in order. */
export function journal(store: Store): (name: string, entry: Entry) => Promise<void> {
  const waiting = new Map<string, Waiting[]>()
  const writing = new Set<string>()

  async function flush(name: string): Promise<void> {
    if (writing.has(name)) return
    writing.add(name)
    for (let batch = take(name); batch.length > 0; batch = take(name)) {
      try {
        await store.append(
          name,
          batch.map(({ entry }) => entry),
        )
        for (const one of batch) one.done()
      } catch (error) {
        for (const one of batch) one.failed(error)
      }
    }
    writing.delete(name)
  }
  const take = (name: string): Waiting[] => {
    const batch = waiting.get(name) ?? []
    waiting.delete(name)
    return batch
  }

  return (name, entry) =>
    new Promise((done, failed) => {
      const queue = waiting.get(name)
      if (queue) return void queue.push({ entry, done, failed })
      waiting.set(name, [{ entry, done, failed }])
      setImmediate(() => void flush(name))
    })
}
