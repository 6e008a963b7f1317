// What people see of the product, each in a window that can be given any theme and width: for the pictures and for the looks test.
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core'
import { frameOf, type Theme, windowOf } from '#tests/browser/browser.ts'
import type { TestWorld } from '#tests/world.ts'

type FrameName = 'content' | 'sidePanel' | 'meetingStage'

export type Surface = {
  name: string
  person: 'mona' | 'rafe' | 'ines' | 'leila' | 'hanna'
  view: 'chat' | 'growth' | 'meeting'
  /** The app's own page inside the window; null for cards, which the window draws itself. */
  frame: FrameName | null
  /** The item of the quiet menu that leads to it. */
  menu?: string
  /** The tab above the page that leads to it. */
  tab?: string
  /** The buttons that lead to it, one after the other. */
  press?: readonly (string | RegExp)[]
  /** Words that are there once it is drawn. */
  says: string | RegExp
  /** Widths of the app's page, or of the window where there is none, px. */
  widths: readonly number[]
}

const WIDE = [400, 760, 960, 1280] as const

const OFFER: Surface = {
  name: 'offer',
  person: 'mona',
  view: 'chat',
  frame: null,
  says: /^Turn one 1-1 with \S+ into a growth discussion this quarter\?$/,
  widths: WIDE,
}
const PANEL: Surface = {
  name: 'panel',
  person: 'mona',
  view: 'meeting',
  frame: 'sidePanel',
  says: 'Your private note',
  widths: [280, 320],
}
const STAGE: Surface = {
  name: 'stage',
  person: 'rafe',
  view: 'meeting',
  frame: 'meetingStage',
  says: 'Focus areas',
  widths: WIDE,
}
const CHANGES: Surface = {
  ...STAGE,
  name: 'changes',
  press: ['See changes'],
  says: /^What changed since/,
  widths: [280, 760, 1280],
}
const HOME: Surface = {
  name: 'home',
  person: 'rafe',
  view: 'growth',
  frame: 'content',
  says: 'My plan now',
  widths: WIDE,
}
const PLAN: Surface = { ...HOME, name: 'plan', press: ['Open plan'], says: 'Focus areas', widths: [280, 400, 1280] }
const HISTORY: Surface = {
  ...HOME,
  name: 'history',
  press: ['All agreed revisions'],
  says: /^Your first one/,
  widths: [280, 760, 1280],
}
const COMPARE: Surface = {
  ...HISTORY,
  name: 'compare',
  press: ['All agreed revisions', /^Compare with revision/],
  says: 'Side by side',
}
const TEAM: Surface = { ...HOME, name: 'team', person: 'mona', says: 'My team' }
const NARROW_TOO = [280, 760] as const
const AUDIT: Surface = {
  ...HOME,
  name: 'audit',
  menu: 'Who has seen my plan',
  says: 'Only you see this',
  widths: NARROW_TOO,
}
const ERASE: Surface = {
  ...HOME,
  name: 'erase',
  menu: 'Delete everything about me …',
  says: 'Delete everything about you?',
  widths: NARROW_TOO,
}
const CALENDARS: Surface = {
  ...HOME,
  name: 'calendars',
  person: 'hanna',
  tab: 'Calendars',
  says: 'Calendars Growth can read',
  widths: [280, 760, 1280],
}
const ASK: Surface = {
  ...HOME,
  name: 'ask',
  person: 'leila',
  says: 'No growth discussion this quarter yet',
  widths: NARROW_TOO,
}
const OURS: Surface = { ...TEAM, name: 'ours', person: 'ines', says: /Is it your 1-1\?$/, widths: NARROW_TOO }
const SUMMARY: Surface = { ...OFFER, name: 'summary', person: 'rafe', says: /^Your growth plan, / }
export const SURFACES = {
  OFFER,
  PANEL,
  STAGE,
  CHANGES,
  HOME,
  PLAN,
  HISTORY,
  COMPARE,
  TEAM,
  AUDIT,
  ERASE,
  CALENDARS,
  ASK,
  OURS,
  SUMMARY,
} as const

export type OpenSurface = {
  context: BrowserContext
  page: Page
  /** The app's page; the window's own where the surface has none. */
  inside: Frame
  show: (theme: Theme, width: number) => Promise<void>
}

const PATIENCE = { timeout: 15_000 }
const HEIGHT = 900

