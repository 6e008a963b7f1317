// What of a pasted text becomes an item each: pure.

/** The lines of a pasted text that say something, without the signs of a list. */
export const linesIn = (pasted: string): string[] =>
  pasted
    .split(/[\r\n\u2028]+/)
    .map((line) => line.replace(/^\s*(?:[-*•–]|\d{1,3}[.)])\s+/, '').trim())
    .filter((line) => line !== '')
