// Two instances of the app over one store, with Redis between them and a balancer before them.
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readStoreConfig } from '#bot/config.ts'
import { openStore } from '#bot/openStore.ts'
import type { Store } from '#bot/ports.ts'
import { type Balancer, startBalancer } from './balancer.ts'
import { type RedisServer, startRedis } from './redisServer.ts'
import { answers, end, freePort, run, sleep, startWorld, type TestWorld } from './world.ts'

export type TwoInstances = {
  /** The first instance, whose clock the sandbox turns. */
  first: TestWorld
  /** The same world with the second instance, or the balancer, in the place of the first. */
  second: TestWorld
  balanced: TestWorld
  redis: RedisServer
  balancer: Balancer
  /** What the second instance printed. */
  output: string[]
  /** The store that both share, opened beside them. */
  store: Store
  /** kill -9 of the second instance. */
  killSecond(): Promise<void>
  startSecond(): Promise<void>
  stop(): Promise<void>
}

export async function startTwoInstances(): Promise<TwoInstances> {
  const redis = await startRedis()
  const first = await startWorld({ store: 'cosmos', env: { REDIS_URL: redis.url } }).catch(async (error) => {
    await redis.kill()
    throw error
  })
  const port = await freePort()
  const app = `http://localhost:${port}`
  const output: string[] = []
  let child: ChildProcess
  async function startSecond(): Promise<void> {
    const ready = () => output.join('').split('"server.ready"').length
    const before = ready()
    child = run(['bot/index.ts'], { ...first.appEnv, PORT: String(port) }, output)
    await answers(`${app}/healthz`, child, output)
    while (ready() === before) await sleep(20)
    // The sandbox turns one clock only.
    await first.control('POST', '/sandbox/app', { url: first.app })
  }
  await startSecond()
  const balancer = await startBalancer([first.app, app])
  const store = await openStore(readStoreConfig(first.appEnv), { info() {}, warn() {}, error() {} })
  return {
    first,
    second: { ...first, app },
    balanced: { ...first, app: balancer.url },
    redis,
    balancer,
    output,
    store,
    async killSecond() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
    startSecond,
    async stop() {
      await balancer.close()
      await store.close()
      await end(child)
      await first.stop()
      await redis.kill()
    },
  }
}
