// What a key does to the marks of a text: bold, a link, the next point of a list. Pure.

/** Instead of the letters from `at` to `to` stands `inserted`, and then `start` to `end` is selected. */
export type Marking = { at: number; to: number; inserted: string; start: number; end: number }

const SIGN = '**'
const POINT = /^(?:- |(\d{1,3})\. )/

/** Makes the selection bold, or no longer so; without one, the word at the caret. Each line of it is marked by itself. */
export function boldToggled(text: string, start: number, end: number): Marking {
  const [from, to] = start === end ? wordAt(text, start) : trimmed(text, start, end)
  if (from === to) return { at: from, to, inserted: SIGN + SIGN, start: from + 2, end: from + 2 }
  const chosen = text.slice(from, to)
  if (text.slice(from - 2, from) === SIGN && text.slice(to, to + 2) === SIGN) {
    return { at: from - 2, to: to + 2, inserted: chosen, start: from - 2, end: to - 2 }
  }
  const lines = chosen.split('\n')
  const allBold = lines.every((line) => line.trim() === '' || /^(?:- |\d{1,3}\. )?\*\*.+\*\*\s*$/.test(line))
  const inserted = lines
    .map((line) => {
      if (line.trim() === '') return line
      if (allBold) return line.replaceAll(SIGN, '')
      const [sign] = POINT.exec(line) ?? ['']
      const words = line.slice(sign.length).replaceAll(SIGN, '')
      return `${sign}${SIGN}${words.trimEnd()}${SIGN}${words.slice(words.trimEnd().length)}`
    })
    .join('\n')
  const oneLine = lines.length === 1 && !allBold && inserted.startsWith(SIGN)
  return oneLine
    ? { at: from, to, inserted, start: from + 2, end: from + inserted.length - 2 }
    : { at: from, to, inserted, start: from, end: from + inserted.length }
}

/** Makes the selection a link: of words the address is still to be typed, of an address the words. */
export function linkMade(text: string, start: number, end: number): Marking {
  const [from, to] = start === end ? wordAt(text, start) : trimmed(text, start, end)
  const chosen = text.slice(from, to).replace(/[[\]\n]+/g, ' ')
  if (/^(?:https?:\/\/|mailto:)\S+$/i.test(chosen)) {
    return { at: from, to, inserted: `[](${chosen})`, start: from + 1, end: from + 1 }
  }
  const inserted = `[${chosen}](https://)`
  const address = from + chosen.length + 3
  return chosen === ''
    ? { at: from, to, inserted, start: from + 1, end: from + 1 }
    : { at: from, to, inserted, start: address, end: address + 'https://'.length }
}

/** Enter in a list: the next point, or no list any more where the point is empty; null outside of one. */
export function pointContinued(text: string, caret: number): Marking | null {
  const at = text.lastIndexOf('\n', caret - 1) + 1
  const [sign = '', number] = POINT.exec(text.slice(at)) ?? []
  if (sign === '' || caret < at + sign.length) return null
  const rest = text.slice(at + sign.length).split('\n', 1)[0] ?? ''
  if (rest.trim() === '') return { at, to: at + sign.length + rest.length, inserted: '', start: at, end: at }
  const inserted = `\n${number === undefined ? '- ' : `${Number(number) + 1}. `}`
  return { at: caret, to: caret, inserted, start: caret + inserted.length, end: caret + inserted.length }
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
