// `copy`: everything from one store into another, empty one; a backup and a restore in one, compared at the end.
import { rm } from 'node:fs/promises'
import type { Store } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import { backup } from './backup.ts'
import { compare } from './compare.ts'
import { restore } from './restore.ts'
import type { Run } from './run.ts'
import { verify } from './verify.ts'

export type Copied = { documents: number; logs: number }

/** So many differences are named. */
const MOST_NAMED = 10

/**
 * `between` is a file of this copy's own, gone when it ends. Throws Refusal when the target holds anything else than an
 * interrupted copy of the same, or when something is not the same at the end: the target then stays marked as not whole.
 */
export async function copy(source: Store, target: Store, between: string, at: string, run: Run): Promise<Copied> {
  await rm(between, { force: true })
  try {
    await backup(source, between, at, run)
    let copied: Copied = { documents: 0, logs: 0 }
    await restore(target, await verify(between, run), run, async () => {
      const { differences, ...counts } = await compare(source, target, run)
      if (differences.length > 0)
        throw new Refusal(
          'conflict',
          `Not the same in both stores: ${differences.slice(0, MOST_NAMED).join('; ')}${differences.length > MOST_NAMED ? ` and ${differences.length - MOST_NAMED} more` : ''}. Stop every process that uses either of them, take an empty target, and copy again.`,
        )
      copied = counts
    })
    return copied
  } finally {
    await rm(between, { force: true })
  }
}
