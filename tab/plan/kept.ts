// Keeps edits that are not saved yet in the browser, so that they outlive the page (R15).
import * as Y from 'yjs'

export type Kept = {
  /** What earlier pages left behind, as one edit; null where they left nothing. */
  left: Uint8Array | null
  add: (edit: Uint8Array) => void
  /** Everything added or left so far is saved, or given up: it need not be kept. */
  release: () => void
  /** Forgets all edits of this person to this document, other windows' too. */
  forget: () => void
}

type Row = { id: string; of: string; at: number; edit: Uint8Array }

/** Whoever types offline for hours makes a row with every letter: so many are folded into one. */
const MANY_ROWS = 50

/**
 * Opens what is kept for one person and document. Null where the browser keeps nothing for us, as in a frame with
 * blocked storage; `refused` is called when it stops doing so later.
 */
export async function openKept(person: string, document: string, refused: () => void): Promise<Kept | null> {
  try {
    const of = `${person} ${document}`
    const db = await openStorage()
    const rows = await result<Row[]>(edits(db, 'readonly').index('of').getAll(of))
    const ids = new Set(rows.map(({ id }) => id))
    let folding = false
    const guarded = (work: () => void) => {
      try {
        work()
      } catch {
        refused()
      }
    }
    const put = (store: IDBObjectStore, at: number, edit: Uint8Array) => {
      const row: Row = { id: crypto.randomUUID(), of, at, edit }
      ids.add(row.id)
      store.add(row).onerror = refused
    }
    /** In one transaction, so that no edit is ever in neither place. Rows that another window released stay away. */
    const fold = () => {
      folding = true
      const store = edits(db, 'readwrite')
      store.transaction.oncomplete = () => {
        folding = false
        foldMany()
      }
      const all: IDBRequest<Row[]> = store.index('of').getAll(of)
      all.onsuccess = () => {
        const ours = all.result.filter(({ id }) => ids.has(id))
        const [first] = ours
        if (!first) return
        for (const { id } of ours) {
          store.delete(id)
          ids.delete(id)
        }
        put(store, first.at, mergedEdit(ours))
      }
    }
    const foldMany = () => guarded(() => ids.size >= MANY_ROWS && !folding && fold())
    return {
      left: rows.length > 0 ? mergedEdit(rows) : null,
      add: (edit) =>
        guarded(() => {
          put(edits(db, 'readwrite'), Date.now(), edit)
          foldMany()
        }),
      release: () =>
        guarded(() => {
          if (ids.size === 0) return
          const store = edits(db, 'readwrite')
          for (const id of ids) store.delete(id)
          ids.clear()
        }),
      forget: () =>
        guarded(() => {
          ids.clear()
          deleteAll(db, IDBKeyRange.only(of))
        }),
    }
  } catch {
    return null
  }
}

/** Forgets what is kept of one person's edits to the plan of an employee, whose document nobody tells us any more. */
export async function forgetKept(person: string, employee: string): Promise<void> {
  const db = await openStorage().catch(() => null)
  // The document's name ends with its employee (shared/kinds.ts).
  if (db) deleteAll(db, IDBKeyRange.bound(`${person} `, `${person} \uffff`), (of) => of.endsWith(`/${employee}`))
}

function deleteAll(db: IDBDatabase, range: IDBKeyRange, isMeant: (of: string) => boolean = () => true): void {
  const cursor = edits(db, 'readwrite').index('of').openCursor(range)
  cursor.onsuccess = () => {
    if (!cursor.result) return
    if (isMeant(String(cursor.result.key))) cursor.result.delete()
    cursor.result.continue()
  }
}

const mergedEdit = (rows: Row[]) => Y.mergeUpdates(rows.toSorted((a, b) => a.at - b.at).map(({ edit }) => edit))

let opening: Promise<IDBDatabase> | null = null

/** Opens the browser's storage, or says that there is none. It may be called before it is known for whom. */
export function openStorage(): Promise<IDBDatabase> {
  opening ??= open()
  // It is tried anew the next time.
  opening.catch(() => {
    opening = null
  })
  return opening
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('growth', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('edits', { keyPath: 'id' }).createIndex('of', 'of')
  const db = await result(request)
  db.onclose = () => {
    opening = null
  }
  return db
}

function edits(db: IDBDatabase, mode: IDBTransactionMode): IDBObjectStore {
  return db.transaction('edits', mode).objectStore('edits')
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}
