// The tenant that the settings name, or the sandbox, for commands that ask Microsoft Graph.
import { appTokens } from '#bot/adapters/entra.ts'
import { graph } from '#bot/adapters/graph/index.ts'
import { reachSandbox } from '#bot/adapters/sandbox.ts'
import { type GraphConfig, readGraphConfig } from '#bot/config.ts'
import type { Clock, Log } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'

export type Outside = {
  graph: ReturnType<typeof graph>
  tenant: string
  clock: Clock
  fiscalYearStartMonth: number
}

/** Throws Refusal: the settings are wrong, the sandbox does not answer, or Entra knows no such app. */
export async function reachOutside(): Promise<Outside> {
  const config = configured()
  const { tokens, lastHop, ...rest } = await ('tenant' in config.at
    ? inTenant(config.at.tenant, config.fiscalYearStartMonth)
    : inSandbox(config.at.sandbox))
  // Once before anything else: a wrong secret would look like a service that does not answer.
  await tokens('https://graph.microsoft.com/.default').catch(() => {
    throw new Refusal(
      'signIn',
      'Entra gave no token: check MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and MICROSOFT_APP_PASSWORD (or MANAGED_IDENTITY_CLIENT_ID).',
    )
  })
  return { ...rest, graph: graph({ tokens, lastHop, log: failures }) }
}

function configured(): GraphConfig {
  try {
    return readGraphConfig()
  } catch (error) {
    throw new Refusal('invalid', (error as Error).message)
  }
}

async function inTenant(of: Parameters<typeof appTokens>[0], fiscalYearStartMonth: number) {
  const clock: Clock = { now: () => new Date().toISOString() }
  return { tokens: appTokens(of), lastHop: null, tenant: of.tenantId, clock, fiscalYearStartMonth }
}

async function inSandbox(url: string) {
  const { tokens, lastHop, clock, of } = await reachSandbox(url).catch((error: Error) => {
    throw new Refusal('unavailable', error.message)
  })
  return { tokens, lastHop, tenant: of.tenantId, clock, fiscalYearStartMonth: of.fiscalYearStartMonth }
}

/** Closed mailboxes are counted in the answer; only what failed is said meanwhile, and without names. */
const failures: Log = {
  info() {},
  warn: (event, { what, status, code } = {}) => {
    if (event === 'graph.failed') console.error(`Microsoft Graph: ${status} ${code} (${what})`)
  },
  error() {},
}
