// How the app's process is doing, for the soaks: how late its event loop is, its memory, and the documents it holds.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How often the event loop is looked at, ms; what it is late beyond that is its delay. */
const RESOLUTION_MS = 10

/** Delays in ms, since it was asked last; memory in bytes. */
export type Load = { loop: { p50: number; p99: number; max: number }; rss: number; heapUsed: number; documents: number }

/** Measuring begins with the first question. With `collect` garbage is collected first, which itself is no delay. */
export function watchLoad(documents: () => number): (collect: boolean) => Load {
  let gc: (() => void) | undefined
  let delays: ReturnType<typeof monitorEventLoopDelay> | undefined
  return (collect) => {
    delays ??= started()
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - RESOLUTION_MS)
    const loop = { p50: late(delays.percentile(50)), p99: late(delays.percentile(99)), max: late(delays.max) }
    if (collect) {
      gc ??= collector()
      gc()
    }
    delays.reset()
    const { rss, heapUsed } = process.memoryUsage()
    return { loop, rss, heapUsed, documents: documents() }
  }
}

function started() {
  const delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  delays.enable()
  return delays
}
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}
