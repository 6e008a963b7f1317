// The part of OData that our requests to Graph use: $select, $filter of an address, paging, errors.
import type { Response } from 'express'

const GRAPH = 'https://graph.microsoft.com'

/** A refusal in Graph's shape. */
export class GraphFailure extends Error {
  readonly status: number
  readonly code: string
  constructor(status: number, code: string, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

export const graphError = (code: string, message: string) => ({
  error: { code, message, innerError: { date: new Date().toISOString().slice(0, 19) } },
})

export function sendFailure(res: Response, failure: GraphFailure): void {
  res.status(failure.status).json(graphError(failure.code, failure.message))
}

const badRequest = (message: string) => new GraphFailure(400, 'BadRequest', message)

export type Query = Record<string, string>

/** The query options as single strings. Throws GraphFailure for one that this stand-in does not know. */
export function queryOf(url: string, known: readonly string[]): Query {
  const query = Object.fromEntries(new URL(url, GRAPH).searchParams)
  const unknown = Object.keys(query).find((name) => name.startsWith('$') && !known.includes(name))
  if (unknown) throw badRequest(`The query option '${unknown}' is not supported here.`)
  return query
}

/** The names of $select, or null for none. Throws GraphFailure for a name that the type does not have. */
export function selectOf(query: Query, type: string, properties: ReadonlySet<string>): string[] | null {
  if (!query.$select) return null
  const names = query.$select.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !properties.has(name))
  if (unknown !== undefined) {
    throw badRequest(`Could not find a property named '${unknown}' on type 'microsoft.graph.${type}'.`)
  }
  return names
}

/** The object with these properties only. */
export const pick = (from: Record<string, unknown>, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]]] : [])))

/** One page of a collection, with the link to the next; links always name Graph's own host. */
export function page<T>(url: string, all: T[], query: Query, size: number): object {
  const top = wholeNumber(query.$top, '$top', size)
  const skip = wholeNumber(query.$skip, '$skip', 0)
  if (top < 1 || top > 1000) throw badRequest("The limit of '1000' for $top has been exceeded or it is below 1.")
  const value = all.slice(skip, skip + top)
  if (skip + top >= all.length) return { value }
  const next = new URL(url, GRAPH)
  next.searchParams.set('$skip', String(skip + top))
  return { '@odata.nextLink': next.href, value }
}

function wholeNumber(text: string | undefined, name: string, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^\d+$/.test(text)) throw badRequest(`Invalid value '${text}' for ${name}.`)
  return Number(text)
}

export type Clause = { property: 'id' | 'mail' | 'userPrincipalName' | 'proxyAddresses'; value: string }

/** A $filter made of equalities joined by `or`. Throws GraphFailure for anything else. */
export function clausesOf(filter: string): Clause[] {
  const clauses: Clause[] = []
  let rest = filter.trim()
  while (rest) {
    const found =
      /^(?:proxyAddresses\/any\(\s*(\w+)\s*:\s*\1\s+eq\s+'((?:[^']|'')*)'\s*\)|(id|mail|userPrincipalName)\s+eq\s+'((?:[^']|'')*)')(?:\s+or\s+|$)/.exec(
        rest,
      )
    if (!found) throw badRequest(`Invalid filter clause: ${rest}`)
    const [whole, , address, property, value] = found
    clauses.push({
      property: (property ?? 'proxyAddresses') as Clause['property'],
      value: (address ?? value ?? '').replaceAll("''", "'"),
    })
    rest = rest.slice(whole.length)
  }
  return clauses
}

/** The ids that $expand=singleValueExtendedProperties($filter=id eq '…') asks for; null for none. */
export function expandedProperties(expand: string | undefined): string[] | null {
  if (expand === undefined) return null
  const inside = /^singleValueExtendedProperties\(\$filter=(.+)\)$/.exec(expand.trim())?.[1]
  const ids = [...(inside ?? '').matchAll(/id eq '((?:[^']|'')*)'/gi)].map(([, id = '']) => id.replaceAll("''", "'"))
  if (ids.length === 0) throw badRequest(`The $expand '${expand}' is not supported here.`)
  return ids
}
