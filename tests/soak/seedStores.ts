// The seeds on one store or the other, made for them and taken away again.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeContainer } from '#bot/adapters/cosmos/store.ts'
import { startCosmos } from '#tests/sandbox/cosmos/server.ts'
import type { StoreName } from '#tests/world.ts'
import { runSeeds, type SeedsResult } from './seeds.ts'

type Range = { first: number; many: number; until?: number }

/** `wrong` also says of Cosmos DB whether any query went over several partitions. */
export async function runSeedsOn(store: StoreName, range: Range): Promise<SeedsResult> {
  if (store === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'growth-seeds-'))
    const file = join(folder, 'growth.sqlite')
    const result = await runSeeds({ config: { sqlite: file }, env: { SQLITE_FILE: file }, ...range })
    rmSync(folder, { recursive: true, force: true })
    return result
  }
  const server = await startCosmos()
  const credential = { key: server.key }
  const cosmos = { endpoint: server.url, database: 'growth', container: 'growth', credential }
  await makeContainer(cosmos)
  const env = { COSMOS_ENDPOINT: server.url, COSMOS_KEY: server.key }
  const result = await runSeeds({ config: { cosmos }, env, ...range })
  const wide = server.crossPartition()
  await server.close()
  return wide === 0 ? result : { ...result, wrong: [...result.wrong, `${wide} queries over several partitions`] }
}

export const seedSentence = ({ store, seeds, acts, writes, wrong }: SeedsResult & { store: StoreName }): string =>
  `${store}: ${seeds} seeds, ${acts} acts by two processes, ${writes} writes, ${wrong.length} rules broken`
