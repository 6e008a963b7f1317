// Mona and Rafe in two windows at one stage, with a plan that both agreed on.
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { shareToStage } from '#tests/browser/surfaces.ts'
import { agree, begin, convert, idsOf, startOf, writePlan } from '#tests/play.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

export const PATIENCE = { timeout: 10_000 }

export type BothOnStage = {
  world: TestWorld
  browser: Browser
  mona: Page
  rafe: Page
  onMonas: FrameLocator
  onRafes: FrameLocator
  stop: () => Promise<void>
}

/** Rafe's window is low, so that his plan scrolls; `rafesHeight` in px. */
export async function openBothOnStage(rafesHeight = 560): Promise<BothOnStage> {
  const [world, browser] = await Promise.all([startWorld(), launch()])
  const stop = async () => {
    await browser.close()
    await world.stop()
  }
  try {
    const { rafe: employee = '' } = await idsOf(world)
    await world.advance('PT25H')
    const event = await convert(world, 4)
    const chatId = await begin(world, event)
    await writePlan(world, employee, startOf(event).slice(0, 10))
    await agree(world, employee)
    await shareToStage(world, chatId, employee)
    const [{ page: mona }, { page: rafe }] = await Promise.all([
      windowOf(browser, world.url, 'mona', { view: 'meeting' }),
      windowOf(browser, world.url, 'rafe', { view: 'meeting', height: rafesHeight }),
    ])
    const [onMonas, onRafes] = [frameOf(mona, 'meetingStage'), frameOf(rafe, 'meetingStage')]
    for (const on of [onMonas, onRafes]) await titleOf(on, 1).waitFor({ timeout: 30_000 })
    return { world, browser, mona, rafe, onMonas, onRafes, stop }
  } catch (problem) {
    await stop()
    throw problem
  }
}

/** The title of the focus area at this place, from 1. */
export const titleOf = (on: FrameLocator, position: number): Locator =>
  on.getByRole('textbox', { name: `Focus area ${position} title`, exact: true })
export const aspirationOf = (on: FrameLocator): Locator => on.getByRole('textbox', { name: 'Where I’m heading' })
