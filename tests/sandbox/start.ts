// npm start: the sandbox and the app as two child processes, one address to open, and one Ctrl+C that ends both.
import '#bot/nodeVersion.ts'
import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdirSync, openSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { productionReason } from './constants.ts'

const ROOT = join(import.meta.dirname, '../..')
const APP_LOG = '.data/app.log'
const STARTS_WITHIN_MS = 60_000
const ENDS_WITHIN_MS = 5_000

/** The built-in company begins here; a clock still standing there means that nobody has used this world yet. */
const COMPANY_BEGINS = '2026-10-05T08:00:00.000Z'
/** From there to the next morning: a newcomer finds yesterday's hello and today's offer. */
const TO_THE_FIRST_OFFER = 'PT25H'

const sandboxPort = portFrom('SANDBOX_PORT', 3979)
const appPort = portFrom('PORT', 3978)
const sandboxUrl = `http://localhost:${sandboxPort}`
const appUrl = `http://localhost:${appPort}`
const children: ChildProcess[] = []
let ending = false

function portFrom(name: string, usual: number): number {
  const port = Number(process.env[name] || usual)
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port
  console.error(`${name}: "${process.env[name]}" is no port; it must be a number from 1 to 65535.`)
  process.exit(1)
}

/** Takes both children down, gently first, and ends this process. Closing the channel works on every platform. */
async function end(code: number, sentence?: string): Promise<never> {
  if (ending) return new Promise(() => {})
  ending = true
  if (sentence) console.error(sentence)
  await Promise.all(
    children.map(async (child) => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((done) => child.once('exit', done))
      if (child.connected) child.disconnect()
      const force = setTimeout(() => child.kill('SIGKILL'), ENDS_WITHIN_MS)
      await ended
      clearTimeout(force)
    }),
  )
  process.exit(code)
}

/** Starts one of the two; when it ends by itself, both end. */
function launch(name: string, file: string, args: string[], stdout: 'pipe' | number): ChildProcess {
  const child = fork(join(ROOT, file), args, {
    cwd: ROOT,
    env: {
      ...process.env,
      SANDBOX_PORT: `${sandboxPort}`,
      SANDBOX_URL: sandboxUrl,
      PORT: `${appPort}`,
      APP_URL: appUrl,
    },
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', stdout, 'inherit', 'ipc'],
  })
  children.push(child)
  child.on('exit', (code, signal) => void end(1, `The ${name} ended by itself (${signal ?? `exit code ${code}`}).`))
  return child
}

async function isTaken(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? done(true) : fail(error)))
    server.listen(port, '127.0.0.1', () => server.close(() => done(false)))
  })
}

function sandboxIsReady(sandbox: ChildProcess): Promise<void> {
  return new Promise((ready) => {
    if (!sandbox.stdout) throw new Error('The sandbox was started without a pipe.')
    createInterface(sandbox.stdout).on('line', (line) =>
      line.startsWith('sandbox ready') ? ready() : console.log(line),
    )
  })
}

async function appIsReady(): Promise<void> {
  for (;;) {
    const health = await fetch(`${appUrl}/healthz`).catch(() => null)
    if (health?.ok) return
    await sleep(50)
  }
}

/** Waits for it, or ends everything when it takes too long. */
async function inTime(name: string, ready: Promise<void>): Promise<void> {
  const late = sleep(STARTS_WITHIN_MS, 'late', { ref: false })
  if ((await Promise.race([ready, late])) === 'late')
    await end(1, `The ${name} was not ready within ${STARTS_WITHIN_MS / 1000} seconds. See ${APP_LOG}.`)
}

async function control(path: string, body?: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' }
  const post = body && { method: 'POST', headers, body: JSON.stringify(body) }
  const answer = await fetch(`${sandboxUrl}/sandbox/${path}`, post)
  if (!answer.ok) throw new Error(`The sandbox answered ${answer.status} to ${path}: ${await answer.text()}`)
  return (await answer.json()) as Record<string, unknown>
}

/** A tenant of the user's own begins empty and stays at its own time; only the untouched company is moved on. */
async function moveToTheFirstOffer(): Promise<void> {
  if ((await control('clock')).now !== COMPANY_BEGINS) return
  console.error('A fresh world: turning its clock to the first offer …')
  // Announcing the app twice is announcing it once; this waits until everybody has been greeted.
  await control('app', { url: appUrl })
  await control('clock', { advance: TO_THE_FIRST_OFFER })
}

/** The tenant file from the arguments, found from where the user is, not from where npm runs. */
function tenantFile(): string | undefined {
  let tenant: string | undefined
  try {
    tenant = parseArgs({ options: { tenant: { type: 'string' } } }).values.tenant
  } catch (error) {
    console.error(`${(error as Error).message}. Usage: npm start [-- --tenant FILE]`)
    process.exit(1)
  }
  if (tenant === undefined) return undefined
  const file = resolve(process.env.INIT_CWD ?? '.', tenant)
  if (existsSync(file)) return file
  console.error(`--tenant ${tenant}: there is no such file.`)
  process.exit(1)
}

async function main(): Promise<void> {
  const tenant = tenantFile()
  const reason = productionReason(process.env)
  if (reason) return end(1, reason)
  for (const [name, port] of [['SANDBOX_PORT', sandboxPort] as const, ['PORT', appPort] as const])
    if (await isTaken(port))
      return end(
        1,
        `Port ${port} is taken, perhaps by another npm start. End that one, or choose another port: ${name}=${port + 1000} npm start`,
      )

  const sandbox = launch('sandbox', 'tests/sandbox/index.ts', tenant ? ['--tenant', tenant] : [], 'pipe')
  await inTime('sandbox', sandboxIsReady(sandbox))
  mkdirSync(join(ROOT, '.data'), { recursive: true })
  launch('app', 'bot/index.ts', [], openSync(join(ROOT, APP_LOG), 'w'))
  await inTime('app', appIsReady())
  if (!tenant) await moveToTheFirstOffer()

  console.log(`
  Growth Discussions is running. Open

      ${sandboxUrl}

  The page shows the people of a company and their Teams; the app itself is at ${appUrl}, its log in ${APP_LOG}.
  Ctrl+C ends both. The next npm start goes on from here.
`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
// Where npm dies without a word its children would stay behind; then somebody else becomes our parent.
const parent = process.ppid
setInterval(() => process.ppid !== parent && void end(0), 500).unref()

await main()
