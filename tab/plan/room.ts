// One person's place in a live plan: the socket, what is saved, who else is here, and what the browser keeps.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import type { z } from 'zod'
import { lateNews, type Person, planNews, presence } from '#shared/api.ts'
import { type Acks, countingSocket } from './acks.ts'
import { openKept } from './kept.ts'

/** Where somebody is in the plan. `movedAt` is the machine's time of their last move, in ms. */
export type Place = z.infer<typeof presence> & { client: number; movedAt: number }

export type RoomState = {
  phase: 'opening' | 'open' | 'refused'
  save: 'saving' | 'saved' | 'offline'
  /** Whether this browser would keep edits over the end of the page. */
  storage: 'keeps' | 'blocked'
  /** Everybody else's windows and this person's other ones. */
  places: Place[]
  /** Others on another instance of the server may see this late, and we them. */
  late?: boolean
  /** The machine's time at which we were last saved, in ms; 0 before. */
  savedAt: number
}

export type Room = {
  doc: Y.Doc
  get: () => RoomState
  subscribe: (listener: () => void) => () => void
  /** Says which field the caret is in, e.g. 'aspiration'; `caret` is a Yjs relative position as JSON. */
  setPlace: (field: string | null, caret?: unknown) => void
  /** Resolves once everything typed so far is saved; rejects after five seconds. */
  whenSaved: () => Promise<void>
  /** The person may not see this plan any more: leave, and forget what the browser kept. */
  refuse: () => void
  close: () => void
}

type Options = {
  document: string
  person: Person
  /** Where this window is, for the list of who has seen the plan. */
  surface: string
  token: () => Promise<string>
  /** Asks the server whether this person may still see the plan. */
  mayOpen: () => Promise<boolean>
  /** Something happened around the text: a stamp, progress. */
  onNews: (news: z.infer<typeof planNews>) => void
}

/** "Saved" comes back only after this long without anything unsaved, so that it does not flicker while one types. */
const CALM_MS = 300
const ASK_AGAIN_MS = 2000

export function openRoom({ document, person, surface, token, mayOpen, onNews }: Options): Room {
  const doc = new Y.Doc()
  const listeners = new Set<() => void>()
  let state: RoomState = { phase: 'opening', save: 'saving', storage: 'keeps', places: [], savedAt: 0 }
  let acks: Acks = { owed: 0, synced: false }
  let connected = false
  let closed = false
  let calm = 0
  let forget = () => {}
  let nothingKept = () => {}

  const change = (part: Partial<RoomState>) => {
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }
  const isSaved = () => connected && acks.synced && acks.owed === 0
  const judge = () => {
    clearTimeout(calm)
    if (state.phase === 'refused' || closed) return
    if (!isSaved()) return change({ save: connected ? 'saving' : 'offline' })
    nothingKept()
    calm = window.setTimeout(() => change({ save: 'saved', savedAt: Date.now() }), CALM_MS)
  }

  const socket = new HocuspocusProviderWebsocket({
    url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/collab?surface=${surface}`,
    autoConnect: false,
    delay: 250,
    minDelay: 250,
    maxDelay: 2000,
    WebSocketPolyfill: countingSocket((now) => {
      acks = now
      judge()
    }),
    onStatus: ({ status }) => {
      connected = status === 'connected'
      // Whoever lets us in again says so again.
      if (!connected && state.late) change({ late: false })
      judge()
    },
  })
  const reconnect = () => socket.webSocket?.close()

  const provider = new HocuspocusProvider({
    name: document,
    document: doc,
    websocketProvider: socket,
    // Without a token the handshake would look like a refusal: try again instead.
    token: () =>
      token().catch(() => {
        setTimeout(reconnect, ASK_AGAIN_MS)
        return new Promise<string>(() => {})
      }),
    onSynced: () => {
      // Others were told that we had gone: said anew, or they would not see us until we move.
      provider.awareness?.setLocalState(provider.awareness.getLocalState())
      if (state.phase === 'opening') change({ phase: 'open' })
    },
    onAuthenticationFailed: async () => {
      // A refusal may be a passing trouble of the server: only its plain word empties this browser.
      if (await mayOpen()) return setTimeout(reconnect, ASK_AGAIN_MS)
      refuse()
    },
    // The server closed the document but left the socket open: begin again.
    onClose: () => setTimeout(() => connected && !provider.isSynced && reconnect(), 250),
    onStateless: ({ payload }) => {
      const late = lateNews.safeParse(parsed(payload))
      if (late.success) return change({ late: late.data.isLate })
      const news = planNews.safeParse(parsed(payload))
      if (news.success) onNews(news.data)
    },
    onAwarenessChange: () => change({ places: placesOf(provider, state.places) }),
  })

  function refuse(): void {
    socket.disconnect()
    forget()
    change({ phase: 'refused', places: [] })
  }
  async function start(): Promise<void> {
    const kept = await openKept(`${person.id} ${document}`, () => change({ storage: 'blocked' }))
    if (closed) return
    if (!kept) change({ storage: 'blocked' })
    else {
      for (const edit of kept.left) Y.applyUpdate(doc, edit, 'kept')
      forget = kept.forget
      nothingKept = kept.saved
    }
    doc.on('update', (update, origin) => {
      if (origin !== provider) kept?.add(update)
    })
    provider.awareness?.setLocalState({ field: null, caret: null })
    provider.attach()
    void socket.connect()
  }

  const onOffline = () => reconnect()
  const onLeave = (event: BeforeUnloadEvent) => {
    if (!isSaved() && state.phase === 'open' && state.storage === 'blocked') event.preventDefault()
  }
  addEventListener('offline', onOffline)
  addEventListener('beforeunload', onLeave)
  void start()

  return {
    doc,
    get: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setPlace: (field, caret = null) => {
      if (closed) return
      provider.awareness?.setLocalState({ field, caret })
    },
    whenSaved: async () => {
      for (const end = Date.now() + 5000; !isSaved(); ) {
        if (Date.now() > end) throw new Error('not saved in time')
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    refuse,
    close: () => {
      closed = true
      clearTimeout(calm)
      removeEventListener('offline', onOffline)
      removeEventListener('beforeunload', onLeave)
      listeners.clear()
      provider.destroy()
      socket.destroy()
    },
  }
}

/** Others' places; who did not move keeps the time of their last move. */
function placesOf(provider: HocuspocusProvider, before: Place[]): Place[] {
  const places: Place[] = []
  for (const [client, raw] of provider.awareness?.getStates() ?? []) {
    const read = presence.safeParse(raw)
    if (client === provider.document.clientID || !read.success) continue
    const was = before.find((place) => place.client === client)
    const stayed = was && JSON.stringify([was.field, was.caret]) === JSON.stringify([read.data.field, read.data.caret])
    places.push({ ...read.data, client, movedAt: stayed ? was.movedAt : Date.now() })
  }
  return places
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
