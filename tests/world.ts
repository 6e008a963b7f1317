// A whole product for a test: the sandbox and the app as two real processes on free ports, driven through the control surface.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COSMOS_KEY } from '#tests/sandbox/cosmos/auth.ts'

const ROOT = join(import.meta.dirname, '..')
const START_MS = 40_000

export type CardAction = { type: string; title: string; verb?: string; data?: Record<string, string>; url?: string }
export type Card = { type: 'AdaptiveCard'; body: CardElement[] }
export type CardElement = {
  type: string
  id?: string
  text?: string
  value?: string
  choices?: { title: string; value: string }[]
  items?: CardElement[]
  columns?: CardElement[]
  actions?: CardAction[]
}
export type BotActivity = {
  id: string
  timestamp: string
  summary?: string
  text?: string
  attachments?: { content: Card }[]
}
export type Answer = {
  status: number
  body: { statusCode: number; type: string; value: Card & { message?: string; code?: string } }
}
export type GraphEvent = {
  id: string
  iCalUId: string
  subject: string
  start: { dateTime: string }
  end: { dateTime: string }
  categories: string[]
  isOrganizer: boolean
  onlineMeeting: { joinUrl: string } | null
  changeKey: string
  type: string
}
export type Logged = { at: string; method: string; path: string; status: number; target: string; part: boolean }
export type Reply<T> = { status: number; body: T }

export type TestWorld = Awaited<ReturnType<typeof startWorld>>

export type StoreName = 'sqlite' | 'cosmos'
/** What every test of the whole product runs on, unless it says otherwise. */
const USUAL_STORE = (process.env.TEST_STORE ?? 'sqlite') as StoreName

/**
 * Starts both; `tenant` is the content of a tenant file, none for the built-in company. With `store: 'cosmos'` the app
 * works on the stand-in for Cosmos DB, a third process, which outlives it. `env` is more settings of the app. `stop()` ends all and removes their data.
 */
