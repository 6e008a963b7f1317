// What the port Store costs: over bare node:sqlite, in request units of Cosmos DB, and in memory.
import { costOfCosmos } from './storeCosmos.ts'
import { costOfHistory } from './storeHistory.ts'
import { costOfMemory } from './storeMemory.ts'
import { costOfMonth } from './storeMonth.ts'
import { costOfSqlite } from './storeSqlite.ts'

export async function benchStore(): Promise<object> {
  const ratios = { ...(await costOfSqlite()), ...(await costOfHistory()) }
  const requestUnits = await costOfCosmos()
  const month = await costOfMonth(requestUnits)
  return { bench: 'store', ratios, requestUnits, month, memory: await costOfMemory() }
}
