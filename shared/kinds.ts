// What the store holds: for each kind its schema and version, the partition it lies in, its id there, and when it is due.
//
// Partitions (DESIGN, "Data in Cosmos"): what is about an employee lies with the employee, a message with its
// recipient, people and settings with their tenant.
import { z } from 'zod'
import { discussion } from './discussion/discussion.ts'
import { note, preparation } from './discussion/preparation.ts'
import { commitment } from './history/commitment.ts'
import { offer, fromVersion1 as offer1 } from './offer/offer.ts'
import {
  calendar,
  calendarFromVersion1 as calendar1,
  pair,
  fromVersion1 as pair1,
  fromVersion2 as pair2,
  series,
} from './oneOnOne/pair.ts'
import { watch } from './oneOnOne/watch.ts'
import { message, fromVersion1 as message1, sentDay, sentDayId, unsure } from './outbox/message.ts'
import { directoryPerson, mailboxSettings, reports } from './person.ts'
import { planHeadFromVersion1 as plan1, planHead, revision } from './plan/revision.ts'
import { audit, auditId } from './privacy/audit.ts'
import { erased, erasure } from './privacy/erasure.ts'
import { retentionRound } from './privacy/retention.ts'
import { settings, fromVersion1 as settings1, fromVersion2 as settings2 } from './settings.ts'

const person = z.object({
  tenant: z.string(),
  id: z.string(),
  directory: directoryPerson,
  mailbox: mailboxSettings,
  /** Where the bot reaches them; null while the app is not installed, or blocked. */
  chat: z.object({ conversation: z.string(), serviceUrl: z.string() }).nullable(),
  /** Ids of their employees, as of the last complete reading (R0). */
  employees: z.array(z.string()),
  /** The manager of record. */
  manager: z.string().nullable(),
  /** When the directory is read for them next; null where somebody else's reading brings them along. */
  dueAt: z.string().nullable(),
})
export type Person = z.infer<typeof person>

const storedCommitment = commitment.extend({ tenant: z.string(), employee: z.string() })
export type StoredCommitment = z.infer<typeof storedCommitment>

/** From a document of one version to the next. */
type Upgrade = (old: Record<string, unknown>) => Record<string, unknown>
type Def<S extends z.ZodType> = {
  schema: S
  partition: (of: z.infer<S>) => string
  id: (of: z.infer<S>) => string
  due: (of: z.infer<S>) => string | null
  /** From version 1 to 2, from 2 to 3 …; none while version 1 is the only one there ever was. */
  upgrades?: readonly Upgrade[]
}
const kind = <S extends z.ZodType>(def: Def<S>): Def<S> => def

export const tenantPartition = (tenant: string) => `tenant/${tenant}`
export const employeePartition = (tenant: string, employee: string) => `employee/${tenant}/${employee}`
export const recipientPartition = (tenant: string, recipient: string) => `recipient/${tenant}/${recipient}`

const ofTenant = (of: { tenant: string }) => tenantPartition(of.tenant)
const ofEmployee = (of: { tenant: string; employee: string }) => employeePartition(of.tenant, of.employee)
const ofRecipient = (of: { tenant: string; recipient: string }) => recipientPartition(of.tenant, of.recipient)
const never = () => null

