// What a container's indexing policy covers: which paths, how many properties of a document, which two-field orders.
import type { CompositePath, IndexingPolicy, Json } from './types.ts'

/** What a container gets that says nothing about indexing. */
export const DEFAULT_POLICY: IndexingPolicy = {
  indexingMode: 'consistent',
  automatic: true,
  includedPaths: [{ path: '/*' }],
  excludedPaths: [{ path: '/"_etag"/?' }],
}

/** Indexed whatever the policy says. */
const ALWAYS = new Set(['/id', '/_ts'])

/** A policy's path without its quotes and its ending, and whether it takes in everything below. */
function read(path: string): { stem: string; below: boolean } {
  const plain = path.replaceAll('"', '')
  if (plain.endsWith('/*')) return { stem: plain.slice(0, -2), below: true }
  return { stem: plain.endsWith('/?') ? plain.slice(0, -2) : plain, below: false }
}

/** How precisely one of these paths fits; -1 when none does. */
function precision(path: string, patterns: readonly { path: string }[] | undefined): number {
  let best = -1
  for (const pattern of patterns ?? []) {
    const { stem, below } = read(pattern.path)
    const fits = path === stem || (below && path.startsWith(`${stem}/`))
    // An exact path beats one that only takes in what is below it.
    if (fits) best = Math.max(best, stem.length * 2 + (below ? 0 : 1))
  }
  return best
}

/** Whether `/a/b` is indexed; the more precise of included and excluded decides, as in the service. */
export function isIndexed(path: string, policy: IndexingPolicy, partitionPaths: readonly string[]): boolean {
  if (ALWAYS.has(path) || partitionPaths.includes(path)) return true
  if (policy.indexingMode === 'none') return false
  return precision(path, policy.includedPaths) > precision(path, policy.excludedPaths)
}

/** Whether a policy names this very path, which makes an order by it show items that lack it. */
export const isNamedExactly = (path: string, policy: IndexingPolicy): boolean =>
  (policy.includedPaths ?? []).some((one) => read(one.path).stem === path)

/** How many of a document's plain values the index takes in. The service's own properties do not count. */
export function indexedProperties(document: Json, policy: IndexingPolicy, partitionPaths: readonly string[]): number {
  const count = (value: unknown, path: string): number => {
    if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + count(one, `${path}/[]`), 0)
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).reduce((sum, [name, one]) => sum + count(one, `${path}/${name}`), 0)
    }
    return isIndexed(path, policy, partitionPaths) ? 1 : 0
  }
  return Object.entries(document).reduce(
    (sum, [name, value]) => sum + (name.startsWith('_') ? 0 : count(value, `/${name}`)),
    0,
  )
}

type Order = { path: string; descending: boolean }

/** Whether an order by several fields has its composite index, read forwards or backwards. */
export function hasComposite(orders: readonly Order[], policy: IndexingPolicy): boolean {
  const fits = (index: readonly CompositePath[], backwards: boolean) =>
    index.length === orders.length &&
    index.every((one, at) => {
      const order = orders[at]
      return (
        order !== undefined &&
        read(one.path).stem === order.path &&
        ((one.order === 'descending') !== backwards) === order.descending
      )
    })
  return (policy.compositeIndexes ?? []).some((index) => fits(index, false) || fits(index, true))
}
