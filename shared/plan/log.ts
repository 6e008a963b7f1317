// A live plan's log in the store: its first entry, reading it, and folding it into one.
import * as Y from 'yjs'
import { layOut, planOf } from './doc.ts'
import type { Plan } from './plan.ts'

/** The layout as a log entry. Everybody makes the same bytes, so writing it twice is writing it once. */
export function layoutEntry(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  layOut(doc)
  return Y.encodeStateAsUpdate(doc)
}

/**
 * Applies the entries in order, in one transaction. An entry that cannot be read is set aside and counted, never
 * skipped in silence: the caller says so. `origin` is what the document's listeners are told it comes from.
 */
export function applyLog(
  doc: Y.Doc,
  entries: readonly { update: Uint8Array }[],
  origin: unknown = null,
): { setAside: number } {
  let setAside = 0
  doc.transact(() => {
    for (const { update } of entries) {
      try {
        Y.applyUpdate(doc, update)
      } catch {
        setAside += 1
      }
    }
  }, origin)
  return { setAside }
}

/** A document that is only read: its name is never used, and random ones take a tenth of a millisecond. */
const blankDoc = () => new Y.Doc({ guid: 'plan' })

/** The plan as the log has it now. */
export function planFromLog({ entries }: { entries: readonly { update: Uint8Array }[] }): Plan {
  const doc = blankDoc()
  applyLog(doc, entries)
  return planOf(doc)
}

/**
 * A whole log as one entry that says the same, checked by reading it back; what was deleted from the text is not in it
 * any more. Null where an entry cannot be read: then nothing may take the log's place.
 */
export function foldLog(
  entries: readonly { update: Uint8Array; by: string }[],
): { update: Uint8Array; by: string } | null {
  const doc = blankDoc()
  if (applyLog(doc, entries).setAside > 0) return null
  // Edits that arrived out of order wait for others: only a document without such is whole.
  if (doc.store.pendingStructs || doc.store.pendingDs) return null
  const update = Y.encodeStateAsUpdate(doc)
  const again = blankDoc()
  Y.applyUpdate(again, update)
  const isSame = JSON.stringify(planOf(again)) === JSON.stringify(planOf(doc))
  if (!isSame || !Y.equalSnapshots(Y.snapshot(again), Y.snapshot(doc))) return null
  return { update, by: [...new Set(entries.flatMap(({ by }) => by.split(' ')))].sort().join(' ') }
}
