// Graph's directory: users, their direct reports, their mailbox settings.
import type { Router } from 'express'
import { clausesOf, GraphFailure, page, pick, type Query, queryOf, selectOf } from './odata.ts'
import { graphUser } from './people.ts'
import type { Sandbox } from './sandbox.ts'
import type { Person } from './world.ts'

const DEFAULT_PROPERTIES = [
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
  'id',
]
const PROPERTIES = new Set([...DEFAULT_PROPERTIES, 'proxyAddresses', 'accountEnabled', 'userType'])
const PAGE = 100

/** The owner of a mailbox that the app can open. Throws GraphFailure 404 or 403, as Exchange answers for others. */
export function mailboxOf(sandbox: Sandbox, idOrUpn: string): Person {
  const person = userOf(sandbox, idOrUpn)
  if (person.mailbox === 'none')
    throw new GraphFailure(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    )
  if (person.mailbox === 'closed')
    throw new GraphFailure(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.')
  return person
}

/** The user of a route. Throws GraphFailure 404. */
export function userOf(sandbox: Sandbox, idOrUpn: string): Person {
  const person = graphUser(sandbox.world, idOrUpn)
  if (person) return person
  throw new GraphFailure(404, 'Request_ResourceNotFound', `Resource '${idOrUpn}' does not exist.`)
}

/** What Graph shows of a user: what `$select` names, else the usual. */
export function userView(person: Person, query: Query): Record<string, unknown> {
  const [givenName = '', ...surname] = person.displayName.split(' ')
  const { id, displayName, jobTitle, mail, userPrincipalName, proxyAddresses, accountEnabled, userType } = person
  const all = {
    businessPhones: [],
    displayName,
    givenName,
    jobTitle,
    mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: surname.join(' '),
    userPrincipalName,
    id,
    proxyAddresses,
    accountEnabled,
    userType,
  }
  return pick(all, selectOf(query, 'user', PROPERTIES) ?? DEFAULT_PROPERTIES)
}

export function userRoutes(router: Router, sandbox: Sandbox): void {
  router.get('/users', (req, res) => {
    const query = queryOf(req.originalUrl, ['$select', '$filter', '$top', '$skip'])
    const clauses = query.$filter === undefined ? null : clausesOf(query.$filter)
    const found = sandbox.world.people.filter((person) => !clauses || clauses.some((clause) => holds(person, clause)))
    res.json(
      page(
        req.originalUrl,
        found.map((person) => userView(person, query)),
        query,
        PAGE,
      ),
    )
  })
  router.get('/users/:user', (req, res) => {
    res.json(userView(userOf(sandbox, req.params.user), queryOf(req.originalUrl, ['$select'])))
  })
  router.get('/users/:user/directReports', (req, res) => {
    const query = queryOf(req.originalUrl, ['$select', '$top', '$skip'])
    const manager = userOf(sandbox, req.params.user)
    const employees = sandbox.world.people.filter((person) => person.manager === manager.id)
    const views = employees.map((person) => ({ '@odata.type': '#microsoft.graph.user', ...userView(person, query) }))
    res.json(page(req.originalUrl, views, query, PAGE))
  })
  router.get('/users/:user/manager', (req, res) => {
    const manager = graphUser(sandbox.world, userOf(sandbox, req.params.user).manager ?? '')
    if (!manager) throw new GraphFailure(404, 'Request_ResourceNotFound', "Resource 'manager' does not exist.")
    const view = userView(manager, queryOf(req.originalUrl, ['$select']))
    res.json({ '@odata.type': '#microsoft.graph.user', ...view })
  })
  router.get('/users/:user/mailboxSettings', (req, res) => {
    const { mailboxSettings } = mailboxOf(sandbox, req.params.user)
    const query = queryOf(req.originalUrl, ['$select'])
    res.json(query.$select ? pick(mailboxSettings, query.$select.split(',')) : mailboxSettings)
  })
}

function holds(person: Person, { property, value }: ReturnType<typeof clausesOf>[number]): boolean {
  const wanted = value.toLowerCase()
  if (property === 'proxyAddresses') return person.proxyAddresses.some((address) => address.toLowerCase() === wanted)
  return person[property]?.toLowerCase() === wanted
}
