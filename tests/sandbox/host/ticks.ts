// Remembers for this browser tab which steps of the guide are ticked, world by world.
import { z } from 'zod'

const ticksSchema = z.array(z.number().int())
const keyOf = (world: string) => `sandbox-guide:${world}`

/** The ticked steps of a world; none where storage is blocked or holds something else. */
export function rememberedTicks(world: string): Set<number> {
  try {
    const parsed = ticksSchema.safeParse(JSON.parse(sessionStorage.getItem(keyOf(world)) ?? '[]'))
    return new Set(parsed.success ? parsed.data : [])
  } catch {
    return new Set()
  }
}

export function rememberTicks(world: string, ticks: ReadonlySet<number>) {
  try {
    sessionStorage.setItem(keyOf(world), JSON.stringify([...ticks]))
  } catch {
    // Storage is blocked: the ticks live as long as the page.
  }
}
