// The fields of the live plan under two people's hands, and under the keyboard alone.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FrameLocator, Page } from 'playwright-core'
import { aspirationOf, type BothOnStage, openBothOnStage, PATIENCE, titleOf } from '#tests/browser/bothOnStage.ts'
import { frameOf, windowOf } from '#tests/browser/browser.ts'

describe('fields', () => {
  let opening: Promise<BothOnStage>
  let mona: Page
  let rafe: Page
  let onMonas: FrameLocator
  let onRafes: FrameLocator

  beforeAll(async () => {
    opening = openBothOnStage()
    ;({ mona, rafe, onMonas, onRafes } = await opening)
  })
  // Also when a slow machine ended the wait for it.
  afterAll(async () => (await opening).stop())

  test('R9: both type in one title at once: no word is lost, and no caret leaves its letter', async () => {
    const [hers, his] = [titleOf(onMonas, 2), titleOf(onRafes, 2)]
    await hers.click()
    await mona.keyboard.press('Control+Home')
    await his.click()
    await rafe.keyboard.press('Control+End')
    // Rafe is still typing when Mona has finished.
    await Promise.all([
      mona.keyboard.type('Do ', { delay: 20 }),
      rafe.keyboard.type(', in every team and in every quarter', { delay: 40 }),
    ])
    const both = 'Do Research that other teams build on, in every team and in every quarter'
    await expectValue(his, both)
    await expectValue(hers, both)
    expect(await caretOf(his)).toBe(both.length)
    expect(await caretOf(hers)).toBe('Do '.length)
  })

  test('R9: what the other one types elsewhere moves neither focus nor caret nor what is on the screen', async () => {
    const his = titleOf(onRafes, 3)
    await his.click()
    await rafe.keyboard.press('Control+Home')
    await rafe.keyboard.press('ArrowRight')
    await onRafes.getByText('We look at this again').scrollIntoViewIfNeeded()
    const top = () => his.evaluate((field) => Math.round(field.getBoundingClientRect().top))
    const before = await top()
    const aspiration = aspirationOf(onMonas)
    const there = aspirationOf(onRafes)
    const height = () => there.evaluate((field) => field.clientHeight)
    const lower = await height()
    await aspiration.click()
    await mona.keyboard.press('Control+End')
    const more = ' And one more thought that is long enough to need a line of its own on both of the screens.'
    await mona.keyboard.type(more)
    await expectValue(there, await aspiration.inputValue())
    expect(await there.inputValue()).toContain(more)
    expect(await height()).toBeGreaterThan(lower)
    expect(await his.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await caretOf(his)).toBe(1)
    expect(await top()).toBe(before)
  })

  test('R9: a due date that has passed is refused under its field, and the old one stays', async () => {
    const due = onRafes.getByRole('button', { name: /^Due date of Shadow Ines/ })
    const words = await due.innerText()
    await due.click()
    const input = onRafes.getByRole('textbox', { name: /^Due date of Shadow Ines/ })
    await input.fill('2020-01-31')
    await input.press('Enter')
    await onRafes
      .getByRole('alert')
      .filter({ hasText: /^That day has passed\. Choose today or a later one\.$/ })
      .waitFor(PATIENCE)
    expect(await due.innerText()).toBe(words)
    expect(await due.evaluate((button) => button === document.activeElement)).toBe(true)
    expect(await onMonas.getByRole('button', { name: /^Due date of Shadow Ines/ }).innerText()).toBe(words)
  })

  test('R9: a text that is as long as it can be says so, and takes no more', async () => {
    const title = titleOf(onRafes, 1)
    const before = await title.inputValue()
    await title.fill('x'.repeat(199))
    expect(await onRafes.getByText('200 characters are the most here.').count()).toBe(0)
    await title.press('End')
    await rafe.keyboard.type('yz')
    await onRafes.getByText('200 characters are the most here.').waitFor(PATIENCE)
    await expectValue(title, `${'x'.repeat(199)}y`)
    await title.fill(before)
    await expectValue(titleOf(onMonas, 1), before)
  })

  test('by keyboard: Tab goes down the page, F6 from region to region, Escape back to where one was', async () => {
    const inside = await (await rafe.locator('iframe[data-frame="meetingStage"]').elementHandle())?.contentFrame()
    if (!inside) throw new Error('Nothing is on the stage')
    const region = () =>
      inside.evaluate(() => document.activeElement?.closest('[data-region]')?.tagName.toLowerCase() ?? 'nowhere')
    await titleOf(onRafes, 1).click()
    const visited: string[] = []
    for (let press = 0; press < 4; press++) {
      await rafe.keyboard.press('F6')
      visited.push(await region())
    }
    expect(visited).toEqual(['section', 'header', 'main', 'section'])
    await rafe.keyboard.press('Shift+F6')
    await rafe.keyboard.press('Shift+F6')
    expect(await region()).toBe('header')

    const tabbed: string[] = []
    while (tabbed.length < 100 && tabbed.at(-1) !== 'section') {
      await rafe.keyboard.press('Tab')
      tabbed.push(await region())
    }
    // The header's menu, the page, and the first stop of the bar.
    expect([...new Set(tabbed)]).toEqual(['header', 'main', 'section'])
    expect(tabbed.length).toBeGreaterThan(20)

    const top = () => titleOf(onRafes, 1).evaluate((field) => Math.round(field.getBoundingClientRect().top))
    const before = await top()
    // The first stop of the bar.
    await rafe.keyboard.press('Enter')
    const back = onRafes.getByRole('button', { name: 'Back to the plan' }).first()
    await onRafes.getByRole('heading', { name: 'What changed since you both agreed on revision 1' }).waitFor(PATIENCE)
    expect(await back.evaluate((button) => button === document.activeElement)).toBe(true)
    await rafe.keyboard.press('Escape')
    await titleOf(onRafes, 1).waitFor(PATIENCE)
    await inside.waitForFunction(() => document.activeElement?.textContent === 'See changes', null, PATIENCE)
    expect(await top()).toBe(before)
  })

  test('a menu opens over the page and covers nothing else of it', async () => {
    const title = titleOf(onMonas, 1)
    await onMonas.getByRole('button', { name: /^More for Closing decisions/ }).click()
    await onMonas.getByRole('menuitem', { name: 'Remove focus area' }).waitFor(PATIENCE)
    const isOnTop = await title.evaluate((field) => {
      const { left, top } = field.getBoundingClientRect()
      return document.elementFromPoint(left + 4, top + 4) === field
    })
    expect(isOnTop).toBe(true)
    await mona.keyboard.press('Escape')
  })

  test('a page that a new version overtakes while it is loaded begins anew where its code is gone', async () => {
    const { browser, world } = await opening
    let gone = 0
    const listen = (page: Page) =>
      void page.route(/\/History-[^/]+\.js$/, (route) => {
        gone += 1
        return gone === 1 ? route.fulfill({ status: 404 }) : route.continue()
      })
    const { context, page } = await windowOf(browser, world.url, 'rafe', { view: 'meeting', listen })
    const on = frameOf(page, 'meetingStage')
    for (const end = Date.now() + PATIENCE.timeout; gone < 2 && Date.now() < end; ) await page.waitForTimeout(30)
    expect(gone).toBe(2)
    await titleOf(on, 1).waitFor(PATIENCE)
    await on.getByRole('button', { name: 'More: history, print' }).click(PATIENCE)
    await on.getByRole('menuitem', { name: 'History' }).click()
    await on.getByText(/^Your first one/).waitFor(PATIENCE)
    await context.close()
  })

  test('what is typed as soon as the text is there is saved, and the caret stays behind it when the rest comes', async () => {
    const { browser, world } = await opening
    const listen = (page: Page) => void page.addInitScript(typeAtOnce)
    const { context, page } = await windowOf(browser, world.url, 'mona', { view: 'meeting', listen })
    const on = frameOf(page, 'meetingStage')
    await titleOf(on, 1).waitFor(PATIENCE)
    const there = aspirationOf(on)
    const text = await there.inputValue()
    expect(text).toMatch(/\S At once\.$/)
    expect(await there.evaluate((field) => field === document.activeElement)).toBe(true)
    expect(await caretOf(there)).toBe(text.length)
    await on
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor(PATIENCE)
    await expectValue(aspirationOf(onRafes), text)
    await context.close()
  })
})

const caretOf = (field: ReturnType<typeof titleOf>): Promise<number> =>
  field.evaluate((area: HTMLTextAreaElement) => area.selectionStart)

/** Waits until a field says this; fails with what it said last. */
async function expectValue(field: ReturnType<typeof titleOf>, expected: string): Promise<void> {
  const end = Date.now() + PATIENCE.timeout
  while ((await field.inputValue()) !== expected && Date.now() < end) await field.page().waitForTimeout(30)
  expect(await field.inputValue()).toBe(expected)
}

/** Put into a page before its own scripts: types in the first frame in which the aspiration is there. */
function typeAtOnce(): void {
  const look = () => {
    const field = document.querySelector<HTMLTextAreaElement>('[aria-label="Where I’m heading"]')
    if (!field?.value) return requestAnimationFrame(look)
    field.focus()
    field.setSelectionRange(field.value.length, field.value.length)
    document.execCommand('insertText', false, ' At once.')
  }
  look()
}
