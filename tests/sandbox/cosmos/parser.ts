// Reads a query's text into its syntax tree, with the parser of @zeit/cosmosdb-query and types of our own.
import { createRequire } from 'node:module'
import { badRequest } from './failure.ts'

/** One node of the tree; which fields are there depends on its type. */
export type Node = {
  type: string
  name?: string | Node
  value?: unknown
  object?: Node
  property?: Node
  computed?: boolean
  operator?: string
  left?: Node
  right?: Node
  argument?: Node
  arguments?: Node[]
  list?: Node[]
  begin?: Node
  end?: Node
  elements?: Node[]
  properties?: { key: Node; value: Node }[]
  udf?: boolean
}

type SortExpression = { expression: Node; order: string | null }
type Selected = { property: Node; alias: Node | null }
type Source = { expression: Node & { expression?: Node }; alias: Node | null; iteration?: boolean }

export type Query = {
  type: string
  top: { value: Node } | null
  select: { '*'?: boolean; value?: Node; properties?: { properties: Selected[] } }
  from: { source: Source; joins: unknown[] } | null
  where: { condition: Node } | null
  orderBy: { expressions: SortExpression[] } | null
}

const PARSER = '@zeit/cosmosdb-query/lib/parser.js'
const { parse } = createRequire(import.meta.url)(PARSER) as { parse: (text: string) => Query | { body: Query } }

const KEPT = 500
const known = new Map<string, Query>()

/** The tree of a query. Throws 400 for a text that the parser does not understand. */
export function parseQuery(text: string): Query {
  const before = known.get(text)
  if (before) return before
  let tree: Query
  try {
    const parsed = parse(text)
    tree = 'body' in parsed ? parsed.body : parsed
  } catch (error) {
    throw badRequest(
      `Syntax error, or a form that the stand-in for Cosmos DB cannot read: ${(error as Error).message} Query: ${text}`,
    )
  }
  if (known.size >= KEPT) known.clear()
  known.set(text, tree)
  return tree
}
