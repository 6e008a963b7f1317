// How the app's own process is doing, asked over the sandbox's control surface (bot/adapters/sandbox/load.ts).
import type { Load } from '#bot/adapters/sandbox/load.ts'
import type { TestWorld } from '#tests/world.ts'

/** Delays since it was asked last. With 'collect' garbage is collected before memory is read. */
export async function loadOf({ app }: TestWorld, collect?: 'collect'): Promise<Load> {
  const reply = await fetch(`${app}/sandbox/load${collect ? '?collect' : ''}`)
  return (await reply.json()) as Load
}
