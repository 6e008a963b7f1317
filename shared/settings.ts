// A tenant's settings: its fiscal year and cadence, how long things are kept, and the key of what is remembered of who left.
import { z } from 'zod'
import { cadence } from './offer/cadence.ts'

/** Months after the end of their quarter, or after they were sent, until things are removed; null keeps them. */
export const retention = z.object({
  /** Preparation that was never shared, and private notes. */
  drafts: z.number().int().min(1).nullable(),
  /** Discussions with their offers and shared preparation. Agreed plans are the employee's and stay. */
  discussions: z.number().int().min(1).nullable(),
  /** Chat messages and what is known of their delivery. */
  messages: z.number().int().min(1).nullable(),
  /** Who read or changed a plan. */
  audit: z.number().int().min(1).nullable(),
})
export type Retention = z.infer<typeof retention>

export const DEFAULT_RETENTION: Retention = { drafts: 12, discussions: 36, messages: 12, audit: 24 }

export const settings = z.object({
  tenant: z.string(),
  fiscalYearStartMonth: z.number().int().min(1).max(12),
  /** How often its pairs talk, unless they say otherwise (R2). */
  cadence,
  /** Which world of the sandbox this is; null in a real tenant. */
  world: z.string().nullable(),
  retention,
  /** Keys the hashes that stay of who had everything deleted; '' until the first time it is needed. Never leaves the server. */
  erasureKey: z.string(),
})
export type Settings = z.infer<typeof settings>

/** Version 1 knew no retention. */
export const fromVersion1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  retention: DEFAULT_RETENTION,
  erasureKey: '',
})

/** Version 2 knew one cadence. */
export const fromVersion2 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  cadence: 'quarterly',
})
