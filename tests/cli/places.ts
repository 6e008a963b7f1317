// Stores for the commands' tests: each kind of store as a factory of empty ones, with what a test needs behind the adapter's back.
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { CosmosClient } from '@azure/cosmos'
import { itemId } from '#bot/adapters/cosmos/items.ts'
import { makeContainer, openCosmos } from '#bot/adapters/cosmos/store.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import type { RawDocument, Store } from '#bot/ports.ts'
import type { Kind } from '#shared/kinds.ts'

/** One empty store. */
export type Place = {
  /** The settings that choose it. */
  env: Record<string, string>
  open(): Promise<Store>
  /** Puts this row where it says, whatever its value is, over what is there. */
  plant(row: RawDocument): Promise<void>
  /** How many documents there are, while another process writes them. */
  count(): Promise<number>
}
export type NewPlace = () => Promise<Place>

export const folder = mkdtempSync(join(tmpdir(), 'growth-cli-'))
let places = 0

export function sqlitePlace(file = join(folder, `store-${places++}.sqlite`)): Place & { file: string } {
  return {
    file,
    env: { SQLITE_FILE: file },
    open: async () => openSqlite(file),
    async plant({ kind, partition, id, schema, json }) {
      const db = new DatabaseSync(file)
      const insert =
        'INSERT OR REPLACE INTO doc (partition, kind, id, version, json, schema) VALUES (?, ?, ?, 999, ?, ?)'
      db.prepare(insert).run(partition, kind, id, typeof json === 'string' ? json : JSON.stringify(json), schema)
      db.close()
    },
    async count() {
      // Not there yet, or just being made.
      if (!existsSync(file)) return 0
      let db: DatabaseSync | undefined
      try {
        db = new DatabaseSync(file, { readOnly: true })
        return Number(db.prepare('SELECT count(*) AS n FROM doc').get()?.n)
      } catch {
        return 0
      } finally {
        db?.close()
      }
    },
  }
}

/** In a Cosmos DB, or what stands in for one, at this address. */
export async function cosmosPlace(at: { endpoint: string; key: string }): Promise<Place> {
  const config = {
    endpoint: at.endpoint,
    database: 'growth-cli',
    container: `c${process.pid}-${places++}`,
    credential: { key: at.key },
  }
  await makeContainer(config)
  const client = new CosmosClient({ ...at, connectionPolicy: { enableEndpointDiscovery: false } })
  const container = client.database(config.database).container(config.container)
  return {
    env: {
      COSMOS_ENDPOINT: config.endpoint,
      COSMOS_KEY: at.key,
      COSMOS_DATABASE: config.database,
      COSMOS_CONTAINER: config.container,
    },
    open: () => openCosmos(config),
    async plant({ kind, partition, id, schema, json }) {
      const own = { kind, schema, n: 1, w: '', due: null, dueEntry: null, value: json }
      await container.items.upsert({ id: itemId(kind as Kind, id), pk: partition, ...own })
    },
    async count() {
      // Over all partitions, which the product never does: the stand-in wants that said.
      const initialHeaders = { 'x-growth-cross-partition': 'allowed' }
      const query = 'SELECT VALUE COUNT(1) FROM c WHERE IS_DEFINED(c.n)'
      const { resources } = await container.items.query<number>(query, { initialHeaders }).fetchAll()
      return resources[0] ?? 0
    },
  }
}
