// Words of people as Markdown that says exactly them and nothing else (R16).

export const bullet = (said: string): string => `- ${text(said)}`

/** One line of plain words: markup characters escaped, line breaks made spaces. */
export function text(said: string): string {
  return said
    .trim()
    .replace(/\s*[\r\n\u2028\u2029]\s*/g, ' ')
    .replace(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&')
    .replace(/^(\d+)\./, '$1\\.')
    .replace(/^([-=])/, '\\$1')
}
