// Text from people as text in a card (R16): nothing in it is read as Markdown, HTML or a date template.

/*
 * Teams reads every TextBlock as Markdown, the sandbox's renderer reads it as it is, and both expand {{DATE(…)}}. So a
 * backslash, which Teams would swallow, is no cure: the other one would show it. Two that look right in both:
 * - What fires as a sequence, such as "](" or "- " at the start, is parted by a word joiner, which shows nothing.
 * - What fires as a pair (* _ ~ `) is not disarmed by anything invisible, since a renderer only looks for a space or a
 *   punctuation mark beside it; there the sign is replaced by its twin. A lone sign, "2 * 3" and snake_case stay.
 * A bare https://… may become a link to just that address, which hides nothing.
 */
const JOINER = '\u2060'

const TWINS = [
  { fires: /\*[^\s*].*\*/, sign: /\*/g, twin: '\u2217' },
  { fires: /_[^\s_].*_/, sign: /(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, twin: '\u02cd' },
  { fires: /~[^\s~].*~/, sign: /~/g, twin: '\u223c' },
  { fires: /`.*`/, sign: /`/g, twin: '\u02cb' },
]

/** Where a sequence would fire: the place between two characters that the joiner goes into. */
const SEQUENCES = [
  /^(?=[-+*_#>=|~`[]|\d+[.)])/, // list, heading, quotation, rule, table, code, definition of a link
  /(?<=\{)(?=\{)/g, // {{DATE(…)}} and {{TIME(…)}}
  /(?<=\])(?=[([:])/g, // [text](address)
  /(?<=<)(?=\S)/g, // <b>, <https://…>, <someone@example>
  /(?<=&)(?=#?\w+;)/g, // &copy;
  /(?<=\\)(?=[!-/:-@[-`{-~])/g, // \* would lose its backslash
]

/** The text on one line, looking as it was typed wherever a card is drawn. */
export function plain(text: string): string {
  let line = text.replace(/\s+/g, ' ').trim()
  for (const { fires, sign, twin } of TWINS) if (fires.test(line)) line = line.replace(sign, twin)
  for (const place of SEQUENCES) line = line.replace(place, JOINER)
  return line
}

/** At most so many characters; what is longer ends in an ellipsis and never in half a character. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text
  return `${text
    .slice(0, most - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`
}
