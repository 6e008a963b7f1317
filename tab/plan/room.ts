// One person's place in a live plan: the socket, what is saved, who else is here, and what the browser keeps.
import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider'
import * as Y from 'yjs'
import type { z } from 'zod'
import type { Person, planNews, presence } from '#shared/api.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { type Unsavable, unsavableOf } from '#shared/plan/unsavable.ts'
import { schemas } from '#tab/api.ts'
import { type Acks, countingSocket } from './acks.ts'
import { type Kept, openKept } from './kept.ts'
import { readServerPlan } from './serverPlan.ts'

/** Where somebody is in the plan. `movedAt` is the machine's time of their last move, in ms. */
export type Place = z.infer<typeof presence> & { client: number; movedAt: number }

export type RoomState = {
  phase: 'opening' | 'open' | 'refused'
  save: 'saving' | 'saved' | 'offline' | 'unsavable'
  /** Why what was typed cannot be saved as it is; null otherwise. */
  unsavable: Unsavable | null
  /** Whether anything typed here is not in the store yet. */
  unsaved: boolean
  /** Whether this browser would keep edits over the end of the page. */
  storage: 'keeps' | 'blocked'
  /** Everybody else's windows and this person's other ones. */
  places: Place[]
  /** Others on another instance of the server may see this late, and we them. */
  late?: boolean
  /** Part of what was stored of this plan cannot be read: what is shown may lack something. */
  broken?: boolean
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
  /** The plan as the server has it, without what is not saved here; null where it cannot be had now. */
  serverPlan: () => Promise<Plan | null>
  /** Forgets what is not saved. The room is of no use afterwards. */
  giveUp: () => void
  /** The person may not see this plan any more: leave, and forget what the browser kept. */
  refuse: () => void
  /** Hears what happens around the text, and of what happened before anybody listened the last. */
  onNews: (listener: (news: News) => void) => () => void
  close: () => void
}

/** Something happened around the text: a stamp, progress. */
export type News = z.infer<typeof planNews>

type Options = {
  document: string
  person: Person
  /** Where this window is, for the list of who has seen the plan. */
  surface: string
  token: () => Promise<string>
  /** Asks the server whether this person may still see the plan. */
  mayOpen: () => Promise<boolean>
}

/** "Saved" comes back only after this long without anything unsaved, so that it does not flicker while one types. */
const CALM_MS = 300
const ASK_AGAIN_MS = 2000
/** What cannot be saved is tried again so long after it was changed here, and now and then: others may have made room. */
const TRY_CHANGED_MS = 1000
const TRY_ANYWAY_MS = 30_000

