// The story's meeting in Chromium: two people in two contexts on the stage at once, and the app killed between.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { setFocusArea } from '#shared/plan/edit.ts'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { begin, convert, idsOf } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PATIENCE = { timeout: 15_000 }

describe('the meeting, in two windows', () => {
  let world: TestWorld
  let browser: Browser
  const contexts: BrowserContext[] = []
  let mona: Page
  let rafe: Page
  let onMonas: FrameLocator
  let onRafes: FrameLocator

  beforeAll(async () => {
    world = await startWorld()
    await world.advance('PT25H')
    await begin(world, await convert(world, 4))
    browser = await launch()
    for (const person of ['mona', 'rafe']) {
      // Mona's Teams fails once and then shares, as some do.
      const { context, page } = await windowOf(browser, world.url, person, { view: 'meeting', teams: 'failsOnce' })
      contexts.push(context)
      if (person === 'mona') mona = page
      else rafe = page
    }
    onMonas = frameOf(mona, 'meetingStage')
    onRafes = frameOf(rafe, 'meetingStage')
  })
  afterAll(async () => {
    await browser?.close()
    await world?.stop()
  })

  const saved = (on: FrameLocator) =>
    on
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor(PATIENCE)
  const aspiration = (on: FrameLocator) => on.getByRole('textbox', { name: 'Where I’m heading' })

  test('R17: where Teams does not share, a sentence says why, and there is a way on', async () => {
    const button = 'Share plan to stage'
    const clients: [teams: string, press: boolean, says: string][] = [
      ['notPresenter', false, 'Only an organizer or presenter can share the plan. Ask Rafe.'],
      ['phone', false, 'Sharing starts on a computer.'],
      ['notSupported', true, 'Teams does not let you share here. Rafe can try, as organizer or presenter.'],
      ['fails', true, 'Growth is also among the apps under Share in the meeting’s controls.'],
      // Nothing comes back for five seconds, nor does what is on the stage for two.
      ['silent', true, 'Could not share.'],
    ]
    const check = async ([teams, press, says]: (typeof clients)[number]) => {
      const { context, page } = await windowOf(browser, world.url, 'mona', { view: 'meeting', width: 400, teams })
      const panel = frameOf(page, 'sidePanel')
      await panel.getByText('Your private note').waitFor(PATIENCE)
      if (press) await panel.getByRole('button', { name: button }).click()
      await panel.getByText(says).waitFor(PATIENCE)
      expect({ teams, buttons: await panel.getByRole('button', { name: button }).count() }).toEqual({
        teams,
        buttons: 0,
      })
      await panel.getByRole('button', { name: 'Open the plan here' }).click()
      await aspiration(panel).waitFor(PATIENCE)
      await context.close()
    }
    // The silent one is waited for while the others are looked at.
    const [silent, ...others] = clients.toReversed()
    const waiting = silent && check(silent)
    for (const one of others) await check(one)
    await waiting
  })

  test('R17: the panel is in the right discussion, and Mona shares the plan to the stage of both', async () => {
    const panel = frameOf(mona, 'sidePanel')
    await panel.getByRole('heading', { name: 'Rafe and Mona' }).waitFor(PATIENCE)
    await panel.getByText('You and Rafe see this agenda').waitFor(PATIENCE)
    await panel.getByRole('button', { name: 'Share plan to stage' }).click()
    await panel.getByText('The plan is on the stage').waitFor(PATIENCE)
    for (const on of [onMonas, onRafes]) await aspiration(on).waitFor(PATIENCE)
  })

  test('R9 R15: what one types appears at the other, each sees the other is here, both see Saved', async () => {
    await aspiration(onRafes).click()
    await rafe.keyboard.type('I want to lead the design of a whole product area')
    await becomes(() => aspiration(onMonas).inputValue(), 'I want to lead the design of a whole product area')
    await onMonas
      .getByLabel(/^Rafe, here/)
      .first()
      .waitFor(PATIENCE)
    await onRafes
      .getByLabel(/^Mona, here/)
      .first()
      .waitFor(PATIENCE)

    // At once, in the same sentence: Mona at its beginning while Rafe goes on at its end.
    await aspiration(onMonas).click()
    await mona.keyboard.press('Control+Home')
    await Promise.all([mona.keyboard.type('One day: ', { delay: 30 }), rafe.keyboard.type(', one day.', { delay: 30 })])
    const both = 'One day: I want to lead the design of a whole product area, one day.'
    await becomes(() => aspiration(onMonas).inputValue(), both)
    await becomes(() => aspiration(onRafes).inputValue(), both)
    await Promise.all([saved(onMonas), saved(onRafes)])
  })

  test('R9: a focus area with an owned, dated action', async () => {
    await onMonas.getByRole('button', { name: 'Add a focus area' }).click()
    const title = onMonas.getByRole('textbox', { name: 'Focus area 1 title' })
    await title.fill('Closing decisions')
    await title.blur()
    await becomes(() => onRafes.getByRole('textbox', { name: 'Focus area 1 title' }).inputValue(), 'Closing decisions')
    await Promise.all([saved(onMonas), saved(onRafes)])
  })

  test('R17: the panel points at what is edited on the stage, and leads to the point about it', async () => {
    const panel = frameOf(mona, 'sidePanel')
    await onRafes.getByRole('textbox', { name: 'Focus area 1 title' }).click()
    const line = panel.getByRole('button', { name: 'Rafe is in “Closing decisions”' })
    await line.click(PATIENCE)
    const point = panel.getByRole('button', { name: /^5.*Skills and experiences/ })
    expect(await point.getAttribute('aria-expanded')).toBe('true')
    // Their own panel says it of oneself; a panel that is opened later hears of it too.
    await frameOf(rafe, 'sidePanel').getByText('You are in “Closing decisions”').waitFor(PATIENCE)
    await mona.getByRole('button', { name: 'Side panel', exact: true }).click()
    await mona.getByRole('button', { name: 'Side panel', exact: true }).click()
    await line.waitFor(PATIENCE)
    await rafe.keyboard.press('Escape')
    await line.waitFor({ ...PATIENCE, state: 'detached' })
  })

  test('R17: who comes late, or leaves and comes back, sees the stage as it is', async () => {
    const { context, page } = await windowOf(browser, world.url, 'mona', { view: 'meeting' })
    await aspiration(frameOf(page, 'meetingStage')).waitFor(PATIENCE)
    await context.close()
    await Promise.all([mona.reload(), rafe.reload()])
    for (const on of [onMonas, onRafes]) {
      await aspiration(on).waitFor(PATIENCE)
      await on.getByRole('textbox', { name: 'Focus area 1 title' }).waitFor(PATIENCE)
    }
    await frameOf(mona, 'sidePanel').getByText('The plan is on the stage').waitFor(PATIENCE)
  })

  test('R15: kill -9 of the app, type on, start it again: nothing that said Saved is missing, and what was typed meanwhile arrives', async () => {
    const before = await aspiration(onMonas).inputValue()
    await world.killApp()
    await onRafes.getByTestId('save-state').filter({ hasText: 'Offline: kept on this device' }).waitFor(PATIENCE)
    await aspiration(onRafes).click()
    await rafe.keyboard.press('Control+End')
    await rafe.keyboard.type(' Really.')
    await world.startApp()
    await Promise.all([saved(onMonas), saved(onRafes)])
    await becomes(() => aspiration(onMonas).inputValue(), `${before} Really.`)
    const { document } = await planOfRafe(world)
    const fresh = await openLivePlan(world, 'mona', document)
    expect(planOf(fresh.doc)).toMatchObject({
      aspiration: `${before} Really.`,
      focusAreas: [{ title: 'Closing decisions' }],
    })
    fresh.close()
  })

  test('R8: both stamp the same text, and both see that they agreed', async () => {
    await onRafes.getByRole('button', { name: 'Agree on this plan' }).click()
    await onMonas.getByText(/Rafe agreed\. Your stamp makes it revision 1\./).waitFor(PATIENCE)
    await onRafes.getByText('You agreed. Waiting for Mona.').waitFor(PATIENCE)
    await onMonas.getByRole('button', { name: 'Agree on this plan' }).click()
    for (const on of [onMonas, onRafes]) await on.getByText('You both agreed on revision 1').waitFor(PATIENCE)
  })

  test('R8: who wants to agree while the other writes is shown what moved, and what is stamped then', async () => {
    const { document } = await planOfRafe(world)
    const writer = await openLivePlan(world, 'mona', document)
    let writes = true
    const writing = (async () => {
      for (let n = 1; writes; n += 1) {
        setFocusArea(writer.doc, planOf(writer.doc).focusAreas[0]?.id ?? '', 'why', `Because of reason ${n}`)
        await sleep(100)
      }
    })()
    await onRafes
      .getByText(/Changed since you both agreed on revision 1: .* Your stamp makes it revision 2/)
      .waitFor(PATIENCE)
    await onRafes.getByRole('button', { name: 'Agree on this plan' }).click()
    await onRafes.getByText('The text changed while you were reading. Look again before you agree.').waitFor(PATIENCE)
    writes = false
    await writing
    await writer.saved()
    await onRafes.getByRole('button', { name: 'See changes' }).click()
    await onRafes.getByRole('heading', { name: 'What changed while you were reading' }).waitFor(PATIENCE)
    const { why = '' } = planOf(writer.doc).focusAreas[0] ?? {}
    await onRafes.getByText(why).waitFor(PATIENCE)
    await onRafes.getByText(/^Agreeing stamps the right-hand column.* as revision 2\.$/).waitFor(PATIENCE)
    // Long enough on the screen to have been read.
    await sleep(1000)
    await onRafes.getByRole('button', { name: 'Agree on this plan' }).click()
    await onMonas.getByText(/Rafe agreed\. Your stamp makes it revision 2\. Since revision 1: /).waitFor(PATIENCE)
    const { id } = await planOfRafe(world)
    const { latest } = (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${id}`)).body
    expect(latest?.plan).toEqual(planOf(writer.doc))
    writer.close()
  })

  test('R8: the history, each revision to read, two side by side; and what is printed', async () => {
    await onMonas.getByRole('button', { name: 'Agree on this plan' }).click()
    await onRafes.getByText('You both agreed on revision 2').waitFor(PATIENCE)

    await onRafes.getByRole('button', { name: /^More: history/ }).click()
    await onRafes.getByRole('menuitem', { name: 'History' }).click()
    const line = onRafes.getByRole('list', { name: 'Agreed revisions, newest first' })
    await line.waitFor(PATIENCE)
    const items = (await line.locator('> li').allInnerTexts()).map((text) => text.replace(/\s+/g, ' '))
    expect(items).toEqual([
      expect.stringMatching(/^Revision 2 agreed .* 1 reason added Compare with revision 1$/),
      expect.stringMatching(/^Revision 1 agreed .* Your first one: 1 focus area, 0 actions$/),
    ])
    await line.getByRole('button', { name: 'Compare with revision 1' }).click()
    expect(await onRafes.locator('ins').allInnerTexts()).toEqual([expect.stringMatching(/^Because of reason \d+$/)])
    await onRafes.getByLabel('The older one').selectOption('2')
    await onRafes.getByText('Nothing changed').waitFor(PATIENCE)
    // Escape goes one page back, and focus with it.
    await rafe.keyboard.press('Escape')
    await onRafes.locator('[data-from="compare 2"]:focus').waitFor(PATIENCE)
    await line.getByRole('button', { name: 'Revision 1', exact: true }).click()
    await onRafes.getByText('agreed by both').waitFor(PATIENCE)
    await rafe.emulateMedia({ media: 'print' })
    const paper = onRafes.locator('[data-paper]')
    await becomes(async () => (await paper.innerText()).split('\n')[0] ?? '', 'Rafe Okafor’s growth plan, 2026 Q4')
    expect(await paper.innerText()).toMatch(/Agreed by both on .* 2026 as revision 1\n/)
    for (const gone of ['header button', '[aria-label=Agreement]', '[data-paper] button'])
      expect({ gone, seen: await onRafes.locator(gone).filter({ visible: true }).count() }).toEqual({ gone, seen: 0 })
    await rafe.emulateMedia({ media: null })
  })

  test('R8: a stamp on a text that has moved on is refused with a sentence', async () => {
    const { id } = await planOfRafe(world)
    const hash = '0'.repeat(64)
    const late = await world.api<{ message: string }>('mona', 'POST', `/api/plans/${id}/stamps`, { hash })
    expect(late.status).toBe(409)
    expect(late.body.message).toBe('The text changed while you were reading. Look again before you agree.')
  })
})

/** Waits until a screen says this; fails with what it said last. */
async function becomes(read: () => Promise<string>, expected: string): Promise<void> {
  const end = Date.now() + PATIENCE.timeout
  let last = await read()
  while (last !== expected && Date.now() < end) {
    await sleep(30)
    last = await read()
  }
  expect(last).toBe(expected)
}

async function planOfRafe(world: TestWorld): Promise<{ id: string; document: string }> {
  const id = (await idsOf(world)).rafe ?? ''
  return { id, document: (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${id}`)).body.document }
}