export async function startWorld(options: { tenant?: unknown; store?: StoreName; env?: Record<string, string> } = {}) {
  const data = await mkdtemp(join(tmpdir(), 'growth-'))
  const [sandboxPort, appPort] = await Promise.all([freePort(), freePort()])
  const url = `http://localhost:${sandboxPort}`
  const app = `http://localhost:${appPort}`
  const output: string[] = []
  let starts = 0
  const tenantFile = join(data, 'tenant.json')
  if (options.tenant) await writeFile(tenantFile, JSON.stringify(options.tenant))
  const sandboxArgs = ['tests/sandbox/index.ts', ...(options.tenant ? ['--tenant', tenantFile] : [])]
  const sandboxEnv = { SANDBOX_PORT: String(sandboxPort), APP_URL: app, SANDBOX_DATA: join(data, 'sandbox') }
  const sandbox = run(sandboxArgs, sandboxEnv, output)
  const cosmos = (options.store ?? USUAL_STORE) === 'cosmos' ? await startCosmosProcess(data, output) : null
  const appEnv = {
    PORT: String(appPort),
    SANDBOX_URL: url,
    SQLITE_FILE: join(data, 'growth.sqlite'),
    ...cosmos?.env,
    ...options.env,
  }
  let appProcess = run(['bot/index.ts'], appEnv, output)
  await Promise.all([answers(`${url}/sandbox/clock`, sandbox, output), answers(`${app}/healthz`, appProcess, output)])
  await settled()

  /** Waits until the app has announced itself and everything that set off is done. */
  async function settled(): Promise<void> {
    starts += 1
    const end = Date.now() + START_MS
    while (output.join('').split('"server.ready"').length <= starts) {
      if (Date.now() > end) throw new Error(`The app did not announce itself.\n${output.join('').slice(-4000)}`)
      await sleep(20)
    }
    await fetch(`${app}/sandbox/settle`, { method: 'POST' })
  }

  /** The control surface; throws on any other status than 2xx, with the sentence. */
  async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await send<T>(url, method, path, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const token = async (person: string): Promise<string> =>
    (await control<{ token: string }>('POST', '/sandbox/tokens', { person })).token

  return {
    url,
    app,
    output,
    /** Where the app's data is, and the stand-in for Cosmos DB where it is used. */
    data,
    appEnv,
    cosmosUrl: cosmos?.url ?? null,
    appPid: () => appProcess.pid,
    /** Where the sandbox keeps its world and its signing key. */
    sandboxData: join(data, 'sandbox'),
    control,
    token,
    /** The app's REST, as a person. */
    async api<T>(person: string, method: string, path: string, body?: unknown): Promise<Reply<T>> {
      return send<T>(app, method, path, body, { authorization: `Bearer ${await token(person)}` })
    },
    now: async (): Promise<string> => (await control<{ now: string }>('GET', '/sandbox/clock')).now,
    advance: (advance: string) => control<{ now: string }>('POST', '/sandbox/clock', { advance }),
    /** Turns the clock to a moment, visiting everything due on the way. */
    async advanceTo(to: string): Promise<void> {
      const from = (await control<{ now: string }>('GET', '/sandbox/clock')).now
      const minutes = Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
      await control('POST', '/sandbox/clock', { advance: `PT${minutes}M` })
    },
    chats: (person: string) => control<BotActivity[]>('GET', `/sandbox/chats/${person}`),
    calendar: (person: string) => control<GraphEvent[]>('GET', `/sandbox/calendar/${person}`),
    requests: () => control<Logged[]>('GET', '/sandbox/requests'),
    say: (person: string, text: string) =>
      control<{ replies: BotActivity[] }>('POST', `/sandbox/chats/${person}`, { text }),
    /** Presses a button: an action of a card with what was typed into its inputs. */
    press: (person: string, action: CardAction, inputs: Record<string, string> = {}) =>
      control<Answer>('POST', `/sandbox/chats/${person}`, {
        invoke: {
          name: 'adaptiveCard/action',
          value: {
            action: { type: 'Action.Execute', verb: action.verb, data: { ...action.data, ...inputs } },
            trigger: 'manual',
          },
        },
      }),
    meeting: (eventId: string, what: 'start' | 'end') =>
      control('POST', `/sandbox/meetings/${encodeURIComponent(eventId)}/${what}`),
    /** kill -9: nothing of the app gets to say goodbye. */
    async killApp(): Promise<void> {
      const gone = new Promise((resolve) => appProcess.once('exit', resolve))
      appProcess.kill('SIGKILL')
      await gone
    },
    async startApp(): Promise<void> {
      appProcess = run(['bot/index.ts'], appEnv, output)
      await answers(`${app}/healthz`, appProcess, output)
      await settled()
    },
    async stop(): Promise<void> {
      await Promise.all([appProcess, sandbox].map(end))
      if (cosmos) await end(cosmos.child)
      await rm(data, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The stand-in for Cosmos DB with an empty container, and the settings that lead the app to it. */
async function startCosmosProcess(data: string, output: string[]) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = { COSMOS_PORT: String(port), COSMOS_FILE: join(data, 'cosmos.sqlite') }
  const child = run(['tests/sandbox/cosmos/index.ts'], env, output)
  await answers(`${url}/_control/crossPartition`, child, output)
  const config = { endpoint: url, database: 'growth', container: 'growth', credential: { key: COSMOS_KEY } }
  // The SDK takes a second to load, in every file of tests that starts a world: only for those who use it.
  const { makeContainer } = await import('#bot/adapters/cosmos/store.ts')
  await makeContainer(config)
  return { url, child, env: { COSMOS_ENDPOINT: url, COSMOS_KEY } }
}

/** All actions of a card, in reading order. */
export function actionsOf(card: Card): CardAction[] {
  const walk = (elements: CardElement[]): CardAction[] =>
    elements.flatMap((one) => [...(one.actions ?? []), ...walk(one.items ?? []), ...walk(one.columns ?? [])])
  return walk(card.body)
}
/** All texts of a card, in reading order. */
export function textsOf(card: Card): string[] {
  const walk = (elements: CardElement[]): string[] =>
    elements.flatMap((one) => [...(one.text ? [one.text] : []), ...walk(one.items ?? []), ...walk(one.columns ?? [])])
  return walk(card.body)
}
export const cardIn = (activity: BotActivity | undefined): Card => {
  const card = activity?.attachments?.[0]?.content
  if (!card) throw new Error(`No card in ${JSON.stringify(activity)?.slice(0, 300)}`)
  return card
}
/** The button with this title. */
export function button(card: Card, title: string): CardAction {
  const found = actionsOf(card).find((one) => one.title === title)
  if (!found) throw new Error(`No button "${title}", only ${actionsOf(card).map((one) => one.title)}`)
  return found
}

export const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Starts one of our processes; everything that it prints goes to `output`. */
export function run(args: string[], env: Record<string, string>, output: string[]): ChildProcess {
  const { NODE_OPTIONS: _, JEST_WORKER_ID: __, NODE_ENV: ___, ...outer } = process.env
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...outer, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(String(chunk)))
  return child
}

/** Resolves when the address answers well; throws, with what was printed, when the process has ended or after 40 s. */
export async function answers(address: string, child: ChildProcess, output: string[]): Promise<void> {
  const end = Date.now() + START_MS
  for (;;) {
    const ok = await fetch(address).then(
      (response) => response.ok,
      () => false,
    )
    if (ok) return
    if (child.exitCode !== null || Date.now() > end)
      throw new Error(`${address} does not answer.\n${output.join('').slice(-4000)}`)
    await sleep(50)
  }
}

/** Ends a process kindly, after eight seconds unkindly. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), 8000)
  await gone
  clearTimeout(timer)
}

async function send<T>(
  base: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply<T>> {
  const response = await fetch(base + path, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as T }
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
