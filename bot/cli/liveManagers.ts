// Whose calendars a live run reads: the members of a group, or the people named in a file.
import { existsSync, readFileSync } from 'node:fs'
import type { Directory, Groups } from '#bot/ports.ts'
import type { DirectoryPerson } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'

/** `find` reads one of them from the directory; null where the directory does not know what was named. */
export type Named = { name: string; find: () => Promise<DirectoryPerson | null> }

/** Throws Refusal 'notFound' where `of` is neither a file nor a group, 'invalid' for an empty one, and as Directory does. */
export async function managersNamed(of: string, directory: Directory & Groups): Promise<Named[]> {
  const named = existsSync(of) ? namesIn(readFileSync(of, 'utf8')) : await directory.membersOf(of)
  if (named === null) throw new Refusal('notFound', `--managers: there is no group and no file "${of}".`, 'managers')
  if (named.length === 0) throw new Refusal('invalid', `--managers: "${of}" names nobody.`, 'managers')
  return [...new Set(named)].map((name) => ({
    name,
    find: async () => (name.includes('@') ? await directory.byAddress(name) : null) ?? (await directory.person(name)),
  }))
}

/** The first thing on each line: an address or an id; a line that holds neither is a heading. */
function namesIn(text: string): string[] {
  const first = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line) => (line.split(/[,;\t]/)[0] ?? '').trim().replace(/^"(.*)"$/, '$1'))
  return first.filter((name) => name.includes('@') || /\d/.test(name))
}
