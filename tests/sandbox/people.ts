// Finding people in the world: by key, id or any of their addresses.
import { bareAddress } from '#shared/person.ts'
import type { Person, World } from './world.ts'

/** Every address of a person, lower case, without the smtp: prefix. */
export function addressesOf(person: Pick<Person, 'mail' | 'userPrincipalName' | 'proxyAddresses'>): Set<string> {
  const all = [person.mail, person.userPrincipalName, ...person.proxyAddresses]
  return new Set(all.filter((address) => address !== null).map(bareAddress))
}

/** The person with this key or id (any case). */
export function personBy(world: World, keyOrId: string): Person | null {
  const wanted = keyOrId.toLowerCase()
  return world.people.find(({ id, key }) => id.toLowerCase() === wanted || key.toLowerCase() === wanted) ?? null
}

/** The person whom Graph would find under this id or user principal name. */
export function graphUser(world: World, idOrUpn: string): Person | null {
  const wanted = idOrUpn.toLowerCase()
  return (
    world.people.find(
      ({ id, userPrincipalName }) => id.toLowerCase() === wanted || userPrincipalName?.toLowerCase() === wanted,
    ) ?? null
  )
}

/** The person who receives mail at this address. */
export function personAt(world: Pick<World, 'people'>, address: string | null | undefined): Person | null {
  if (!address) return null
  const wanted = bareAddress(address)
  return world.people.find((person) => addressesOf(person).has(wanted)) ?? null
}

export type Role = 'manager' | 'employee' | 'peopleOps' | 'other'

/** How the host page introduces a person. */
export function roleOf(world: World, person: Person): Role {
  if (world.people.some(({ manager }) => manager === person.id)) return 'manager'
  if (person.manager !== null) return 'employee'
  return person.appRoles.includes('PeopleOps') ? 'peopleOps' : 'other'
}

/** Rooms and equipment have mailboxes too. */
export const isHuman = ({ mailboxSettings: { userPurpose } }: Person): boolean =>
  userPurpose !== 'room' && userPurpose !== 'equipment'
