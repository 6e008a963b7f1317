// Chromium for the browser tests: one browser, people in contexts of their own.
import { type Browser, type BrowserContext, chromium, type FrameLocator, type Page } from 'playwright-core'
import { findBrowser } from '#tests/browserPath.ts'

export const THEMES = ['light', 'dark', 'contrast'] as const
export type Theme = (typeof THEMES)[number]

export async function launch(args: string[] = []): Promise<Browser> {
  return chromium.launch({ ...(await findBrowser()), args: ['--no-sandbox', '--disable-dev-shm-usage', ...args] })
}

/** One person's own window of the sandbox: `view` chat, calendar, growth or meeting. */
export async function windowOf(
  browser: Browser,
  url: string,
  person: string,
  of: {
    view: string
    theme?: Theme
    width?: number
    height?: number
    scale?: number
    /** A browser that this person had before; else a fresh one, which keeps nothing yet. */
    before?: BrowserContext | undefined
    /** How the Teams client around the app misbehaves: tests/sandbox/host/quirks.ts. */
    teams?: string
    /** Called before the page is opened. */
    listen?: ((page: Page) => void) | undefined
  },
): Promise<{ context: BrowserContext; page: Page }> {
  const { view, theme = 'light', width = 1280, height = 900, scale = 1, teams = '', before, listen } = of
  const context =
    before ??
    (await browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: 'reduce',
    }))
  // TeamsJS asks Microsoft's network for a list of hosts at every start; here it is offline at once instead of after 1.5 s.
  await context.route(/res\.cdn\.office\.net/, (route) => route.abort())
  const page = await context.newPage()
  listen?.(page)
  await page.goto(`${url}/?person=${person}&view=${view}&theme=${theme}&teams=${teams}`)
  return { context, page }
}

/** The app's frame inside a person's window. */
export const frameOf = (page: Page, name: 'content' | 'sidePanel' | 'meetingStage'): FrameLocator =>
  page.frameLocator(`iframe[data-frame="${name}"]`)

/** How far the page is wider than its window, px. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
