// The Cosmos adapter under the contract, through the real SDK over HTTP, and what only a far-away service can do to it.
import { CosmosClient } from '@azure/cosmos'
import { afterAll, beforeAll } from '@jest/globals'
import { itemId } from '#bot/adapters/cosmos/items.ts'
import { makeContainer, openCosmos } from '#bot/adapters/cosmos/store.ts'
import type { CosmosConfig } from '#bot/config.ts'
import type { Kind } from '#shared/kinds.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import { logContract } from './logs.ts'
import { storeContract } from './store.ts'

// Where COSMOS_TEST_ENDPOINT names a real account or the emulator, the same promises are held there.
const real = process.env.COSMOS_TEST_ENDPOINT
let cosmos: Awaited<ReturnType<typeof startCosmos>> | undefined
let at: { endpoint: string; key: string }
let containers = 0
beforeAll(async () => {
  cosmos = real ? undefined : await startCosmos()
  at = cosmos
    ? { endpoint: cosmos.url, key: cosmos.key }
    : { endpoint: real ?? '', key: process.env.COSMOS_TEST_KEY ?? '' }
})
afterAll(() => cosmos?.close())

const newConfig = (): CosmosConfig => ({
  endpoint: at.endpoint,
  database: 'growth-tests',
  container: `c${process.pid}-${containers++}`,
  credential: { key: at.key },
})

async function opened() {
  const config = newConfig()
  await makeContainer(config)
  const store = await openCosmos(config)
  return {
    config,
    store: real ? { ...store, close: () => store.wipe().then(() => store.close()) } : store,
    again: () => openCosmos(config),
    async corrupt(kind: Kind, partition: string, id: string, json: unknown, schema?: number) {
      const client = new CosmosClient({ ...at, connectionPolicy: { enableEndpointDiscovery: false } })
      const item = client.database(config.database).container(config.container).item(itemId(kind, id), partition)
      const { resource } = await item.read()
      await item.replace({ ...resource, value: json, ...(schema ? { schema } : {}) })
      client.dispose()
    },
  }
}

storeContract('Cosmos DB', opened)
logContract('Cosmos DB', opened)
