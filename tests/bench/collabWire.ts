// The frames of each server in the collab bench, made and read by hand, so that the load costs little and the same for all.
import { bytes, number, text } from '#tests/planSocket.ts'

/** What a frame from a server is to somebody at a plan; null is anything else. */
export type Heard = { update: Uint8Array } | 'saved' | 'synced' | 'refused' | null

export type Dialect = {
  /** What is said first on a new socket, to be in step; nothing where the server keeps nothing. */
  hello: Uint8Array[]
  edit(update: Uint8Array): Uint8Array
  hear(frame: Uint8Array): Heard
  /** It says of every edit that it has it. */
  acknowledges: boolean
}

/** y-protocols' types: a sync message is step 1 (which asks), step 2 (the answer) or an update. */
const SYNC = 0
const STEP_1 = 0
const STEP_2 = 1
const UPDATE = 2
/** The state vector of somebody who has nothing yet. */
const NOTHING = Uint8Array.of(0)
/** Hocuspocus' own. */
const AUTH = 2
const TOKEN = 0
const DENIED = 1
const SYNC_STATUS = 8

/** y-websocket's dialect; the echo server relays it unread. */
export function plain(asks: boolean): Dialect {
  const head = (type: number) => bytes(number(SYNC), number(type))
  return {
    hello: asks ? [bytes(head(STEP_1), sized(NOTHING))] : [],
    edit: (update) => bytes(head(UPDATE), sized(update)),
    hear: (frame) => (frame[0] === SYNC ? inSync(frame, 1) : null),
    acknowledges: false,
  }
}

/** Hocuspocus' dialect: the document's name before everything, a token first, a word for every edit. */
export function hocuspocus(document: string, token: string): Dialect {
  const name = text(document)
  const head = bytes(name, number(SYNC), number(UPDATE))
  return {
    hello: [
      bytes(name, number(AUTH), number(TOKEN), text(token)),
      bytes(name, number(SYNC), number(STEP_1), sized(NOTHING)),
    ],
    edit: (update) => bytes(head, sized(update)),
    hear(frame) {
      const type = frame[name.length]
      if (type === SYNC) return inSync(frame, name.length + 1)
      if (type === SYNC_STATUS) return frame[name.length + 1] === 1 ? 'saved' : null
      if (type === AUTH && frame[name.length + 1] === DENIED) return 'refused'
      return null
    },
    acknowledges: true,
  }
}

const sized = (of: Uint8Array) => bytes(number(of.length), of)

function inSync(frame: Uint8Array, at: number): Heard {
  const type = frame[at]
  if (type === STEP_2) return 'synced'
  return type === UPDATE ? { update: frame.subarray(afterNumber(frame, at + 1)) } : null
}

/** Where a number of lib0's, seven bits a byte, ends. */
function afterNumber(frame: Uint8Array, at: number): number {
  let end = at
  while ((frame[end] ?? 0) > 127) end += 1
  return end + 1
}
