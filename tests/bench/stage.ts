// npm run bench stage: how soon the stage is there and can be used, beside the smallest page of Fluent and TeamsJS, in one run.
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { median, ratio, report } from '#tests/bench/measure.ts'
import { launch, windowOf } from '#tests/browser/browser.ts'
import { begin, convert, idsOf, startOf, writePlan } from '#tests/play.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const ROOT = join(import.meta.dirname, '../..')
const ROUNDS = 9
const QUICK_ROUNDS = 3
const CPU_SLOWER = 4
/** Long enough after it can be used for everything that comes late: a shift then counts too. */
const SETTLE_MS = 1500

/** ms since the page was asked for; `shift` is the sum of all layout shifts after the first content. */
type Load = { firstContent: number; usable: number; shift: number }

export async function benchStage({ quick }: { quick: boolean }): Promise<object> {
  const small = await buildSmall()
  const [world, browser] = await Promise.all([startWorld(), launch()])
  try {
    const { chatId, url } = await planInMeeting(world)
    const smallUrl = `${world.app}/tab/small`
    const pages = { stage: url, small: `${smallUrl}/` }
    const listen = (page: Page) => {
      watch(page)
      void lend(page, small, smallUrl)
    }
    const loads: Record<keyof typeof pages, Load[]> = { stage: [], small: [] }
    for (let round = -1; round < (quick ? QUICK_ROUNDS : ROUNDS); round += 1) {
      const order = round % 2 === 0 ? (['stage', 'small'] as const) : (['small', 'stage'] as const)
      for (const name of order) {
        const load = await loadCold(browser, world, chatId, pages[name], listen)
        // The first round warms up.
        if (round >= 0) loads[name].push(load)
      }
    }
    const of = (name: keyof typeof pages, field: keyof Load) => Math.round(median(loads[name].map((one) => one[field])))
    const bytes = { stage: gzOfPage(join(ROOT, 'tab/dist'), '/tab/'), small: gzOfPage(small, './') }
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
    await rm(small, { recursive: true })
  }
}

/** By the same Vite as the tab; resolves to the folder. */
async function buildSmall(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'growth-small-'))
  const root = join(import.meta.dirname, 'smallPage')
  await build({ configFile: false, root, base: './', logLevel: 'error', build: { outDir, target: 'es2023' } })
  return outDir
}

/** The small page lies among the app's own, because a meeting's stage takes no others; its files come from its folder. */
async function lend(page: Page, folder: string, url: string): Promise<void> {
  await page.route(`${url}/**`, (route) => {
    const path = new URL(route.request().url()).pathname.slice(new URL(url).pathname.length)
    return route.fulfill({ path: join(folder, path === '/' ? 'index.html' : path) })
  })
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
async function loadCold(
  browser: Browser,
  world: TestWorld,
  chatId: string,
  url: string,
  listen: (page: Page) => void,
): Promise<Load> {
  const show = (shown: string | null) =>
    world.control('POST', `/host/meetings/${encodeURIComponent(chatId)}/stage`, { url: shown, by: 'mona' })
  await show(null)
  const { context, page } = await windowOf(browser, world.url, 'mona', { view: 'meeting', listen })
  // Without the panel: it would load beside the stage, and only beside ours.
  await page.getByRole('button', { name: 'Side panel', exact: true }).click()
  await page.getByText('Nothing on the stage yet').waitFor()
  const devTools = await context.newCDPSession(page)
  await devTools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWER })
  await show(url)
  const handle = await page.waitForSelector('iframe[data-frame="meetingStage"]')
  const inside = await handle.contentFrame()
  if (!inside) throw new Error('The stage has no page')
  await inside.waitForFunction(() => (globalThis as unknown as { seen: { usable: number } }).seen.usable > 0, null, {
    timeout: 60_000,
  })
  await page.waitForTimeout(SETTLE_MS)
  const load = await inside.evaluate(() => (globalThis as unknown as { seen: Load }).seen)
  await context.close()
  return load
}

/** Put into every page before its own scripts: notes when its field has its text, and every shift. */
function watch(page: Page): void {
  void page.addInitScript(() => {
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
      const text = field?.value ?? field?.textContent ?? ''
      if (text.startsWith('I want to')) seen.usable = performance.now()
      else requestAnimationFrame(look)
    }
    look()
  })
}

/** KB of JavaScript that a page's HTML asks for by itself, each file pressed as servers do: what its first content needs. */
function gzOfPage(folder: string, base: string): number {
  const html = readFileSync(join(folder, 'index.html'), 'utf8')
  const files = new Set(
    [...html.matchAll(/(?:src|href)="([^"]+\.js)"/g)].map(([, path = '']) => path.slice(base.length)),
  )
  if (files.size === 0) throw new Error(`${folder} asks for no script: ${readdirSync(folder)}`)
  const sizes = [...files].map((file) => gzipSync(readFileSync(join(folder, file)), { level: 9 }).length)
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 100) / 10
}