export function openRoom({ document, person, surface, token, mayOpen }: Options): Room {
  const doc = new Y.Doc()
  const listeners = new Set<() => void>()
  const hearers = new Set<(news: News) => void>()
  let unheard: News | null = null
  const url = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/collab?surface=${surface}`
  let state: RoomState = {
    phase: 'opening',
    save: 'saving',
    unsavable: null,
    unsaved: false,
    storage: 'keeps',
    places: [],
    savedAt: 0,
  }
  let acks: Acks = { owed: 0, synced: false }
  let connected = false
  let closed = false
  let calm = 0
  let retry = 0
  /** Whether what is typed is kept in the browser until it is saved. */
  let keeping = true
  /** What the browser keeps; null where it keeps nothing, and until it is open. */
  let kept: Kept | null = null

  const change = (part: Partial<RoomState>) => {
    // Every letter and every acknowledgement comes by here.
    if ((Object.keys(part) as (keyof RoomState)[]).every((key) => state[key] === part[key])) return
    state = { ...state, ...part }
    for (const listener of listeners) listener()
  }
  const isSaved = () => connected && acks.synced && acks.owed === 0
  const judge = () => {
    clearTimeout(calm)
    if (state.phase === 'refused' || closed) return
    // What was refused stays refused until it is saved, however often it is tried.
    if (!isSaved()) return change({ save: state.unsavable ? 'unsavable' : connected ? 'saving' : 'offline' })
    kept?.release()
    if (state.unsaved || state.unsavable) change({ save: 'saving', unsavable: null, unsaved: false })
    calm = window.setTimeout(() => change({ save: 'saved', savedAt: Date.now() }), CALM_MS)
  }
  /** The server will not take what was typed here: nothing more is sent until something of it changes. */
  const hold = (unsavable: Unsavable) => {
    socket.disconnect()
    change({ unsavable })
    tryAgainIn(TRY_ANYWAY_MS)
  }
  const tryAgainIn = (ms: number) => {
    clearTimeout(retry)
    retry = window.setTimeout(() => closed || state.phase === 'refused' || void socket.connect(), ms)
  }

  const socket = new HocuspocusProviderWebsocket({
    url,
    autoConnect: false,
    delay: 250,
    minDelay: 250,
    maxDelay: 2000,
    WebSocketPolyfill: countingSocket((now) => {
      acks = now
      judge()
    }),
    onClose: ({ event }) => {
      const unsavable = unsavableOf(event)
      if (unsavable) hold(unsavable)
    },
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
    onStateless: async ({ payload }) => {
      const { brokenNews, lateNews, planNews } = await schemas()
      const late = lateNews.safeParse(parsed(payload))
      if (late.success) return change({ late: late.data.isLate })
      if (brokenNews.safeParse(parsed(payload)).success) return change({ broken: true })
      const { data: news } = planNews.safeParse(parsed(payload))
      if (news && hearers.size === 0) unheard = news
      if (news) for (const hear of hearers) hear(news)
    },
    onAwarenessChange: () => void lookRound(),
  })

  /** Who is here, once the text can be seen: what checks it is on its way until then. */
  async function lookRound(): Promise<void> {
    const others = [...(provider.awareness?.getStates().keys() ?? [])].some((client) => client !== doc.clientID)
    if (!others && state.places.length === 0) return
    const { presence } = await schemas()
    if (!closed && state.phase !== 'refused') change({ places: placesOf(provider, presence, state.places) })
  }
  function refuse(): void {
    // First of all: a field that disappears writes what was typed last.
    keeping = false
    kept?.forget()
    socket.disconnect()
    change({ phase: 'refused', places: [] })
  }
  async function start(): Promise<void> {
    void socket.connect()
    kept = await openKept(person.id, document, () => change({ storage: 'blocked' }))
    if (closed) return
    // While it was looked for.
    if (state.phase === 'refused') return kept?.forget()
    if (!kept) change({ storage: 'blocked' })
    else if (kept.left) {
      Y.applyUpdate(doc, kept.left, 'kept')
      change({ unsaved: true })
    }
    doc.on('update', (update, origin) => {
      if (origin === provider) return
      if (keeping) kept?.add(update)
      if (!state.unsaved) change({ unsaved: true })
      if (state.unsavable) tryAgainIn(TRY_CHANGED_MS)
    })
    provider.awareness?.setLocalState({ field: null, caret: null })
    // Only now: the first exchange is to have what earlier pages left behind.
    provider.attach()
  }

  const onOffline = () => reconnect()
  const onLeave = (event: BeforeUnloadEvent) => {
    if (state.unsaved && state.storage === 'blocked' && state.phase !== 'refused') event.preventDefault()
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
    serverPlan: () => readServerPlan({ url, document, token }),
    giveUp: () => {
      keeping = false
      kept?.release()
      socket.disconnect()
    },
    refuse,
    onNews: (listener) => {
      hearers.add(listener)
      if (unheard) listener(unheard)
      unheard = null
      return () => hearers.delete(listener)
    },
    close: () => {
      closed = true
      clearTimeout(calm)
      clearTimeout(retry)
      removeEventListener('offline', onOffline)
      removeEventListener('beforeunload', onLeave)
      listeners.clear()
      hearers.clear()
      provider.destroy()
      socket.destroy()
    },
  }
}

/** Others' places; who did not move keeps the time of their last move. */
function placesOf(provider: HocuspocusProvider, shape: typeof presence, before: Place[]): Place[] {
  const places: Place[] = []
  for (const [client, raw] of provider.awareness?.getStates() ?? []) {
    const read = shape.safeParse(raw)
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
