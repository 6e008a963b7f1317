// The other instances of the app at the same live plans: edits, presence and news cross over, and the stored log has the last word.
import { type Connection, type Document, IncomingMessage } from '@hocuspocus/server'
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { LogEntry, Peers, World } from '#bot/ports.ts'
import type { Said } from '#bot/routes/collabBounds.ts'
import type { Trial } from '#bot/routes/collabTrial.ts'
import type { LateNews } from '#shared/api.ts'

/** The first byte of what is said. HELLO: "I begin to listen; tell me who is with you, and read the log." */
const EDIT = 0
const PRESENCE = 1
const NEWS = 2
const RECHECK = 3
const HELLO = 4

/** Where word about all plans at once is said. */
export const EVERY_PLAN = '*'

/** The log of an open plan is read on this often: while others cannot be heard, and in case something was missed. 3.3 RU. */
const READ_LATE_MS = 2000
const READ_MS = 60_000

/** Origin of what came from another instance; Hocuspocus knows this one, and has nothing to store for it. */
const FROM_PEERS = { source: 'redis' } as const

/** An open plan. `at` is where its log has been read to. */
type Open = {
  document: Document
  at?: string
  readNext: number
  reading: Promise<boolean>
  queued: Promise<boolean> | null
}

type Ours = {
  peers: Peers | null
  trial: Trial
  /** Takes entries of its log into the document; what cannot be read is said aloud. */
  take(document: Document, entries: LogEntry[], origin: unknown): void
  recheck(document: string): void
}

export type Others = ReturnType<typeof others>

