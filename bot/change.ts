// The one compare-and-set loop: read, move, write over exactly what was read, again when somebody was first; and what is made once.
import type { Store, Stored, Write } from '#bot/ports.ts'
import { type Kind, placeOf, type Value } from '#shared/kinds.ts'

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

/** The same for several of one kind and partition, by id: all are written, or none. */
export async function changeAll<K extends Kind>(
  store: Store,
  kind: K,
  partition: string,
  moves: ReadonlyMap<string, (value: Value<K> | null) => Value<K> | null>,
): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const writes: Write[] = []
    for (const [id, move] of moves) {
      const stored = await store.get(kind, partition, id)
      const next = move(stored?.value ?? null)
      if (next !== null) writes.push({ kind, value: next, over: stored?.version ?? 'absent' } as Write)
    }
    if (writes.length === 0 || (await store.putAll(writes)) !== null) return
  }
  throw new Error(`Lost the race for ${moves.size} of ${kind} ${MOST_TRIES} times`)
}

/**
 * Makes a document unless it is there: what a reading finds every night is not tried to be written every night. False
 * where it was there, or somebody was first.
 */
export async function ensure<K extends Kind>(store: Store, kind: K, value: Value<K>): Promise<boolean> {
  const { partition, id } = placeOf(kind, value)
  return (await store.get(kind, partition, id)) === null && (await store.put(kind, value, 'absent')) !== null
}

/** Like `change`, for a document that has to be there; a missing one is left missing. */
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
