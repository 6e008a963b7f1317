// The store that the settings choose: one SQLite file, or Cosmos DB. Names adapters, for index.ts and the commands.
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import type { StoreConfig } from '#bot/config.ts'
import type { Log, Store } from '#bot/ports.ts'

/** `wipe` deletes everything: for the sandbox. */
export type OpenStore = Store & { wipe(): Promise<void> }

/** Throws an Error whose message says what is wrong with the store and what to do. */
export async function openStore(config: StoreConfig, log: Log): Promise<OpenStore> {
  if ('cosmos' in config) {
    // Half a second and 43 MB, for those who use it.
    const { openCosmos } = await import('#bot/adapters/cosmos/store.ts')
    return openCosmos(config.cosmos)
  }
  const store = openSqlite(config.sqlite)
  if (!store.alone)
    log.warn('store.shared', {
      file: config.sqlite,
      why: 'Another process has this SQLite file open. Nothing is written wrong, but both wait for each other: stop one, or use Cosmos DB.',
    })
  return store
}
