// The private note of one of the two: its writer's only (R7), kept by version so that two windows lose nothing.
import type { World } from '#bot/ports.ts'
import type { Note } from '#shared/discussion/preparation.ts'
import { Refusal } from '#shared/refusal.ts'

/** Writes over exactly what the writer saw. Throws Refusal 'conflict' when another window of theirs was first. */
export async function keepNote({ store }: World, note: Note, seen: string | null): Promise<string> {
  const version = await store.put('note', note, seen ?? 'absent')
  if (version === null)
    throw new Refusal('conflict', 'You changed this note in another window. Copy your text, then reload.', 'text')
  return version
}
