// What one connection to a live plan may say: messages that can be read, its own presence, and not too much of it.
import { IncomingMessage, MessageType } from '@hocuspocus/server'
import * as Y from 'yjs'
import type { Person } from '#shared/api.ts'

/** Windows of one person at all plans together. */
export const MOST_CONNECTIONS = 20
/** Clients that one connection speaks for; a window is one, and stays the same one when it connects again. */
const MOST_CLIENTS = 4
/** A window's presence is some 300 bytes; word of others who went silent is 12 for each. */
const MOST_PRESENCE_BYTES = 16_000
/** A caret moves with every letter, a field changes with every Tab. */
const MOST_PRESENCE_A_SECOND = 200
const LONGEST_FIELD = 200
/** A relative position of Yjs is two ids and a name. */
const LONGEST_CARET = 500
/** Types of y-protocols' sync messages: step 1, which asks with a state vector, step 2, update. */
const STEP_1 = 0
const UPDATE = 2

/** What one connection has said so far: its clients, and its presence messages in the running second. */
export type Said = { clients: Set<number>; second: number; count: number }
export const nothingSaid = (): Said => ({ clients: new Set(), second: 0, count: 0 })

/** What is wrong with a whole message of this connection, as a sentence without content; null where nothing is. `now` in ms. */
export function problemWithMessage(bytes: Uint8Array, said: Said, now: number): string | null {
  try {
    const message = new IncomingMessage(bytes)
    message.readVarString()
    switch (message.readVarUint()) {
      case MessageType.Sync:
      case MessageType.SyncReply:
        return problemWithSync(message.readVarUint(), message.readVarUint8Array())
      case MessageType.Awareness:
        return problemWithPresence(message.readVarUint8Array(), said, now)
      case MessageType.Auth:
      case MessageType.QueryAwareness:
      case MessageType.Stateless:
      case MessageType.CLOSE:
        return null
      default:
        return UNREADABLE
    }
  } catch {
    return UNREADABLE
  }
}
const UNREADABLE = 'A message cannot be read'

/** Content is looked at when it is tried. */
function problemWithSync(type: number, payload: Uint8Array): string | null {
  if (type > UPDATE) return UNREADABLE
  if (type === STEP_1) Y.decodeStateVector(payload)
  return null
}

function problemWithPresence(payload: Uint8Array, said: Said, now: number): string | null {
  if (payload.byteLength > MOST_PRESENCE_BYTES) return 'Too much presence'
  const second = Math.floor(now / 1000)
  said.count = said.second === second ? said.count + 1 : 1
  said.second = second
  if (said.count > MOST_PRESENCE_A_SECOND) return 'Too much presence'
  const message = new IncomingMessage(payload)
  // It is read here so that no parser's complaint, which quotes what it read, reaches the log.
  for (let left = message.readVarUint(); left > 0; left -= 1) {
    message.readVarUint()
    message.readVarUint()
    JSON.parse(message.readVarString())
  }
  return null
}

/**
 * Makes presence say who the token said it is, in few bytes: changes `states` in place. A client that somebody else is
 * seen under, in `here`, is left out. Answers a problem where the connection speaks for too many.
 */
export function ownPresence(
  states: Map<number, unknown>,
  here: ReadonlyMap<number, unknown>,
  person: Person,
  said: Said,
): string | null {
  for (const [client, state] of states) {
    const { field, caret } = (state ?? {}) as { field?: unknown; caret?: unknown }
    const holder = (here.get(client) as { person?: Person } | undefined)?.person?.id
    // Hocuspocus' own scratch client is in the map as well, and says nothing.
    if ((field === undefined && caret === undefined) || (holder !== undefined && holder !== person.id)) {
      states.delete(client)
      continue
    }
    said.clients.add(client)
    states.set(client, {
      person,
      field: typeof field === 'string' ? field.slice(0, LONGEST_FIELD) : null,
      caret: isShort(caret) ? caret : null,
    })
  }
  return said.clients.size > MOST_CLIENTS ? 'Too many clients' : null
}

function isShort(caret: unknown): boolean {
  try {
    return JSON.stringify(caret).length <= LONGEST_CARET
  } catch {
    // Absent, or nested deeper than the stack.
    return false
  }
}
