// Which addresses on an invitation are worth asking the directory about: those that could change what the event is (R1).
import { bareAddress, type DirectoryPerson } from '../person.ts'
import type { GraphEvent } from './event.ts'

/** The manager, an employee, the organizer who invited them, and a room that was invited like a person. */
const MOST_ON_A_ONE_ON_ONE = 4

/** Bare addresses, each once. In a larger meeting it makes no difference who a stranger is. */
export function addressesToAsk(
  event: GraphEvent,
  directory: (address: string) => Pick<DirectoryPerson, 'id'> | null,
): string[] {
  if (event.sensitivity !== 'normal' || event.isCancelled || event.isAllDay) return []
  const people = event.attendees.filter(({ type }) => type !== 'resource').map(({ emailAddress }) => emailAddress)
  if (event.organizer) people.push(event.organizer.emailAddress)
  const addresses = new Set(people.map(({ address }) => bareAddress(address)).filter((address) => address !== ''))
  const unknown = [...addresses].filter((address) => directory(address) === null)
  const known = new Set([...addresses].map((address) => directory(address)?.id).filter((id) => id !== undefined))
  return unknown.length + known.size > MOST_ON_A_ONE_ON_ONE ? [] : unknown
}
