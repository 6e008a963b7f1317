// The line between instances, on a real redis-server: what is heard, and what becomes of it when Redis goes, or is stuck.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { redisPeers } from '#bot/adapters/redis.ts'
import type { Peers } from '#bot/ports.ts'
import { findRedis } from '#tests/redisPath.ts'
import { type RedisServer, startRedis } from '#tests/redisServer.ts'
import { sleep } from '#tests/world.ts'

type Instance = { peers: Peers; heard: string[]; turns: string[]; logged: string[] }

function instance(url: string): Instance {
  const heard: string[] = []
  const turns: string[] = []
  const logged: string[] = []
  const line = (level: string) => (event: string, facts: unknown) =>
    void logged.push(`${level} ${event} ${JSON.stringify(facts)}`)
  const peers = redisPeers(url, { info: line('info'), warn: line('warn'), error: line('error') })
  peers.listen({
    heard: (document, message) => void heard.push(`${document}: ${Buffer.from(message)}`),
    up: () => void turns.push('up'),
    down: () => void turns.push('down'),
  })
  return { peers, heard, turns, logged }
}

async function until(what: string, is: () => boolean, ms = 3000): Promise<void> {
  for (const end = Date.now() + ms; !is(); await sleep(5)) if (Date.now() > end) throw new Error(`In vain: ${what}`)
}
const words = (text: string) => new TextEncoder().encode(text)

test('where nobody is there nothing comes of it but one warning', async () => {
  const { peers, turns, logged } = instance('redis://127.0.0.1:1')
  await peers.join('a')
  peers.say('a', words('x'))
  await sleep(500)
  expect(peers.isUp()).toBe(false)
  expect(turns).toEqual([])
  expect(logged).toEqual(['warn redis.gone {"code":"ECONNREFUSED"}'])
  await peers.close()
})

// Where there is no redis-server tests/setup.js says so.
if (findRedis() !== null) {
  let redis: RedisServer
  let one: Instance
  let other: Instance
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.kill())
  beforeEach(async () => {
    one = instance(redis.url)
    other = instance(redis.url)
    await until('both', () => one.peers.isUp() && other.peers.isUp())
  })
  afterEach(() => Promise.all([one.peers.close(), other.peers.close()]))

  test('everybody who joined hears it, each plan for itself, and nobody themselves', async () => {
    await Promise.all([one.peers.join('a'), other.peers.join('a'), other.peers.join('b')])
    one.peers.say('a', words('one'))
    one.peers.say('b', words('two'))
    other.peers.leave('b')
    await until('the first', () => other.heard.length > 0)
    one.peers.say('b', words('three'))
    one.peers.say('a', words('four'))
    await until('the last', () => other.heard.includes('a: four'))
    expect(other.heard.filter((word) => !word.endsWith('two'))).toEqual(['a: one', 'a: four'])
    expect(one.heard).toEqual([])
  })

  test('Redis goes and comes back: one warning, one line, and what was joined before or meanwhile is heard', async () => {
    await other.peers.join('before')
    await redis.kill()
    await until('the word that it is gone', () => other.turns.at(-1) === 'down' && !one.peers.isUp())
    one.peers.say('before', words('lost'))
    await other.peers.join('meanwhile')
    await sleep(600)
    await redis.start()
    await until('both', () => one.peers.isUp() && other.peers.isUp())
    one.peers.say('before', words('1'))
    one.peers.say('meanwhile', words('2'))
    await until('both words', () => other.heard.length > 1)
    expect(other.heard).toEqual(['before: 1', 'meanwhile: 2'])
    expect(other.turns).toEqual(['up', 'down', 'up'])
    expect(other.logged.map((line) => line.split(' ', 2).join(' '))).toEqual([
      'info redis.up',
      'warn redis.gone',
      'info redis.up',
    ])
  })

  test('a Redis that is stuck is as good as gone', async () => {
    redis.stall()
    await until('the word that it is gone', () => !one.peers.isUp() && !other.peers.isUp(), 9000)
    redis.resume()
    await until('both', () => one.peers.isUp() && other.peers.isUp())
    expect(one.turns).toEqual(['up', 'down', 'up'])
    expect(one.logged.join()).toContain('"code":"SILENT"')
  })
}
