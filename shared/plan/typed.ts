// What was typed, told from a text before and after it: pure.

export type Edit = { at: number; removed: number; inserted: string }

/**
 * The one stretch in which `now` differs from `was`, or null. Where letters repeat there are several such stretches:
 * `caret`, the position after what was typed, tells which one it is; 0 where that is not known.
 */
export function editBetween(was: string, now: string, caret: number): Edit | null {
  if (was === now) return null
  const mostTail = Math.min(was.length, now.length, Math.max(0, now.length - caret))
  let tail = 0
  while (tail < mostTail && was[was.length - 1 - tail] === now[now.length - 1 - tail]) tail++
  const mostHead = Math.min(was.length, now.length) - tail
  let head = 0
  while (head < mostHead && was[head] === now[head]) head++
  // Never cut a surrogate pair in half: both halves belong to the edit.
  if (head > 0 && isHigh(was.charCodeAt(head - 1))) head--
  if (tail > 0 && isLow(was.charCodeAt(was.length - tail))) tail--
  return { at: head, removed: was.length - tail - head, inserted: now.slice(head, now.length - tail) }
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000
