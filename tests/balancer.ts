// A balancer without sticky sessions: each new connection goes to the next instance that takes it.
import { connect, createServer, type Socket } from 'node:net'
import { freePort } from './world.ts'

export type Balancer = {
  /** Where it listens, as the app's address would be. */
  url: string
  /** Cuts every connection: whoever comes back may land elsewhere. */
  cut(): void
  close(): Promise<void>
}

export async function startBalancer(instances: readonly string[]): Promise<Balancer> {
  const ports = instances.map((address) => Number(new URL(address).port))
  const port = await freePort()
  const open = new Set<Socket>()
  let next = 0

  function lead(client: Socket, tries: number): void {
    const to = ports[next++ % ports.length] ?? 0
    const server = connect(to, '127.0.0.1')
    server.once('connect', () => {
      client.pipe(server).pipe(client)
      client.once('close', () => server.destroy())
      server.once('close', () => client.destroy())
    })
    server.on('error', () => {
      if (server.connecting && tries > 1) lead(client, tries - 1)
      else client.destroy()
    })
  }
  const balancer = createServer((client) => {
    open.add(client)
    client.on('error', () => client.destroy())
    client.once('close', () => open.delete(client))
    lead(client, ports.length)
  })
  await new Promise<void>((resolve) => balancer.listen(port, '127.0.0.1', resolve))
  const cut = () => {
    for (const client of open) client.destroy()
  }
  return {
    url: `http://localhost:${port}`,
    cut,
    close: () =>
      new Promise((resolve) => {
        balancer.close(() => resolve())
        cut()
      }),
  }
}
