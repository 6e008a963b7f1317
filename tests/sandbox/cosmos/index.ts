// The stand-in for Cosmos DB as a process of its own: COSMOS_PORT=8081 COSMOS_FILE=… node tests/sandbox/cosmos/index.ts
import { productionReason } from '../constants.ts'
import { startCosmos } from './server.ts'

const DEFAULT_PORT = 8081

/** Says why on stderr and ends the process. */
function giveUp(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}

const reason = productionReason(process.env)
if (reason) giveUp(reason)

const port = Number(process.env.COSMOS_PORT ?? DEFAULT_PORT)
if (!Number.isInteger(port) || port < 0 || port > 65_535) giveUp(`COSMOS_PORT: ${process.env.COSMOS_PORT} is no port.`)
const ranges = process.env.COSMOS_RANGES === '2' ? 2 : 1

const running = await startCosmos({ port, file: process.env.COSMOS_FILE || undefined, ranges }).catch(
  (error: NodeJS.ErrnoException) =>
    giveUp(error.code === 'EADDRINUSE' ? `Port ${port} is taken. Set COSMOS_PORT to a free port.` : error.message),
)

console.log(JSON.stringify({ event: 'cosmos.ready', url: running.url }))

let ending = false
const end = () => {
  if (ending) return
  ending = true
  running.close().then(() => process.exit(0))
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
process.on('disconnect', end)
