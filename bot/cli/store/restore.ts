// `restore FILE`: a verified backup into an empty store, a few partitions at a time, so that it can be interrupted anywhere and go on.
import { randomUUID } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { begin, finish, halfRestored, markDone, readMarker } from '#bot/marker.ts'
import type { Store, Write } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import { documentLine, logLine } from './backupFile.ts'
import { readDocument } from './document.ts'
import { inLanes } from './lanes.ts'
import { textAt } from './lines.ts'
import { counting, type Run, type Step } from './run.ts'
import type { PartitionLines, Verified } from './verify.ts'

/** So many partitions are marked as done together; after an interruption as many at most are cleared and written again. */
const WINDOW = 100
/** Partitions written at the same time: a far-away store answers in milliseconds, not in microseconds. */
const LANES = 8
/** Documents of one partition in one transaction, well within what a store takes: number, and characters of JSON. */
const MOST_WRITES = 25
const MOST_TEXT = 500_000

export type Restored = { documents: number; logs: number; partitions: number }

/**
 * Throws Refusal when the store holds anything else than an interrupted restore of the same content. `confirm` runs
 * when everything is written, and throws where it is not so: the store then stays marked as not whole.
 */
export async function restore(
  store: Store,
  { path, content, partitions }: Verified,
  run: Run,
  confirm: () => Promise<void> = async () => {},
): Promise<Restored> {
  const goingOn = await readMarker(store)
  if (goingOn && goingOn.content !== content)
    throw new Refusal('conflict', `${halfRestored(goingOn)} ${basename(path)} holds something else. ${TAKE_ANOTHER}`)
  if (!goingOn && !(await isEmpty(store))) throw new Refusal('conflict', `The store is not empty. ${TAKE_ANOTHER}`)
  if (goingOn) run.say(`Going on: ${goingOn.done} of ${goingOn.partitions} partitions are there.`)
  const me = randomUUID()
  await begin(store, { run: me, from: basename(path), content, partitions: partitions.size })
  const stillMine = async () => {
    const now = await readMarker(store)
    if (now?.run !== me || now.content !== content) throw taken()
  }

  const all = [...partitions]
  const step = counting(run, 'Restoring')
  const restored: Restored = { documents: 0, logs: 0, partitions: all.length }
  const file = await open(path, 'r')
  try {
    for (let first = goingOn?.done ?? 0; first < all.length; first += WINDOW) {
      await stillMine()
      const some = all.slice(first, first + WINDOW)
      const isHalfWritten = goingOn !== null && first === goingOn.done
      await inLanes(some, LANES, async ([partition, places]) => {
        if (isHalfWritten) await store.clear(partition)
        // The log first: a plan without its text is one that nobody can open.
        if (places.log.length > 0) restored.logs += 1
        await writeLog(store, file, partition, places, step)
        const written = await writeDocuments(store, file, places, () => step(first / all.length))
        restored.documents += written
      })
      await markDone(store, me, first + some.length)
    }
  } finally {
    await file.close()
  }
  await stillMine()
  await confirm()
  await finish(store)
  return restored
}

const TAKE_ANOTHER = 'Take an empty store: set SQLITE_FILE or COSMOS_CONTAINER to another name. Nothing was changed.'

const taken = () =>
  new Refusal(
    'conflict',
    'Another process writes into this store. Stop all that use it, then run this again, and it goes on.',
  )

async function isEmpty(store: Store): Promise<boolean> {
  for await (const _ of store.everything()) return false
  return true
}

async function writeLog(store: Store, file: FileHandle, partition: string, { log }: PartitionLines, step: Step) {
  for (let at = 0; at < log.length; at += 2) {
    const { entries } = logLine.parse(JSON.parse(await textAt(file, log[at] ?? 0, log[at + 1] ?? 0)))
    await store.append(
      partition,
      entries.map(({ by, update }) => ({ by, update: new Uint8Array(Buffer.from(update, 'base64')) })),
    )
    await step()
  }
}

/** Resolves to how many there are. */
async function writeDocuments(
  store: Store,
  file: FileHandle,
  { documents }: PartitionLines,
  step: Step,
): Promise<number> {
  const seen = new Set<string>()
  let some: Write[] = []
  let length = 0
  const flush = async () => {
    if (some.length > 0 && (await store.putAll(some)) === null) throw taken()
    some = []
    length = 0
  }
  // From the last line to the first: of two of the same document the later one counts.
  for (let at = documents.length - 2; at >= 0; at -= 2) {
    const text = await textAt(file, documents[at] ?? 0, documents[at + 1] ?? 0)
    const raw = documentLine.parse(JSON.parse(text))
    const found = readDocument(raw)
    if ('fault' in found) throw new Refusal('conflict', 'The file was changed while it was read. Nothing is lost.')
    await step()
    const key = `${raw.kind}/${raw.id}`
    if (seen.has(key)) continue
    seen.add(key)
    if (some.length >= MOST_WRITES || length + text.length > MOST_TEXT) await flush()
    some.push({ ...found.read, over: 'absent' } as Write)
    length += text.length
  }
  await flush()
  return seen.size
}
