// The live plan's socket spoken by hand: what no honest client would send, and what the server says to it.
import { sleep, type TestWorld } from '#tests/world.ts'

/** Message types of Hocuspocus, and of y-protocols inside a sync message. */
const SYNC = 0
const AUTH = 2
const UPDATE = 2
const TOKEN = 0
const DENIED = 1
const GRANTED = 2
const SYNC_STATUS = 8

export type PlanSocket = {
  /** Introduces itself and waits for the word: in, refused with this reason, or hung up on. */
  knock(document: string, token: string): Promise<'in' | 'closed' | { refused: string }>
  /** Sends an update of the document, readable or not. */
  edit(document: string, update: Uint8Array): void
  raw(message: Uint8Array | string): void
  /** Bytes received so far, for a look at what leaked. */
  received(): string
  /** How many updates the server has acknowledged. */
  acknowledged(): number
  /** When it was closed, by performance.now(); null while it is open. */
  closedAt(): number | null
  /** The close code, once it comes; throws after three seconds. */
  closed(): Promise<number>
  /** What the server said when it closed the socket. */
  reason(): string
  close(): void
}

export async function openPlanSocket(world: Pick<TestWorld, 'app'>): Promise<PlanSocket> {
  const socket = new WebSocket(`${world.app.replace('http', 'ws')}/collab`)
  socket.binaryType = 'arraybuffer'
  const messages: Uint8Array[] = []
  let code: number | null = null
  let reason = ''
  let acknowledged = 0
  let closedAt: number | null = null
  socket.onmessage = ({ data }) => {
    const message = new Uint8Array(data as ArrayBuffer)
    messages.push(message)
    if (typeOf(message) === SYNC_STATUS) acknowledged += 1
  }
  socket.onclose = (event) => {
    code = event.code
    closedAt = performance.now()
    reason = event.reason
  }
  await new Promise((resolve, reject) => {
    socket.onopen = resolve
    socket.onerror = reject
  })
  return {
    async knock(document, token) {
      const seen = messages.length
      socket.send(bytes(text(document), number(AUTH), number(TOKEN), text(token)))
      for (const end = Date.now() + 5000; Date.now() < end; await sleep(5)) {
        for (const message of messages.slice(seen)) {
          const word = authWord(message)
          if (word) return word
        }
        if (code !== null) return 'closed'
      }
      throw new Error('The server did not say whether we may come in')
    },
    edit: (document, update) =>
      socket.send(bytes(text(document), number(SYNC), number(UPDATE), number(update.length), update)),
    raw: (message) => socket.send(message as string),
    received: () => messages.map((message) => Buffer.from(message).toString('utf8')).join('\n'),
    acknowledged: () => acknowledged,
    closedAt: () => closedAt,
    async closed() {
      for (const end = Date.now() + 3000; Date.now() < end; await sleep(5)) if (code !== null) return code
      throw new Error('The socket stayed open')
    },
    reason: () => reason,
    close: () => socket.close(),
  }
}

/** What a message of the server is: behind the document's name. */
function typeOf(message: Uint8Array): number {
  const [length, from] = readNumber(message, 0)
  return readNumber(message, from + length)[0]
}

function authWord(message: Uint8Array): 'in' | { refused: string } | null {
  const [length, from] = readNumber(message, 0)
  const [type, afterType] = readNumber(message, from + length)
  if (type !== AUTH) return null
  const [word, afterWord] = readNumber(message, afterType)
  if (word === GRANTED) return 'in'
  if (word !== DENIED) return null
  const [size, start] = readNumber(message, afterWord)
  return { refused: Buffer.from(message.subarray(start, start + size)).toString('utf8') }
}

// lib0's encoding: numbers in groups of seven bits, texts with their length before them.
export function number(value: number): Uint8Array {
  const out: number[] = []
  let rest = value
  for (; rest > 127; rest = Math.floor(rest / 128)) out.push(128 | (rest % 128))
  return Uint8Array.from([...out, rest])
}
export function text(value: string): Uint8Array {
  const utf8 = new TextEncoder().encode(value)
  return bytes(number(utf8.length), utf8)
}
function readNumber(of: Uint8Array, from: number): [value: number, next: number] {
  let value = 0
  let place = 1
  for (let at = from; ; at += 1) {
    const byte = of[at] ?? 0
    value += (byte & 127) * place
    place *= 128
    if (byte < 128) return [value, at + 1]
  }
}
export const bytes = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts))
