// The plan as a document under two people's hands: marks, order, quick typing, days in words, and taking back.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { FrameLocator, Locator, Page } from 'playwright-core'
import { aspirationOf, type BothOnStage, openBothOnStage, PATIENCE, titleOf } from '#tests/browser/bothOnStage.ts'
import { caretAfter } from '#tests/browser/surfaces.ts'

const [DECIDE, RESEARCH, HELP] = [
  'Closing decisions, not only opening them',
  'Research that other teams build on',
  'Helping other designers grow',
]
const [RUN, SHADOW, COURSE, HOST] = [
  'Run the weekly billing decision meeting',
  'Shadow Ines in two portfolio reviews',
  'Interviewing users, the advanced course',
  'Host the design critique every second week',
]
const SOURCE =
  'Lead a **product area** end to end, see [the brief](https://example.com/brief?q=1).\n- with **one** team\n- then two'

describe('editing', () => {
  let opening: Promise<BothOnStage>
  let mona: Page
  let rafe: Page
  let onMonas: FrameLocator
  let onRafes: FrameLocator

  beforeAll(async () => {
    opening = openBothOnStage(900)
    ;({ mona, rafe, onMonas, onRafes } = await opening)
  })
  // Also when a slow machine ended the wait for it.
  afterAll(async () => (await opening).stop())

  /** The actions of each focus area, as somebody sees them. */
  const actionsOn = (on: FrameLocator): Promise<string[][]> =>
    on
      .locator('[data-actions]')
      .evaluateAll((lists) =>
        lists.map((list) =>
          [...list.querySelectorAll<HTMLTextAreaElement>(':scope > li textarea[aria-label$=" title"]')].map(
            (area) => area.value,
          ),
        ),
      )
  const areasOn = (on: FrameLocator): Promise<string[]> =>
    on
      .locator('[data-moving] textarea')
      .evaluateAll((areas) =>
        areas
          .filter((area) => /^Focus area \d title$/.test(area.ariaLabel ?? ''))
          .map((area) => (area as HTMLTextAreaElement).value),
      )
  const bothSee = async <T>(look: (on: FrameLocator) => Promise<T>, expected: T) => {
    for (const on of [onRafes, onMonas]) await until(() => look(on), expected)
  }
  const focused = () => onRafes.locator(':focus').getAttribute('aria-label')
  const said = () =>
    onRafes
      .getByRole('status')
      .filter({ hasText: /^(Moved|Undone|Action)/ })
      .innerText()

  test('R9 marks: read as bold, a list and a link; typed as they are; the other one’s caret at its letter in both', async () => {
    const [his, hers] = [aspirationOf(onRafes), aspirationOf(onMonas)]
    await his.fill(SOURCE)
    // Read: no mark is left, and lists are lists.
    await onMonas
      .getByRole('listitem')
      .filter({ hasText: /^with one team$/ })
      .waitFor(PATIENCE)
    expect(
      await onMonas.getByText('product area', { exact: true }).evaluate((words) => getComputedStyle(words).fontWeight),
    ).toBe('600')
    expect(await onMonas.getByText('**').count()).toBe(0)
    // His caret, in front of "one", which for her stands elsewhere than for him.
    await caretAfter(his, '- with **')
    const beside = async (on: FrameLocator, words: string) => {
      const [caret, letter] = await Promise.all([
        on.locator('[data-caret]').first().boundingBox(),
        on.getByText(words, { exact: true }).first().boundingBox(),
      ])
      return caret && letter
        ? [Math.abs(caret.x + 1 - letter.x) <= 2, Math.abs(caret.y - letter.y) < letter.height / 2]
        : null
    }
    await until(() => beside(onMonas, 'one'), [true, true])

    // A link says where it goes before it is opened.
    await onMonas.getByRole('link', { name: 'the brief' }).click()
    const link = onMonas.getByRole('dialog', { name: 'Link' })
    await link.getByText('https://example.com/brief?q=1', { exact: true }).waitFor(PATIENCE)
    const open = link.getByRole('link', { name: 'Open' })
    expect(await Promise.all(['href', 'target', 'rel'].map((name) => open.getAttribute(name)))).toEqual([
      'https://example.com/brief?q=1',
      '_blank',
      'noopener noreferrer',
    ])
    await mona.keyboard.press('Escape')
    await link.waitFor({ state: 'detached' })

    // Pressed beside it, the caret goes to the letter; the letters stand exactly under it now.
    await onMonas.getByText('one', { exact: true }).click({ position: { x: 1, y: 8 } })
    expect(
      await hers.evaluate((area: HTMLTextAreaElement) => [
        document.activeElement === area,
        area.value.slice(area.selectionStart).slice(0, 3),
      ]),
    ).toEqual([true, 'one'])
    await until(() => beside(onMonas, 'one'), [true, true])
    expect(await onMonas.getByText('**').count()).toBeGreaterThan(0)
    const places = await hers.evaluate((area: HTMLTextAreaElement) => {
      const shown = area.parentElement?.querySelector('div')
      return [
        area.scrollHeight - area.clientHeight,
        (shown?.clientHeight ?? 0) - area.clientHeight,
        getComputedStyle(area).fontSize === (shown && getComputedStyle(shown).fontSize),
      ]
    })
    expect(places).toEqual([0, 0, true])
  })

  test('R9 marks by keyboard: bold, a list that goes on and ends, and one’s own step back', async () => {
    const his = aspirationOf(onRafes)
    await his.fill('- Lead')
    await his.press('Control+b')
    await until(() => his.inputValue(), '- **Lead**')
    await his.press('End')
    await his.press('Enter')
    await rafe.keyboard.type('two')
    await his.press('Enter')
    await his.press('Enter')
    await until(() => his.inputValue(), '- **Lead**\n- two\n')
    await aspirationOf(onMonas).focus()
    await mona.keyboard.press('Control+End')
    await mona.keyboard.type('hers')
    await until(() => his.inputValue(), '- **Lead**\n- two\nhers')
    await his.press('Control+z')
    await until(() => his.inputValue(), '- **Lead**\n- two\n- hers')
    await mona.keyboard.press('Escape')
  })

  test('R9 marks by keyboard in a short text: bold and a link, while the other one is in the same word', async () => {
    const [his, hers] = [onRafes, onMonas].map((on) => on.getByRole('textbox', { name: 'Strength 2' })) as [
      Locator,
      Locator,
    ]
    await caretAfter(hers, 'hon')
    await caretAfter(his, 'honest')
    await his.press('Control+b')
    await until(() => hers.inputValue(), 'Calm, **honest** critiques')
    await mona.keyboard.type('our and hon')
    await until(() => his.inputValue(), 'Calm, **honour and honest** critiques')
    await his.press('Control+End')
    await his.press('Control+k')
    await rafe.keyboard.type('https://example.com')
    await until(() => hers.inputValue(), 'Calm, **honour and honest** [critiques](https://example.com)')
    await his.press('Escape')
    await onRafes.getByRole('link', { name: 'critiques' }).waitFor(PATIENCE)
    await mona.keyboard.press('Escape')
    await his.fill('Calm, honest critiques')
    await his.press('Escape')
  })

  test('R9 order: an action is drawn into another focus area, a card past others; Escape lets go; nobody else is scrolled', async () => {
    const start = [[RUN, SHADOW], [COURSE], [HOST]]
    await bothSee(actionsOn, start)
    const lists = onRafes.locator('[data-actions]')
    const top = () => titleOf(onMonas, 1).evaluate((area) => area.getBoundingClientRect().top)
    const before = await top()
    const grip = lists.first().locator('> li').first().locator('[data-grip]')
    const below = async () => {
      const box = await lists.nth(1).boundingBox()
      return { x: (box?.x ?? 0) + 40, y: (box?.y ?? 0) + (box?.height ?? 0) + 2 }
    }
    await draw(rafe, grip, await below(), async () => {
      expect(await onRafes.locator('[data-drop]').isVisible()).toBe(true)
      await rafe.keyboard.press('Escape')
    })
    await bothSee(actionsOn, start)
    await draw(rafe, grip, await below())
    await bothSee(actionsOn, [[SHADOW], [COURSE, RUN], [HOST]])
    expect(await said()).toBe(`Moved to place 2 of 2 in ${RESEARCH}`)
    expect(await top()).toBe(before)

    const cards = onRafes.locator('[role=group][data-item]')
    const last = await cards.nth(2).boundingBox()
    const to = { x: (last?.x ?? 0) + (last?.width ?? 0) - 8, y: (last?.y ?? 0) + 30 }
    await draw(rafe, cards.first().locator('> [data-grip]'), to)
    await bothSee(areasOn, [RESEARCH, HELP, DECIDE])
  })

  test('R9 order by keyboard: an action goes down and into the next focus area, a card and a strength too; the focus stays', async () => {
    await onRafes.getByRole('textbox', { name: 'Focus area 1 action 1 title' }).focus()
    await rafe.keyboard.press('Alt+ArrowDown')
    await bothSee(actionsOn, [[RUN, COURSE], [HOST], [SHADOW]])
    await until(focused, 'Focus area 1 action 2 title')
    await rafe.keyboard.press('Alt+ArrowDown')
    await bothSee(actionsOn, [[RUN], [COURSE, HOST], [SHADOW]])
    await until(focused, 'Focus area 2 action 1 title')
    expect(await said()).toBe(`Moved to place 1 of 2 in ${HELP}`)
    await titleOf(onRafes, 3).focus()
    await rafe.keyboard.press('Alt+ArrowUp')
    await bothSee(areasOn, [RESEARCH, DECIDE, HELP])
    await until(focused, 'Focus area 2 title')
    const strength = (place: number) => onRafes.getByRole('textbox', { name: `Strength ${place}` })
    const second = await strength(2).inputValue()
    await strength(2).focus()
    await rafe.keyboard.press('Alt+ArrowUp')
    await until(() => strength(1).inputValue(), second)
    await until(focused, 'Strength 1')

    await onRafes.getByRole('button', { name: `More for ${SHADOW}` }).click()
    await onRafes.getByRole('menuitem', { name: `Move to ${RESEARCH}` }).click()
    await bothSee(actionsOn, [[RUN, SHADOW], [], [COURSE, HOST]])
  })

  test('R9 quick typing: Enter, Backspace, a paste of several lines; what was removed comes back', async () => {
    await onRafes.getByRole('textbox', { name: 'Focus area 1 action 1 title' }).focus()
    await rafe.keyboard.press('End')
    await rafe.keyboard.press('Enter')
    await until(focused, 'Focus area 1 action 2 title')
    await rafe.keyboard.type('Write it up')
    await rafe.keyboard.press('Enter')
    await until(focused, 'Focus area 1 action 3 title')
    await rafe.keyboard.press('Backspace')
    await until(focused, 'Focus area 1 action 2 title')
    await paste(onRafes.locator(':focus'), '\n- and share it\r\n- Ask who read it\n')
    const typed = [[RUN, 'Write it up and share it', 'Ask who read it', SHADOW], [], [COURSE, HOST]]
    await bothSee(actionsOn, typed)
    await until(focused, 'Focus area 1 action 3 title')

    await onRafes.getByRole('button', { name: 'More for Ask who read it' }).click()
    await onRafes.getByRole('menuitem', { name: 'Remove action' }).click()
    await bothSee(actionsOn, [[RUN, 'Write it up and share it', SHADOW], [], [COURSE, HOST]])
    const title = onMonas.getByRole('textbox', { name: 'Focus area 1 action 1 title' })
    await title.fill('Run it')
    await until(async () => (await actionsOn(onRafes))[0]?.[0], 'Run it')
    await onRafes.getByRole('button', { name: 'Undo', exact: true }).click()
    await bothSee(actionsOn, [['Run it', ...(typed[0] ?? []).slice(1)], [], [COURSE, HOST]])
    await until(focused, 'Focus area 1 action 3 title')
    // In a short field too: the paste, and not what she typed.
    await rafe.keyboard.press('Control+z')
    await bothSee(actionsOn, [['Run it', 'Write it up', SHADOW], [], [COURSE, HOST]])
  })

  test('R9 a due date understands words, says what they mean, and what it understands where they mean none', async () => {
    const due = onRafes.getByRole('button', { name: `Due date of ${SHADOW}` })
    await due.click()
    const field = onRafes.getByRole('textbox', { name: `Due date of ${SHADOW}`, exact: true })
    await field.fill('some day')
    await field.press('Enter')
    await onRafes.getByText('Try “in two weeks”, “next Friday”').waitFor(PATIENCE)
    await field.fill('in two weeks')
    await onRafes.getByRole('dialog').getByText('Tue 10 Nov', { exact: true }).waitFor(PATIENCE)
    await field.press('Enter')
    await until(() => due.innerText(), 'by 10 Nov')
    expect(await due.evaluate((button) => button === document.activeElement)).toBe(true)
    await rafe.keyboard.press('Enter')
    await field.fill('tomorrow')
    await field.press('Escape')
    await field.waitFor({ state: 'detached' })
    await until(() => onMonas.getByRole('button', { name: `Due date of ${SHADOW}` }).innerText(), 'by 10 Nov')
    await due.click()
    await onRafes.getByRole('button', { name: /^End of the quarter/ }).click()
    await until(() => onMonas.getByRole('button', { name: `Due date of ${SHADOW}` }).innerText(), 'by 31 Dec')
  })

  test('R9 a fourth focus area may be written, with a hint; what earlier plans named is offered', async () => {
    const hint = onRafes.getByText('Three at a time are enough; you agree on one to three.')
    expect(await hint.count()).toBe(0)
    await onRafes.getByRole('button', { name: 'Add a focus area' }).click()
    await until(focused, 'Focus area 4 title')
    await hint.waitFor(PATIENCE)
    await rafe.keyboard.type('Writing')

    // What an agreed plan named and this one does not is offered where another one is named.
    await onRafes.getByRole('button', { name: `More for ${DECIDE}` }).click()
    await onRafes.getByRole('menuitem', { name: 'Remove focus area' }).click()
    await until(() => areasOn(onRafes), [RESEARCH, HELP, 'Writing'])
    expect(await hint.count()).toBe(0)
    await titleOf(onRafes, 3).fill('not only')
    await onRafes.getByRole('option', { name: DECIDE }).waitFor(PATIENCE)
    await rafe.keyboard.press('ArrowDown')
    await rafe.keyboard.press('Enter')
    await bothSee(areasOn, [RESEARCH, HELP, DECIDE])
    expect(await onRafes.getByRole('option').count()).toBe(0)
  })
})

/** Takes hold of something and draws it along; `before` is called just before it is let go. */
async function draw(page: Page, grip: Locator, to: { x: number; y: number }, before = async () => {}): Promise<void> {
  await grip.hover()
  await page.mouse.down()
  await page.mouse.move(to.x - 20, to.y - 20, { steps: 3 })
  await page.mouse.move(to.x, to.y, { steps: 3 })
  await before()
  await page.mouse.up()
}

const paste = (field: Locator, words: string): Promise<void> =>
  field.evaluate((area, text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    area.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }, words)

/** Waits until something is as expected; fails with what it was last. */
async function until<T>(look: () => Promise<T>, expected: T): Promise<void> {
  const end = Date.now() + PATIENCE.timeout
  let last = await look()
  while (JSON.stringify(last) !== JSON.stringify(expected) && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 30))
    last = await look()
  }
  expect(last).toEqual(expected)
}
