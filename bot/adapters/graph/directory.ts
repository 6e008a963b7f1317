// The ports Directory and Groups: people, their employees and managers, who an address means, who is in a group.
import { z } from 'zod'
import type { Directory, Groups } from '#bot/ports.ts'
import { bareAddress, type DirectoryPerson } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { type Reader, unavailable } from './answers.ts'
import type { Answer, Ask } from './client.ts'

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

/** Least privileged application permissions (learn.microsoft.com: user-get, user-list-directreports, group-list-transitivemembers). */
const PEOPLE = { permission: 'User.Read.All', what: 'read who works here' }
const GROUPS = { permission: 'GroupMember.Read.All', what: 'read who is in a group' }
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function directoryPort(reads: Reader): Directory & Groups {
  const known = new Map<string, { found: DirectoryPerson | null; until: number }>()
  const read = (path: string) => ({ method: 'GET', path, mailbox: null }) as const

  async function expect(ask: Ask): Promise<Answer> {
    const answer = await reads.expect(ask, 403, 404)
    if (answer.status === 403) throw notAllowed(PEOPLE)
    return answer
  }
  /** Null where that whose list it is is not there. */
  async function all(path: string, need = PEOPLE): Promise<unknown[] | null> {
    const answer = await reads.all(read(path), 403, 404)
    if ('items' in answer) return answer.items
    if (answer.answer.status === 403) throw notAllowed(need)
    return null
  }
  const list = async (path: string): Promise<DirectoryPerson[]> => people((await all(path)) ?? [])

  /** Display names are not unique in Entra. */
  async function groupId(group: string): Promise<string | null> {
    if (GUID.test(group)) return group
    const name = encodeURIComponent(`'${group.replaceAll("'", "''")}'`)
    const named = z
      .array(z.object({ id: z.string() }))
      .parse(await all(`/groups?$filter=displayName eq ${name}`, GROUPS))
    if (named.length > 1)
      throw new Refusal('invalid', `${named.length} groups are called "${group}": name it by its object id.`, 'group')
    return named[0]?.id ?? null
  }

  async function person(id: string): Promise<DirectoryPerson | null> {
    const answer = await expect(read(`/users/${encodeURIComponent(id)}?$select=${PERSON_FIELDS}`))
    return answer.status === 404 ? null : personOf(user.parse(answer.body))
  }

  return {
    person,
    async employeesOf(manager) {
      const items = await all(`/users/${manager}/directReports?$top=${PAGE}&$select=${PERSON_FIELDS}`)
      // Somebody who is there and whose list is not: that is no reading of the directory, and must change nothing (R0).
      if (items === null && (await person(manager)) !== null) throw unavailable()
      return people(items ?? [])
    },
    async managerOf(employee) {
      const answer = await expect(read(`/users/${employee}/manager?$select=${PERSON_FIELDS}`))
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
    async membersOf(group) {
      const id = await groupId(group)
      // Ids only: what else is in the answer depends on further permissions.
      const members = id === null ? null : await all(`/groups/${id}/transitiveMembers?$top=${PAGE}&$select=id`, GROUPS)
      return members && people(members).map((one) => one.id)
    },
  }
}

const notAllowed = ({ permission, what }: typeof PEOPLE) =>
  new Refusal(
    'notForYou',
    `Growth may not ${what}: the Graph application permission ${permission} is missing. Give it in Entra (App registrations, the app, API permissions, Add a permission, Microsoft Graph, Application permissions), then Grant admin consent.`,
    permission,
  )

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
