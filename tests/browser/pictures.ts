// Draws the pictures of the README from the running product: node tests/browser/pictures.ts [FOLDER] [SCRATCH]
//
// FOLDER (.github/pictures) gets the few that are kept; SCRATCH, where it is named, every surface in every theme and width.
// Where there is no Segoe UI, FONTCONFIG_FILE can name another font for it; lines then break nearly as they do in Teams.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { frameOf, launch, THEMES } from '#tests/browser/browser.ts'
import { smallPng } from '#tests/browser/smallPng.ts'
import {
  caretAfter,
  joinStage,
  openSurface,
  SURFACES,
  type Surface,
  shareToStage,
  typeAndTakeBack,
} from '#tests/browser/surfaces.ts'
import { agree, begin, endOf, idsOf } from '#tests/play.ts'
import { startWorld } from '#tests/world.ts'
import { addInFourth, playYear, prepareFourth } from '#tests/year.ts'

const [folder = '.github/pictures', scratch] = process.argv.slice(2)
const { OFFER, PANEL, STAGE, CHANGES, HOME, PLAN, HISTORY, COMPARE, TEAM, SUMMARY } = SURFACES
const SCALE = 2
type Before = (page: Page) => Promise<void>
/** What has to stay until a picture is taken. */
const later: (() => Promise<void>)[] = []
const nothing: Before = async () => {}

const world = await startWorld()
const browser = await launch()
try {
  await mkdir(folder, { recursive: true })
  if (scratch) await mkdir(scratch, { recursive: true })
  const rafe = (await idsOf(world)).rafe ?? ''

  const fourth = await playYear(world, async () => {
    await sandbox('sandbox-start', nothing)
    await surface(OFFER, 760, 'offer')
    await everyLook(OFFER)
  })
  await surface(HOME, 1280, 'home')
  await surface(TEAM, 1280, 'team')
  await everyLook(HOME)
  await everyLook(TEAM)

  await prepareFourth(world)
  const chatId = await begin(world, fourth)
  await addInFourth(world, fourth)
  await world.advance('PT26M')
  await shareToStage(world, chatId, rafe)
  await surface(PANEL, 320, 'panel', (page) =>
    frameOf(page, 'sidePanel').getByRole('button', { name: '1 quote' }).click(),
  )
  await everyLook(PANEL)
  const mona = await joinStage(browser, world.url, 'mona', 'product area')
  await surface(STAGE, 1280, 'stage', mona.type)
  await everyLook(STAGE, mona.type)
  for (const one of [CHANGES, PLAN, HISTORY, COMPARE]) await everyLook(one)
  await printed(PLAN)
  await mona.context.close()
  await sandbox('sandbox-meeting', bothInTheMeeting)

  await agree(world, rafe)
  await world.advanceTo(endOf(fourth))
  await world.meeting(fourth.id, 'end')
  await surface(SUMMARY, 760, 'summary')
  await everyLook(SUMMARY)
} finally {
  await browser.close()
  await world.stop()
}

/** One surface in light, its page as long as what is on it; `before` is called just before the picture is taken. */
async function surface(of: Surface, width: number, name: string, before: Before = nothing): Promise<void> {
  const { context, page, show } = await openSurface(browser, world.url, of, { scale: SCALE })
  await show('light', width)
  await picture(page, of, join(folder, `${name}.png`), before)
  await context.close()
}

/** The same in every theme and width, to look at and throw away. */
async function everyLook(of: Surface, before: Before = nothing): Promise<void> {
  if (!scratch) return
  const { context, page, show } = await openSurface(browser, world.url, of)
  for (const theme of THEMES) {
    for (const width of of.widths) {
      await show(theme, width)
      await picture(page, of, join(scratch, `${of.name}-${theme}-${width}.png`), before)
    }
  }
  await context.close()
}

/** The plan on paper, as it comes out of every theme. */
async function printed(of: Surface): Promise<void> {
  if (!scratch) return
  const { context, page, inside, show } = await openSurface(browser, world.url, of)
  await show('dark', 800)
  await page.emulateMedia({ media: 'print' })
  await inside.locator('[data-paper]').waitFor()
  await picture(page, of, join(scratch, `${of.name}-printed.png`), nothing)
  await context.close()
}

