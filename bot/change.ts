// The one compare-and-set loop: read, move, write over exactly what was read, again when somebody was first.
import type { Store, Stored } from '#bot/ports.ts'
import type { Kind, Value } from '#shared/kinds.ts'

const MOST_TRIES = 50

/**
 * Applies a pure move to a document. The move gets the value (null where there is none) and gives the next one, or null
 * to leave it as it is. Resolves to what was written, or null where nothing was. Throws after 50 lost races. `read`: the
 * document as it was read a moment ago, which spares the first reading.
 */
export async function change<K extends Kind>(
  store: Store,
  kind: K,
  partition: string,
  id: string,
  move: (value: Value<K> | null) => Value<K> | null,
  read?: Stored<K> | null,
): Promise<Value<K> | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const stored = tries === 0 && read !== undefined ? read : await store.get(kind, partition, id)
    const next = move(stored?.value ?? null)
    if (next === null) return null
    // Most readings of the directory find what was known: nothing to write, and nobody else's write is undone.
    if (stored && JSON.stringify(next) === JSON.stringify(stored.value)) return next
    if ((await store.put(kind, next, stored?.version ?? 'absent')) !== null) return next
  }
  throw new Error(`Lost the race for ${kind} ${id} ${MOST_TRIES} times`)
}

/** The same for a document that has to be there; a missing one is left missing. */
export function changeIfThere<K extends Kind>(
  store: Store,
  kind: K,
  partition: string,
  id: string,
  move: (value: Value<K>) => Value<K> | null,
  read?: Stored<K> | null,
): Promise<Value<K> | null> {
  return change(store, kind, partition, id, (value) => (value === null ? null : move(value)), read)
}
