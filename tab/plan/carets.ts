// Where text changed, and where a caret belongs after it: pure.

export type Edit = { at: number; removed: number; inserted: string }
export type Stretch = [from: number, to: number]

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

/** Where a caret at `position` is after an edit made elsewhere. */
export function afterEdit(position: number, { at, removed, inserted }: Edit): number {
  if (position <= at) return position
  return position >= at + removed ? position + inserted.length - removed : at + inserted.length
}

/** One text from two that began as `base`: what the other one changed, put into what was typed here. */
export function merged(base: string, mine: string, theirs: string): string {
  const here = editBetween(base, mine, 0)
  const there = editBetween(base, theirs, 0)
  if (!here || !there) return here ? mine : theirs
  const from = afterEdit(there.at, here)
  const to = Math.max(from, afterEdit(there.at + there.removed, here))
  return mine.slice(0, from) + there.inserted + mine.slice(to)
}

/** What is left of these stretches, each [from, to), after an edit made elsewhere; what it inserted is in none. */
export function stretchesAfter(stretches: readonly Stretch[], { at, removed, inserted }: Edit): Stretch[] {
  const grown = inserted.length - removed
  return stretches
    .flatMap(([from, to]): Stretch[] => [
      [from, Math.min(to, at)],
      [Math.max(from, at + removed) + grown, to + grown],
    ])
    .filter(([from, to]) => from < to)
}

const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000
