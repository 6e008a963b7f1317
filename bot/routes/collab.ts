// The live plan's sockets: Hocuspocus on the one http.Server, every edit shown at once and in the store before it is acknowledged (R15).
import type { Server } from 'node:http'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Connection, type Document, Hocuspocus } from '@hocuspocus/server'
import * as Y from 'yjs'
import { compactPlan, MANY_ENTRIES } from '#bot/plans/compact.ts'
import { openPlan } from '#bot/plans/open.ts'
import type { Identity, LogEntry, PartitionLog, Peers, Rooms, World } from '#bot/ports.ts'
import { type Act, audit, isNoted } from '#bot/privacy/audit.ts'
import { seenOn, twoOf, viewerOf } from '#bot/routes/access.ts'
import { keepOnlyThoseWhoMay } from '#bot/routes/collabAccess.ts'
import { MOST_CONNECTIONS, nothingSaid, ownPresence, problemWithMessage, type Said } from '#bot/routes/collabBounds.ts'
import { journal } from '#bot/routes/collabJournal.ts'
import { EVERY_PLAN, others as makeOthers } from '#bot/routes/collabPeers.ts'
import { shorten, show } from '#bot/routes/collabShorter.ts'
import { socketsOf } from '#bot/routes/collabSocket.ts'
import { trials } from '#bot/routes/collabTrial.ts'
import { shown } from '#bot/screens/people.ts'
import type { BrokenNews, Person } from '#shared/api.ts'
import { employeePartition } from '#shared/kinds.ts'
import { applyLog } from '#shared/plan/log.ts'
import { BUILDS_ON_NONE, UNSAVABLE_CODE } from '#shared/plan/unsavable.ts'
import { Refusal } from '#shared/refusal.ts'

/** What a connection knows of its person after it was let in. */
type Context = { person: Person; expires: number; tenant: string; employee: string; change: Act; said: Said }

/** Types of y-protocols' sync messages: step 1 asks, step 2 and update carry content. */
const STEP_1 = 0
const STEP_2 = 1
const TRY_AGAIN_LATER = 1013
/** How often it is looked whether something is to be checked, or read. */
const ROUND_MS = 500
/** So much of one connection's presence is handled before others have their turn. */
const PRESENCE_A_TURN = 16
/** Node fires longer timers at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

export type Collab = {
  rooms: Rooms
  attach(server: Server): void
  /** How many documents are in memory. */
  loaded(): number
  close(): Promise<void>
}

