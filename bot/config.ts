// The settings of the server, read once from the environment and checked: the only reader of process.env.
import { z } from 'zod'
import { CADENCES, type Cadence } from '#shared/offer/cadence.ts'
import { DEFAULT_RETENTION, type Retention } from '#shared/settings.ts'

const blank = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional())
const guid = z.preprocess((value) => (value === '' ? undefined : value), z.guid().optional())

const months = z.preprocess(
  (value) => (value === '' ? undefined : value),
  z.coerce
    .number()
    .int()
    .min(0)
    .max(1200)
    .transform((many) => many || null)
    .optional(),
)

const storeSchema = z.object({
  /** One SQLite file, unless COSMOS_ENDPOINT chooses the other store. */
  SQLITE_FILE: z.string().default('.data/growth.sqlite'),
  /** https://ACCOUNT.documents.azure.com */
  COSMOS_ENDPOINT: z.preprocess((value) => (value === '' ? undefined : value), z.url().optional()),
  COSMOS_DATABASE: z.string().min(1).default('growth'),
  COSMOS_CONTAINER: z.string().min(1).default('growth'),
  /** For the emulator and tests only; production signs in with a managed identity. */
  COSMOS_KEY: blank,
  MANAGED_IDENTITY_CLIENT_ID: guid,
  NODE_ENV: blank,
  WEBSITE_SITE_NAME: blank,
})

const schema = storeSchema.extend({
  /** Port of everything: bot, REST, sockets, files. */
  PORT: z.coerce.number().int().min(0).max(65535).default(3978),
  MICROSOFT_APP_ID: guid,
  MICROSOFT_APP_TENANT_ID: guid,
  /** A secret; without one the managed identity below stands in for it. */
  MICROSOFT_APP_PASSWORD: blank,
  /** The app's id in the manifest, for links into the personal tab. */
  TEAMS_APP_ID: guid,
  /** First month of the tenant's fiscal year, 1–12 (R2). */
  FISCAL_YEAR_START_MONTH: z.coerce.number().int().min(1).max(12).default(1),
  /** How often a pair talks unless it says otherwise (R2). */
  CADENCE: z.enum(CADENCES).default('quarterly'),
  /** Where Microsoft Graph reaches this server; without it only the daily reading keeps up with the calendars. */
  PUBLIC_URL: z.preprocess(
    (value) => (value === '' ? undefined : value),
    z.url({ protocol: /^https$/, error: 'must be an https address' }).optional(),
  ),
  /** Where several instances of the server meet, redis:// or rediss:// with TLS; without it there is only one. */
  REDIS_URL: z.preprocess(
    (value) => (value === '' ? undefined : value),
    // Its value may hold a password and is in no message.
    z
      .url({ protocol: /^rediss?$/, hostname: /./, error: 'must be an address like rediss://:PASSWORD@HOST:6380' })
      .optional(),
  ),
  /** The sandbox that stands in for Microsoft 365; never in production. */
  SANDBOX_URL: z.preprocess((value) => (value === '' ? undefined : value), z.url().optional()),
  /** Months until things are removed, 0 to keep them (shared/settings.ts says what each is and its default). */
  RETAIN_DRAFTS_MONTHS: months,
  RETAIN_DISCUSSIONS_MONTHS: months,
  RETAIN_MESSAGES_MONTHS: months,
  RETAIN_AUDIT_MONTHS: months,
})

export type CosmosConfig = {
  endpoint: string
  database: string
  container: string
  credential: { key: string } | { managedIdentity: string | null }
}
export type StoreConfig = { sqlite: string } | { cosmos: CosmosConfig }

export type Config = {
  port: number
  /** Address to listen on: this machine only with the sandbox, every interface without. */
  host: string
  store: StoreConfig
  fiscalYearStartMonth: number
  cadence: Cadence
  retention: Retention
  /** Without a slash at the end; the sandbox reaches the server where it listens. */
  publicUrl: string | null
  /** Redis, where there are several instances. */
  redisUrl: string | null
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
  if (!parsed.success) throw listed(parsed.error)
  const of = parsed.data
  const kept = (months: number | null | undefined, usual: number | null) => (months === undefined ? usual : months)
  const base = {
    port: of.PORT,
    store: storeOf(of),
    fiscalYearStartMonth: of.FISCAL_YEAR_START_MONTH,
    cadence: of.CADENCE,
    redisUrl: of.REDIS_URL ?? null,
    publicUrl: of.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    retention: {
      drafts: kept(of.RETAIN_DRAFTS_MONTHS, DEFAULT_RETENTION.drafts),
      discussions: kept(of.RETAIN_DISCUSSIONS_MONTHS, DEFAULT_RETENTION.discussions),
      messages: kept(of.RETAIN_MESSAGES_MONTHS, DEFAULT_RETENTION.messages),
      audit: kept(of.RETAIN_AUDIT_MONTHS, DEFAULT_RETENTION.audit),
    },
  }

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

/** Where Graph is and who asks it, for administrators' commands: a Teams app is not needed for that. */
export type GraphConfig = {
  fiscalYearStartMonth: number
  at: { sandbox: string } | { tenant: Omit<Tenant, 'teamsAppId'> }
}

/** The settings of Graph alone. Throws one Error that lists everything wrong, by name. */
export function readGraphConfig(env: NodeJS.ProcessEnv = process.env): GraphConfig {
  return readConfig([], { TEAMS_APP_ID: NO_TEAMS_APP, ...env })
}
const NO_TEAMS_APP = '00000000-0000-0000-0000-000000000000'

/** The settings of the store alone, for administrators' commands. Throws one Error that lists everything wrong, by name. */
export function readStoreConfig(env: NodeJS.ProcessEnv = process.env): StoreConfig {
  const parsed = storeSchema.safeParse(env)
  if (!parsed.success) throw listed(parsed.error)
  return storeOf(parsed.data)
}

function storeOf(of: z.infer<typeof storeSchema>): StoreConfig {
  if (!of.COSMOS_ENDPOINT) return { sqlite: of.SQLITE_FILE }
  if (of.COSMOS_KEY && (of.NODE_ENV === 'production' || of.WEBSITE_SITE_NAME))
    throw new Error(
      'COSMOS_KEY: an account key opens everything to whoever reads it, so production signs in with a managed identity. Remove the setting.',
    )
  return {
    cosmos: {
      endpoint: of.COSMOS_ENDPOINT,
      database: of.COSMOS_DATABASE,
      container: of.COSMOS_CONTAINER,
      credential: of.COSMOS_KEY ? { key: of.COSMOS_KEY } : { managedIdentity: of.MANAGED_IDENTITY_CLIENT_ID ?? null },
    },
  }
}

const listed = (error: z.ZodError) =>
  new Error(error.issues.map((one) => `${one.path.join('.')}: ${one.message}`).join('\n'))
