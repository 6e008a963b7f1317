// The sandbox as a process of its own: node tests/sandbox/index.ts [--tenant FILE]
import '#bot/nodeVersion.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Refusal } from '#shared/refusal.ts'
import { productionReason } from './constants.ts'
import { startSandbox } from './server.ts'
import { readTenant, type Tenant } from './tenant.ts'

const DEFAULT_PORT = 3979

/** Says why on stderr and ends the process. */
function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

function tenantFrom(file: string): Tenant {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    giveUp(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
  try {
    return readTenant(text, file)
  } catch (error) {
    if (error instanceof Refusal) giveUp(error.message)
    throw error
  }
}

function options() {
  try {
    return parseArgs({ options: { tenant: { type: 'string' } } }).values
  } catch (error) {
    giveUp(`${(error as Error).message} Usage: npm run sandbox -- [--tenant FILE]`)
  }
}

const reason = productionReason(process.env)
if (reason) giveUp(reason)

const port = Number(process.env.SANDBOX_PORT ?? DEFAULT_PORT)
if (!Number.isInteger(port) || port < 0 || port > 65_535)
  giveUp(`SANDBOX_PORT: ${process.env.SANDBOX_PORT} is no port.`)
const { tenant } = options()

const running = await startSandbox({
  port,
  appUrl: process.env.APP_URL ?? 'http://localhost:3978',
  data: process.env.SANDBOX_DATA ?? '.data/sandbox',
  tenant: tenant === undefined ? null : tenantFrom(tenant),
  hostPage: join(import.meta.dirname, 'host', 'dist'),
}).catch((error: NodeJS.ErrnoException) => {
  if (error.code === 'EADDRINUSE') {
    giveUp(`Port ${port} is taken. End the other sandbox, or set SANDBOX_PORT to a free port.`)
  }
  giveUp(error.message)
})

console.log(`sandbox ready ${running.url}`)

let ending = false
const end = () => {
  if (ending) return
  ending = true
  running.close().then(() => process.exit(0))
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
process.on('disconnect', end)
