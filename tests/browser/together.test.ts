// Two people type into one text in Chromium, over a network that delays everything and breaks now and then.
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Browser, Locator, Page } from 'playwright-core'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { addFocusArea } from '#shared/plan/edit.ts'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { type Network, openNetwork } from '#tests/browser/network.ts'
import { shareToStage } from '#tests/browser/surfaces.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { begin, convert, idsOf } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PATIENCE = { timeout: 20_000 }
const MINUTE_MS = 60_000
/** As long as a short field has room for both. */
const SHORT_MS = 12_000
const JITTER_MS = 200
/** Between two letters of one person: two people who are quick, and a machine that has other things to do. */
const KEY_MS = 160
const DROP_EVERY_MS = 9_000

let world: TestWorld
let network: Network
let browser: Browser
let rafeId: string

beforeAll(async () => {
  world = await startWorld()
  network = await openNetwork(world.app)
  browser = await launch(network.args)
  rafeId = (await idsOf(world)).rafe ?? ''
  await world.advance('PT25H')
  const chatId = await begin(world, await convert(world, 4))
  await shareToStage(world, chatId, rafeId)
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await network?.close()
  await world?.stop()
})

type Typist = { sign: string; page: Page; field: Locator; saved: () => Promise<void>; typed: string[] }

const LARGE = 'Where I’m heading'
const SHORT = 'Focus area 1 title'

/** Opens the stage for one of the two, at a field; their words begin with `sign`. */
async function sit(person: string, sign: string, name: string): Promise<Typist> {
  // Low, so that the plan scrolls.
  const { page } = await windowOf(browser, world.url, person, { view: 'meeting', height: 460 })
  const on = frameOf(page, 'meetingStage')
  const field = on.getByRole('textbox', { name, exact: true })
  await field.waitFor(PATIENCE)
  const saved = () =>
    on
      .getByTestId('save-state')
      .filter({ hasText: /^Saved$/ })
      .waitFor(PATIENCE)
  await saved()
  return { sign, page, field, saved, typed: [] }
}

type Seen = { looks: number; jumps: string[]; moves: string[] }

/**
 * Looks at the field 25 times a second: everything that was typed here stands right before the caret, however much the
 * other one wrote meanwhile; and the field stays where it is on the screen unless somebody types here. The reply tells.
 */
const watch = (field: Locator): Promise<() => Promise<Seen>> =>
  field
    .evaluateHandle((area: HTMLTextAreaElement) => {
      const seen: Seen = { looks: 0, jumps: [], moves: [] }
      let own = ''
      let isTyped = true
      let top = 0
      area.addEventListener('input', (event) => {
        own += (event as InputEvent).data ?? ''
        isTyped = true
      })
      setInterval(() => {
        const { value, selectionStart, selectionEnd, ownerDocument } = area
        const before = value.slice(0, selectionStart)
        const isAlone = selectionStart === selectionEnd && ownerDocument.activeElement === area
        seen.looks += 1
        if (own && !(isAlone && before.endsWith(own))) seen.jumps.push(`${own.slice(-12)} after ${before.slice(-24)}`)
        const now = Math.round(area.getBoundingClientRect().top)
        if (!isTyped && now !== top) seen.moves.push(`${top} to ${now}`)
        top = now
        isTyped = false
      }, 40)
      return seen
    })
    .then((handle) => () => handle.jsonValue())

/** Types numbered words until `end`, in the same place as the other one: the text is empty. */
async function type({ sign, page, field, typed }: Typist, end: number): Promise<void> {
  await field.click()
  for (let n = 1; Date.now() < end; n += 1) {
    await page.keyboard.type(`${sign}${n} `, { delay: KEY_MS })
    typed.push(`${sign}${n}`)
  }
}

/** Both type for so long; each one's letters are one run of words in the one text that is returned, and no caret jumped. */
async function typeAtOnce(both: [Typist, Typist], ms: number): Promise<string> {
  // A press scrolls to a field that is out of sight.
  for (const { field } of both) await field.click()
  const reports = await Promise.all(both.map(({ field }) => watch(field)))
  network.delay(JITTER_MS)
  const end = Date.now() + ms
  let drops = 0
  const breaking = (async () => {
    for (let next = Date.now() + DROP_EVERY_MS / 2; next < end - 3000; next += DROP_EVERY_MS) {
      await sleep(next - Date.now())
      network.cut()
      drops += 1
    }
  })()
  await Promise.all([...both.map((one) => type(one, end)), breaking])
  await Promise.all(both.map((one) => one.saved()))
  const [one, other] = both
  const text = await one.field.inputValue()
  for (const stop = Date.now() + 10_000; (await other.field.inputValue()) !== text && Date.now() < stop; )
    await sleep(50)
  expect(await other.field.inputValue()).toBe(text)

  // Nobody's letters stand among the other's: each wrote one run of words.
  for (const { typed } of both) expect(text).toContain(`${typed.join(' ')} `)
  expect(text.length).toBe(both.flatMap(({ typed }) => typed).join(' ').length + 1)
  const seen = await Promise.all(reports.map((report) => report()))
  const [jumps, moves] = [seen.flatMap((one) => one.jumps), seen.flatMap((one) => one.moves)]
  console.info(
    `${both.map(({ typed }) => typed.length).join(' and ')} words at once, ${drops} drops: ${jumps.length} caret jumps and ` +
      `${moves.length} moves of the field in ${seen.map(({ looks }) => looks).join(' and ')} looks, 0 letters lost`,
  )
  expect({ jumps, moves }).toEqual({ jumps: [], moves: [] })
  network.delay(0)
  return text
}

/** Opens the plan as the server has it for a look or an edit. */
async function atThePlan<T>(work: (live: AtThePlan) => T): Promise<T> {
  const { document } = (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${rafeId}`)).body
  const live = await openLivePlan(world, 'rafe', document)
  const result = work(live)
  await live.saved()
  live.close()
  return result
}
const planNow = () => atThePlan(({ doc }) => planOf(doc))

test(
  'in a title too, with 200 ms of jitter and a drop: every letter of both in it, no caret jumped',
  async () => {
    await atThePlan(({ doc }) => addFocusArea(doc, { id: 'a1' }))
    const both = await Promise.all([sit('mona', 'm', SHORT), sit('rafe', 'r', SHORT)])
    const text = await typeAtOnce(both, SHORT_MS)
    expect((await planNow()).focusAreas[0]?.title).toBe(text)
    for (const { page } of both) await page.close()
  },
  SHORT_MS + 60_000,
)

test(
  'a minute of typing at once with 200 ms of jitter and drops: one text, every letter in it, no caret jumped, nothing scrolled',
  async () => {
    const both = await Promise.all([sit('mona', 'm', LARGE), sit('rafe', 'r', LARGE)])
    const text = await typeAtOnce(both, MINUTE_MS)
    await world.killApp()
    await world.startApp()
    expect((await planNow()).aspiration).toBe(text)
    for (const one of both) {
      await one.saved()
      expect(await one.field.inputValue()).toBe(text)
    }
  },
  MINUTE_MS + 90_000,
)
