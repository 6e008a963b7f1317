// One socket of the live plan as Hocuspocus wants it: cheap to ask, and what is said in one turn leaves as one packet.
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { WebSocketLike } from '@hocuspocus/server'
import type { Peer } from 'crossws'

type Upgraded = { socket: Duplex; url: string }

/** What crossws hands on from the upgrade to the peer; its own request knows neither the line nor a short address. */
export function requestOf({ url = '/', headers }: IncomingMessage, socket: Duplex): Request {
  const request = new Request(new URL(url, 'http://localhost'), { headers: { host: headers.host ?? '' } })
  return Object.assign(request, { context: { socket, url } satisfies Upgraded })
}

/**
 * A word of acknowledgement, one's own edit coming back and somebody else's are a packet each, and a packet is a third of
 * what an edit costs: what one turn of the event loop says to one client is held until its end.
 */
export function socketOf(peer: Peer): { socket: WebSocketLike; request: Request } {
  const { socket, url } = peer.context as Upgraded
  const { websocket } = peer
  let isHeld = false
  const release = () => {
    isHeld = false
    socket.uncork()
  }
  return {
    socket: {
      get readyState() {
        return websocket.readyState ?? 3
      },
      send(data) {
        if (!isHeld) {
          isHeld = true
          socket.cork()
          process.nextTick(release)
        }
        peer.send(data)
      },
      close: (code, reason) => peer.close(code, reason),
    },
    // Hocuspocus reads the address of every message anew, and a path costs a tenth of a whole one.
    request: { url, headers: new Headers() } as Request,
  }
}
