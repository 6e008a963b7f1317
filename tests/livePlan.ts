// A person at the live plan, from a test: the tab's own provider over a real socket.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import { planOf } from '#shared/plan/doc.ts'
import { hashOf } from '#shared/plan/plan.ts'
import type { TestWorld } from '#tests/world.ts'
import { sleep } from '#tests/world.ts'

export type AtThePlan = {
  doc: Y.Doc
  provider: HocuspocusProvider
  /** Resolves when the server has acknowledged everything typed so far. */
  saved(): Promise<void>
  /** Resolves when the document satisfies this. */
  until(is: (doc: Y.Doc) => boolean): Promise<void>
  hash(): Promise<string>
  close(): void
}

/** `client` is a number to appear under; `onStateless` hears what the server says from the first moment on. */
type Options = { client?: number; onStateless?: (payload: string) => void }

export async function openLivePlan(
  world: TestWorld,
  person: string,
  document: string,
  { client, onStateless }: Options = {},
): Promise<AtThePlan> {
  const doc = new Y.Doc()
  if (client !== undefined) doc.clientID = client
  const socket = new HocuspocusProviderWebsocket({
    url: `${world.app.replace('http', 'ws')}/collab`,
    delay: 250,
    minDelay: 250,
  })
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name: document,
    document: doc,
    token: () => world.token(person),
    onStateless: ({ payload }) => onStateless?.(payload),
  })
  provider.attach()
  const wait = async (what: string, is: () => boolean) => {
    const end = Date.now() + 15_000
    while (!is()) {
      if (Date.now() > end) throw new Error(`${person} waited in vain: ${what}`)
      await sleep(10)
    }
  }
  await wait('to be in step', () => provider.isSynced)
  return {
    doc,
    provider,
    saved: () => wait('to be saved', () => !provider.hasUnsyncedChanges),
    until: (is) => wait('for the text', () => is(doc)),
    hash: () => hashOf(planOf(doc)),
    close() {
      provider.destroy()
      socket.destroy()
    },
  }
}
