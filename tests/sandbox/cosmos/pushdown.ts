// What SQLite can do of a query: the comparisons on id, kind and due, in the order of an index, so that millions stay quick.
import { nameOf, parameterOf, type Scope } from './evaluate.ts'
import type { Node } from './parser.ts'
import { isIndexedIn, pathOf, type QueryPlan } from './queryPlan.ts'
import type { Container } from './types.ts'

export type Key = { value: string | number | null; row: number }

export type Pushdown = {
  /** Conditions in SQL, without those on container, partition and expiry. */
  where: string[]
  values: (string | number)[]
  index: string
  /** The column whose order the rows come in, before the row number; null for the row number alone. */
  column: 'id' | 'due' | null
  descending: boolean
  /** Whether the rows come in the order that the query asks for. */
  isSorted: boolean
  /** Whether SQL does the whole WHERE, so that rows may be counted unseen. */
  isWhole: boolean
}

type Simple = { field: string; operator: string; value: unknown }
const MIRRORED: Record<string, string> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=', '=': '=' }

/** A comparison of one top-level field with a constant, whichever side it is written on. */
function simpleOf(node: Node, scope: Scope): Simple | null {
  if (node.type !== 'scalar_binary_expression' || !(node.operator && node.operator in MIRRORED)) return null
  const sides = [
    { field: pathOf(node.left), constant: node.right, operator: node.operator },
    { field: pathOf(node.right), constant: node.left, operator: MIRRORED[node.operator] ?? '' },
  ]
  for (const { field, constant, operator } of sides) {
    if (!field || !constant) continue
    if (constant.type === 'parameter_name') return { field, operator, value: parameterOf(constant, scope) }
    if (constant.type === 'string_constant' || constant.type === 'number_constant') {
      return { field, operator, value: constant.value }
    }
  }
  return null
}

function constantOf(node: Node | undefined, scope: Scope): unknown {
  if (node?.type === 'parameter_name') return parameterOf(node, scope)
  return node?.type === 'string_constant' ? node.value : undefined
}

/** c.id IN ('a', 'b') with nothing but texts in the list. */
function listOf({ type, value, list = [] }: Node, scope: Scope): Simple | null {
  const field = type === 'scalar_in_expression' ? pathOf(value as Node) : null
  const values = field ? list.map((one) => constantOf(one, scope)) : []
  const isOfTexts = values.length > 0 && values.every((one) => typeof one === 'string')
  return field && isOfTexts ? { field, operator: 'IN', value: values } : null
}

/** STARTSWITH(c.id, 'a'), which is a range of the index. */
function startOf(node: Node, scope: Scope): Simple | null {
  const [first, second, third] = node.arguments ?? []
  const isStart = node.type === 'scalar_function_expression' && nameOf(node.name as Node).toUpperCase() === 'STARTSWITH'
  if (!isStart || node.udf || third || pathOf(first) !== '/id') return null
  const value = constantOf(second, scope)
  return typeof value === 'string' ? { field: '/id', operator: 'STARTSWITH', value } : null
}

const LAST_CHARACTER = '\u{10ffff}'

/** SQL for a comparison, held to the constant's own type: in SQLite every text is above every number. */
function sqlOf({ field, operator, value }: Simple): [string, (string | number)[]] | null {
  if (operator === 'IN') {
    if (field !== '/id' && field !== '/kind') return null
    const texts = value as string[]
    return [`${field.slice(1)} IN (${texts.map(() => '?').join(', ')})`, texts]
  }
  if (operator === 'STARTSWITH') return ['id >= ? AND id < ?', [String(value), `${value}${LAST_CHARACTER}`]]
  if (field === '/kind') return operator === '=' && typeof value === 'string' ? ['kind = ?', [value]] : null
  if (field === '/id') return typeof value === 'string' ? [`id ${operator} ?`, [value]] : null
  if (field !== '/due') return null
  if (typeof value === 'string') {
    return operator.startsWith('<') ? [`due ${operator} ? AND due >= ''`, [value]] : [`due ${operator} ?`, [value]]
  }
  if (typeof value !== 'number') return null
  return operator.startsWith('>') ? [`due ${operator} ? AND due < ''`, [value]] : [`due ${operator} ?`, [value]]
}

export function pushDown(plan: QueryPlan, container: Container): Pushdown {
  const where: string[] = []
  const values: (string | number)[] = []
  const fields = new Set<string>()
  let pushed = 0
  let hasKind = false
  for (const { node } of plan.conditions) {
    const simple = simpleOf(node, plan.scope) ?? listOf(node, plan.scope) ?? startOf(node, plan.scope)
    // What the policy leaves out of the index must cost a scan here too.
    const sql = simple && isIndexedIn(container, simple.field) ? sqlOf(simple) : null
    if (!simple || !sql) continue
    where.push(sql[0])
    values.push(...sql[1])
    pushed += 1
    fields.add(simple.field)
    if (simple.field === '/kind' && simple.operator === '=') hasKind = true
  }
  const shape = { where, values, isWhole: pushed === plan.conditions.length }
  const [order, second] = plan.orders
  const due = { index: hasKind ? 'items_kind_due' : 'items_due', column: 'due' as const }
  if (order && !second) {
    const descending = order.descending
    if (order.path === '/id') return { ...shape, index: 'items_id', column: 'id', descending, isSorted: true }
    if (order.path === '/due' && fields.has('/due')) return { ...shape, ...due, descending, isSorted: true }
  }
  const unsorted = { ...shape, descending: false, isSorted: !order }
  if (fields.has('/id')) return { ...unsorted, index: 'items_id', column: 'id' }
  if (fields.has('/due')) return { ...unsorted, ...due }
  return { ...unsorted, index: hasKind ? 'items_kind' : 'items_pk', column: null }
}
