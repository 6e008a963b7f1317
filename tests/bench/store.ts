// What the port Store costs: over bare node:sqlite, in request units of Cosmos DB, and in memory.
import { costOfCosmos } from './storeCosmos.ts'
import { costOfHistory } from './storeHistory.ts'
import { costOfMemory } from './storeMemory.ts'
import { costOfSqlite } from './storeSqlite.ts'

export async function benchStore(): Promise<object> {
  return {
    bench: 'store',
    ratios: { ...(await costOfSqlite()), ...(await costOfHistory()) },
    requestUnits: await costOfCosmos(),
    memory: await costOfMemory(),
  }
}
