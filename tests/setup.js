// Runs once before all tests: says which cases are not defined on this machine, and makes the many starts and writes quick.
import { statfsSync } from 'node:fs'
import { keepCompiledCode } from './codeCache.ts'
import { findRedis } from './redisPath.ts'

export default async function setup() {
  keepCompiledCode()
  if (hasRoomInMemory()) process.env.TMPDIR = MEMORY
  if (findRedis() === null) {
    console.error('redis-server is not installed: the tests of two app instances on one document are not defined here.')
  }
}

/** Where Linux keeps files in memory: what a killed process wrote stays, and nobody waits for a disk. */
const MEMORY = '/dev/shm'
const ROOM_BYTES = 2 ** 31

function hasRoomInMemory() {
  try {
    const { bavail, bsize } = statfsSync(MEMORY)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}
