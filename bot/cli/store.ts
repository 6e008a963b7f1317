// `npm run store -- COMMAND`: backup, restore, check, copy and init of the store that the settings choose.
import '#bot/nodeVersion.ts'
import { COMMANDS } from './store/commands.ts'
import { failureText } from './store/failure.ts'
import { Interrupted } from './store/run.ts'

const USAGE = [
  'Usage: npm run -s store -- COMMAND',
  ...Object.entries(COMMANDS).map(([name, { takes, says }]) => `  ${`${name} ${takes}`.padEnd(26)}${says}`),
  'The settings choose the store: SQLITE_FILE, or COSMOS_ENDPOINT with COSMOS_DATABASE and COSMOS_CONTAINER.',
].join('\n')

const say = (line: string) => console.error(line)

/** The exit code. Only the result goes to stdout. */
async function main([name = '', ...args]: string[]): Promise<number> {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  const work = command?.begin(args)
  if (!command || !work) {
    say(USAGE)
    return 2
  }
  const stop = new AbortController()
  // Once: who presses it again means now, and everything can be gone on with after that too.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())
  try {
    const { text, isGood } = await work({ say, signal: stop.signal })
    console.log(text)
    return isGood ? 0 : 1
  } catch (error) {
    say(error instanceof Interrupted ? command.stopped : failureText(error))
    return error instanceof Interrupted ? 130 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
