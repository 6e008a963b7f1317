// Finds a browser for tests: the one CHROMIUM names, else an installed Chromium, Chrome or Edge.
import { accessSync, constants } from 'node:fs'
import { chromium } from 'playwright-core'

/** What playwright's `chromium.launch` is given. */
export type Browser = { executablePath: string } | { channel: 'chrome' | 'msedge' }

const USUAL_PATHS = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/lib/chromium/chromium',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const CHANNELS = ['chrome', 'msedge'] as const

const canRun = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Playwright knows where each platform keeps a channel's browser, and tells only by starting it. */
async function starts(channel: (typeof CHANNELS)[number]): Promise<boolean> {
  try {
    await (await chromium.launch({ channel })).close()
    return true
  } catch {
    return false
  }
}

/** Throws with a sentence where there is no browser, or where CHROMIUM names none. */
export async function findBrowser(): Promise<Browser> {
  const named = process.env.CHROMIUM
  if (named) {
    if (canRun(named)) return { executablePath: named }
    throw new Error(`CHROMIUM names ${named}, which is not a program.`)
  }
  const usual = USUAL_PATHS.find(canRun)
  if (usual) return { executablePath: usual }
  for (const channel of CHANNELS) if (await starts(channel)) return { channel }
  throw new Error(
    'No browser was found for the tests. Install Chromium, Chrome or Edge, or name one: CHROMIUM=/path/to/chromium npm test',
  )
}
