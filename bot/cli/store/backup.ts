// `backup FILE`: everything in the store into one file, while people go on working; the file is there whole or not at all.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { halfRestored, readMarker } from '#bot/marker.ts'
import type { Store } from '#bot/ports.ts'
import { Refusal } from '#shared/refusal.ts'
import { documentText, endText, headerText, logTexts } from './backupFile.ts'
import { readDocument } from './document.ts'
import { counting, type Run } from './run.ts'

export type BackedUp = { documents: number; logs: number; entries: number; unreadable: number }

/** So many characters are written at once. */
const BLOCK = 256 * 1024
/** It holds what people wrote. */
const OWNER_ONLY = 0o600

/** Throws Refusal when the file is there already, or the store is half restored. */
export async function backup(store: Store, path: string, at: string, run: Run): Promise<BackedUp> {
  if (existsSync(path)) throw new Refusal('conflict', `${path} exists already. Name another file, or move it away.`)
  const marker = await readMarker(store)
  if (marker) throw new Refusal('conflict', halfRestored(marker))
  const partial = `${path}.partial`
  // What a killed backup left.
  await rm(partial, { force: true })
  try {
    const file = await open(partial, 'wx', OWNER_ONLY)
    let written: BackedUp
    try {
      written = await writeRows(store, file, at, run)
      await file.sync()
    } finally {
      await file.close()
    }
    if (existsSync(path)) throw new Refusal('conflict', `${path} has appeared meanwhile. Name another file.`)
    await rename(partial, path)
    await syncFolder(dirname(path))
    return written
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

async function writeRows(store: Store, file: FileHandle, at: string, run: Run): Promise<BackedUp> {
  const hash = createHash('sha256')
  let waiting: string[] = []
  let length = 0
  const flush = async () => {
    const bytes = Buffer.from(waiting.join(''))
    waiting = []
    length = 0
    hash.update(bytes)
    await file.writeFile(bytes)
  }
  const write = async (text: string) => {
    waiting.push(text)
    length += text.length
    if (length >= BLOCK) await flush()
  }

  const of: BackedUp = { documents: 0, logs: 0, entries: 0, unreadable: 0 }
  const step = counting(run, 'Backing up')
  await write(headerText(at))
  for await (const row of store.everything()) {
    await step()
    if ('log' in row) {
      if (row.entries.length === 0) continue
      of.logs += 1
      of.entries += row.entries.length
      for (const text of logTexts(row)) await write(text)
    } else {
      of.documents += 1
      if ('fault' in readDocument(row)) of.unreadable += 1
      await write(documentText(row))
    }
  }
  await flush()
  const { unreadable: _, ...counts } = of
  await file.writeFile(endText({ end: true, ...counts, sha256: hash.digest('hex') }))
  return of
}

/** So that the name survives a power cut too; not every system lets a folder be synced. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // The file itself is synced.
  }
}
