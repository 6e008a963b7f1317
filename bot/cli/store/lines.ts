// The lines of a large file with their places in it, and single lines by place.
import { type FileHandle, open, stat } from 'node:fs/promises'
import { Refusal } from '#shared/refusal.ts'

/** `isWhole`: a line feed ends it. `bytes` are without it, `length` is too. */
export type Line = { number: number; offset: number; bytes: Buffer; isWhole: boolean }

const CHUNK = 256 * 1024
/** Bytes; what is longer is no line of ours, and would fill the memory. */
const LONGEST = 256 * 1024 * 1024

export const sizeOf = async (path: string): Promise<number> => (await stat(path)).size

/** All lines in order; an empty rest after the last line feed is none. Throws Refusal for a line beyond all measure. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  const file = await open(path, 'r')
  try {
    let rest: Buffer[] = []
    let restLength = 0
    let number = 1
    let offset = 0
    const chunk = Buffer.alloc(CHUNK)
    for (;;) {
      const { bytesRead } = await file.read(chunk, 0, CHUNK, null)
      if (bytesRead === 0) break
      let at = 0
      for (let end = feedIn(chunk, at, bytesRead); end >= 0; end = feedIn(chunk, at, bytesRead)) {
        const bytes = Buffer.concat([...rest, chunk.subarray(at, end)])
        yield { number, offset, bytes, isWhole: true }
        number += 1
        offset += bytes.length + 1
        rest = []
        restLength = 0
        at = end + 1
      }
      if (at < bytesRead) {
        rest.push(Buffer.from(chunk.subarray(at, bytesRead)))
        restLength += bytesRead - at
      }
      if (restLength > LONGEST) throw new Refusal('invalid', `${path}, line ${number}: no line of a backup is so long.`)
    }
    if (restLength > 0) yield { number, offset, bytes: Buffer.concat(rest), isWhole: false }
  } finally {
    await file.close()
  }
}

function feedIn(chunk: Buffer, from: number, to: number): number {
  const found = chunk.indexOf(10, from)
  return found < to ? found : -1
}

/** Where lines lie: offset, length, offset, length … as one flat row of numbers, which takes little memory. */
export type Places = number[]

export async function textAt(file: FileHandle, offset: number, length: number): Promise<string> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, offset)
  return bytes.subarray(0, bytesRead).toString('utf8')
}
