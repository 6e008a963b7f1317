// Where things are in a JSON text: JSON.parse says what is wrong, people also need to know in which line.

/** Steps from the root to a value, as in a zod issue. */
export type JsonPath = readonly PropertyKey[]
export type Position = { line: number; column: number }

/** The first place at which a text stops being JSON, or null where it is JSON. Columns and lines count from 1. */
export function brokenAt(text: string): Position | null {
  const { brokenOffset } = scan(text)
  return brokenOffset === null ? null : positionOf(text, brokenOffset)
}

/** The line of the value at a path, or of its nearest ancestor where it is missing. */
export function lineOf(text: string, path: JsonPath): number {
  const { offsets } = scan(text)
  for (let length = path.length; length > 0; length -= 1) {
    const offset = offsets.get(keyOf(path.slice(0, length)))
    if (offset !== undefined) return positionOf(text, offset).line
  }
  return 1
}

/** 'directory[0].mail' */
export const pathWords = (path: JsonPath): string =>
  path.reduce<string>(
    (words, step) =>
      typeof step === 'number' ? `${words}[${step}]` : words ? `${words}.${String(step)}` : String(step),
    '',
  )

const keyOf = (path: JsonPath): string => JSON.stringify(path.map(String))

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

const BLANK = /[ \t\r\n]*/y
// Everything from the space up but the quote and the backslash, or an escape.
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])|true\b|false\b|null\b/y

/** Thrown and caught within scan only. */
class Broken extends Error {}

/** One pass over the text (RFC 8259): where each value begins, and where the text breaks off. */
function scan(text: string): { offsets: Map<string, number>; brokenOffset: number | null } {
  const offsets = new Map<string, number>()
  let at = 0

  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    at += found?.length ?? 0
    return found
  }
  const next = (character: string): boolean => {
    match(BLANK)
    if (text[at] !== character) return false
    at += 1
    return true
  }
  const expect = (found: boolean): void => {
    if (!found) throw new Broken()
  }
  const value = (path: string[]): void => {
    match(BLANK)
    offsets.set(keyOf(path), at)
    if (next('{')) members(path)
    else if (next('[')) items(path)
    else expect(match(STRING) !== null || match(SCALAR) !== null)
  }
  const members = (path: string[]): void => {
    if (next('}')) return
    do {
      match(BLANK)
      const name = match(STRING)
      expect(name !== null)
      expect(next(':'))
      value([...path, JSON.parse(name ?? '""') as string])
    } while (next(','))
    expect(next('}'))
  }
  const items = (path: string[]): void => {
    if (next(']')) return
    let index = 0
    do {
      value([...path, String(index)])
      index += 1
    } while (next(','))
    expect(next(']'))
  }

  try {
    value([])
    match(BLANK)
    expect(at === text.length)
    return { offsets, brokenOffset: null }
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    return { offsets, brokenOffset: at }
  }
}
