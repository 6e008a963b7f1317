// What a command says when it fails: one sentence for what is expected, never what people wrote.
import { Refusal } from '#shared/refusal.ts'

const OF_FILES: Record<string, string> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user has no right to it',
  EPERM: 'this user has no right to it',
  EROFS: 'the disk cannot be written',
  EISDIR: 'this is a folder',
  ENOTDIR: 'this is no folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  EIO: 'the disk does not answer',
  EEXIST: 'it exists already',
}
/** SQLite's primary result codes (https://www.sqlite.org/rescode.html). */
const OF_SQLITE: Record<number, string> = {
  5: 'it is locked by another process',
  8: 'it cannot be written',
  10: 'the disk cannot be read or written',
  11: 'it is damaged',
  13: 'the disk is full',
}

/** The message of an unexpected error may hold content of a document, so its name and its place in the code must do. */
export function failureText(error: unknown): string {
  if (error instanceof Refusal) return error.message
  if (!(error instanceof Error)) return 'Something failed that is no error.'
  const { code, errcode, syscall, path } = error as Error & {
    code?: unknown
    errcode?: number
    syscall?: string
    path?: string
  }
  if (errcode !== undefined)
    return `The store failed: ${OF_SQLITE[errcode & 0xff] ?? `SQLite says ${errcode}`}. Mend that, then run this again.`
  if (syscall !== undefined)
    return `${path ?? 'The file'}: ${OF_FILES[String(code)] ?? `${syscall} failed (${code})`}. Mend that, then run this again.`
  if (error.name === 'CosmosFailed') return `${error.message}. Nothing is lost; run this again.`
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return [`This is a mistake in the program: ${error.name}`, ...frames.slice(0, 6)].join('\n')
}
