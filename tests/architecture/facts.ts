// Reads one source file for the architecture test: what it imports and exports, and the few expressions that have rules.
import { parseSync } from '@swc/core'

export type Facts = {
  /** Whatever it imports: static, dynamic, `import type`, `export … from`, require. */
  imports: string[]
  opensWithComment: boolean
  hasDefaultExport: boolean
  /** Only passes on what others export. */
  isBarrel: boolean
  /** An import whose name is computed, which no map can judge. */
  computesImport: boolean
  readsEnvironment: boolean
  /** Exports something that exists at run time. */
  exportsValues: boolean
  /** What Node cannot erase: 'enum', 'namespace' … */
  notErasable: string[]
  /** Clock, dice, network, environment: 'Date.now', 'fetch' … */
  impure: string[]
}

type Node = { type: string } & Record<string, unknown>
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** Every node below and including `of`, parents first. */
function* nodes(of: unknown): Generator<Node> {
  if (Array.isArray(of)) for (const one of of) yield* nodes(one)
  else if (typeof of === 'object' && of !== null) {
    if (isNode(of)) yield of
    for (const value of Object.values(of)) if (typeof value === 'object') yield* nodes(value)
  }
}

const nameOf = (value: unknown): string | null =>
  isNode(value) && value.type === 'Identifier' && typeof value.value === 'string' ? value.value : null
const textOf = (value: unknown): string | null =>
  isNode(value) && value.type === 'StringLiteral' && typeof value.value === 'string' ? value.value : null
const firstArgument = (call: Node): unknown =>
  Array.isArray(call.arguments) ? (call.arguments[0] as { expression?: unknown } | undefined)?.expression : undefined

/** 'Date.now' of `Date.now` and `Date['now']`; null where it is no plain member of a name. */
function memberOf(node: Node): string | null {
  const object = nameOf(node.object)
  if (node.type !== 'MemberExpression' || object === null || !isNode(node.property)) return null
  const property = node.property.type === 'Computed' ? textOf(node.property.expression) : nameOf(node.property)
  return `${object}.${property ?? '?'}`
}

const PASSING_ON = new Set(['ExportAllDeclaration', 'ExportNamedDeclaration'])
const NOT_ERASABLE: Record<string, string> = {
  TsEnumDeclaration: 'enum',
  TsModuleDeclaration: 'namespace',
  TsParameterProperty: 'parameter property',
  TsImportEqualsDeclaration: 'import =',
  TsExportAssignment: 'export =',
}
/** Objects of which no member is pure; of crypto.subtle only the digest is used, which is. */
const IMPURE_OBJECTS = new Set([
  'process',
  'globalThis',
  'window',
  'self',
  'document',
  'navigator',
  'location',
  'localStorage',
  'sessionStorage',
  'performance',
  'console',
])
const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'crypto.randomUUID', 'crypto.getRandomValues'])
const IMPURE_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Date'])

function impureOf(node: Node): string | null {
  const member = memberOf(node)
  if (member !== null && (IMPURE_MEMBERS.has(member) || IMPURE_OBJECTS.has(member.split('.')[0] ?? ''))) return member
  const callee = nameOf(node.callee)
  if (node.type === 'CallExpression' && callee !== null && IMPURE_CALLS.has(callee)) return `${callee}()`
  const isBare = !Array.isArray(node.arguments) || node.arguments.length === 0
  if (node.type === 'NewExpression' && callee === 'Date' && isBare) return 'new Date()'
  // Taking it apart, or handing it on: `const { env } = process`, `f(globalThis)`.
  const handed = [node.init, node.right, node.expression].map(nameOf).find((name) => name && IMPURE_OBJECTS.has(name))
  return handed ?? null
}

/** Throws when the file does not parse. */
export function factsOf(path: string, source: string): Facts {
  const program = parseSync(source, { syntax: 'typescript', tsx: path.endsWith('x'), target: 'es2024' })
  const items = program.body as unknown as Node[]
  const all = [...nodes(items)]
  const calls = all.filter(({ type }) => type === 'CallExpression')
  const callsOf = (what: (callee: unknown) => boolean) => calls.filter(({ callee }) => what(callee)).map(firstArgument)
  const dynamic = callsOf((callee) => isNode(callee) && callee.type === 'Import')
  const required = callsOf((callee) => nameOf(callee) === 'require')
  const named = (types: string[], key: string) =>
    all.filter(({ type }) => types.includes(type)).map((node) => textOf(node[key]))
  const imports = [
    ...named(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'], 'source'),
    ...named(['TsImportType'], 'argument'),
    ...[...dynamic, ...required].map(textOf),
  ].filter((name) => name !== null)

  const members = all.map(memberOf)
  const takesProcessApart = all.some(({ type, init }) => type === 'VariableDeclarator' && nameOf(init) === 'process')
  const declared = items
    .filter(({ type }) => type === 'ExportDeclaration')
    .map(({ declaration }) => declaration as Node)
  return {
    imports: [...new Set(imports)],
    opensWithComment: /^(#!.*\n)?\s*(\/\/|\/\*)/.test(source),
    hasDefaultExport: all.some(({ type }) => /^ExportDefault/.test(type)),
    isBarrel:
      items.some(({ type, source }) => PASSING_ON.has(type) && source) &&
      items.every(({ type }) => PASSING_ON.has(type) || type === 'ImportDeclaration'),
    computesImport: [...dynamic, ...required].some((argument) => textOf(argument) === null),
    readsEnvironment: members.includes('process.env') || takesProcessApart || imports.includes('node:process'),
    exportsValues:
      declared.some(({ type, declare }) => !declare && !/^Ts(TypeAlias|Interface)/.test(type)) ||
      items.some(({ type, typeOnly }) => PASSING_ON.has(type) && typeOnly !== true),
    notErasable: all.flatMap(({ type, declare }) => (NOT_ERASABLE[type] && !declare ? [NOT_ERASABLE[type]] : [])),
    impure: [...new Set(all.map(impureOf).filter((what) => what !== null))],
  }
}
