// The production store: Cosmos DB through its SDK.
import type { CosmosConfig } from '#bot/config.ts'
import type { Log, Store } from '#bot/ports.ts'

export async function openCosmos(_config: CosmosConfig, _log: Log): Promise<Store & { wipe(): Promise<void> }> {
  throw new Error('not there yet')
}
