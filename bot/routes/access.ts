// Who may open what, decided once for REST and sockets alike (R7): the employee and the manager of record, nobody else.
import type { Caller, World } from '#bot/ports.ts'
import type { Two } from '#bot/screens/discussion.ts'
import { isPeopleOps, personOf, seesPast, type Viewer } from '#bot/screens/people.ts'
import type { Person } from '#shared/kinds.ts'
import { DEFAULT_MAILBOX } from '#shared/person.ts'
import type { Surface } from '#shared/privacy/audit.ts'
import { Refusal } from '#shared/refusal.ts'

/** The caller as the store knows them; somebody it does not know sees their own empty screens. */
export async function viewerOf(world: Pick<World, 'store'>, caller: Caller): Promise<Viewer> {
  const known = await personOf(world, caller.tenant, caller.id)
  return { person: known ?? strangerOf(caller), roles: caller.roles }
}

function strangerOf({ tenant, id, name }: Caller): Person {
  const directory = {
    id,
    name,
    mail: null,
    userPrincipalName: null,
    proxyAddresses: [],
    enabled: true,
    member: true,
    jobTitle: null,
  }
  return { tenant, id, directory, mailbox: DEFAULT_MAILBOX, chat: null, employees: [], manager: null, dueAt: null }
}

/**
 * The employee and their manager of record, when the viewer is one of them. Throws Refusal 'notFound', the same for
 * somebody else's as for what does not exist.
 */
export async function pairOf(world: Pick<World, 'store'>, viewer: Viewer, employeeId: string): Promise<Two> {
  const employee = await personOf(world, viewer.person.tenant, employeeId)
  const manager = await personOf(world, viewer.person.tenant, employee?.manager ?? null)
  const { id } = viewer.person
  if (!employee || !manager || (employee.id !== id && manager.id !== id)) throw notYours()
  return { viewer, employee, manager }
}

/** The same for everything that people wrote: a manager who followed another sees none of it before the hand-over (R7). */
export async function twoOf(world: Pick<World, 'store'>, viewer: Viewer, employeeId: string): Promise<Two> {
  const two = await pairOf(world, viewer, employeeId)
  if (two.manager.id === viewer.person.id && !(await seesPast(world, two.employee))) throw notYours()
  return two
}

/**
 * Who of those that were let in may stay: one point read (1 RU). The person is the employee or the manager of record, and
 * what a manager may see changes only together with who it is.
 */
export async function mayStay(
  world: Pick<World, 'store'>,
  tenant: string,
  employeeId: string,
): Promise<(person: string) => boolean> {
  const employee = await personOf(world, tenant, employeeId)
  return (person) =>
    employee !== null && employee.manager !== null && (person === employee.id || person === employee.manager)
}

/** People ops by their app role in Entra (R0). To anybody else the route is as good as not there. */
export function peopleOps(viewer: Viewer): Viewer {
  if (!isPeopleOps(viewer)) throw notYours()
  return viewer
}

export const notYours = () => new Refusal('notFound', 'There is nothing here that is shared with you.')

/** Where the tab says it is, for the list of who read what; anything else is the tab. It opens nothing. */
export const seenOn = (said: string | null | undefined): Surface =>
  said === 'panel' || said === 'stage' ? said : 'tab'
