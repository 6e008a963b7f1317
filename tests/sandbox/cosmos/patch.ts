// Partial updates of an item: add, set, replace, remove and incr at JSON paths, with an optional condition.
import { badRequest, itemNotFound, preconditionFailed } from './failure.ts'
import { type Condition, demandMatch, demandSize, findItem, type Place, rewrite } from './items.ts'
import { compileCondition } from './queryPlan.ts'
import type { Json, Reply } from './types.ts'

const LIMIT = 10
type Change = { op?: string; path?: string; value?: unknown }

export function patchItem(place: Place, id: string, body: unknown, { ifMatch }: Condition = {}): Reply {
  const { operations, condition } = readPatch(body)
  if (operations.length === 0 || operations.length > LIMIT) {
    throw badRequest(`A patch has 1 to ${LIMIT} operations; this one has ${operations.length}.`)
  }
  const before = findItem(place, id)
  if (!before) throw itemNotFound()
  demandMatch(before, ifMatch)
  const document = JSON.parse(before.body) as Json
  if (condition !== undefined && !compileCondition(`SELECT * ${condition}`)(document)) throw preconditionFailed()
  for (const change of operations) apply(document, change, place.container.partitionKey.paths)
  demandSize(JSON.stringify(document))
  return rewrite(place, id, document, before)
}

function readPatch(body: unknown): { operations: Change[]; condition: string | undefined } {
  if (Array.isArray(body)) return { operations: body as Change[], condition: undefined }
  const { operations, condition } = (body ?? {}) as { operations?: unknown; condition?: string }
  if (!Array.isArray(operations)) throw badRequest('A patch must be a list of operations.')
  return { operations: operations as Change[], condition }
}

function apply(document: Json, { op, path, value }: Change, partitionPaths: readonly string[]): void {
  if (typeof path !== 'string' || !path.startsWith('/') || path === '/') {
    throw badRequest('Each operation of a patch needs a path such as "/name".')
  }
  const isFixed = path === '/id' || /^\/_(rid|self|etag|ts|attachments)$/.test(path)
  if (isFixed || partitionPaths.some((one) => one === path || one.startsWith(`${path}/`))) {
    throw badRequest(`A patch cannot change "${path}".`)
  }
  const names = path
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = names.pop() ?? ''
  let parent: unknown = document
  for (const name of names) parent = (parent as Json | undefined)?.[name]
  if (typeof parent !== 'object' || parent === null) throw badRequest(`There is nothing at the parent of "${path}".`)
  const change = { op, path, value }
  if (Array.isArray(parent)) applyToList(parent, last, change)
  else applyToObject(parent as Json, last, change)
}

function applyToObject(parent: Json, name: string, { op, path, value }: Change): void {
  const isThere = Object.hasOwn(parent, name)
  if ((op === 'replace' || op === 'remove') && !isThere) throw badRequest(`There is nothing at "${path}" to ${op}.`)
  if (op === 'add' || op === 'set' || op === 'replace') parent[name] = demandValue(path, value)
  else if (op === 'remove') delete parent[name]
  else if (op === 'incr') parent[name] = sum(path, isThere ? parent[name] : 0, value)
  else throw badRequest(`The stand-in for Cosmos DB does not model the patch operation "${op}".`)
}

function applyToList(list: unknown[], name: string, { op, path, value }: Change): void {
  const at = name === '-' ? list.length : /^\d+$/.test(name) ? Number(name) : -1
  const isThere = at >= 0 && at < list.length
  if (at < 0 || (!isThere && !(op === 'add' && at === list.length))) throw badRequest(`"${path}" is not in the list.`)
  if (op === 'add') list.splice(at, 0, demandValue(path, value))
  else if (op === 'set' || op === 'replace') list[at] = demandValue(path, value)
  else if (op === 'remove') list.splice(at, 1)
  else if (op === 'incr') list[at] = sum(path, list[at], value)
  else throw badRequest(`The stand-in for Cosmos DB does not model the patch operation "${op}".`)
}

function demandValue(path: string | undefined, value: unknown): unknown {
  if (value === undefined) throw badRequest(`The operation on "${path}" needs a value.`)
  return value
}

function sum(path: string | undefined, before: unknown, by: unknown): number {
  if (typeof before !== 'number' || typeof by !== 'number')
    throw badRequest(`"${path}" can only be raised as a number.`)
  return before + by
}