/** `peers` leads to the other instances; null where there is only this one. */
export function collab(
  world: Pick<World, 'store' | 'clock' | 'log'>,
  identity: Identity,
  peers: Peers | null = null,
): Collab {
  const { store, log } = world

  /** Entries that were appended to a live plan's log since it was folded last, by this process. */
  const appended = new Map<string, number>()
  /** What goes on behind the sockets: it is waited for before the store is closed. */
  const underWay = new Set<Promise<void>>()
  function finish(work: Promise<void>): Promise<void> {
    const all = work.finally(() => underWay.delete(all))
    underWay.add(all)
    return all
  }
  function fold(documentName: string): Promise<void> {
    appended.delete(documentName)
    // It is tried again after the next edits; nothing depends on it.
    const failed = (error: unknown) => log.error('collab.notCompacted', error, { documentName })
    return finish(compactPlan(world, documentName).catch(failed))
  }
  const toStore = journal(async (documentName, entries) => {
    await store.append(documentName, entries)
    const count = (appended.get(documentName) ?? 0) + entries.length
    appended.set(documentName, count)
    if (count >= MANY_ENTRIES) void fold(documentName)
  })
  /** The log with everything that was shown here: what is still on its way belongs to it. */
  async function readLog(documentName: string): Promise<PartitionLog> {
    await toStore.settled(documentName)
    return store.readLog(documentName)
  }
  async function stored(connection: Connection<Context>, work: Promise<void>): Promise<void> {
    try {
      await work
    } catch (error) {
      log.error('collab.notSaved', error, { documentName: connection.document.name })
      // Throwing alone leaves the client connected and never synchronised again.
      leave(connection, 'The store did not answer')
    }
  }

  /** Shows an edit that was judged; resolves when it is stored. */
  async function takeEdit(connection: Connection<Context>, update: Uint8Array): Promise<void> {
    const { document, context } = connection
    show(connection, update)
    access.typed(document)
    await stored(connection, toStore.write(document.name, { update, by: context.person.id }))
    // The other instances' people build on nothing that may still be lost with this one.
    others.edited(document.name, update)
  }
  /** What people do nearly always; null where something has to be waited for, or said. */
  function takeAtOnce(connection: Connection<Context>, update: Uint8Array): Promise<void> | null {
    const { document, context, readOnly } = connection
    const may = document.hasConnection(connection) && !readOnly && Date.now() <= context.expires
    if (!may || !isNoted(world, context.change) || trial.problemWith(document, update)) return null
    return takeEdit(connection, update)
  }

  const trial = trials()
  const closeConnections = (document: string) =>
    hocuspocus.closeConnections(document === EVERY_PLAN ? undefined : document)
  /** Documents of whose log something could not be read. */
  const broken = new WeakSet<Y.Doc>()
  function take(document: Document, entries: LogEntry[], origin?: unknown): void {
    const { setAside } = applyLog(document, entries, origin)
    if (setAside === 0) return
    broken.add(document)
    const error = new Error('Entries of a live plan could not be read')
    log.error('collab.setAside', error, { documentName: document.name, setAside })
  }
  const others = makeOthers(world, { peers, trial, take, recheck: closeConnections })
  const access = keepOnlyThoseWhoMay(world, others.isLate)
  /** How many connections each person has. */
  const windows = new Map<string, number>()

  const hocuspocus = new Hocuspocus<Context>({
    quiet: true,
    // The journal has it already: there is nothing to store when a document is unloaded.
    unloadImmediately: true,
    // Each socket gathers for itself what a turn says to it, without merging edits first.
    flushDelay: false,
    maxUnauthenticatedQueueSize: 256 * 1024,
    maxPendingDocuments: 4,
    // Unknown documents are refused here: a throwing onLoadDocument would leak the document (STACK I).
    async onAuthenticate({ token, documentName, requestParameters }) {
      const caller = await identity.verify(token)
      const [, tenant, employee = ''] = documentName.split('/')
      if (tenant !== caller.tenant || documentName !== employeePartition(caller.tenant, employee)) throw refused()
      const viewer = await viewerOf(world, caller)
      await twoOf(world, viewer, employee)
      await openPlan(world, caller.tenant, employee)
      const of = { tenant: caller.tenant, employee }
      const act = { ...of, surface: seenOn(requestParameters.get('surface')), by: viewer.person.id }
      await audit(world, { ...act, what: 'read' })
      const change: Act = { ...act, what: 'changed' }
      return { ...of, person: shown(viewer.person), expires: caller.expires, change, said: nothingSaid() }
    },
    async onLoadDocument({ document, documentName }) {
      await others.open(document)
      const { entries, at } = await readLog(documentName).catch((error) => {
        // Hocuspocus forgets it without ending it.
        document.destroy()
        throw error
      })
      take(document, entries)
      others.loaded(document, at)
      if (entries.length >= MANY_ENTRIES) void fold(documentName)
      // What is returned here Hocuspocus would write out and read into the document: it is there already.
    },
    async afterLoadDocument({ document }) {
      // Hocuspocus would look after every edit whether anything listens to it, and set a timer for storing it.
      document.onUpdate(() => {})
    },
    /** Who only reads has to come in again as well when the token has expired. */
    async connected({ connection, context }) {
      const left = Math.min(Math.max(0, context.expires - Date.now()), LONGEST_TIMER_MS)
      const timer = setTimeout(() => connection.webSocket.close(TRY_AGAIN_LATER), left).unref()
      // It may have been closed for its first words already.
      if (!connection.document.hasConnection(connection)) return clearTimeout(timer)
      const { id } = context.person
      const open = (windows.get(id) ?? 0) + 1
      windows.set(id, open)
      connection.onClose(() => {
        // Hocuspocus would leave the socket open, and a word of what was stored before would tell the client that all is well.
        connection.webSocket.close(TRY_AGAIN_LATER)
        clearTimeout(timer)
        const left = (windows.get(id) ?? 1) - 1
        if (left > 0) windows.set(id, left)
        else windows.delete(id)
      })
      others.entered(connection)
      const news: BrokenNews = { kind: 'broken' }
      if (broken.has(connection.document)) connection.sendStateless(JSON.stringify(news))
      // The messages that came with the token went the long way.
      shorten(connection, hocuspocus.configuration, (edit) => takeAtOnce(connection, edit))
      if (open > MOST_CONNECTIONS) connection.webSocket.close(TRY_AGAIN_LATER, 'Too many windows')
    },
    async beforeHandleMessage({ connection, context, document, update }) {
      // A flood of presence would be one long turn of the event loop.
      if (context.said.count % PRESENCE_A_TURN === PRESENCE_A_TURN - 1) await nextTurn()
      // Messages that wait in line outlive the closing of their connection.
      if (!document.hasConnection(connection)) throw new Error('The connection is closed')
      const problem = problemWithMessage(update, context.said, Date.now())
      if (problem) leave(connection, problem)
    },
    /** Judged, shown, stored; what Hocuspocus does after it is to acknowledge. */
    async beforeSync({ connection, context, document, documentName, type, payload }) {
      if (context.expires < Date.now()) return leave(connection, 'The token has expired')
      if (type === STEP_1 || connection.readOnly) return
      const isThere = () => type === STEP_2 && isKnown(document, payload)
      // Who comes from another instance brings what others wrote there: that is in the log already.
      if (isThere() || (type === STEP_2 && others.isLate() && (await others.catchUp(document)) && isThere()))
        return stored(connection, toStore.settled(documentName))
      await stored(connection, audit(world, context.change))
      if (!document.hasConnection(connection)) throw new Error('The connection is closed')
      // Hocuspocus would acknowledge what cannot be read.
      let problem = trial.problemWith(document, payload)
      // What it builds on may have been stored by another instance: the log has the last word.
      if (problem && (await others.catchUp(document))) problem = trial.problemWith(document, payload)
      const mayPass = problem === BUILDS_ON_NONE && type !== STEP_2
      if (problem) leave(connection, problem, mayPass ? TRY_AGAIN_LATER : UNSAVABLE_CODE)
      await takeEdit(connection, payload)
    },
    /** Nobody appears under another's name: who is here is what the token said. */
    async beforeHandleAwareness({ awareness, connection, context, document, states }) {
      if (!context || !connection) return
      const problem = ownPresence(states, awareness.getStates(), context.person, context.said)
      if (problem) leave(connection, problem)
      // Hocuspocus takes a client for this connection's only where it is new; it goes with it all the same.
      for (const client of states.keys()) document.getClients(connection).add(client)
    },
    async onAwarenessUpdate({ document, added, updated, removed, transactionOrigin }) {
      others.moved(document, [...added, ...updated, ...removed], transactionOrigin)
    },
    async afterUnloadDocument({ documentName }) {
      const last = toStore
        .settled(documentName)
        // Whoever wrote what cannot be stored has it still.
        .catch(() => toStore.drop(documentName))
        .then(() => (appended.has(documentName) ? fold(documentName) : undefined))
      void finish(last)
    },
    /** Clients send no stateless messages; what they say is ignored. */
    async onStateless() {},
  })

  const rounds = setInterval(() => {
    others.look()
    for (const document of hocuspocus.documents.values()) void access.look(document)
  }, ROUND_MS).unref()

  const sockets = socketsOf(hocuspocus, log)

  return {
    rooms: {
      tell(document, news) {
        const words = JSON.stringify(news)
        hocuspocus.documents.get(document)?.broadcastStateless(words)
        others.tell(document, words)
      },
      recheck(document) {
        closeConnections(document)
        others.recheck(document)
      },
    },
    attach: sockets.attach,
    loaded: () => hocuspocus.getDocumentsCount(),
    async close() {
      clearInterval(rounds)
      hocuspocus.flushPendingStores()
      hocuspocus.closeConnections()
      sockets.close()
      for (let waited = 0; hocuspocus.getDocumentsCount() > 0 && waited < 3000; waited += 20)
        await new Promise((resolve) => setTimeout(resolve, 20))
      while (underWay.size > 0) await Promise.all(underWay)
      await others.close()
    },
  }
}

const refused = () => new Refusal('notFound', 'There is nothing here that is shared with you.')

/**
 * Closes the socket, saying why in a sentence without content; stops this message. Unless the code says otherwise the
 * client connects anew and sends it again.
 */
function leave(connection: Connection<Context>, why: string, code = TRY_AGAIN_LATER): never {
  connection.webSocket.close(code, why)
  throw new Error(why)
}

/** Whether there is nothing in it that the document lacks; an update that cannot be read is not known. */
function isKnown(document: Y.Doc, update: Uint8Array): boolean {
  try {
    return Y.snapshotContainsUpdate(Y.snapshot(document), update)
  } catch {
    return false
  }
}
