// Turns an expression of a query into a function over a document. What it does not know it refuses with 400.
import { badRequest } from './failure.ts'
import type { Node } from './parser.ts'
import { compare, DIFFERENT, equal } from './values.ts'

export type Scope = { alias: string; parameters: ReadonlyMap<string, unknown> }
export type Evaluate = (document: unknown) => unknown

export const refuse = (what: string) =>
  badRequest(
    `The stand-in for Cosmos DB does not support ${what} in a query; it would rather refuse than answer wrongly.`,
  )

export const nameOf = (node: Node | undefined): string => (typeof node?.name === 'string' ? node.name : '')

/** Refuses a node that lacks what its type promises. */
function part(node: Node | undefined): Node {
  if (!node) throw refuse('an incomplete expression')
  return node
}

export function compileExpression(node: Node, scope: Scope): Evaluate {
  const compiled = (one: Node | undefined) => compileExpression(part(one), scope)
  switch (node.type) {
    case 'string_constant':
    case 'number_constant':
    case 'boolean_constant': {
      const { value } = node
      return () => value
    }
    case 'null_constant':
      return () => null
    case 'undefined_constant':
      return () => undefined
    case 'parameter_name': {
      const value = parameterOf(node, scope)
      return () => value
    }
    case 'identifier':
      if (nameOf(node) !== scope.alias) throw badRequest(`Identifier '${nameOf(node)}' could not be resolved.`)
      return (document) => document
    case 'scalar_member_expression':
      return compileMember(node, scope)
    case 'scalar_binary_expression':
      return compileBinary(node, scope)
    case 'scalar_unary_expression':
      return compileUnary(node, scope)
    case 'scalar_in_expression':
      return compileIn(node, scope)
    case 'scalar_between_expression': {
      const [value, begin, end] = [compiled(node.value as Node), compiled(node.begin), compiled(node.end)]
      return (document) => {
        const at = value(document)
        return and(inOrder('>=', at, begin(document)), inOrder('<=', at, end(document)))
      }
    }
    case 'scalar_function_expression':
      return compileFunction(node, scope)
    case 'scalar_object_expression':
      return compileObject(node, scope)
    case 'scalar_array_expression':
    case 'array_constant': {
      const elements = (node.elements ?? []).map(compiled)
      return (document) => elements.map((one) => plain(one(document))).filter((value) => value !== undefined)
    }
    default:
      throw refuse(`"${node.type}"`)
  }
}

/** A value that may leave the query: a comparison of different types must not. */
export function plain(value: unknown): unknown {
  if (value === DIFFERENT) throw refuse('the result of comparing different types')
  return value
}

export function parameterOf(node: Node, { parameters }: Scope): unknown {
  const name = nameOf(node)
  if (!parameters.has(name)) throw badRequest(`The query names the parameter ${name}, which the request does not give.`)
  return parameters.get(name)
}

/** The name behind a dot or in brackets, where it is written out; null where it is worked out. */
export function memberName({ property, computed }: Node): string | null {
  if (!computed) return nameOf(property)
  return property?.type === 'string_constant' ? String(property.value) : null
}

function compileMember(node: Node, scope: Scope): Evaluate {
  const object = compileExpression(part(node.object), scope)
  const name = memberName(node)
  const key = name === null ? compileExpression(part(node.property), scope) : () => name
  return (document) => {
    const [owner, at] = [object(document), key(document)]
    if (typeof owner !== 'object' || owner === null) return undefined
    const fits = Array.isArray(owner) ? typeof at === 'number' : typeof at === 'string'
    return fits && Object.hasOwn(owner, at as string) ? (owner as Record<string, unknown>)[at as string] : undefined
  }
}

const RANGES = new Set(['<', '<=', '>', '>='])

