// One of the servers that ours is measured against, as a process of its own: node collabPeer.ts echo|yWebsocket|hocuspocus.
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Server } from '@hocuspocus/server'
import { setupWSConnection } from '@y/websocket-server/utils'
import { type WebSocket, WebSocketServer } from 'ws'

const [name = ''] = process.argv.slice(2)
const PEERS: Record<string, () => Promise<number>> = { echo, yWebsocket, hocuspocus }
const port = await PEERS[name]?.()
process.send?.({ port })
process.on('disconnect', () => process.exit(0))

/** Hands each frame to the others with the same address, unread: the least that a server can do. */
function echo(): Promise<number> {
  const rooms = new Map<string, Set<WebSocket>>()
  return listen((socket, { url = '/' }) => {
    const room = rooms.get(url) ?? new Set()
    rooms.set(url, room.add(socket))
    socket.on('message', (frame) => {
      for (const other of room) if (other !== socket) other.send(frame)
    })
    socket.on('close', () => room.delete(socket))
  })
}

function yWebsocket(): Promise<number> {
  return listen((socket, request) => setupWSConnection(socket, request))
}

/** As it is delivered: everything in memory, nothing checked, nothing stored. */
async function hocuspocus(): Promise<number> {
  const server = new Server({ quiet: true, stopOnSignals: false, port: 0, address: '127.0.0.1' })
  await server.listen()
  return server.address.port
}

function listen(onSocket: (socket: WebSocket, request: IncomingMessage) => void): Promise<number> {
  const server = createServer()
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', onSocket)
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
  })
}
