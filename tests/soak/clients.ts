// The clients' process as the runner holds it: started ahead of time, sent to work, killed, and listened to until its last line.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Round } from './client.ts'

export type Clients = {
  begin(round: Round): Promise<void>
  /** Resolves when everybody is at their plan; rejects when the process ended by itself. */
  open: Promise<void>
  /** kill -9. Its last lines are heard when `gone` resolves. */
  kill(): void
  gone: Promise<void>
}

const ROOT = join(import.meta.dirname, '..', '..')

export function startClients(hear: (line: string) => void): Clients {
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NODE_ENV: ___, ...env } = process.env
  const args = ['--disable-warning=ExperimentalWarning', 'tests/soak/client.ts']
  const child = spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  const said = { ready: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() }
  let killed = false
  let complaint = ''
  child.stderr?.on('data', (chunk) => {
    complaint = (complaint + chunk).slice(-4000)
  })
  // Only whole lines count: the kill may have cut the last one.
  let rest = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      if (line === 'ready' || line === 'open') said[line].resolve()
      else hear(line)
    }
  })
  const gone = once(child, 'close').then(() => {
    const why = new Error(`The clients ended by themselves.\n${complaint}`)
    for (const { reject } of Object.values(said)) reject(why)
    if (!killed) throw why
  })
  // Whoever waits hears of it; nobody has to.
  for (const promise of [gone, said.ready.promise, said.open.promise]) promise.catch(() => {})
  return {
    open: said.open.promise,
    gone,
    async begin(round) {
      await said.ready.promise
      child.send(round)
    },
    kill() {
      killed = true
      child.kill('SIGKILL')
    },
  }
}
