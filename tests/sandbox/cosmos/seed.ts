// Fills a container with many items at once, past HTTP, for tests about large partitions.
import { containerOf } from './containers.ts'
import { createItem } from './items.ts'
import { partitionOf } from './partition.ts'
import type { Cosmos } from './state.ts'
import type { Json } from './types.ts'

export type Seeding = { database: string; container: string; documents: Iterable<Json> }

export function seed(cosmos: Cosmos, { database, container: id, documents }: Seeding): void {
  const container = containerOf(cosmos, database, id)
  cosmos.store.atomically(() => {
    for (const document of documents) {
      createItem({ cosmos, container, partition: partitionOf(document, container.partitionKey) }, document)
    }
  })
}
