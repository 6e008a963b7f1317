// The live plan's sockets as Hocuspocus wants them: cheap to ask, and what is said in one turn leaves as one packet.
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Hocuspocus, WebSocketLike } from '@hocuspocus/server'
import { type WebSocket, WebSocketServer } from 'ws'
import type { World } from '#bot/ports.ts'
import { MOST_BYTES } from '#bot/routes/collabTrial.ts'

/** Leads what comes in at `/collab` to Hocuspocus, once attached to a server. */
export function socketsOf<C>(hocuspocus: Hocuspocus<C>, log: World['log']) {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 2 * MOST_BYTES, perMessageDeflate: false })
  function open(socket: WebSocket, line: Duplex, url: string): void {
    // Hocuspocus reads the address of every message anew, and a path costs a tenth of a whole one.
    const request = { url, headers: new Headers() } as Request
    const client = hocuspocus.handleConnection(asHocuspocusWants(socket, line), request)
    socket.on('message', (message: Buffer) => client.handleMessage(message))
    socket.on('close', (code, reason) => client.handleClose({ code, reason: String(reason) }))
    socket.on('error', (error) => log.warn('collab.socket', { error: error.name }))
  }
  return {
    attach(server: Server): void {
      server.on('upgrade', (request: IncomingMessage, line: Duplex, head: Buffer) => {
        // Node takes its own listener off an upgraded socket; without one a reset ends the process.
        line.on('error', () => line.destroy())
        const { url = '/' } = request
        if (new URL(url, 'http://localhost').pathname !== '/collab') return line.destroy()
        sockets.handleUpgrade(request, line, head, (socket) => open(socket, line, url))
      })
    },
    close(): void {
      for (const socket of sockets.clients) socket.close()
    },
  }
}

/**
 * A word of acknowledgement and somebody else's edit are a packet each, and a packet is a third of what an edit costs: what
 * one turn of the event loop says to one client is held until its end.
 */
function asHocuspocusWants(socket: WebSocket, line: Duplex): WebSocketLike {
  let isHeld = false
  const release = () => {
    isHeld = false
    line.uncork()
  }
  return {
    get readyState() {
      return socket.readyState
    },
    send(data) {
      if (!isHeld) {
        isHeld = true
        line.cork()
        process.nextTick(release)
      }
      socket.send(data)
    },
    close: (code, reason) => socket.close(code, reason),
  }
}
