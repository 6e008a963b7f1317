// Judges a query before it runs: what it selects, filters and sorts by, and refuses what is not supported.
import {
  compileExpression,
  type Evaluate,
  memberName,
  nameOf,
  parameterOf,
  plain,
  refuse,
  type Scope,
} from './evaluate.ts'
import { badRequest } from './failure.ts'
import { hasComposite, isIndexed, isNamedExactly } from './indexing.ts'
import { type Node, parseQuery, type Query } from './parser.ts'
import type { Container } from './types.ts'

export type Order = { path: string; descending: boolean; value: Evaluate }
export type Aggregate = { name: 'COUNT' | 'MAX' | 'MIN'; value: Evaluate }

export type QueryPlan = {
  scope: Scope
  /** Conditions that must all be true, and whether the index serves each. */
  conditions: { node: Node; isTrue: (document: unknown) => boolean; isIndexed: boolean }[]
  top: number | null
  orders: Order[]
  /** Whether items without the first sorting field are left out, as the default policy does. */
  skipsUnsorted: boolean
  aggregate: Aggregate | null
  /** null: the document as it is stored. */
  project: Evaluate | null
}

const AGGREGATES = ['COUNT', 'MAX', 'MIN']
const ALL_AGGREGATES = [...AGGREGATES, 'SUM', 'AVG']

export type QuerySpec = { query: string; parameters: ReadonlyMap<string, unknown> }

/** The query and its parameters in the body of a request. */
export function readSpec(body: unknown): QuerySpec {
  const { query, parameters = [] } = (body ?? {}) as {
    query?: unknown
    parameters?: { name: string; value?: unknown }[]
  }
  if (typeof query !== 'string' || !Array.isArray(parameters)) throw badRequest('The body must be a query.')
  return { query, parameters: new Map(parameters.map(({ name, value }) => [name, value])) }
}

export function planQuery({ query, parameters }: QuerySpec, container: Container): QueryPlan {
  const tree = parseQuery(query)
  const scope = { alias: aliasOf(tree), parameters }
  const aggregate = aggregateOf(tree, scope)
  const orders = ordersOf(tree, scope)
  const top = topOf(tree, scope)
  if (aggregate && (orders.length > 0 || top !== null)) throw refuse('an aggregate together with TOP or ORDER BY')
  demandOrderIndex(orders, container)
  return {
    scope,
    conditions: conjuncts(tree.where?.condition).map((node) => {
      const value = compileExpression(node, scope)
      const covered = pathsIn(node).every((path) => isIndexedIn(container, path))
      return { node, isTrue: (document) => value(document) === true, isIndexed: covered }
    }),
    top,
    orders,
    skipsUnsorted: orders[0] !== undefined && !isNamedExactly(orders[0].path, container.indexingPolicy),
    aggregate,
    project: aggregate ? null : projectionOf(tree, scope),
  }
}

export const isIndexedIn = ({ indexingPolicy, partitionKey }: Container, path: string): boolean =>
  isIndexed(path, indexingPolicy, partitionKey.paths)

/** The WHERE of a text alone, such as the condition of a patch. */
export function compileCondition(query: string): (document: unknown) => boolean {
  const tree = parseQuery(query)
  if (!tree.where) return () => true
  const value = compileExpression(tree.where.condition, { alias: aliasOf(tree), parameters: new Map() })
  return (document) => value(document) === true
}

function aliasOf({ from }: Query): string {
  if (!from) throw refuse('a query without FROM')
  const { expression, alias, iteration } = from.source
  const isPlain = expression.type === 'collection_expression' && expression.expression?.type === 'identifier'
  if (!isPlain || iteration || from.joins.length > 0) throw refuse('anything but a plain FROM c')
  return nameOf(alias ?? expression.expression)
}

function conjuncts(node: Node | undefined): Node[] {
  if (!node) return []
  const isAnd = node.type === 'scalar_binary_expression' && node.operator === 'AND'
  return isAnd ? [...conjuncts(node.left), ...conjuncts(node.right)] : [node]
}

/** /a/b for c.a.b; null for anything that is not a plain member of the document. */
export function pathOf(node: Node | undefined): string | null {
  if (node?.type === 'identifier') return ''
  if (node?.type !== 'scalar_member_expression') return null
  const [before, name] = [pathOf(node.object), memberName(node)]
  return before === null || name === null ? null : `${before}/${name}`
}

/** Every path that an expression reads. */
function pathsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(pathsIn)
  if (typeof node !== 'object' || node === null) return []
  const path = (node as Node).type === 'scalar_member_expression' ? pathOf(node as Node) : null
  return path === null ? Object.values(node).flatMap(pathsIn) : [path]
}

function topOf({ top }: Query, scope: Scope): number | null {
  if (!top) return null
  const value = top.value.type === 'parameter_name' ? parameterOf(top.value, scope) : top.value.value
  if (!Number.isInteger(value) || (value as number) < 0) throw badRequest('TOP needs a whole number, 0 or more.')
  return value as number
}

function ordersOf({ orderBy }: Query, scope: Scope): Order[] {
  return (orderBy?.expressions ?? []).map(({ expression, order }) => {
    const path = pathOf(expression)
    if (!path) throw refuse('ORDER BY anything but a field')
    return { path, descending: order?.toUpperCase() === 'DESC', value: compileExpression(expression, scope) }
  })
}

function demandOrderIndex(orders: readonly Order[], container: Container): void {
  if (orders.length > 1 && !hasComposite(orders, container.indexingPolicy)) {
    throw badRequest('The order by query does not have a corresponding composite index that it can be served from.')
  }
  const [first] = orders
  if (orders.length !== 1 || !first || isIndexedIn(container, first.path)) return
  throw badRequest('The index path corresponding to the specified order-by item is excluded.')
}

const isAggregateCall = (node: Node | undefined): node is Node =>
  node?.type === 'scalar_function_expression' && ALL_AGGREGATES.includes(nameOf(node.name as Node).toUpperCase())

function aggregateOf({ select }: Query, scope: Scope): Aggregate | null {
  const node = select.value
  if (!isAggregateCall(node)) return null
  const name = nameOf(node.name as Node).toUpperCase()
  const [argument, ...more] = node.arguments ?? []
  if (!AGGREGATES.includes(name) || !argument || more.length > 0) throw refuse(`the aggregate ${name}`)
  const value = compileExpression(argument, scope)
  return { name: name as Aggregate['name'], value }
}

function projectionOf({ select }: Query, scope: Scope): Evaluate | null {
  if (select['*']) return null
  if (select.value) {
    const value = compileExpression(select.value, scope)
    const isWholeDocument = pathOf(select.value) === ''
    return isWholeDocument ? null : (document) => plain(value(document))
  }
  const fields = (select.properties?.properties ?? []).map(({ property, alias }) => {
    if (isAggregateCall(property)) throw refuse('an aggregate without VALUE')
    const name = alias ? nameOf(alias) : lastName(property)
    if (!name) throw refuse('a selected expression without a name (write … AS name)')
    return [name, compileExpression(property, scope)] as const
  })
  if (fields.length === 0) throw refuse('this SELECT')
  if (new Set(fields.map(([name]) => name)).size < fields.length) throw badRequest('Two selected fields have one name.')
  return (document) => {
    const made: Record<string, unknown> = {}
    for (const [name, of] of fields) {
      const value = plain(of(document))
      if (value !== undefined) made[name] = value
    }
    return made
  }
}

const lastName = (node: Node): string | null => (node.type === 'identifier' ? nameOf(node) : memberName(node))