function compileBinary(node: Node, scope: Scope): Evaluate {
  const operator = node.operator ?? ''
  const [left, right] = [part(node.left), part(node.right)]
  // NOT binds to the nearest operand in one reading and to the comparison in the other: only parentheses are clear.
  const isComparison = RANGES.has(operator) || ['=', '!=', '<>'].includes(operator)
  if (isComparison && [left, right].some((one) => one.type === 'scalar_unary_expression' && one.operator === 'NOT')) {
    throw refuse('NOT before a comparison without parentheses; write NOT (a = b)')
  }
  const [a, b] = [compileExpression(left, scope), compileExpression(right, scope)]
  if (operator === 'AND') return (document) => and(a(document), b(document))
  if (operator === 'OR') return (document) => or(a(document), b(document))
  if (operator === '=') return (document) => equal(a(document), b(document))
  if (operator === '!=' || operator === '<>') return (document) => not(equal(a(document), b(document)))
  if (RANGES.has(operator)) return (document) => inOrder(operator, a(document), b(document))
  throw refuse(`the operator "${operator}"`)
}

function inOrder(operator: string, a: unknown, b: unknown): boolean | undefined {
  const order = compare(a, b)
  if (order === undefined) return undefined
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}

function and(a: unknown, b: unknown): unknown {
  if (a === false || b === false) return false
  if (a === true && b === true) return true
  return a === DIFFERENT || b === DIFFERENT ? DIFFERENT : undefined
}

function or(a: unknown, b: unknown): unknown {
  if (a === true || b === true) return true
  if (a === false && b === false) return false
  return a === DIFFERENT || b === DIFFERENT ? DIFFERENT : undefined
}

function not(value: unknown): unknown {
  // The documentation says undefined, the service's own engines say false: so negating it has no sure answer.
  if (value === DIFFERENT) {
    throw refuse('!= or NOT over a comparison of different types (for null, write IS_NULL or IS_DEFINED)')
  }
  return typeof value === 'boolean' ? !value : undefined
}

function compileUnary(node: Node, scope: Scope): Evaluate {
  const value = compileExpression(part(node.argument), scope)
  if (node.operator === 'NOT') return (document) => not(value(document))
  throw refuse(`the operator "${node.operator}"`)
}

function compileIn(node: Node, scope: Scope): Evaluate {
  const value = compileExpression(part(node.value as Node | undefined), scope)
  const list = (node.list ?? []).map((one) => compileExpression(one, scope))
  return (document) => {
    const at = value(document)
    return list.reduce((found: unknown, one) => or(found, equal(at, one(document))), false)
  }
}

function compileObject(node: Node, scope: Scope): Evaluate {
  const fields = (node.properties ?? []).map(({ key, value }) => {
    const name = key.type === 'string_constant' ? String(key.value) : nameOf(key)
    return [name, compileExpression(value, scope)] as const
  })
  return (document) => {
    const made: Record<string, unknown> = {}
    for (const [name, of] of fields) {
      const value = plain(of(document))
      if (value !== undefined) made[name] = value
    }
    return made
  }
}

function compileFunction(node: Node, scope: Scope): Evaluate {
  const name = nameOf(node.name as Node).toUpperCase()
  const given = (node.arguments ?? []).map((one) => compileExpression(one, scope))
  const [first, second, third] = given
  if (!node.udf && first && given.length === 1) {
    if (name === 'IS_DEFINED') return (document) => first(document) !== undefined
    if (name === 'IS_NULL') return (document) => first(document) === null
  }
  if (!node.udf && name === 'STARTSWITH' && first && second && given.length <= 3) {
    return (document) => startsWith(first(document), second(document), third?.(document) ?? false)
  }
  throw refuse(`the function ${name} with ${given.length} argument(s)`)
}

function startsWith(text: unknown, start: unknown, ignoreCase: unknown): boolean | undefined {
  if (typeof text !== 'string' || typeof start !== 'string') return undefined
  if (ignoreCase !== true) return text.startsWith(start)
  return text.toLowerCase().startsWith(start.toLowerCase())
}
