// What Yjs cannot take, or no plan holds, gets into no log: every edit is judged first, by what is in it or on a double.
import * as Y from 'yjs'
import type { Unsavable } from '#shared/plan/unsavable.ts'

/** Bytes of an edit, and of a plan with all it remembers. A plan is a page or two; nobody types so much. */
export const MOST_BYTES = 1_000_000
/** Letters and marks that one window can have written, ever. */
const MOST_WRITTEN = 2 ** 31

type Edit = ReturnType<typeof Y.decodeUpdate>
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
  /** Never less than the document's encoded size. */
  const sizes = new WeakMap<Y.Doc, number>()

  function tried(document: Y.Doc, edit: Uint8Array): Unsavable | null {
    const double = doubles.get(document) ?? doubleOf(document)
    doubles.set(document, double)
    try {
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
    sizes.set(document, double.bytes)
    return null
  }

  return {
    problemWith(document, edit) {
      if (edit.byteLength > MOST_BYTES) return 'An edit is too large'
      let decoded: Edit
      try {
        decoded = Y.decodeUpdate(edit)
      } catch {
        return 'An edit cannot be read'
      }
      if (decoded.structs.some(({ id, length }) => id.clock + length > MOST_WRITTEN)) return 'An edit cannot be read'
      const bytes = (sizes.get(document) ?? sizeOf(document)) + edit.byteLength
      if (bytes <= MOST_BYTES && isNext(document, edit, decoded)) {
        sizes.set(document, bytes)
        doubles.delete(document)
        return null
      }
      if (tried(document, edit) === null) return null
      // The double may have lost step with its document: a fresh one has the last word.
      doubles.delete(document)
      const problem = tried(document, edit)
      if (problem !== null) doubles.delete(document)
      return problem
    },
    forget(document) {
      doubles.delete(document)
      sizes.delete(document)
    },
    heard(document, edit) {
      doubles.delete(document)
      const bytes = sizes.get(document)
      if (bytes !== undefined) sizes.set(document, bytes + edit.byteLength)
    },
  }
}

/** What Yjs takes wherever it is put: everything but a document in the document. */
const TAKEN = new Set<unknown>([
  Y.ContentAny,
  Y.ContentBinary,
  Y.ContentDeleted,
  Y.ContentEmbed,
  Y.ContentFormat,
  Y.ContentJSON,
  Y.ContentString,
  Y.ContentType,
])

/**
 * Whether the edit is what people do nearly always: one window goes on exactly where it was, and everything it builds on
 * or deletes is there. Yjs then takes it, keeps nothing of it waiting and cannot fail; a double would show just that, at
 * the price of the document itself. False says nothing about the edit.
 */
function isNext(document: Y.Doc, edit: Uint8Array, { structs, ds }: Edit): boolean {
  // The number of windows in it: of a window that it names twice Yjs reads one half only.
  if (edit[0] !== Math.min(structs.length, 1)) return false
  const client = structs[0]?.id.client
  let next = client === undefined ? 0 : Y.getState(document.store, client)
  const isThere = (id: Y.ID | null) =>
    id === null || id.clock < (id.client === client ? next : Y.getState(document.store, id.client))
  for (const one of structs) {
    if (one.id.clock !== next || one.length < 1) return false
    if (one instanceof Y.Item) {
      const { origin, rightOrigin, parent, content } = one
      if (!TAKEN.has(content.constructor) || !isThere(origin) || !isThere(rightOrigin)) return false
      if (parent instanceof Y.ID && !isThere(parent)) return false
    } else if (!(one instanceof Y.GC)) return false
    next += one.length
  }
  for (const [of, deleted] of ds.clients) {
    const end = of === client ? next : Y.getState(document.store, of)
    if (deleted.some(({ clock, len }) => len < 1 || clock + len > end)) return false
  }
  return true
}

function doubleOf(document: Y.Doc): Double {
  const doc = new Y.Doc({ guid: 'double' })
  const state = Y.encodeStateAsUpdate(document)
  Y.applyUpdate(doc, state)
  return { doc, bytes: state.byteLength }
}
const sizeOf = (doc: Y.Doc) => Y.encodeStateAsUpdate(doc).byteLength
const waits = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null
