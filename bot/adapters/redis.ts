// The line between several instances of the app: what one says about a live plan the others hear, through Redis.
//
// Not @hocuspocus/extension-redis: it asks for the other side's state at every edit (three hops, and work that grows with
// the document), opens nothing while Redis is away, and drops the word that somebody has left.
import { Redis, type RedisOptions } from 'ioredis'
import type { Log, Peers } from '#bot/ports.ts'

/** Names of channels; another app may use the same Redis. */
const CHANNEL = 'growth:'
const LONGEST_JOIN_MS = 1000
const BEAT_MS = 1000
/** A Redis that does not answer for so long is as good as gone. */
const SILENT_MS = 3000
const ID_BYTES = 16

const OPTIONS: RedisOptions = {
  connectTimeout: 3000,
  retryStrategy: (times) => Math.min(50 * times, 250),
  // What cannot be said now is not said later: the stored log is the truth, and everybody reads it again.
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
}

type Listener = Parameters<Peers['listen']>[0]

/** Never throws, and never ends the process, whatever becomes of Redis; says once in the log when it goes, and when it is back. */
export function redisPeers(url: string, log: Log): Peers {
  const me = Buffer.from(crypto.randomUUID().replaceAll('-', ''), 'hex')
  const joined = new Set<string>()
  let listener: Listener | null = null
  let isUp = false
  let saidDown = false
  let closing = false
  let trouble = ''

  const pub = new Redis(url, OPTIONS)
  const sub = new Redis(url, OPTIONS)

  function down(): void {
    if (closing) return
    if (!saidDown) log.warn('redis.gone', { code: trouble || 'CLOSED' })
    saidDown = true
    if (!isUp) return
    isUp = false
    listener?.down()
  }
  /** Up is: both connections answer, and everything that was joined is heard. */
  async function up(): Promise<void> {
    if (pub.status !== 'ready' || sub.status !== 'ready') return
    try {
      if (joined.size > 0) await sub.subscribe(...[...joined].map(channelOf))
    } catch {
      // Gone again: the next `ready` tries again.
      return
    }
    if (isUp || pub.status !== 'ready' || sub.status !== 'ready') return
    isUp = true
    saidDown = false
    trouble = ''
    log.info('redis.up')
    listener?.up()
  }
  // A connection whose other end is stuck looks well for many minutes.
  const asked = new Map<Redis, NodeJS.Timeout>()
  async function ask(one: Redis): Promise<void> {
    const timer = setTimeout(() => {
      trouble = 'SILENT'
      one.disconnect(true)
    }, SILENT_MS)
    asked.set(one, timer)
    await one.ping().catch(nothing)
    answered(one)
  }
  function answered(one: Redis): void {
    clearTimeout(asked.get(one))
    asked.delete(one)
  }
  for (const one of [pub, sub]) {
    // Without a listener an error would end the process. Its code only: a message may hold the address.
    one.on('error', (error: NodeJS.ErrnoException) => {
      trouble = error.code ?? error.name
    })
    one.on('ready', () => void up())
    one.on('close', () => {
      // What was asked on it is never answered.
      answered(one)
      down()
    })
  }
  sub.on('messageBuffer', (channel: Buffer, data: Buffer) => {
    if (data.length < ID_BYTES || me.equals(data.subarray(0, ID_BYTES))) return
    listener?.heard(channel.toString('utf8').slice(CHANNEL.length), new Uint8Array(data.subarray(ID_BYTES)))
  })

  const beat = setInterval(() => {
    for (const one of [pub, sub]) if (one.status === 'ready' && !asked.has(one)) void ask(one)
  }, BEAT_MS)

  return {
    isUp: () => isUp,
    async join(document) {
      joined.add(document)
      if (sub.status !== 'ready') return
      const heard = sub.subscribe(channelOf(document)).catch(nothing)
      await Promise.race([heard, later(LONGEST_JOIN_MS)])
    },
    leave(document) {
      joined.delete(document)
      if (sub.status === 'ready') sub.unsubscribe(channelOf(document)).catch(nothing)
    },
    say(document, message) {
      if (pub.status === 'ready') pub.publish(channelOf(document), Buffer.concat([me, message])).catch(nothing)
    },
    listen(to) {
      listener = to
      if (isUp) to.up()
    },
    async close() {
      closing = true
      clearInterval(beat)
      // What was said last is still on its way out.
      if (pub.status === 'ready') await Promise.race([pub.quit().catch(nothing), later(LONGEST_JOIN_MS)])
      for (const one of [pub, sub]) one.disconnect()
    },
  }
}

const channelOf = (document: string) => CHANNEL + document
const nothing = () => {}
const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms).unref())
