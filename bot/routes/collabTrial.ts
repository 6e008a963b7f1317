// Every edit is tried on a double of its live plan first: what Yjs cannot take, or no plan holds, gets into no log.
import * as Y from 'yjs'
import type { Unsavable } from '#shared/plan/unsavable.ts'

/** Bytes of an edit, and of a plan with all it remembers. A plan is a page or two; nobody types so much. */
export const MOST_BYTES = 1_000_000
/** Letters and marks that one window can have written, ever. */
const MOST_WRITTEN = 2 ** 31

/** `bytes` is never less than the double's encoded size. */
type Double = { doc: Y.Doc; bytes: number }

export type Trial = {
  /** Why the edit can never be saved as it is; null where the document can take it whole. */
  problemWith(document: Y.Doc, edit: Uint8Array): Unsavable | null
  /** An edit that was tried did not get into the document after all. */
  forget(document: Y.Doc): void
  /** The document took something that was tried elsewhere. */
  heard(document: Y.Doc, edit: Uint8Array): void
}

export function trials(): Trial {
  const doubles = new WeakMap<Y.Doc, Double>()

  function tried(document: Y.Doc, edit: Uint8Array): Unsavable | null {
    const double = doubles.get(document) ?? doubleOf(document)
    doubles.set(document, double)
    try {
      const { structs } = Y.decodeUpdate(edit)
      if (structs.some(({ id, length }) => id.clock + length > MOST_WRITTEN)) return 'An edit cannot be read'
      Y.applyUpdate(double.doc, edit)
    } catch {
      return 'An edit cannot be read'
    }
    // Yjs would keep it until the missing ones come, and the log with it. A log that has such already stays writable.
    if (waits(double.doc) && !waits(document)) return 'An edit builds on one that is not here'
    if (double.doc.subdocs.size > 0) return 'A plan holds no other documents'
    double.bytes += edit.byteLength
    if (double.bytes > MOST_BYTES) {
      double.bytes = sizeOf(double.doc)
      // What makes it smaller is welcome at any size.
      if (double.bytes > MOST_BYTES && double.bytes > sizeOf(document)) return 'The plan is full'
    }
    return null
  }

  return {
    problemWith(document, edit) {
      if (edit.byteLength > MOST_BYTES) return 'An edit is too large'
      if (tried(document, edit) === null) return null
      // The double may have lost step with its document: a fresh one has the last word.
      doubles.delete(document)
      const problem = tried(document, edit)
      if (problem !== null) doubles.delete(document)
      return problem
    },
    forget: (document) => void doubles.delete(document),
    heard(document, edit) {
      const double = doubles.get(document)
      if (!double) return
      Y.applyUpdate(double.doc, edit)
      double.bytes += edit.byteLength
    },
  }
}

function doubleOf(document: Y.Doc): Double {
  const doc = new Y.Doc({ guid: 'double' })
  const state = Y.encodeStateAsUpdate(document)
  Y.applyUpdate(doc, state)
  return { doc, bytes: state.byteLength }
}
const sizeOf = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc).byteLength
const waits = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null
