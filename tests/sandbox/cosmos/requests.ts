// Reads what a request wants: the operation from method, path and headers, and the kinds of the items it is about.
import { badRequest } from './failure.ts'
import type { Headers, Json, Operation } from './types.ts'

export type Incoming = {
  method: string
  /** The path's segments, decoded. */
  segments: string[]
  headers: Headers
  text: string
  /** The body; undefined where it is no JSON. */
  json: unknown
}

/** The decoded segments of a path, without its query string. */
export function segmentsOf(url: string): string[] {
  const path = url.split('?')[0] ?? ''
  try {
    return path.split('/').filter(Boolean).map(decodeURIComponent)
  } catch {
    throw badRequest(`The path ${path} is not encoded properly.`)
  }
}

export const isTrue = (header: string | undefined): boolean => header?.toLowerCase() === 'true'

export function operationOf({
  method,
  segments,
  headers,
}: Pick<Incoming, 'method' | 'segments' | 'headers'>): Operation {
  const [root, , feed, , leaf] = segments
  if (root === undefined) return 'account'
  if (feed === undefined) return 'database'
  if (leaf === undefined) return 'container'
  if (leaf === 'pkranges') return 'ranges'
  if (segments.length === 6) return byMethod(method)
  if (method === 'GET') return headers['a-im'] === undefined ? 'readFeed' : 'changeFeed'
  if (isTrue(headers['x-ms-cosmos-is-batch-request'])) return 'batch'
  if (isTrue(headers['x-ms-cosmos-is-query-plan-request'])) return 'queryPlan'
  const isQuery = isTrue(headers['x-ms-documentdb-isquery']) || headers['content-type']?.includes('query+json')
  if (isQuery) return 'query'
  return isTrue(headers['x-ms-documentdb-is-upsert']) ? 'upsert' : 'create'
}

function byMethod(method: string): Operation {
  if (method === 'PUT') return 'replace'
  if (method === 'DELETE') return 'delete'
  return method === 'PATCH' ? 'patch' : 'read'
}

/** The body of a request; undefined where it is no JSON. */
export function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function jsonBody({ json }: Incoming): unknown {
  if (json === undefined) throw badRequest('The request body is not valid JSON.')
  return json
}

/** The body as a JSON object. Throws 400 for anything else. */
export function objectBody(request: Incoming): Json {
  const body = jsonBody(request)
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Json
  throw badRequest('The request body must be a JSON object.')
}

/** The kinds named by a request itself: of its documents, or among the constants and parameters of a query. */
export function kindsIn(operation: Operation, body: unknown): string[] {
  const kindOf = (document: unknown) => (document as { kind?: unknown } | null | undefined)?.kind
  const isText = (value: unknown): value is string => typeof value === 'string'
  if (operation === 'batch') {
    return (Array.isArray(body) ? body : []).map((step) => kindOf(step?.resourceBody)).filter(isText)
  }
  if (operation === 'query') {
    const { query = '', parameters = [] } = (body ?? {}) as { query?: string; parameters?: { value: unknown }[] }
    const quoted = [...query.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double)
    return [...quoted, ...parameters.map(({ value }) => value)].filter(isText)
  }
  return [kindOf(body)].filter(isText)
}

/** The id that a request is about: of its path, or of its document; null for queries, batches and feeds. */
export function idOf(operation: Operation, segments: readonly string[], body: unknown): string | null {
  if (segments.length === 6) return segments[5] ?? null
  if (operation !== 'create' && operation !== 'upsert') return null
  const id = (body as { id?: unknown } | null | undefined)?.id
  return typeof id === 'string' ? id : null
}
