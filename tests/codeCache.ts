// Makes the many starts of processes quick: Node keeps what it compiled, which a process that is killed never gets to do.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..')
/** Everything that the app and the clients load. The app, last, refuses this port before it does anything. */
const LOAD = `await import('#bot/adapters/cosmos/store.ts'); await import('#tests/soak/client.ts'); await import('#bot/index.ts')`

/** For every Node that this process starts from now on: a third of a start less. */
export function keepCompiledCode(): void {
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NODE_ENV: ___, ...outer } = process.env
  process.env.NODE_COMPILE_CACHE = join(ROOT, '.cache', 'compiled')
  const env = { ...outer, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, PORT: 'none' }
  spawnSync(process.execPath, ['--input-type=module', '-e', LOAD], { cwd: ROOT, env, stdio: 'ignore' })
}