export const KINDS = {
  settings: kind({
    schema: settings,
    partition: ofTenant,
    id: () => 'settings',
    due: never,
    upgrades: [settings1, settings2],
  }),
  person: kind({ schema: person, partition: ofTenant, id: (of) => of.id, due: (of) => of.dueAt }),
  reports: kind({ schema: reports, partition: ofTenant, id: (of) => of.manager, due: never }),
  series: kind({ schema: series, partition: ofTenant, id: (of) => of.id, due: never }),
  calendar: kind({
    schema: calendar,
    partition: ofTenant,
    id: (of) => of.manager,
    due: (of) => of.dueAt,
    upgrades: [calendar1],
  }),
  watch: kind({ schema: watch, partition: ofTenant, id: (of) => of.manager, due: (of) => of.dueAt }),
  pair: kind({
    schema: pair,
    partition: ofEmployee,
    id: () => 'pair',
    due: (of) => of.dueAt,
    upgrades: [pair1, pair2],
  }),
  offer: kind({
    schema: offer,
    partition: ofEmployee,
    id: (of) => of.quarter.key,
    due: (of) => of.dueAt,
    upgrades: [offer1],
  }),
  discussion: kind({ schema: discussion, partition: ofEmployee, id: (of) => of.quarter.key, due: (of) => of.dueAt }),
  preparation: kind({
    schema: preparation,
    partition: ofEmployee,
    id: (of) => `${of.quarter}/${of.writer}`,
    due: never,
  }),
  note: kind({ schema: note, partition: ofEmployee, id: (of) => `${of.quarter}/${of.writer}`, due: never }),
  plan: kind({
    schema: planHead,
    partition: ofEmployee,
    id: () => 'plan',
    due: (of) => of.dueAt,
    upgrades: [plan1],
  }),
  revision: kind({ schema: revision, partition: ofEmployee, id: (of) => String(of.number), due: never }),
  commitment: kind({ schema: storedCommitment, partition: ofEmployee, id: (of) => of.id, due: never }),
  message: kind({
    schema: message,
    partition: ofRecipient,
    id: (of) => of.id,
    due: (of) => of.dueAt,
    upgrades: [message1],
  }),
  sentDay: kind({ schema: sentDay, partition: ofRecipient, id: sentDayId, due: never }),
  unsure: kind({ schema: unsure, partition: ofRecipient, id: () => 'unsure', due: never }),
  audit: kind({ schema: audit, partition: ofEmployee, id: auditId, due: never }),
  erasure: kind({ schema: erasure, partition: ofTenant, id: (of) => of.id, due: (of) => of.dueAt }),
  erased: kind({ schema: erased, partition: ofTenant, id: (of) => of.id, due: never }),
  retention: kind({
    schema: retentionRound,
    partition: (of) => employeePartition(of.tenant, of.person),
    id: () => 'retention',
    due: (of) => of.dueAt,
  }),
} as const

export type Kind = keyof typeof KINDS
export type Value<K extends Kind> = z.infer<(typeof KINDS)[K]['schema']>

export const isKind = (name: string): name is Kind => Object.hasOwn(KINDS, name)

// One cast for the whole registry: each entry's functions take exactly its own schema's value.
const defOf = <K extends Kind>(name: K) => KINDS[name] as unknown as Def<z.ZodType<Value<K>>>

/** The version in which documents of a kind are written. */
export const schemaOf = (name: Kind): number => (defOf(name).upgrades?.length ?? 0) + 1

/**
 * Parses a document, of an older version too; throws with the kind, the id and the field where it is broken, or where it
 * was written by a newer program: what that meant is not guessed.
 */
export function parseKind<K extends Kind>(name: K, id: string, json: unknown, schema = schemaOf(name)): Value<K> {
  const def = defOf(name)
  const known = schemaOf(name)
  if (schema > known)
    throw new Error(
      `The stored ${name} ${id} is of version ${schema}, and this program knows ${known}: update the program.`,
    )
  let newest = json
  if (schema < known)
    for (const upgrade of def.upgrades?.slice(schema - 1) ?? []) newest = upgrade(newest as Record<string, unknown>)
  const parsed = def.schema.safeParse(newest)
  if (parsed.success) return parsed.data as Value<K>
  const [issue] = parsed.error.issues
  throw new Error(`The stored ${name} ${id} is broken at ${issue?.path.join('.') ?? '?'}: ${issue?.message ?? ''}`)
}

/** Where a value lies and when it is due. */
export function placeOf<K extends Kind>(
  name: K,
  value: Value<K>,
): { partition: string; id: string; due: string | null } {
  const def = defOf(name)
  return { partition: def.partition(value), id: def.id(value), due: def.due(value) }
}