async function picture(page: Page, of: Surface, file: string, before: Before): Promise<void> {
  const size = page.viewportSize() ?? { width: 1280, height: 900 }
  await before(page)
  const unseen = of.frame ? await unseenHeight(page, of) : 0
  await page.setViewportSize({ width: size.width, height: size.height + unseen })
  if (!of.frame) await page.getByText(of.says).last().scrollIntoViewIfNeeded()
  await page.waitForTimeout(300)
  // What fades is there again.
  if (before !== nothing && of === STAGE) await before(page)
  await page.waitForTimeout(100)
  const kept = file.startsWith(folder)
  const shot = of.frame
    ? await page.locator(`iframe[data-frame="${of.frame}"]`).screenshot()
    : await page.screenshot(kept ? { clip: await aroundCard(page, of) } : {})
  await writeFile(file, smallPng(shot))
  await page.setViewportSize(size)
}

/** The one message that a card came in, with a little of the chat around it. */
async function aroundCard(
  page: Page,
  { says }: Surface,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const message = page
    .getByRole('article')
    .filter({ has: page.getByText(says) })
    .last()
  await message.evaluate((element) => element.parentElement?.scrollTo(0, element.parentElement.scrollHeight))
  const [box, card] = [await message.boundingBox(), await message.locator('.card-view').boundingBox()]
  if (!box || !card) throw new Error(`No card says ${says}`)
  const edge = 14
  return {
    x: box.x - edge,
    y: box.y - edge,
    width: card.x + card.width - box.x + 2 * edge,
    height: box.height + 2 * edge,
  }
}

/** How much taller the window has to be for everything on the page inside to be seen, px. */
async function unseenHeight(page: Page, { frame }: Surface): Promise<number> {
  const inside = await (await page.locator(`iframe[data-frame="${frame}"]`).elementHandle())?.contentFrame()
  if (!inside) return 0
  return inside.evaluate(() => {
    const scrolling = [...document.querySelectorAll('*')].filter((one) => one.scrollHeight > one.clientHeight + 1)
    const boxes = scrolling.filter((one) => ['auto', 'scroll'].includes(getComputedStyle(one).overflowY))
    return Math.max(0, ...boxes.map((one) => one.scrollHeight - one.clientHeight))
  })
}

/** The whole sandbox page, two people side by side. */
async function sandbox(name: string, play: (page: Page) => Promise<void>): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: SCALE,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto(world.url)
  await page.getByText('What to try next').waitFor()
  await page.waitForTimeout(1500)
  await play(page)
  await page.mouse.move(720, 5)
  await writeFile(join(folder, `${name}.png`), smallPng(await page.screenshot()))
  await context.close()
  await Promise.all(later.splice(0).map((end) => end()))
}

/** Both join the meeting, and each types where the other can see it. */
async function bothInTheMeeting(page: Page): Promise<void> {
  await page.locator('[data-person="rafe"]').getByRole('button', { name: 'Calendar' }).click()
  for (const person of ['mona', 'rafe']) {
    const column = page.locator(`[data-person="${person}"]`)
    await column.getByRole('button', { name: 'Join' }).first().click()
    await column.frameLocator('iframe[data-frame="meetingStage"]').getByText('Focus areas').waitFor()
  }
  await frameOf(page, 'sidePanel').getByText('Your private note').waitFor()
  // One page has one focus, so Rafe types in a window of his own.
  const rafe = await joinStage(browser, world.url, 'rafe', 'a problem has a shape')
  const mona = page.locator('[data-person="mona"]').frameLocator('iframe[data-frame="meetingStage"]')
  await caretAfter(mona.getByRole('textbox', { name: 'Where I’m heading' }), 'product area')
  await Promise.all([rafe.type(), typeAndTakeBack(page)])
  await page.waitForTimeout(300)
  later.push(() => rafe.context.close())
}
