// Structured lines on stdout and stderr: events, ids and counts; never what people wrote, never a token.
import type { Log } from '#bot/ports.ts'

/** Ids of people, wherever they stand: in names of partitions and messages too. */
const GUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi

/**
 * A person is a short code in the log: lines about one can be followed, and yet the log, which nobody can delete from,
 * does not keep the ids of people who had everything about them deleted (R8). FNV-1a, 32 bits.
 */
export function codeOf(id: string): string {
  let hash = 0x811c9dc5
  for (const char of id.toLowerCase()) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193)
  return `~${(hash >>> 0).toString(16).padStart(8, '0')}`
}

export function consoleLog(): Log {
  const line = (level: string, event: string, facts: Record<string, unknown> = {}) =>
    JSON.stringify({ at: new Date().toISOString(), level, event, ...facts }).replace(GUIDS, codeOf)
  return {
    info: (event, facts) => console.log(line('info', event, facts)),
    warn: (event, facts) => console.warn(line('warn', event, facts)),
    // The stack says where; a message of our own errors holds no content, one of a library may: keep to name and code.
    error: (event, error, facts) => console.error(line('error', event, { ...facts, ...describe(error) })),
  }
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error }
  const code = 'code' in error ? error.code : 'statusCode' in error ? error.statusCode : undefined
  const at = error.stack
    ?.split('\n')
    .slice(1, 4)
    .map((frame) => frame.trim())
  return { error: error.name, code, message: error.message.slice(0, 200), at }
}
