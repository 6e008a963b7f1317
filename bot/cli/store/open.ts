// Opens stores for the commands, each with what it may not do: make a store that should be there, or share one.
import { existsSync } from 'node:fs'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import type { StoreConfig } from '#bot/config.ts'
import { openStore } from '#bot/openStore.ts'
import type { Log, Store } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import type { Run } from './run.ts'

/** A store that is there, whoever else uses it. Throws Refusal. */
export async function openExisting(config: StoreConfig, run: Run): Promise<Store> {
  if ('sqlite' in config && !existsSync(config.sqlite))
    throw new Refusal('notFound', `There is no store ${config.sqlite}. Set SQLITE_FILE, or COSMOS_ENDPOINT.`)
  return sentence(() => openStore(config, quiet(run)))
}

/** A store that this process alone may write, as far as that can be known; made where there is none. Throws Refusal. */
export async function openAlone(config: StoreConfig, run: Run): Promise<Store> {
  if ('cosmos' in config) return sentence(() => openStore(config, quiet(run)))
  const store = await sentence(async () => openSqlite(config.sqlite))
  if (store.alone) return store
  await store.close()
  throw new Refusal(
    'conflict',
    `Another process has ${config.sqlite} open: the app, or another of these commands. End it, then run this again.`,
  )
}

/** Only what is wrong; that the app has the file open too is as it should be. */
const quiet = ({ say }: Run): Log => ({
  info: () => {},
  warn: (event) => {
    if (event !== 'store.shared') say(event)
  },
  error: (event) => say(event),
})

/** Whatever an opening throws says what is wrong and what to do. */
async function sentence<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open()
  } catch (error) {
    throw new Refusal('unavailable', error instanceof Error ? error.message : 'The store cannot be opened.')
  }
}
