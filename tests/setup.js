// Runs once before all tests: says which cases are not defined on this machine, and makes the many starts quick.
import { keepCompiledCode } from './codeCache.ts'
import { findRedis } from './redisPath.ts'

export default async function setup() {
  keepCompiledCode()
  if (findRedis() === null) {
    console.error('redis-server is not installed: the tests of two app instances on one document are not defined here.')
  }
}
