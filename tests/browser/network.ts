// The way between a browser and the app, as bad as a test wants it: chunks come late, connections break, nothing gets through.
import { createServer, connect as dial, type Socket } from 'node:net'

export type Network = {
  /** What Chromium has to be told, so that it reaches the app through here under the app's own address. */
  args: string[]
  /** Every chunk takes up to so many ms from now on, in order. */
  delay: (upToMs: number) => void
  /** Breaks every connection there is. */
  cut: () => void
  /** Breaks them, and lets none through until `up`. */
  down: () => void
  up: () => void
  close: () => Promise<void>
}

/** Opens a way to the app at this address, e.g. http://localhost:3978. */
export async function openNetwork(app: string): Promise<Network> {
  const port = Number(new URL(app).port)
  const sockets = new Set<Socket>()
  let upTo = 0
  let isDown = false

  const carry = (from: Socket, to: Socket) => {
    let last = 0
    const inOrder = (work: () => void) => {
      last = Math.max(last, performance.now() + Math.random() * upTo)
      if (upTo === 0 && last <= performance.now()) return work()
      setTimeout(work, last - performance.now())
    }
    from.on('data', (chunk) => inOrder(() => to.writable && to.write(chunk)))
    from.on('end', () => inOrder(() => to.end()))
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      inOrder(() => to.destroy())
    })
  }
  const server = createServer((near) => {
    if (isDown) return near.destroy()
    const far = dial(port, 'localhost')
    for (const socket of [near, far]) sockets.add(socket.setNoDelay())
    carry(near, far)
    carry(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const here = typeof address === 'object' && address ? address.port : 0
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    args: [`--host-resolver-rules=MAP localhost:${port} 127.0.0.1:${here}`],
    delay: (upToMs) => {
      upTo = upToMs
    },
    cut,
    down: () => {
      isDown = true
      cut()
    },
    up: () => {
      isDown = false
    },
    close: async () => {
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
