// From a live document's log to the document and its plan.
import * as Y from 'yjs'
import { layOut, planOf } from './doc.ts'
import type { Plan } from './plan.ts'

/** Name of an employee's live document, in the store's log and on the socket. */
export const planDocument = (tenant: string, employee: string) => `plan/${tenant}/${employee}`

/** The layout as a log entry. Everybody makes the same bytes, so writing it twice is writing it once. */
export function layoutEntry(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  layOut(doc)
  return Y.encodeStateAsUpdate(doc)
}

/**
 * Applies the entries in order, in one transaction. An entry that cannot be read is set aside and counted, never
 * skipped in silence: the caller says so.
 */
export function applyLog(doc: Y.Doc, entries: readonly { update: Uint8Array }[]): { setAside: number } {
  let setAside = 0
  doc.transact(() => {
    for (const { update } of entries) {
      try {
        Y.applyUpdate(doc, update)
      } catch {
        setAside += 1
      }
    }
  })
  return { setAside }
}

/** The plan as the log has it now. */
export function planFromLog(entries: readonly { update: Uint8Array }[]): Plan {
  const doc = new Y.Doc()
  applyLog(doc, entries)
  return planOf(doc)
}
