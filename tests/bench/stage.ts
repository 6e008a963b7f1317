// npm run bench stage: how soon the stage is there and can be used, beside the smallest page of Fluent and TeamsJS, in one run.
import { readdirSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { packed } from '#tab/vite.config.ts'
import { median, ratio, report } from '#tests/bench/measure.ts'
import { launch, windowOf } from '#tests/browser/browser.ts'
import { begin, convert, idsOf, startOf, writePlan } from '#tests/play.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const DIST = join(import.meta.dirname, '../../tab/dist')
const ROUNDS = 15
const QUICK_ROUNDS = 3
const CPU_SLOWER = 4
/** Long enough after it can be used for everything that comes late: a shift then counts too. */
const SETTLE_MS = 1500
/** Teams' list of hosts is nowhere to be had. A route would do that too, but would have every request of the page wait for this process. */
const OFFLINE = ['--host-resolver-rules=MAP res.cdn.office.net ~NOTFOUND']

/** ms since the page was asked for; `shift` is the sum of all layout shifts after the first content. */
type Load = { firstContent: number; usable: number; shift: number }

export async function benchStage({ quick }: { quick: boolean }): Promise<object> {
  const lent = await lendSmall()
  const [world, browser] = await Promise.all([startWorld(), launch(OFFLINE)])
  try {
    const { chatId, url } = await planInMeeting(world)
    const pages = { stage: url, small: `${world.app}/tab/assets/small.html` }
    const loads: Record<keyof typeof pages, Load[]> = { stage: [], small: [] }
    for (let round = -1; round < (quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
      const order = round % 2 === 0 ? (['stage', 'small'] as const) : (['small', 'stage'] as const)
      for (const name of order) {
        const load = await loadCold(browser, world, chatId, pages[name])
        // The first round warms up.
        if (round >= 0) loads[name].push(load)
      }
    }
    const of = (name: keyof typeof pages, field: keyof Load) => Math.round(median(loads[name].map((one) => one[field])))
    const bytes = { stage: gzOfPage('index.html'), small: gzOfPage('assets/small.html') }
    const ratios = {
      bytes: ratio(bytes.stage, bytes.small),
      firstContent: ratio(of('stage', 'firstContent'), of('small', 'firstContent')),
      usable: ratio(of('stage', 'usable'), of('small', 'usable')),
    }
    const shift = Math.max(...loads.stage.map((one) => one.shift))
    report('JavaScript for the first content, gz, versus the small page', ratios.bytes, 1.35)
    report(`usable with CPU slowed ${CPU_SLOWER} times, versus the small page`, ratios.usable, 1.5)
    report('layout shift from the first content on, most of all loads', shift, 0, '')
    const times = (name: keyof typeof pages) => ({
      firstContent: of(name, 'firstContent'),
      usable: of(name, 'usable'),
    })
    return { ratios, shift, gzKb: bytes, ms: { stage: times('stage'), small: times('small') } }
  } finally {
    await browser.close()
    await world.stop()
    for (const file of lent) await rm(join(DIST, 'assets', file))
  }
}

/**
 * Builds the small page by the same Vite as the tab and in among the tab's own files: a meeting's stage takes no others, and
 * both are served alike, packed and with the same headers. Resolves to the names of what is there now.
 */
async function lendSmall(): Promise<string[]> {
  const root = join(import.meta.dirname, 'smallPage')
  const outDir = join(DIST, 'assets')
  const output = { entryFileNames: 'small-[hash].js' }
  await build({
    ...{ configFile: false, root, base: './', logLevel: 'error', plugins: [packed] },
    build: {
      ...{ outDir, emptyOutDir: false, assetsDir: '', target: 'es2023' },
      rolldownOptions: { input: join(root, 'small.html'), output },
    },
  })
  return readdirSync(outDir).filter((name) => /^small[.-]/.test(name))
}

/** A meeting that is running, of two who have a plan. */
async function planInMeeting(world: TestWorld): Promise<{ chatId: string; url: string }> {
  const rafe = (await idsOf(world)).rafe ?? ''
  await world.advance('PT25H')
  const event = await convert(world, 4)
  const chatId = await begin(world, event)
  await writePlan(world, rafe, startOf(event).slice(0, 10))
  return { chatId, url: `${world.app}/tab/stage?plan=${rafe}` }
}

/** One load in a window that keeps nothing: the meeting is there already, only what comes onto its stage is measured. */
async function loadCold(browser: Browser, world: TestWorld, chatId: string, url: string): Promise<Load> {
  const show = (shown: string | null) =>
    world.control('POST', `/host/meetings/${encodeURIComponent(chatId)}/stage`, { url: shown, by: 'mona' })
  await show(null)
  const listen = (page: Page) => {
    watch(page)
    // The panel would bring along what the stage shares with it, and load beside the stage, and only beside ours.
    void page.route('**/tab/panel', (route) => route.fulfill({ body: '' }))
  }
  const { context, page } = await windowOf(browser, world.url, 'mona', { view: 'meeting', listen })
  await page.getByRole('button', { name: 'Side panel', exact: true }).click()
  await page.getByText('Nothing on the stage yet').waitFor()
  await page.unrouteAll()
  await context.unrouteAll()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  // The page says by itself when it can be used: to ask it again and again would slow it.
  const usable = page.waitForEvent('console', { predicate: (said) => said.text() === 'usable', timeout: 60_000 })
  await show(url)
  await usable
  await page.waitForTimeout(SETTLE_MS)
  const inside = page.frames().find((frame) => frame.url() === url)
  if (!inside) throw new Error('The stage has no page')
  const load = await inside.evaluate(() => (globalThis as unknown as { seen: Load }).seen)
  await context.close()
  return load
}

/** Put into every page before its own scripts: notes when its field has its text and can be typed in, and every shift. */
function watch(page: Page): void {
  void page.addInitScript(() => {
    if (self === top) return
    const seen = { firstContent: 0, usable: 0, shift: 0 }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => {
      for (const { name, startTime } of list.getEntries())
        if (name === 'first-contentful-paint') seen.firstContent = startTime
    }).observe({ type: 'paint', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    const look = () => {
      const field = document.querySelector<HTMLInputElement>('[aria-label="Where I’m heading"]')
      if (!field?.value.startsWith('I want to') || field.readOnly || field.disabled) return requestAnimationFrame(look)
      seen.usable = performance.now()
      console.debug('usable')
    }
    look()
  })
}

/** KB of JavaScript that a page's HTML asks for by itself, each file pressed as servers do: what its first content needs. */
function gzOfPage(page: string): number {
  const html = readFileSync(join(DIST, page), 'utf8')
  const names = new Set([...html.matchAll(/(?:src|href)="[^"]*?([^"/]+\.js)"/g)].map(([, name = '']) => name))
  if (names.size === 0) throw new Error(`${page} asks for no script`)
  const sizes = [...names].map((name) => gzipSync(readFileSync(join(DIST, 'assets', name)), { level: 9 }).length)
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 100) / 10
}
