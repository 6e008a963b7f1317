// Knows exactly which edits the server has acknowledged, by counting on the socket itself.
//
// The provider's own counter starts again at 1 whenever it reconnects, so edits typed meanwhile can make it reach 0
// while others are still under way; "Saved" would then be said too early (R15).

export type Acks = { owed: number; synced: boolean }

/** Message types of Hocuspocus 4 and of the Yjs sync protocol inside it. */
const SYNC = 0
const SYNC_STATUS = 8
const STEP_TWO = 1
const UPDATE = 2

/**
 * A WebSocket that sends no edit before the first exchange, and reports how many acknowledgements it still waits for, and whether the first exchange (in which the
 * server gets everything it lacks) has been acknowledged.
 */
export function countingSocket(report: (acks: Acks) => void): typeof WebSocket {
  return class extends WebSocket {
    #owed = 0
    #exchanged = false
    #synced = false

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener('message', ({ data }) => {
        if (!(data instanceof ArrayBuffer) || kindOf(new Uint8Array(data)) !== SYNC_STATUS) return
        this.#owed -= 1
        this.#synced ||= this.#owed === 0
        this.#report()
      })
      this.addEventListener('close', () => report({ owed: 0, synced: false }))
    }

    override send(data: Parameters<WebSocket['send']>[0]): void {
      const kind = data instanceof Uint8Array ? kindOf(data) : null
      // What was typed before the exchange is part of it. Sent ahead it would build on edits that the server does not have.
      if (kind === UPDATE && !this.#exchanged) return
      super.send(data)
      if (kind !== STEP_TWO && kind !== UPDATE) return
      this.#owed += 1
      this.#exchanged ||= kind === STEP_TWO
      this.#report()
    }

    #report(): void {
      report({ owed: this.#owed, synced: this.#synced })
    }
  }
}

/** STEP_TWO or UPDATE for a sync message of that kind, SYNC_STATUS for a positive acknowledgement, else null. */
function kindOf(message: Uint8Array): number | null {
  // A message opens with the document's name: its length in 7-bit groups, lowest first, then the bytes.
  let length = 0
  let at = 0
  for (let shift = 0; at < message.length; shift += 7) {
    const byte = message[at++] ?? 0
    length += (byte & 127) << shift
    if (byte < 128) break
  }
  const type = message[at + length]
  const next = message[at + length + 1]
  if (type === SYNC && (next === STEP_TWO || next === UPDATE)) return next
  return type === SYNC_STATUS && next === 1 ? SYNC_STATUS : null
}
