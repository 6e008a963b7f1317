// Finds redis-server on the PATH: tests of two instances are defined only where it is installed.
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The path of redis-server; null where there is none. */
export function findRedis(): string | null {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'))
  return places.find(canRun) ?? null
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
