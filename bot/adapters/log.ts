// Structured lines on stdout and stderr: events, ids and counts; never what people wrote, never a token.
import type { Log } from '#bot/ports.ts'

export function consoleLog(): Log {
  const line = (level: string, event: string, facts: Record<string, unknown> = {}) =>
    JSON.stringify({ at: new Date().toISOString(), level, event, ...facts })
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
