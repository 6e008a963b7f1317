// The story's meeting in Chromium: two people in two contexts on the stage at once, and the app killed between.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core'
import type { PlanInfo } from '#shared/api.ts'
import { planOf, setFocusArea } from '#shared/plan/doc.ts'
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
      const { context, page } = await windowOf(browser, world.url, person, { view: 'meeting' })
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
