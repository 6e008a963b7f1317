// What a key does to the marks of a text: bold, a link, the next point of a list.
import type { Edit } from '#shared/plan/typed.ts'

/**
 * Edits in the places of the text as it is, from front to back; after them `start` to `end` is selected. They touch marks
 * only: words stay the letters they are, and with them the other one's caret.
 */
export type Marking = { edits: Edit[]; start: number; end: number }

const SIGN = '**'
const POINT = /^(?:- |(\d{1,3})\. )/

const put = (at: number, inserted: string): Edit => ({ at, removed: 0, inserted })
const takeOut = (at: number, removed: number): Edit => ({ at, removed, inserted: '' })

/** Makes the selection bold, or no longer so; without one, the word at the caret. Each line of it is marked by itself. */
export function boldToggled(text: string, start: number, end: number): Marking {
  const [from, to] = start === end ? wordAt(text, start) : trimmed(text, start, end)
  if (from === to) return { edits: [put(from, SIGN + SIGN)], start: from + 2, end: from + 2 }
  if (text.slice(from - 2, from) === SIGN && text.slice(to, to + 2) === SIGN) {
    return { edits: [takeOut(from - 2, 2), takeOut(to, 2)], start: from - 2, end: to - 2 }
  }
  const lines = text.slice(from, to).split('\n')
  const allBold = lines.every((line) => line.trim() === '' || /^(?:- |\d{1,3}\. )?\*\*.+\*\*\s*$/.test(line))
  const edits: Edit[] = []
  let at = from
  for (const line of lines) {
    const words = at + (POINT.exec(line)?.[0].length ?? 0)
    const ends = at + line.trimEnd().length
    const signs = [...line.matchAll(/\*\*/g)].map(({ index }) => takeOut(at + index, 2))
    if (allBold || ends <= words) edits.push(...signs)
    else edits.push(put(words, SIGN), ...signs, put(ends, SIGN))
    at += line.length + 1
  }
  const whole = to + edits.reduce((sum, { removed, inserted }) => sum + inserted.length - removed, 0)
  const inside = lines.length === 1 && edits[0]?.at === from && edits[0].inserted !== ''
  return inside ? { edits, start: from + 2, end: whole - 2 } : { edits, start: from, end: whole }
}

/** Makes the selection a link: of words the address is still to be typed, of an address the words. */
export function linkMade(text: string, start: number, end: number): Marking {
  const [from, to] = start === end ? wordAt(text, start) : trimmed(text, start, end)
  const chosen = text.slice(from, to)
  if (/^(?:https?:\/\/|mailto:)\S+$/i.test(chosen)) {
    return { edits: [put(from, '[]('), put(to, ')')], start: from + 1, end: from + 1 }
  }
  const inTheWay = [...chosen.matchAll(/[[\]\n]/g)].map(({ index }) => ({
    at: from + index,
    removed: 1,
    inserted: ' ',
  }))
  const edits = [put(from, '['), ...inTheWay, put(to, '](https://)')]
  if (chosen === '') return { edits: [put(from, '[](https://)')], start: from + 1, end: from + 1 }
  return { edits, start: to + 3, end: to + 3 + 'https://'.length }
}

/** Enter in a list: the next point, or no list any more where the point is empty; null outside of one. */
export function pointContinued(text: string, caret: number): Marking | null {
  const at = text.lastIndexOf('\n', caret - 1) + 1
  const [sign = '', number] = POINT.exec(text.slice(at)) ?? []
  if (sign === '' || caret < at + sign.length) return null
  const rest = text.slice(at + sign.length).split('\n', 1)[0] ?? ''
  if (rest.trim() === '') return { edits: [takeOut(at, sign.length + rest.length)], start: at, end: at }
  const inserted = `\n${number === undefined ? '- ' : `${Number(number) + 1}. `}`
  return { edits: [put(caret, inserted)], start: caret + inserted.length, end: caret + inserted.length }
}

/** What Ctrl or Cmd with a key, or Enter alone, does to the marks; null for nothing. */
export function markingFor(
  {
    key,
    ctrlKey,
    metaKey,
    altKey,
    shiftKey,
  }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  text: string,
  start: number,
  end: number,
): Marking | null {
  const held = ctrlKey || metaKey
  if (altKey || shiftKey) return null
  if (held && key.toLowerCase() === 'b') return boldToggled(text, start, end)
  if (held && key.toLowerCase() === 'k') return linkMade(text, start, end)
  return !held && key === 'Enter' && start === end ? pointContinued(text, start) : null
}

/** Marks in a field that hears of every input: one after the other from the back, so that no word between them is typed anew. */
export function markField(area: HTMLTextAreaElement, { edits, start, end }: Marking): void {
  const length = edits.reduce((sum, { removed, inserted }) => sum + inserted.length - removed, area.value.length)
  if (area.maxLength >= 0 && length > area.maxLength) return
  for (const { at, removed, inserted } of edits.toReversed()) {
    area.setRangeText(inserted, at, at + removed, 'end')
    area.dispatchEvent(new Event('input', { bubbles: true }))
  }
  area.setSelectionRange(start, end)
}

function trimmed(text: string, start: number, end: number): [from: number, to: number] {
  const chosen = text.slice(start, end)
  const from = start + chosen.length - chosen.trimStart().length
  return [from, Math.max(from, end - (chosen.length - chosen.trimEnd().length))]
}

/** Letters and figures on both sides of the caret. */
function wordAt(text: string, caret: number): [from: number, to: number] {
  const before = /[\p{L}\p{N}\p{M}]*$/u.exec(text.slice(0, caret))?.[0].length ?? 0
  const after = /^[\p{L}\p{N}\p{M}]*/u.exec(text.slice(caret))?.[0].length ?? 0
  return [caret - before, caret + after]
}
