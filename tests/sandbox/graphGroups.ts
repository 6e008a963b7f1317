// Graph's groups: the tenant file's, and one that is always there, of everybody who manages somebody.
import type { Router } from 'express'
import { userView } from './graphUsers.ts'
import { GraphFailure, page, pick, queryOf } from './odata.ts'
import type { Sandbox } from './sandbox.ts'
import type { Group, Person, World } from './world.ts'

const MANAGERS_ID = '5d0c8a52-7f0e-4a51-9a0e-1c7b3e9f6d24'
const PAGE = 100

/** The file's own group of the name comes first. */
function groupsOf({ people, groups = [] }: World): Group[] {
  const managers = people.filter(({ id }) => people.some(({ manager }) => manager === id)).map(({ id }) => id)
  return groups.some(({ displayName }) => displayName === 'Managers')
    ? groups
    : [...groups, { id: MANAGERS_ID, displayName: 'Managers', members: managers }]
}

/** The members of a group, those of groups in it too when `deep`; each once, whatever goes in circles. */
function membersOf(world: World, group: Group, deep: boolean, seen = new Set([group.id])): (Person | Group)[] {
  return group.members.flatMap((id) => {
    if (seen.has(id)) return []
    seen.add(id)
    const person = world.people.find((one) => one.id === id)
    if (person) return [person]
    const inner = groupsOf(world).find((one) => one.id === id)
    if (!inner) return []
    return deep ? [inner, ...membersOf(world, inner, deep, seen)] : [inner]
  })
}

export function groupRoutes(router: Router, sandbox: Sandbox): void {
  const groupAt = (id: string): Group => {
    const found = groupsOf(sandbox.world).find((one) => one.id === id)
    if (found) return found
    throw new GraphFailure(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
  }
  router.get('/groups', (req, res) => {
    const query = queryOf(req.originalUrl, ['$select', '$filter', '$top', '$skip'])
    const [, quoted] = /^displayName eq '((?:[^']|'')*)'$/.exec(query.$filter ?? '') ?? []
    if (query.$filter !== undefined && quoted === undefined)
      throw new GraphFailure(400, 'BadRequest', `Invalid filter clause: ${query.$filter}`)
    const wanted = quoted?.replaceAll("''", "'").toLowerCase()
    const found = groupsOf(sandbox.world).filter(
      ({ displayName }) => wanted === undefined || displayName.toLowerCase() === wanted,
    )
    res.json(
      page(
        req.originalUrl,
        found.map((one) => pick(one, ['id', 'displayName'])),
        query,
        PAGE,
      ),
    )
  })
  router.get('/groups/:group', (req, res) => {
    res.json(pick(groupAt(req.params.group), ['id', 'displayName']))
  })
  router.get('/groups/:group/:list', (req, res, next) => {
    const { group, list } = req.params
    if (list !== 'members' && list !== 'transitiveMembers') return next()
    const query = queryOf(req.originalUrl, ['$select', '$top', '$skip'])
    const views = membersOf(sandbox.world, groupAt(group), list === 'transitiveMembers').map((one) =>
      'members' in one
        ? { '@odata.type': '#microsoft.graph.group', ...pick(one, ['id', 'displayName']) }
        : { '@odata.type': '#microsoft.graph.user', ...userView(one, query) },
    )
    res.json(page(req.originalUrl, views, query, PAGE))
  })
}
