// The live plan's sockets as Hocuspocus wants them: cheap to ask, and what is said in one turn leaves as one packet.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server'
import type { Peer } from 'crossws'
import crossws from 'crossws/adapters/node'
import type { World } from '#bot/ports.ts'
import { MOST_BYTES } from '#bot/routes/collabTrial.ts'

type Upgraded = { socket: Duplex; url: string }

/** Leads what comes in at `/collab` to Hocuspocus, once attached to a server. */
export function socketsOf<C>(hocuspocus: Hocuspocus<C>, log: World['log']) {
  /** Hocuspocus' end of each socket. */
  const clients = new Map<string, ReturnType<typeof hocuspocus.handleConnection>>()
  const sockets = crossws({
    serverOptions: { maxPayload: 2 * MOST_BYTES },
    hooks: {
      open(peer) {
        const { socket, request } = socketOf(peer)
        clients.set(peer.id, hocuspocus.handleConnection(socket, request))
      },
      message: (peer, message) => void clients.get(peer.id)?.handleMessage(message.uint8Array()),
      close(peer, { code, reason }) {
        clients.get(peer.id)?.handleClose({ code: code ?? 1006, reason: reason ?? '' })
        clients.delete(peer.id)
      },
      error: (_peer, error) => log.warn('collab.socket', { error: error.name }),
    },
  })
  return {
    attach(server: Server): void {
      server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        // Node takes its own listener off an upgraded socket; without one a reset ends the process.
        socket.on('error', () => socket.destroy())
        if (new URL(request.url ?? '/', 'http://localhost').pathname !== '/collab') return socket.destroy()
        void sockets.handleUpgrade(request, socket, head, requestOf(request, socket))
      })
    },
    close: () => sockets.closeAll?.(),
  }
}

/** What crossws hands on from the upgrade to the peer; its own request knows neither the line nor a short address. */
function requestOf({ url = '/', headers }: IncomingMessage, socket: Duplex): Request {
  const request = new Request(new URL(url, 'http://localhost'), { headers: { host: headers.host ?? '' } })
  return Object.assign(request, { context: { socket, url } satisfies Upgraded })
}

/**
 * A word of acknowledgement, one's own edit coming back and somebody else's are a packet each, and a packet is a third of
 * what an edit costs: what one turn of the event loop says to one client is held until its end.
 */
function socketOf(peer: Peer): { socket: WebSocketLike; request: Request } {
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
