// Who may come in: the account key's signature, registered Entra tokens, and a clock that is not too far off.
import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { Failure } from './failure.ts'
import type { Headers, Operation } from './types.ts'

/** The account key of every stand-in: published, so worthless, as the real emulator's. */
export const COSMOS_KEY = Buffer.from('The key of a stand-in for Cosmos DB. It guards nothing at all.').toString(
  'base64',
)

/** As it is used, made once: every request is signed. */
const KEY = createSecretKey(COSMOS_KEY, 'base64')
const ALLOWED_SKEW_MS = 15 * 60_000
const NO_RIGHTS = 5302
const NOT_BY_ENTRA = 5300

export type Door = {
  /** The stand-in's own time, in milliseconds. */
  now: () => number
  /** Registered Entra tokens, and whether each has rights on the data. */
  tokens: ReadonlyMap<string, boolean>
}

export type Knock = {
  method: string
  /** The decoded segments of the path. */
  segments: readonly string[]
  headers: Headers
  operation: Operation
}

/** Lets a request in, or throws the service's refusal. */
export function demandAccess(door: Door, knock: Knock): void {
  const header = knock.headers.authorization
  if (!header) {
    throw new Failure(401, 'Required Header authorization is missing. Ensure a valid Authorization token is passed.')
  }
  const token = /^type=(\w+)&ver=[^&]*&sig=(.*)$/.exec(decoded(header))
  if (token?.[1] === 'master') demandSignature(door, knock, token[2] ?? '')
  else if (token?.[1] === 'aad') demandRights(door, knock, token[2] ?? '')
  else
    throw new Failure(401, "The input authorization token can't serve the request: its type is neither master nor aad.")
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    return header
  }
}

function demandSignature(door: Door, { method, segments, headers }: Knock, signature: string): void {
  const date = headers['x-ms-date'] ?? headers.date ?? ''
  const payload = `${method.toLowerCase()}\n${resourceOf(segments)}\n${date.toLowerCase()}\n\n`
  if (!same(createHmac('sha256', KEY).update(payload).digest('base64'), signature)) {
    throw new Failure(
      401,
      "The input authorization token can't serve the request. The wrong key is being used or the expected payload is " +
        `not built as per the protocol. Server used the following payload to sign: '${payload.replaceAll('\n', '\\n')}'`,
    )
  }
  const at = Date.parse(date)
  if (Math.abs(at - door.now()) <= ALLOWED_SKEW_MS) return
  const utc = (ms: number) => new Date(ms).toUTCString()
  throw new Failure(
    403,
    'The authorization token is not valid at the current time. Please create another token and retry ' +
      `(token start time: ${utc(at)}, token expiry time: ${utc(at + ALLOWED_SKEW_MS)}, current server time: ${utc(door.now())}).`,
  )
}

/** The type and the link that are signed: a feed is signed by its owner, a resource by itself. */
function resourceOf(segments: readonly string[]): string {
  const isFeed = segments.length % 2 === 1
  const type = segments[segments.length - (isFeed ? 1 : 2)] ?? ''
  return `${type.toLowerCase()}\n${(isFeed ? segments.slice(0, -1) : segments).join('/')}`
}

function same(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

const ACTIONS: Partial<Record<Operation, string>> = {
  create: 'items/create',
  read: 'items/read',
  replace: 'items/replace',
  upsert: 'items/upsert',
  delete: 'items/delete',
  patch: 'items/replace',
  batch: 'items/create',
  query: 'executeQuery',
  queryPlan: 'executeQuery',
  changeFeed: 'readChangeFeed',
  readFeed: 'executeQuery',
}

function demandRights(door: Door, { method, segments, operation }: Knock, token: string): void {
  const rights = door.tokens.get(token)
  if (rights === undefined) throw new Failure(401, 'The given Entra token is not valid: nobody registered it.')
  if (!rights) {
    const action = ACTIONS[operation]
    const name = action ? `sqlDatabases/containers/${action}` : 'readMetadata'
    throw new Failure(
      403,
      'Request blocked by Auth stand-in : Request is blocked because principal [stand-in] does not have required RBAC ' +
        `permissions to perform action [Microsoft.DocumentDB/databaseAccounts/${name}] on resource ` +
        `[${segments.slice(0, 4).join('/')}]. Learn more: https://aka.ms/cosmos-native-rbac.`,
      NO_RIGHTS,
    )
  }
  // Databases and containers are made by the management plane; a data-plane token never may.
  const manages = (operation === 'database' || operation === 'container') && method !== 'GET'
  if (!manages) return
  throw new Failure(
    403,
    `The given request [${method} /${segments.join('/')}] cannot be authorized by AAD token in data plane.`,
    NOT_BY_ENTRA,
  )
}
