// The settings of the server, read once from the environment and checked: the only reader of process.env.
import { z } from 'zod'

const blank = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional())
const guid = z.preprocess((value) => (value === '' ? undefined : value), z.guid().optional())

const schema = z.object({
  /** Port of everything: bot, REST, sockets, files. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  /** One SQLite file, unless a later setting chooses another store. */
  SQLITE_FILE: z.string().default('.data/growth.sqlite'),
  MICROSOFT_APP_ID: guid,
  MICROSOFT_APP_TENANT_ID: guid,
  /** A secret; without one the managed identity below stands in for it. */
  MICROSOFT_APP_PASSWORD: blank,
  MANAGED_IDENTITY_CLIENT_ID: guid,
  /** The app's id in the manifest, for links into the personal tab. */
  TEAMS_APP_ID: guid,
  /** First month of the tenant's fiscal year, 1–12 (R2). */
  FISCAL_YEAR_START_MONTH: z.coerce.number().int().min(1).max(12).default(1),
  /** The sandbox that stands in for Microsoft 365; never in production. */
  SANDBOX_URL: z.preprocess((value) => (value === '' ? undefined : value), z.url().optional()),
  NODE_ENV: blank,
  WEBSITE_SITE_NAME: blank,
})

export type Config = {
  port: number
  /** Address to listen on: this machine only with the sandbox, every interface without. */
  host: string
  sqliteFile: string
  fiscalYearStartMonth: number
  /** What the server works against: the sandbox at this address, or a real tenant. */
  at: { sandbox: string } | { tenant: Tenant }
}
/** The identity of the app in a real tenant. */
export type Tenant = {
  tenantId: string
  appId: string
  teamsAppId: string
  credential: { secret: string } | { managedIdentity: string }
}

/** Parses the environment; throws one Error that lists everything wrong, by name. `--sandbox` means the sandbox's usual address. */
export function readConfig(args: string[], env: NodeJS.ProcessEnv = process.env): Config {
  const sandbox = args.includes('--sandbox') ? (env.SANDBOX_URL ?? 'http://localhost:3979') : env.SANDBOX_URL
  const parsed = schema.safeParse({ ...env, SANDBOX_URL: sandbox })
  if (!parsed.success)
    throw new Error(parsed.error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n'))
  const of = parsed.data
  const base = { port: of.PORT, sqliteFile: of.SQLITE_FILE, fiscalYearStartMonth: of.FISCAL_YEAR_START_MONTH }

  if (of.SANDBOX_URL) {
    if (of.NODE_ENV === 'production' || of.WEBSITE_SITE_NAME)
      throw new Error('SANDBOX_URL: the sandbox lets anybody in and is never used in production. Remove the setting.')
    return { ...base, host: '127.0.0.1', at: { sandbox: of.SANDBOX_URL.replace(/\/$/, '') } }
  }
  const missing = (['MICROSOFT_APP_ID', 'MICROSOFT_APP_TENANT_ID', 'TEAMS_APP_ID'] as const).filter((name) => !of[name])
  if (!of.MICROSOFT_APP_PASSWORD && !of.MANAGED_IDENTITY_CLIENT_ID)
    missing.push('MICROSOFT_APP_PASSWORD or MANAGED_IDENTITY_CLIENT_ID' as never)
  if (missing.length > 0)
    throw new Error(`Missing settings: ${missing.join(', ')}. To try the app without a tenant: npm start.`)
  return {
    ...base,
    host: '0.0.0.0',
    at: {
      tenant: {
        appId: of.MICROSOFT_APP_ID as string,
        tenantId: of.MICROSOFT_APP_TENANT_ID as string,
        teamsAppId: of.TEAMS_APP_ID as string,
        credential: of.MICROSOFT_APP_PASSWORD
          ? { secret: of.MICROSOFT_APP_PASSWORD }
          : { managedIdentity: of.MANAGED_IDENTITY_CLIENT_ID as string },
      },
    },
  }
}
