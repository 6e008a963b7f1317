// The world's file: read at start, written shortly after changes by an atomic rename.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { SigningKeys } from './keys.ts'
import type { World } from './world.ts'

const FORMAT = 1
const SAVE_AFTER_MS = 400
/** Writing a large world takes a while, and turning the clock through a year must not be spent on that. */
const SHARE = 50
const SAVE_WITHIN_MS = 800
const SAVE_WITHIN_TURNING_MS = 5000

const savedShape = z.looseObject({
  format: z.literal(FORMAT),
  keys: z.looseObject({ kid: z.string() }),
  world: z.looseObject({ id: z.string(), now: z.string(), people: z.array(z.looseObject({ id: z.string() })) }),
})

export type Saved = { world: World; keys: SigningKeys }

/** The saved world, or null where there is none. Throws when the file is there but is not a world. */
export function loadSaved(folder: string): Saved | null {
  const file = join(folder, 'world.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    data = null
  }
  const shape = savedShape.safeParse(data)
  // Only this program writes the file, so its outline proves the rest.
  if (shape.success) return shape.data as unknown as Saved
  throw new Error(`${file} is not a saved world. Delete it to begin with a fresh one.`)
}

export type Saver = { soon: () => void; flush: () => void }

/**
 * Saves what `current` gives: `soon` once for several changes, within a second unless the clock `isTurning`; `flush` at once
 * if anything is left.
 */
export function saver(folder: string, current: () => Saved, isTurning: () => boolean): Saver {
  mkdirSync(folder, { recursive: true })
  let timer: NodeJS.Timeout | null = null
  /** When it writes, machine ms. */
  let writesAt = 0
  let took = 0
  const write = () => {
    timer = null
    const began = performance.now()
    const file = join(folder, 'world.json')
    writeFileSync(`${file}.new`, JSON.stringify({ format: FORMAT, ...current() }))
    renameSync(`${file}.new`, file)
    took = performance.now() - began
  }
  return {
    soon: () => {
      const most = isTurning() ? SAVE_WITHIN_TURNING_MS : SAVE_WITHIN_MS
      const wait = Math.min(Math.max(SAVE_AFTER_MS, took * SHARE), most)
      if (timer && writesAt <= Date.now() + wait) return
      if (timer) clearTimeout(timer)
      writesAt = Date.now() + wait
      timer = setTimeout(write, wait)
    },
    flush: () => {
      if (!timer) return
      clearTimeout(timer)
      write()
    },
  }
}
