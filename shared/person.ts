// People as the directory and their mailbox settings describe them.
import { z } from 'zod'
import type { Weekday } from './time.ts'

/** A user of the tenant, as we read it from Entra. Addresses keep the case and the prefix they came with. */
export const directoryPerson = z.object({
  id: z.string().min(1),
  name: z.string(),
  mail: z.string().nullable(),
  userPrincipalName: z.string().nullable(),
  proxyAddresses: z.array(z.string()),
  enabled: z.boolean(),
  /** userType is Member, not Guest. */
  member: z.boolean(),
  jobTitle: z.string().nullable(),
  isRoom: z.boolean().optional(),
})
export type DirectoryPerson = z.infer<typeof directoryPerson>

/** A manager's employees as the file of people ops has them, for where the directory has none (R0); ids. */
export const reports = z.object({
  tenant: z.string(),
  manager: z.string(),
  employees: z.array(z.string()),
  /** When this was imported. */
  at: z.string(),
})
export type Reports = z.infer<typeof reports>

const weekday = z.union([1, 2, 3, 4, 5, 6, 7].map((day) => z.literal(day as Weekday)))
const instant = z.iso.datetime()

/** When a person can be written to. `away` is a scheduled automatic reply. */
export const mailboxSettings = z.object({
  /** IANA */
  zone: z.string().min(1),
  workingDays: z.array(weekday),
  away: z.object({ start: instant, end: instant }).nullable(),
})
export type MailboxSettings = z.infer<typeof mailboxSettings>

/** Where mailbox settings say nothing: Monday to Friday (R11), in UTC (R2). */
export const DEFAULT_MAILBOX: MailboxSettings = { zone: 'UTC', workingDays: [1, 2, 3, 4, 5], away: null }

/** 'Rafe' of 'Rafe Okafor', and of 'Okafor, Rafe', which is how many directories list people. */
export function firstName(name: string): string {
  const [before = '', after] = name.split(',').map((part) => part.trim())
  return (after || before).split(/\s+/)[0] ?? ''
}

/** An address as we compare it: no 'SMTP:' or other prefix, lower case. */
export const bareAddress = (address: string): string =>
  address
    .trim()
    .replace(/^[a-z0-9]+:/i, '')
    .toLowerCase()

/** Every address that means this person, lower case (R1: "resolved through every proxy address, any case"). */
export function addressesOf(person: DirectoryPerson): Set<string> {
  const all = [person.mail, person.userPrincipalName, ...person.proxyAddresses]
  return new Set(all.map((address) => bareAddress(address ?? '')).filter((address) => address !== ''))
}

/** Looks people up by address. An address that two people claim names neither: R1 would rather see a stranger than the wrong person. */
export function directoryOf(people: readonly DirectoryPerson[]): (address: string) => DirectoryPerson | null {
  const byAddress = new Map<string, DirectoryPerson | null>()
  for (const person of people) {
    for (const address of addressesOf(person)) {
      const other = byAddress.get(address)
      byAddress.set(address, other === undefined || other?.id === person.id ? person : null)
    }
  }
  // Most addresses come as we keep them.
  return (address) => byAddress.get(address) ?? byAddress.get(bareAddress(address)) ?? null
}
