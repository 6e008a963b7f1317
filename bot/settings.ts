// The tenant's settings as the rules ask for them, and who wants to be left alone.
import type { Store } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'
import type { Cadence } from '#shared/offer/cadence.ts'
import { erasedId } from '#shared/privacy/erasure.ts'
import { DEFAULT_RETENTION, type Retention } from '#shared/settings.ts'

const settingsOf = async ({ store }: { store: Store }, tenant: string) =>
  (await store.get('settings', tenantPartition(tenant), 'settings'))?.value

/** First month of the fiscal year, 1–12 (R2); January where nobody has said. */
export async function startMonthOf(world: { store: Store }, tenant: string): Promise<number> {
  return (await settingsOf(world, tenant))?.fiscalYearStartMonth ?? 1
}

/** What cuts the year and says how often pairs talk that have not chosen (R2), by one point read. */
export async function rhythmOf(
  world: { store: Store },
  tenant: string,
): Promise<{ startMonth: number; cadence: Cadence }> {
  const settings = await settingsOf(world, tenant)
  return { startMonth: settings?.fiscalYearStartMonth ?? 1, cadence: settings?.cadence ?? 'quarterly' }
}

/** How long things are kept (R8). */
export async function retentionOf(world: { store: Store }, tenant: string): Promise<Retention> {
  return (await settingsOf(world, tenant))?.retention ?? DEFAULT_RETENTION
}

/** Hashes by what they were made of: every screen asks, and making one takes a third of a millisecond. */
const hashes = new Map<string, string>()
const MOST_HASHES = 10_000

/** The id of the note that stays of a person who had everything deleted (R8). The server makes the key at its start. */
export async function erasedIdOf(world: { store: Store }, tenant: string, person: string): Promise<string> {
  const key = (await settingsOf(world, tenant))?.erasureKey ?? ''
  const from = `${key} ${tenant} ${person}`
  const known = hashes.get(from)
  if (known) return known
  if (hashes.size >= MOST_HASHES) hashes.clear()
  const hash = await erasedId(key, tenant, person)
  hashes.set(from, hash)
  return hash
}

/** They had everything deleted and are left alone: nothing about them is made. Two point reads. */
export async function isErased(world: { store: Store }, tenant: string, person: string): Promise<boolean> {
  const id = await erasedIdOf(world, tenant, person)
  return (await world.store.get('erased', tenantPartition(tenant), id)) !== null
}
