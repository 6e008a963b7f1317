// A tenant file: Graph-shaped directory and calendars of a small tenant, for the sandbox and for `discover`.
import { z } from 'zod'
import { graphMailboxSettings, isRoomMailbox, mailboxOf } from '#shared/mailbox.ts'
import { graphEvent } from '#shared/oneOnOne/event.ts'
import { addressesOf, type DirectoryPerson, directoryOf, type MailboxSettings } from '#shared/person.ts'
import { isQuarterKey } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { brokenAt, lineOf, pathWords } from './jsonLines.ts'

/** Keeps the value as it was written, every key of it, but only if the schema can read it. */
const asWritten = <T extends z.ZodType>(schema: T) =>
  z.unknown().transform((value, context): Record<string, unknown> => {
    const result = schema.safeParse(value)
    if (result.success) return value as Record<string, unknown>
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path: [...path], message })
    return z.NEVER
  })

const tenantPerson = z
  .looseObject({
    id: z.string().min(1, 'is empty'),
    key: z.string().min(1, 'is empty').optional(),
    '@odata.type': z.string().optional(),
    groupTypes: z.array(z.string()).optional(),
    /** Of a group, for the sandbox. */
    members: z.unknown().optional(),
    displayName: z.string().nullish(),
    mail: z.string().nullish(),
    userPrincipalName: z.string().nullish(),
    proxyAddresses: z.array(z.string()).nullish(),
    accountEnabled: z.boolean().nullish(),
    userType: z.string().nullish(),
    jobTitle: z.string().nullish(),
    /** The id of the person's manager. */
    manager: z.string().nullish(),
    installed: z.boolean().nullish(),
    isRoom: z.boolean().nullish(),
    /** App roles in Entra, such as people ops. */
    appRoles: z.array(z.string()).optional(),
    mailboxTimeZone: z.string().nullish(),
    mailboxSettings: asWritten(graphMailboxSettings).nullish(),
  })
  .transform((person) => ({
    ...person,
    key: person.key ?? person.id,
    displayName: person.displayName ?? person.key ?? person.id,
    mail: person.mail ?? null,
    userPrincipalName: person.userPrincipalName ?? null,
    proxyAddresses: person.proxyAddresses ?? [],
    accountEnabled: person.accountEnabled ?? true,
    userType: person.userType ?? 'Member',
    jobTitle: person.jobTitle ?? null,
    manager: person.manager ?? null,
    installed: person.installed ?? true,
  }))
export type TenantPerson = z.infer<typeof tenantPerson>

/** Events stay as written, Graph's other fields included; parse them with `graphEvent`, which cannot fail here. */
const page = z.looseObject({ value: z.array(asWritten(graphEvent)) })

export const tenantFile = z
  .object({
    now: z.iso
      .datetime({ offset: true, error: 'must be an ISO 8601 time such as 2026-10-05T08:00:00Z' })
      .transform((now) => new Date(now).toISOString()),
    fiscalYearStartMonth: z
      .number()
      .refine((month) => [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].includes(month), 'must be a month from 1 to 12')
      .default(1),
    quarter: z.string().refine(isQuarterKey, 'must be written like 2026-Q4').optional(),
    directory: z.array(tenantPerson),
    calendarView: z.record(z.string(), z.array(page)),
  })
  .superRefine(({ directory, calendarView }, context) => {
    const names = new Set<string>()
    for (const [index, { id, key }] of directory.entries()) {
      for (const [field, name] of Object.entries({ id, key: key === id ? undefined : key })) {
        if (name === undefined) continue
        if (names.has(name)) {
          const message = `is "${name}", which another person has`
          context.addIssue({ code: 'custom', path: ['directory', index, field], message })
        }
        names.add(name)
      }
    }
    for (const name of Object.keys(calendarView)) {
      if (names.has(name)) continue
      const message = 'is a calendar of nobody in the directory'
      context.addIssue({ code: 'custom', path: ['calendarView', name], message })
    }
  })
export type TenantFile = z.infer<typeof tenantFile>

/** Reads a tenant file. Throws Refusal 'invalid' whose sentence names file, line and field. */
export function parseTenantFile(text: string, fileName: string): TenantFile {
  const json = text.replace(/^\uFEFF/, '')
  const result = tenantFile.safeParse(parseJson(json, fileName))
  if (result.success) return result.data
  const issue = result.error.issues[0] ?? { path: [], message: 'cannot be read' }
  const field = pathWords(issue.path)
  const sentence = `${field || 'the file'} ${problem(issue.message)}.`
  throw new Refusal('invalid', `${fileName}, line ${lineOf(json, issue.path)}: ${sentence}`, field)
}

function parseJson(json: string, fileName: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    const { line, column } = brokenAt(json) ?? { line: 1, column: 1 }
    throw new Refusal('invalid', `${fileName}, line ${line}, column ${column}: this is not valid JSON.`)
  }
}

/** The person as our rules see them. */
export const personOf = (person: TenantPerson): DirectoryPerson => ({
  id: person.id,
  name: person.displayName,
  mail: person.mail,
  userPrincipalName: person.userPrincipalName,
  proxyAddresses: person.proxyAddresses,
  enabled: person.accountEnabled,
  member: person.userType.toLowerCase() === 'member',
  jobTitle: person.jobTitle,
  isRoom: person.isRoom === true || isRoomMailbox(graphSettingsOf(person)),
})

/** Zone, working days and automatic replies; `zoneName` is what the file calls the zone, for a warning when it is not known. */
export function settingsOf(person: TenantPerson): MailboxSettings & { zoneKnown: boolean; zoneName: string | null } {
  const graph = graphSettingsOf(person)
  const zoneName = graph?.timeZone ?? person.mailboxTimeZone ?? null
  return { ...mailboxOf({ ...graph, timeZone: zoneName }), zoneName }
}

/** Who an address means, and whether it is a group's. */
export function addressBook(people: readonly TenantPerson[]) {
  const groups = new Set(people.filter(isGroup).flatMap((group) => [...addressesOf(personOf(group))]))
  return {
    directory: directoryOf(people.filter((person) => !isGroup(person)).map(personOf)),
    isGroup: (address: string) => groups.has(address),
  }
}

const graphSettingsOf = (person: TenantPerson) =>
  person.mailboxSettings ? graphMailboxSettings.parse(person.mailboxSettings) : null

const isGroup = (entry: TenantPerson): boolean =>
  entry['@odata.type'] === '#microsoft.graph.group' || entry.groupTypes !== undefined

/** Zod's "Invalid input: expected string, received undefined" in the words of a sentence. */
function problem(message: string): string {
  const [, expected, received] = /expected (\w+), received (\w+)/.exec(message) ?? []
  if (received === 'undefined') return 'is missing'
  if (expected) return `must be ${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}, not ${received}`
  return /^(is|must) /.test(message) ? message : `is wrong: ${message}`
}
