// Edits that can never be saved as they are: what the server says when it closes the socket, and what their writer reads.

/** The socket's close code, from the range that is nobody's; its reason is one of UNSAVABLE's keys. */
export const UNSAVABLE_CODE = 4413

/** A frame longer than the socket takes (RFC 6455): it is never read. */
const TOO_LONG_A_FRAME = 1009

/** Of an edit on its way it may be a matter of order; only in the exchange, which brings everything, is it for good. */
export const BUILDS_ON_NONE = 'An edit builds on one that is not here'

/** `why` follows "Can’t be saved: "; `shorten`: whether writing less helps. */
export const UNSAVABLE = {
  'The plan is full': { why: 'the plan is full', shorten: true },
  'An edit is too large': { why: 'it is too much at once', shorten: true },
  'An edit cannot be read': { why: 'the plan cannot take it', shorten: false },
  [BUILDS_ON_NONE]: { why: 'it belongs to a text that is gone', shorten: false },
  'A plan holds no other documents': { why: 'the plan cannot take it', shorten: false },
} as const satisfies Record<string, { why: string; shorten: boolean }>
export type Unsavable = keyof typeof UNSAVABLE

/** What a closed socket says of the edits it was to carry; null where it says nothing of them, and they are sent again. */
export function unsavableOf({ code, reason }: { code: number; reason: string }): Unsavable | null {
  if (code === TOO_LONG_A_FRAME) return 'An edit is too large'
  if (code !== UNSAVABLE_CODE) return null
  return Object.hasOwn(UNSAVABLE, reason) ? (reason as Unsavable) : 'An edit cannot be read'
}
