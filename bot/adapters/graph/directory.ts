// The port Directory: people, their employees and managers, and who an address means.
import { z } from 'zod'
import type { Directory } from '#bot/ports.ts'
import { bareAddress, type DirectoryPerson } from '#shared/person.ts'
import type { Reader } from './answers.ts'

const PAGE = 500
const PERSON_FIELDS = 'id,displayName,mail,userPrincipalName,proxyAddresses,accountEnabled,userType,jobTitle'
const USER = '#microsoft.graph.user'
/** So long it is remembered who an address means, machine ms: the people on a manager's invitations hardly change. */
const REMEMBER_MS = 7 * 24 * 60 * 60_000
const MOST_REMEMBERED = 50_000

const user = z.object({
  '@odata.type': z.string().optional(),
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  jobTitle: z.string().nullish(),
})

export function directoryPort({ expect, all }: Reader): Directory {
  const known = new Map<string, { found: DirectoryPerson | null; until: number }>()
  const read = (path: string) => ({ method: 'GET', path, mailbox: null }) as const

  /** Empty where the person whose list it is is not there. */
  async function list(path: string): Promise<DirectoryPerson[]> {
    const answer = await all(read(path), 404)
    return 'items' in answer ? people(answer.items) : []
  }

  return {
    async person(id) {
      const answer = await expect(read(`/users/${id}?$select=${PERSON_FIELDS}`), 404)
      return answer.status === 404 ? null : personOf(user.parse(answer.body))
    },
    employeesOf: (manager) => list(`/users/${manager}/directReports?$top=${PAGE}&$select=${PERSON_FIELDS}`),
    async managerOf(employee) {
      const answer = await expect(read(`/users/${employee}/manager?$select=${PERSON_FIELDS}`), 404)
      return answer.status === 404 ? null : (people([answer.body])[0] ?? null)
    },
    async byAddress(address) {
      const bare = bareAddress(address)
      const before = known.get(bare)
      if (before && before.until > Date.now()) return before.found
      const quoted = encodeURIComponent(`'smtp:${bare.replaceAll("'", "''")}'`)
      const people = await list(`/users?$filter=proxyAddresses/any(p:p eq ${quoted})&$select=${PERSON_FIELDS}`)
      // An address that two people claim names neither (R1).
      const found = people.length === 1 ? (people[0] ?? null) : null
      if (known.size >= MOST_REMEMBERED) known.delete(known.keys().next().value as string)
      known.set(bare, { found, until: Date.now() + REMEMBER_MS })
      return found
    },
  }
}

/** Contacts may stand among the reports (PLATFORM 6.2). */
const people = (items: readonly unknown[]): DirectoryPerson[] =>
  items
    .map((item) => user.parse(item))
    .filter((one) => (one['@odata.type'] ?? USER) === USER)
    .map(personOf)

const personOf = (of: z.infer<typeof user>): DirectoryPerson => ({
  id: of.id,
  name: of.displayName ?? of.mail ?? of.id,
  mail: of.mail ?? null,
  userPrincipalName: of.userPrincipalName ?? null,
  proxyAddresses: of.proxyAddresses ?? [],
  enabled: of.accountEnabled ?? true,
  member: (of.userType ?? 'Member') === 'Member',
  jobTitle: of.jobTitle ?? null,
})
