// The live plan's messages made by hand: what a client may send, and everything that no honest one would.
import * as Y from 'yjs'
import { aspirationOf } from '#shared/plan/doc.ts'
import { bytes, number, text } from '#tests/planSocket.ts'
import { DOCUMENT } from '#tests/planted.ts'

const SYNC = 0
const PRESENCE = 1
export const STATELESS = 5
const STEP_1 = 0
export const STEP_2 = 1
export const UPDATE = 2
const HUGE = 2 ** 53

export const message = (type: number, ...parts: Uint8Array[]) => bytes(text(DOCUMENT), number(type), ...parts)
export const sync = (type: number, payload: Uint8Array) => message(SYNC, number(type), number(payload.length), payload)
export const presence = (...entries: [client: number, clock: number, state: string][]) => {
  const parts = entries.map(([client, clock, state]) => bytes(number(client), number(clock), text(state)))
  const payload = bytes(number(entries.length), Buffer.concat(parts))
  return message(PRESENCE, number(payload.length), payload)
}
/** A window's presence as the tab sends it. */
export const at = (field: unknown, more = {}) => JSON.stringify({ field, caret: null, ...more })

/** What an edit of `doc` looks like on the wire. */
export function updateOf(doc: Y.Doc, edit: () => void): Uint8Array {
  const before = Y.encodeStateVector(doc)
  doc.transact(edit)
  return Y.encodeStateAsUpdate(doc, before)
}
/** Something typed at the beginning of the text. */
export const typedIn = (doc: Y.Doc, what: string) => updateOf(doc, () => aspirationOf(doc)?.insert(0, what))

/** A message that ends too early, anywhere; `afterName` says whether the document's name is whole in it. */
export function cutOff(doc: Y.Doc): { end: number; afterName: boolean; frame: Uint8Array }[] {
  const edit = updateOf(doc, () => {})
  const whole = [sync(UPDATE, bytes(edit, new Uint8Array(300))), presence([7, 1, at('aspiration')])]
  const name = text(DOCUMENT).length
  return whole.flatMap((frame) =>
    [1, name - 1, name, name + 1, name + 2, frame.length - 1].map((end) => ({
      end,
      afterName: end >= name,
      frame: frame.slice(0, end),
    })),
  )
}

/** Lengths and counts of 2^53, wherever one is read: in a message, or in the edit that a message brings whole. */
export function hugeLengths(): [what: string, within: 'message' | 'edit', frame: Uint8Array][] {
  const most = number(HUGE - 1)
  const struct = (info: number, ...rest: Uint8Array[]) =>
    bytes(number(1), number(1), number(99), number(0), Uint8Array.from([info]), ...rest, number(0))
  return [
    ['payload', 'message', message(SYNC, number(UPDATE), most)],
    ['payload, larger than any number', 'message', message(SYNC, number(UPDATE), number(HUGE))],
    ['state vector', 'message', sync(STEP_1, most)],
    ['clients of an update', 'edit', sync(UPDATE, bytes(most, number(0)))],
    ['structs of a client', 'edit', sync(UPDATE, bytes(number(1), most, number(99), number(0)))],
    ['a struct that is nothing', 'edit', sync(UPDATE, struct(0, most))],
    ['a struct that skips', 'edit', sync(UPDATE, struct(10, most))],
    ['deleted clients', 'edit', sync(UPDATE, bytes(number(0), most))],
    ['a deletion', 'edit', sync(STEP_2, bytes(number(0), number(1), number(1), number(1), number(0), most))],
    ['clients of presence', 'message', message(PRESENCE, number(8), most)],
    ['a state of presence', 'message', message(PRESENCE, number(11), number(1), number(1), number(1), most)],
  ]
}
/** A number that never ends. */
export const endless = () => message(SYNC, new Uint8Array(50).fill(255))

/** Types that there are not, or that only the server says. */
export const unknownTypes = (): [type: number, frame: Uint8Array][] =>
  [6, 8, 9, 10, 11, 99, 2 ** 31, HUGE - 1].map((type) => [type, message(type, text('"x"'))])
export const unknownSteps = () => [3, 77].map((type) => sync(type, new Uint8Array(2)))

/** Edits of documents with names that every object has. */
export const strangeNames = () =>
  ['__proto__', 'constructor', 'toString', '', '\0', `${DOCUMENT}\0`].map((name) =>
    bytes(text(name), number(SYNC), number(UPDATE), number(2), new Uint8Array(2)),
  )
export const fiftyMegabytes = () => bytes(text(DOCUMENT), new Uint8Array(50_000_000))

export const withDocument = (doc: Y.Doc) =>
  sync(
    UPDATE,
    updateOf(doc, () => doc.getMap('plan').set('inner', new Y.Doc())),
  )
/** So many letters, typed one after the other, last one first. */
export const reversed = (doc: Y.Doc, letters: number): Uint8Array[] =>
  Array.from({ length: letters }, () => typedIn(doc, 'r')).reverse()
/** Text that is no UTF-8. */
export function notText(doc: Y.Doc): Uint8Array {
  const edit = Buffer.from(typedIn(doc, 'zzz'))
  const from = edit.indexOf('zzz')
  if (from < 0) throw new Error('The text is not in the edit')
  Buffer.from([0xed, 0xa0, 0x80]).copy(edit, from)
  return sync(UPDATE, new Uint8Array(edit))
}

export const crowd = (from: number, many: number) =>
  presence(...Array.from({ length: many }, (_, n): [number, number, string] => [from + n, 1, '{"field":"x"}']))
/** States that are none; the last one is in the field "deep". */
export const strangeStates = (): string[] => [
  '5',
  '"text"',
  '[]',
  '{}',
  'true',
  at({ a: 1 }),
  at('f'.repeat(5000)),
  at('a', { caret: 'c'.repeat(5000) }),
  `{"field":"deep","caret":${'['.repeat(5000)}${']'.repeat(5000)}}`,
]
export const brokenState = (client: number) => presence([client, 1, '{"field":"Quixotic'])
export const flood = (client: number, many: number) =>
  Array.from({ length: many }, (_, n) => presence([client, n + 1, at(`f${n}`)]))
