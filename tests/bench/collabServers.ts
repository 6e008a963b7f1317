// The four servers of the collab bench, each a process of its own, and what each costs in CPU.
import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layoutEntry } from '#shared/plan/log.ts'
import type { Seat } from './collabLoad.ts'
import { hocuspocus, plain } from './collabWire.ts'

export type Server = {
  name: 'echo' | 'yWebsocket' | 'hocuspocus' | 'ours'
  pid: number
  /** The two seats at the nth plan; a peer gets new plans for every `session`, ours keeps its own. */
  seats(n: number, session: string): [Seat, Seat]
  /** Letters of a window that the nth plan has in its log; absent where nothing is kept. */
  stored?(n: number, client: number): Promise<number>
}

export async function startPeers(): Promise<{ servers: Server[]; stop(): void }> {
  const started = await Promise.all((['echo', 'yWebsocket', 'hocuspocus'] as const).map(startPeer))
  return {
    servers: started.map(({ server }) => server),
    stop() {
      for (const { child } of started) child.disconnect()
    },
  }
}

async function startPeer(name: 'echo' | 'yWebsocket' | 'hocuspocus'): Promise<{ server: Server; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'collabPeer.ts'), [name], { stdio: 'inherit' })
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', resolve as (message: unknown) => void)
    child.once('exit', (code) => reject(new Error(`${name} ended at once: ${code}`)))
  })
  const url = `ws://127.0.0.1:${port}`
  // Our own server lays a plan out when it makes it; the echo reads nothing.
  const layout = name === 'echo' ? null : layoutEntry()
  const seat = (document: string): Seat =>
    name === 'hocuspocus'
      ? { url, dialect: hocuspocus(document, 'anybody'), layout }
      : { url: `${url}/${document}`, dialect: plain(name === 'yWebsocket'), layout }
  const server: Server = {
    name,
    pid: child.pid ?? 0,
    seats: (n, session) => [seat(`${session}-${n}`), seat(`${session}-${n}`)],
  }
  return { server, child }
}

/** Ticks of Linux' clock a second, in /proc (USER_HZ, which is 100 on every platform that Node runs on). */
const TICKS = 100

/** CPU that a process has used so far, all its threads and the kernel's work for it, µs. */
export function cpuOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  // The name in brackets may hold anything; behind it user and system time are the 12th and 13th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) / TICKS) * 1e6
}
