// How it looks: every surface in every theme at every width fits, in every theme can be read, and says nothing to the console.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { AxeResults } from 'axe-core'
import type { Browser, ConsoleMessage, Frame, Page } from 'playwright-core'
import { launch, overflow, THEMES } from '#tests/browser/browser.ts'
import { joinStage, openSurface, SURFACES, type Surface, shareToStage, sideways } from '#tests/browser/surfaces.ts'
import { addToPlan, agree, begin, convert, endOf, idsOf, report, startOf, writePlan } from '#tests/play.ts'
import { startWorld, type TestWorld } from '#tests/world.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

describe('every theme and width', () => {
  let world: TestWorld
  let browser: Browser

  // The second discussion of a pair is going on: promises, a summary, open offers, a plan changed since it was agreed.
  beforeAll(async () => {
    ;[world, browser] = await Promise.all([startWorld(), launch()])
    const rafe = (await idsOf(world)).rafe ?? ''
    await world.advance('PT25H')
    const first = await convert(world)
    await begin(world, first)
    await writePlan(world, rafe, startOf(first).slice(0, 10))
    await agree(world, rafe)
    await world.advanceTo(endOf(first))
    await world.meeting(first.id, 'end')
    await world.advance('P1D')
    await report(world, 'rafe', rafe, 'a1', 'stuck', 'no slots in the calendar')
    await report(world, 'rafe', rafe, 'a2', 'done')
    await report(world, 'rafe', rafe, 'a4', 'onTrack')
    await world.advanceTo('2027-01-11T12:00:00.000Z')
    const second = await convert(world)
    const chatId = await begin(world, second)
    await addToPlan(world, rafe, startOf(second).slice(0, 10))
    await shareToStage(world, chatId, rafe)
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await world?.stop()
  })

  test.each(Object.values(SURFACES))('$name', async (surface: Surface) => {
    const said: string[] = []
    const listen = (page: Page) => {
      page.on('console', (message) => isTrouble(message) && said.push(message.text()))
      page.on('pageerror', (error) => said.push(String(error)))
    }
    const mona = surface === SURFACES.STAGE ? await joinStage(browser, world.url, 'mona', 'product area') : null
    const { context, page, inside, show } = await openSurface(browser, world.url, surface, { listen })
    await inside.evaluate(AXE)
    for (const [step, width] of surface.widths.entries()) {
      for (const [turn, theme] of THEMES.entries()) {
        await mona?.type()
        await show(theme, width)
        const where = `${surface.name}, ${theme}, ${width} px`
        expect({ where, wider: await sideways(inside), window: await overflow(page) }).toEqual({
          where,
          wider: 0,
          window: 0,
        })
        // What can be read depends on the theme: each has one width, and together they have the narrow and the wide ones.
        if (turn % surface.widths.length !== step) continue
        expect({ where, violations: await violations(inside) }).toEqual({ where, violations: [] })
      }
    }
    expect(said).toEqual([])
    await context.close()
    await mona?.context.close()
  })
})

/** What axe finds serious or critical, each with the elements it is about. */
async function violations(inside: Frame): Promise<string[]> {
  const { violations } = await inside.evaluate(() =>
    (globalThis as unknown as { axe: { run(context: object, options: object): Promise<AxeResults> } }).axe.run(
      // Fluent's focus keeper: hidden and yet to be tabbed to, because it passes focus on at once.
      { exclude: [['[data-tabster-dummy]']] },
      { iframes: false, resultTypes: ['violations'] },
    ),
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html.slice(0, 200)} ${any[0]?.message ?? ''}`))
}

/** Errors, and what the card renderer finds odd. Microsoft's list of hosts is not asked for here. */
function isTrouble(message: ConsoleMessage): boolean {
  if (message.type() === 'warning') return message.text().includes('the card renderer says')
  return message.type() === 'error' && !message.location().url.startsWith('https://res.cdn.office.net/')
}
