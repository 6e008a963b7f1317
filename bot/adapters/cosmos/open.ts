// Opens the Cosmos container: signs in, looks whether it is there and ours, and says in a sentence what is wrong if not.
import { type Container, CosmosClient, type CosmosClientOptions } from '@azure/cosmos'
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity'
import type { CosmosConfig } from '#bot/config.ts'
import { statusOf } from './calls.ts'

/** How long opening may take, machine ms. */
const OPEN_MS = 15_000
/** Signatures and tokens are refused when clocks differ by a quarter of an hour. */
const MOST_SKEW_MS = 5 * 60_000

export type Opened = { client: CosmosClient; container: Container }

/**
 * Beside every query the SDK asks for a plan of it, which only queries over several partitions need: ours never are. A
 * hook of its own answers that at once and spares every second request.
 */
const noQueryPlans = {
  on: 'request',
  plugin: (context: { headers?: Record<string, unknown> }, _node: unknown, next: (context: unknown) => unknown) =>
    context.headers?.['x-ms-cosmos-is-query-plan-request'] ? { result: {}, headers: {}, code: 200 } : next(context),
}

export function clientOf({ endpoint, credential }: CosmosConfig): CosmosClient {
  const isPlain = endpoint.startsWith('http:')
  const options: CosmosClientOptions & { plugins: unknown[] } = {
    plugins: [noQueryPlans],
    endpoint,
    connectionPolicy: {
      requestTimeout: 5000,
      // Discovery answers with addresses that a stand-in or an emulator behind a port does not have.
      enableEndpointDiscovery: !isPlain,
      enableBackgroundEndpointRefreshing: !isPlain,
      // calls.ts waits as long as it is told to, and at all where it is told nothing.
      retryOptions: { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 },
    },
  }
  if ('key' in credential) return new CosmosClient({ ...options, key: credential.key })
  const { managedIdentity } = credential
  return new CosmosClient({
    ...options,
    aadCredentials: managedIdentity
      ? new ManagedIdentityCredential({ clientId: managedIdentity })
      : new DefaultAzureCredential(),
  })
}

/** Throws an Error whose message says what to do; nothing is made or changed. */
export async function openContainer(config: CosmosConfig): Promise<Opened> {
  const client = clientOf(config)
  const container = client.database(config.database).container(config.container)
  try {
    const { resource, headers } = await container.read({ abortSignal: AbortSignal.timeout(OPEN_MS) })
    checkClock(headers)
    const paths = resource?.partitionKey?.paths ?? []
    if (paths.join() !== '/pk')
      throw new Error(
        `The container ${config.container} in ${config.database} is not one of this program: it is partitioned by ${paths.join(', ')}. Set COSMOS_CONTAINER to another name. Nothing was changed.`,
      )
    return { client, container }
  } catch (error) {
    client.dispose()
    throw sentenceFor(config, error)
  }
}

/** What makes the container: `npm run store -- init`, and the infrastructure's template. */
export const CONTAINER = {
  partitionKey: { paths: ['/pk'] },
  indexingPolicy: {
    indexingMode: 'consistent',
    automatic: true,
    // Only what queries ask about: every further index makes each write dearer.
    includedPaths: [{ path: '/kind/?' }, { path: '/due/?' }, { path: '/seq/?' }],
    excludedPaths: [{ path: '/*' }],
  },
} as const

export async function makeContainer(config: CosmosConfig): Promise<void> {
  const client = clientOf(config)
  try {
    const abortSignal = AbortSignal.timeout(OPEN_MS)
    const { database } = await client.databases.createIfNotExists({ id: config.database }, { abortSignal })
    const definition = JSON.parse(JSON.stringify(CONTAINER)) as object
    await database.containers.createIfNotExists({ id: config.container, ...definition }, { abortSignal })
  } catch (error) {
    throw sentenceFor(config, error)
  } finally {
    client.dispose()
  }
}

function checkClock(headers: unknown): void {
  const date = (headers as { date?: string } | undefined)?.date
  const skew = date ? Date.now() - Date.parse(date) : 0
  if (Math.abs(skew) < MOST_SKEW_MS) return
  const minutes = Math.round(Math.abs(skew) / 60_000)
  throw new Error(
    `This machine's clock is ${minutes} minutes ${skew > 0 ? 'ahead of' : 'behind'} Cosmos DB's. Set it right (timedatectl set-ntp true), then start again.`,
  )
}

function sentenceFor({ endpoint, database, container, credential }: CosmosConfig, error: unknown): unknown {
  const status = statusOf(error)
  try {
    checkClock((error as { headers?: unknown }).headers)
  } catch (skew) {
    return skew
  }
  const who = 'key' in credential ? 'the key in COSMOS_KEY' : 'the managed identity'
  const { code, name } = error as { code?: unknown; name?: string }
  if (status === 401)
    return new Error(
      `Cosmos DB at ${endpoint} does not know ${who}. Check COSMOS_ENDPOINT and ${'key' in credential ? 'COSMOS_KEY' : 'MANAGED_IDENTITY_CLIENT_ID'}.`,
      { cause: error },
    )
  if (status === 403)
    return new Error(
      `${who === 'the managed identity' ? 'The managed identity' : 'The key'} has no right to Cosmos DB at ${endpoint}. Give it the role "Cosmos DB Built-in Data Contributor" on the account, and let this machine's network in.`,
      { cause: error },
    )
  if (status === 404)
    return new Error(
      `There is no container ${container} in a database ${database} at ${endpoint}. Check COSMOS_DATABASE and COSMOS_CONTAINER, or make them: npm run store -- init.`,
      { cause: error },
    )
  if (/credential|authentication/i.test(name ?? ''))
    return new Error(
      'Nobody is signed in to Azure here: no managed identity answers. Set MANAGED_IDENTITY_CLIENT_ID, or for the emulator COSMOS_KEY.',
      { cause: error },
    )
  if (status === null && (typeof code === 'string' || /abort|timeout/i.test(name ?? '')))
    return new Error(
      `Cosmos DB at ${endpoint} does not answer. Check COSMOS_ENDPOINT and the network, then start again.`,
      {
        cause: error,
      },
    )
  return error
}
