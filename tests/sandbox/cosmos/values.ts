// Comparing JSON values as the service does: equality, ranges within one type, and the order of types in an ORDER BY.

/** What a comparison of two different types gives: not true, and not safe to negate. */
export const DIFFERENT = Symbol('a comparison of different types')

const RANKS = ['undefined', 'null', 'boolean', 'number', 'string', 'array', 'object']

export function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}

/** True, false, undefined where a side is undefined, DIFFERENT where the types differ. */
export function equal(a: unknown, b: unknown): boolean | undefined | typeof DIFFERENT {
  if (a === undefined || b === undefined) return undefined
  return typeOf(a) === typeOf(b) ? deepEqual(a, b) : DIFFERENT
}

function deepEqual(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const [one, other] = [Object.entries(a), b as Record<string, unknown>]
  if (one.length !== Object.keys(b).length) return false
  return one.every(([name, value]) => Object.hasOwn(other, name) && deepEqual(value, other[name]))
}

/** Texts in the order of their UTF-8 bytes, as SQLite has them too. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return /[\ud800-\udfff]/.test(a + b) ? Buffer.compare(Buffer.from(a), Buffer.from(b)) : a < b ? -1 : 1
}

/** Below, at or above 0; undefined for what has no order: different types, lists, objects. */
export function compare(a: unknown, b: unknown): number | undefined {
  const type = typeOf(a)
  if (type !== typeOf(b)) return undefined
  if (type === 'string') return compareTexts(a as string, b as string)
  if (type === 'number' || type === 'boolean') return Number(a) - Number(b)
  return type === 'null' ? 0 : undefined
}

/** The order of an ORDER BY, over all types. */
export function compareForOrder(a: unknown, b: unknown): number {
  const ranks = RANKS.indexOf(typeOf(a)) - RANKS.indexOf(typeOf(b))
  if (ranks !== 0) return ranks
  return compare(a, b) ?? 0
}
