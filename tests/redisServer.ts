// A real redis-server for a test, which can be killed and started again on the same port.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { findRedis } from './redisPath.ts'
import { freePort, sleep } from './world.ts'

export type RedisServer = {
  url: string
  start(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** Stops and goes on: connections stay, and nothing is answered. */
  stall(): void
  resume(): void
  /** Names of the channels that somebody listens to. */
  channels(): Promise<string[]>
}

/** Started, and empty: it keeps nothing. Throws where redis-server is not installed. */
export async function startRedis(): Promise<RedisServer> {
  const path = findRedis()
  if (!path) throw new Error('redis-server is not installed')
  const port = await freePort()
  let child: ChildProcess | null = null

  async function start(): Promise<void> {
    const options = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', tmpdir()]
    child = spawn(path as string, options, { stdio: 'ignore' })
    for (const end = Date.now() + 10_000; !(await listens(port)); await sleep(10)) {
      if (Date.now() > end || child.exitCode !== null) throw new Error('redis-server did not start')
    }
  }
  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    start,
    stall: () => void child?.kill('SIGSTOP'),
    resume: () => void child?.kill('SIGCONT'),
    async channels() {
      const socket = connect(port, '127.0.0.1')
      socket.write('PUBSUB CHANNELS\r\n')
      const [answer] = (await once(socket, 'data')) as [Buffer]
      socket.destroy()
      return answer
        .toString()
        .split('\r\n')
        .filter((line) => /^[^*$]/.test(line))
        .sort()
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
