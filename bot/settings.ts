// The tenant's settings as the rules ask for them.
import type { Store } from '#bot/ports.ts'
import { tenantPartition } from '#shared/kinds.ts'

/** First month of the fiscal year, 1–12 (R2); January where nobody has said. */
export async function startMonthOf({ store }: { store: Store }, tenant: string): Promise<number> {
  return (await store.get('settings', tenantPartition(tenant), 'settings'))?.value.fiscalYearStartMonth ?? 1
}
