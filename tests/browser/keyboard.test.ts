// The plan by keyboard alone: from an empty page to one that is agreed on, changed, and agreed on again.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, Frame, Page } from 'playwright-core'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { hashOf, type Plan } from '#shared/plan/plan.ts'
import { launch, windowOf } from '#tests/browser/browser.ts'
import { type Focus, focusOf, unseen, watchFocus } from '#tests/browser/focus.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { idsOf } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PATIENCE = { timeout: 15_000 }
/** More stops than any page has. */
const MOST_STOPS = 90

describe('R9 the whole plan by keyboard alone', () => {
  let world: TestWorld
  let browser: Browser
  let page: Page
  let inside: Frame
  let rafe: string
  const stops: Focus[] = []

  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), launch()])
    rafe = (await idsOf(world)).rafe ?? ''
    ;({ page } = await windowOf(browser, world.url, 'rafe', { view: 'growth', height: 800 }))
    const frame = page.locator('iframe[data-frame="content"]')
    await frame.contentFrame().getByText('Write that sentence').waitFor(PATIENCE)
    inside = (await (await frame.elementHandle())?.contentFrame()) as Frame
    await watchFocus(inside)
    // Teams gives the page the focus; from here on there are only keys.
    await frame.focus()
  })
  afterAll(async () => {
    await browser?.close()
    await world?.stop()
  })

  const press = (key: string) => page.keyboard.press(key)
  const type = (text: string) => page.keyboard.type(text)

  /** Goes on by Tab (or another key) until the focus is on what is called so. Every stop on the way is somewhere. */
  async function to(name: RegExp, key = 'Tab'): Promise<Focus> {
    const passed: string[] = []
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await press(key)
      const now = await focusOf(inside)
      if (now.lost) throw new Error(`Focus is nowhere after ${passed.join(' | ')}, on the way to ${name}`)
      stops.push(now)
      passed.push(now.name)
      if (name.test(now.name)) return now
    }
    throw new Error(`${name} is not to be reached: ${passed.join(' | ')}`)
  }
  /** F6 to the header (0), the document (1) or the bar (2). */
  async function toRegion(region: number): Promise<void> {
    for (let turn = 0; turn < 4 && (await focusOf(inside)).region !== region; turn++) await press('F6')
    expect((await focusOf(inside)).region).toBe(region)
  }
  /** Waits until the focus is on what is called so, which nobody went to. */
  async function comes(name: RegExp): Promise<void> {
    const end = Date.now() + PATIENCE.timeout
    for (;;) {
      const now = await focusOf(inside)
      if (name.test(now.name)) return
      if (Date.now() > end) throw new Error(`Focus is on “${now.name}” (${now.tag}), and not on ${name}`)
      await sleep(30)
    }
  }
  /** Opens a menu and chooses. */
  async function choose(menu: RegExp, item: RegExp, key = 'Tab'): Promise<void> {
    await to(menu, key)
    await press('Enter')
    await inside.getByRole('menu').waitFor(PATIENCE)
    if (!item.test((await focusOf(inside)).name)) await to(item, 'ArrowDown')
    await press('Enter')
    await inside.getByRole('menu').waitFor({ ...PATIENCE, state: 'detached' })
    await comes(menu)
  }
  /** Chooses a day: in words where the field takes words, else as the browser's own field takes it. */
  async function day(of: RegExp, words: string, digits: string): Promise<void> {
    await to(of)
    await press('Enter')
    await inside.locator('input:focus').waitFor(PATIENCE)
    await type((await focusOf(inside)).type === 'date' ? digits : words)
    await press('Enter')
    await comes(of)
  }
  const planNow = async (): Promise<Plan> => {
    const { document } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafe}`)).body
    const live = await openLivePlan(world, 'mona', document)
    const plan = planOf(live.doc)
    live.close()
    return plan
  }
  const saved = () =>
    inside
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor(PATIENCE)

  test('writes a plan', async () => {
    await to(/^Write that sentence$/)
    await press('Enter')
    await comes(/^My growth$/)
    await inside.getByRole('textbox', { name: 'Where I’m heading' }).waitFor(PATIENCE)
    await to(/^Where I’m heading$/)
    await type('I want to lead the design of a whole product area.')
    await to(/^Add a strength$/)
    await press('Enter')
    await comes(/^Strength 1$/)
    await type('Calm critiques')
    await to(/^Add a focus area$/)
    await press('Enter')
    await comes(/^Focus area 1 title$/)
    await type('Closing decisions')
    await to(/^Focus area 1 why|^Why/)
    await type('People wait for someone to decide.')
    await to(/^Add action to/)
    await press('Enter')
    await comes(/^Focus area 1 action 1 title$/)
    await type('Shadow Ines')
    await choose(/^Kind of Shadow Ines/, /^People/, 'Shift+Tab')
    await choose(/^Owner of Shadow Ines/, /^Rafe$/)
    await day(/^Due date of Shadow Ines/, '15 December', '12152026')
    const step = await to(/^First step of Shadow Ines$/)
    // A quiet question until it is pressed.
    if (step.tag === 'BUTTON') {
      await press('Enter')
      await inside.getByRole('textbox', { name: step.name }).waitFor(PATIENCE)
      await comes(/^First step of Shadow Ines$/)
    }
    await type('pick the two dates')
    await to(/^Add what Mona will do$/)
    await press('Enter')
    await comes(/^What Mona will do 1$/)
    await type('Introduce Rafe to Ines')
    await day(/^We look at this again/, '5 January', '01052027')
    await saved()
    expect(await planNow()).toMatchObject({
      aspiration: 'I want to lead the design of a whole product area.',
      strengths: [{ text: 'Calm critiques' }],
      focusAreas: [
        {
          title: 'Closing decisions',
          why: 'People wait for someone to decide.',
          actions: [
            { kind: 'people', title: 'Shadow Ines', owner: rafe, due: '2026-12-15', firstStep: 'pick the two dates' },
          ],
        },
      ],
      support: [{ text: 'Introduce Rafe to Ines' }],
      revisit: '2027-01-05',
    })
  })

  test('F6 goes from header to document to bar and round, with Shift the other way', async () => {
    const regions: number[] = []
    for (const key of ['F6', 'F6', 'F6', 'Shift+F6']) {
      await press(key)
      regions.push((await focusOf(inside)).region)
    }
    const [first = 0] = regions
    expect(regions).toEqual([first, (first + 1) % 3, (first + 2) % 3, (first + 1) % 3])
  })

  test('agrees, changes, sees what changed, and agrees again', async () => {
    await toRegion(2)
    await to(/^Agree on this plan$/)
    await press('Enter')
    await inside.getByText('You agreed. Waiting for Mona.').waitFor(PATIENCE)
    // The button is gone: the focus is still in the bar.
    await comes(/^Agreement$/)
    const hash = await hashOf(await planNow())
    expect((await world.api('mona', 'POST', `/api/plans/${rafe}/stamps`, { hash })).status).toBe(200)
    await inside.getByText('You both agreed on revision 1').waitFor(PATIENCE)

    await to(/^Add a strength$/, 'Shift+Tab')
    await press('Enter')
    await comes(/^Strength 2$/)
    await type('Maps what is vague')
    await toRegion(2)
    await inside.getByText('1 strength added').waitFor(PATIENCE)
    await to(/^See changes$/)
    await press('Enter')
    await comes(/^Back to the plan$/)
    await press('Escape')
    await comes(/^See changes$/)
    await press('Enter')
    await comes(/^Back to the plan$/)
    await to(/^Agree on this plan$/)
    await press('Enter')
    await inside.getByText('You agreed. Waiting for Mona.').waitFor(PATIENCE)
    expect((await focusOf(inside)).lost).toBe(false)
  })

  test('the history, and back', async () => {
    await press('Escape')
    await inside.getByRole('textbox', { name: 'Where I’m heading' }).waitFor(PATIENCE)
    await toRegion(0)
    await to(/^More: history/)
    await press('Enter')
    await inside.getByRole('menu').waitFor(PATIENCE)
    await press('Enter')
    await comes(/^Back to the plan$/)
    await to(/^Revision 1$/)
    await press('Enter')
    await comes(/^Back to the history$/)
    await press('Escape')
    await comes(/^Revision 1$/)
    await press('Escape')
    await comes(/^More: history/)
  })

  test('the focus was seen wherever it was, and went as one reads', async () => {
    expect(await unseen(inside)).toEqual([])
    // Through the whole plan from its top: nothing lies above and left of what came before it.
    await toRegion(0)
    const path: Focus[] = []
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await press('Tab')
      const now = await focusOf(inside)
      if (now.region < 0) break
      path.push(now)
    }
    expect(path.length).toBeGreaterThan(10)
    const back = path.filter((now, at) => {
      const before = path[at - 1]
      if (!before) return false
      if (before.region !== now.region) return now.region < before.region
      return now.top < before.top - 8 && now.left <= before.left + 8
    })
    expect(back.map(({ name }) => name)).toEqual([])
  })
})