/** `peers` is null where this is the only instance: nothing is said then, and the log is read on only where something is missing. */
export function others({ store, log }: Pick<World, 'store' | 'log'>, { peers, trial, take, recheck }: Ours) {
  const plans = new Map<string, Open>()
  /** Plans of which something may not have been heard by the others. */
  const unheard = new Set<string>()
  const isLate = () => peers !== null && !peers.isUp()

  function say(document: string, kind: number, content: Uint8Array | string = ''): void {
    if (!peers) return
    if (!peers.isUp()) unheard.add(document)
    peers.say(document, Buffer.concat([Buffer.of(kind), typeof content === 'string' ? Buffer.from(content) : content]))
  }

  /** Reads the log on; true where there was something in it. Never rejects: a store that does not answer is asked again. */
  async function readOn(open: Open): Promise<boolean> {
    const { document } = open
    open.readNext = Date.now() + READ_LATE_MS
    try {
      const { entries, at } = await store.readLog(document.name, open.at)
      if (document.isDestroyed) return false
      open.at = at
      take(document, entries, FROM_PEERS)
      if (entries.length > 0) trial.forget(document)
      if (!isLate() && !waits(document)) open.readNext = Date.now() + READ_MS
      return entries.length > 0
    } catch {
      return false
    }
  }
  /** One reading at a time. One that has begun may be too early for who asks now, so another follows it. */
  function catchUp(open: Open): Promise<boolean> {
    open.queued ??= open.reading.then(() => {
      open.queued = null
      open.reading = readOn(open)
      return open.reading
    })
    return open.queued
  }

  function heardEdit(open: Open, update: Uint8Array): void {
    Y.applyUpdate(open.document, update, FROM_PEERS)
    trial.heard(open.document, update)
    // One before it was missed.
    if (waits(open.document) && !open.document.isLoading) void catchUp(open)
  }

  /** Who is with the others, under the names that their tokens said. Of our own connections only they themselves tell. */
  function heardPresence({ document }: Open, payload: Uint8Array): void {
    const { awareness } = document
    const ours = clientsOf(document)
    const states = new Map<number, unknown>()
    const meta = new Map<number, { clock: number; lastUpdated: number }>()
    let isDenied = false
    const message = new IncomingMessage(payload)
    for (let left = message.readVarUint(); left > 0; left -= 1) {
      const client = message.readVarUint()
      const clock = message.readVarUint()
      const state = JSON.parse(message.readVarString())
      if (ours.has(client)) {
        // They came over here, and the instance that they left says that they are gone.
        isDenied ||= state === null
        continue
      }
      states.set(client, state)
      meta.set(client, { clock, lastUpdated: 0 })
    }
    const known = { states, meta } as unknown as typeof awareness
    applyAwarenessUpdate(awareness, encodeAwarenessUpdate(known, [...states.keys()]), FROM_PEERS)
    if (isDenied) sayPresence(document)
  }
  function sayPresence(document: Document): void {
    const here = [...clientsOf(document)].filter((client) => document.awareness.states.has(client))
    if (here.length > 0) say(document.name, PRESENCE, encodeAwarenessUpdate(document.awareness, here))
  }

  function heard(name: string, message: Uint8Array): void {
    const [kind] = message
    const content = message.subarray(1)
    const open = plans.get(name)
    if (kind === RECHECK) recheck(name)
    else if (!open) return
    else if (kind === EDIT) heardEdit(open, content)
    else if (kind === PRESENCE) heardPresence(open, content)
    else if (kind === NEWS) open.document.broadcastStateless(Buffer.from(content).toString('utf8'))
    else if (kind === HELLO) {
      sayPresence(open.document)
      void catchUp(open)
    }
  }
  function tellLate(of: Open[], isLate: boolean): void {
    const news: LateNews = { kind: 'late', isLate }
    for (const { document } of of) document.broadcastStateless(JSON.stringify(news))
  }
  /** What either side said while the line was down is in the log; who is here is said again. */
  async function up(): Promise<void> {
    const open = [...plans.values()]
    for (const name of new Set([...unheard, ...plans.keys()])) say(name, HELLO)
    unheard.clear()
    for (const { document } of open) sayPresence(document)
    await Promise.all(open.map(catchUp))
    // Once more soon: another region's copy of the store may be a moment behind.
    for (const one of open) one.readNext = Date.now() + READ_LATE_MS
    if (!isLate()) tellLate(open, false)
  }

  peers?.listen({
    heard(name, message) {
      try {
        heard(name, message)
      } catch {
        // Without the complaint, which may quote what it read. What was meant is in the log.
        log.warn('collab.notHeard', { documentName: name, kind: message[0] })
        const open = plans.get(name)
        if (open) void catchUp(open)
      }
    },
    up: () => void up(),
    down: () => tellLate([...plans.values()], true),
  })
  void peers?.join(EVERY_PLAN)

  return {
    isLate,
    /** Before the log is read for the first time, so that nothing falls between. */
    async open(document: Document): Promise<void> {
      const open: Open = { document, readNext: 0, reading: Promise.resolve(false), queued: null }
      plans.set(document.name, open)
      document.on('destroy', () => {
        if (plans.get(document.name) !== open) return
        plans.delete(document.name)
        peers?.leave(document.name)
      })
      await peers?.join(document.name)
    },
    /** Its log was read up to `at`. */
    loaded(document: Document, at: string): void {
      const open = plans.get(document.name)
      if (open?.document !== document) return
      open.at = at
      open.readNext = Date.now() + (isLate() ? READ_LATE_MS : READ_MS)
      say(document.name, HELLO)
    },
    /** A connection was let in: it hears where others may see this late. */
    entered(connection: Connection): void {
      const news: LateNews = { kind: 'late', isLate: true }
      if (isLate()) connection.sendStateless(JSON.stringify(news))
    },
    /** An edit is in the log. */
    edited: (document: string, update: Uint8Array) => say(document, EDIT, update),
    /** What Hocuspocus says of presence: only what our own connections did goes out. */
    moved(document: Document, clients: number[], origin: unknown): void {
      const isOurs = origin === null || (origin as { source?: string }).source === 'connection'
      if (peers && isOurs && clients.length > 0)
        say(document.name, PRESENCE, encodeAwarenessUpdate(document.awareness, clients))
    },
    tell: (document: string, news: string) => say(document, NEWS, news),
    recheck: (document: string) => say(document, RECHECK),
    /** Takes over what others stored and was not heard; true where there was something. */
    async catchUp(document: Document): Promise<boolean> {
      const open = plans.get(document.name)
      return open?.document === document && catchUp(open)
    },
    /** Called again and again: reads on where it is time. */
    look(): void {
      if (!peers) return
      for (const open of plans.values()) {
        if (Date.now() >= open.readNext && !open.document.isLoading && !open.queued) void catchUp(open)
      }
    },
    close: async () => peers?.close(),
  }
}

/** The windows that are connected here. */
function clientsOf(document: Document): Set<number> {
  const all = document.getConnections() as Connection<{ said: Said }>[]
  return new Set(all.flatMap(({ context }) => [...context.said.clients]))
}

const waits = ({ store }: Y.Doc) => store.pendingStructs !== null || store.pendingDs !== null
