// Whoever may not see a live plan any more is closed out of it, even where nobody could tell this instance (R7).
import type { Connection, Document } from '@hocuspocus/server'
import type { World } from '#bot/ports.ts'
import { mayStay } from '#bot/routes/access.ts'

/** What was typed is stored for so long after access was taken away, at most. */
const WHILE_TYPING_MS = 3000
/** For those who only read: usually word comes at once, and this is for what was missed. */
const USUALLY_MS = 30_000
const WHILE_LATE_MS = 4000

type Who = { tenant: string; employee: string; person: { id: string } }

export type Access = {
  typed(document: Document): void
  /** Called again and again for every open plan; asks the store where it is time: one point read, 1 RU. */
  look(document: Document): Promise<void>
}

/** `isLate` says whether word from the other instances may not come. */
export function keepOnlyThoseWhoMay(world: Pick<World, 'store'>, isLate: () => boolean): Access {
  const checkedAt = new WeakMap<Document, number>()
  const typedIn = new WeakSet<Document>()
  return {
    typed: (document) => void typedIn.add(document),
    async look(document) {
      const now = Date.now()
      const every = typedIn.has(document) ? WHILE_TYPING_MS : isLate() ? WHILE_LATE_MS : USUALLY_MS
      const connections = document.getConnections() as Connection<Who>[]
      const of = connections[0]?.context
      // They have only just come in through the door.
      if (!checkedAt.has(document)) checkedAt.set(document, now)
      if (!of || now - (checkedAt.get(document) ?? now) < every) return
      checkedAt.set(document, now)
      typedIn.delete(document)
      // A store that does not answer takes no edit either; it is asked again.
      const may = await mayStay(world, of.tenant, of.employee).catch(() => null)
      if (may) for (const one of connections) if (!may(one.context.person.id)) one.close()
    },
  }
}