/** Opens a surface in a window of its own; the meeting is running and the plan is on the stage where it needs that. */
export async function openSurface(
  browser: Browser,
  url: string,
  surface: Surface,
  of: { scale?: number; listen?: (page: Page) => void } = {},
): Promise<OpenSurface> {
  const { person, view, frame, says } = surface
  // Where there is little room the panel has all of it, and so any width.
  const width = frame === 'sidePanel' ? 400 : 1280
  const { context, page } = await windowOf(browser, url, person, { view, width, height: HEIGHT, ...of })
  if (frame === 'meetingStage') await page.getByRole('button', { name: 'Side panel', exact: true }).click()
  if (frame && surface.menu) {
    await frameOf(page, frame).getByRole('button', { name: /^More/ }).click(PATIENCE)
    await frameOf(page, frame).getByRole('menuitem', { name: surface.menu }).click()
  }
  if (frame && surface.tab) await frameOf(page, frame).getByRole('tab', { name: surface.tab }).click(PATIENCE)
  if (frame)
    for (const name of surface.press ?? [])
      await frameOf(page, frame).getByRole('button', { name }).first().click(PATIENCE)
  await (frame ? frameOf(page, frame) : page).getByText(says).last().waitFor(PATIENCE)
  const handle = frame ? await page.locator(`iframe[data-frame="${frame}"]`).elementHandle() : null
  const inside = (await handle?.contentFrame()) ?? page.mainFrame()
  return {
    context,
    page,
    inside,
    async show(theme, width) {
      const label = { light: 'Light', dark: 'Dark', contrast: 'Contrast' }[theme]
      await page.getByRole('radio', { name: label }).check({ force: true })
      if (frame) await inside.locator(`[data-theme="${theme}"]`).waitFor({ ...PATIENCE, state: 'attached' })
      await fitWidth(page, inside, width)
      await standsStill(inside)
    },
  }
}

/** Gives the window the width at which the page inside is as wide as wanted; the window may draw it smaller than it is. */
async function fitWidth(page: Page, inside: Frame, width: number): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const now = page.viewportSize()?.width ?? 0
    const is = await inside.evaluate(() => innerWidth)
    if (is === width) return
    const box = inside === page.mainFrame() ? null : await (await inside.frameElement()).boundingBox()
    const zoom = box && attempt > 0 ? box.width / is : 1
    await page.setViewportSize({ width: Math.max(240, Math.round(now + (width - is) * zoom)), height: HEIGHT })
    await resized(inside, is)
  }
  throw new Error(`The page inside cannot be ${width} px wide`)
}

/** Resolves when the page has another width than it had, and has drawn itself with it; soon where the width stays. */
const resized = (inside: Frame, was: number): Promise<unknown> =>
  inside.evaluate(async (was) => {
    const drawn = () => new Promise((resolve) => requestAnimationFrame(resolve))
    for (let frames = 0; innerWidth === was && frames < 10; frames += 1) await drawn()
    await drawn()
    await drawn()
  }, was)

/** Resolves when nothing of the page changes colour or place any more; what goes on for ever goes on. */
const standsStill = (inside: Frame): Promise<unknown> =>
  inside.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished.catch(() => {})),
    ),
  )

/** How far anything is wider than the page it is on, px; what scrolls sideways by itself counts too. */
export const sideways = (inside: Frame): Promise<number> =>
  inside.evaluate(() =>
    Math.max(
      ...[document.documentElement, ...document.querySelectorAll('*')]
        .filter(
          (one) => one === document.documentElement || ['auto', 'scroll'].includes(getComputedStyle(one).overflowX),
        )
        .map((one) => one.scrollWidth - one.clientWidth),
    ),
  )

/** Puts the plan on the stage of the running meeting, as Mona's panel would. */
export async function shareToStage(world: TestWorld, chatId: string, rafe: string): Promise<void> {
  const { people } = await world.control<{ people: { key: string; id: string }[] }>('GET', '/host/state')
  const by = people.find(({ key }) => key === 'mona')?.id
  const url = `${world.app}/tab/stage?plan=${rafe}`
  await world.control('POST', `/host/meetings/${encodeURIComponent(chatId)}/stage`, { url, by })
}

/** Somebody at the stage in a window of their own, with the caret in the aspiration after these words; `type` keeps its flag up. */
export async function joinStage(
  browser: Browser,
  url: string,
  person: string,
  after: string,
): Promise<{ context: BrowserContext; page: Page; type: () => Promise<void> }> {
  const { context, page } = await windowOf(browser, url, person, { view: 'meeting' })
  const field = frameOf(page, 'meetingStage').getByRole('textbox', { name: 'Where I’m heading' })
  await field.waitFor(PATIENCE)
  await caretAfter(field, after)
  const type = () => typeAndTakeBack(page)
  await type()
  return { context, page, type }
}

/** Puts the caret into a field, behind these words of it. */
export const caretAfter = (field: Locator, after: string): Promise<void> =>
  field.evaluate((area: HTMLTextAreaElement, words) => {
    area.focus()
    const at = area.value.indexOf(words) + words.length
    area.setSelectionRange(at, at)
  }, after)

export async function typeAndTakeBack(page: Page): Promise<void> {
  await page.keyboard.type('s')
  await page.keyboard.press('Backspace')
}
