// The plan as the server has it, read on a connection of its own: for whoever has typed what cannot be saved.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { planOf } from '#shared/plan/doc.ts'
import type { Plan } from '#shared/plan/plan.ts'

const LIMIT_MS = 5000

type Where = { url: string; document: string; token: () => Promise<string> }

/** Null where the server does not answer within five seconds. */
export async function readServerPlan({ url, document, token }: Where): Promise<Plan | null> {
  const socket = new HocuspocusProviderWebsocket({ url })
  const doc = new Y.Doc()
  // Nobody sees this connection as a window of its own.
  const provider = new HocuspocusProvider({
    name: document,
    document: doc,
    websocketProvider: socket,
    token,
    awareness: null,
  })
  try {
    const synced = new Promise<Plan>((resolve) => provider.on('synced', () => resolve(planOf(doc))))
    const late = new Promise<null>((resolve) => setTimeout(() => resolve(null), LIMIT_MS))
    provider.attach()
    return await Promise.race([synced, late])
  } finally {
    provider.destroy()
    socket.destroy()
  }
}
