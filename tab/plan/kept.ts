// Keeps edits that are not saved yet in the browser, so that they outlive the page (R15).

export type Kept = {
  /** What an earlier page left behind, oldest first. */
  left: Uint8Array[]
  add: (edit: Uint8Array) => void
  /** Everything added or left so far is saved: it need not be kept. */
  saved: () => void
  /** Forgets all edits of this person to this document, other windows' too. */
  forget: () => void
}

type Row = { id: string; of: string; at: number; edit: Uint8Array }

/**
 * Opens what is kept for one person and document (`of`). Null where the browser keeps nothing for us, as in a frame
 * with blocked storage; `refused` is called when it stops doing so later.
 */
export async function openKept(of: string, refused: () => void): Promise<Kept | null> {
  try {
    const db = await open()
    const rows = await result<Row[]>(edits(db, 'readonly').index('of').getAll(of))
    const ids = new Set(rows.map(({ id }) => id))
    const inOrder = rows.toSorted((a, b) => a.at - b.at)
    const guarded = (work: () => void) => {
      try {
        work()
      } catch {
        refused()
      }
    }
    return {
      left: inOrder.map(({ edit }) => edit),
      add: (edit) =>
        guarded(() => {
          const row: Row = { id: crypto.randomUUID(), of, at: Date.now(), edit }
          ids.add(row.id)
          edits(db, 'readwrite').add(row).onerror = refused
        }),
      saved: () =>
        guarded(() => {
          if (ids.size === 0) return
          const store = edits(db, 'readwrite')
          for (const id of ids) store.delete(id)
          ids.clear()
        }),
      forget: () =>
        guarded(() => {
          ids.clear()
          const cursor = edits(db, 'readwrite').index('of').openCursor(of)
          cursor.onsuccess = () => {
            cursor.result?.delete()
            cursor.result?.continue()
          }
        }),
    }
  } catch {
    return null
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('growth', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('edits', { keyPath: 'id' }).createIndex('of', 'of')
  return result(request)
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
