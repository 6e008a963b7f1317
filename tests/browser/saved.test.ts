// R15 in Chromium: what the page says of saving is true when the network is gone, storage is blocked, the plan is full, access is lost.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { type Network, openNetwork } from '#tests/browser/network.ts'
import { shareToStage } from '#tests/browser/surfaces.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { agree, begin, convert, idsOf, startOf, writePlan } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PATIENCE = { timeout: 15_000 }
/** Bytes of a plan with all it remembers (bot/routes/collabTrial.ts). */
const MOST_BYTES = 1_000_000

let world: TestWorld
let network: Network
let browser: Browser
let rafeId: string
let document: string
/** Reads and writes past the browser. */
let rafeElsewhere: AtThePlan
const contexts: BrowserContext[] = []

beforeAll(async () => {
  world = await startWorld()
  network = await openNetwork(world.app)
  browser = await launch(network.args)
  rafeId = (await idsOf(world)).rafe ?? ''
  await world.advance('PT25H')
  const event = await convert(world, 4)
  const chatId = await begin(world, event)
  await writePlan(world, rafeId, startOf(event).slice(0, 10))
  await agree(world, rafeId)
  await shareToStage(world, chatId, rafeId)
  document = (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${rafeId}`)).body.document
  rafeElsewhere = await openLivePlan(world, 'rafe', document)
})
afterEach(async () => {
  network.up()
  for (const context of contexts.splice(0)) await context.close()
})
afterAll(async () => {
  rafeElsewhere?.close()
  await browser?.close()
  await network?.close()
  await world?.stop()
})

/** Somebody's window with the plan on the stage, in a browser of its own or in one that was there before. */
async function open(person: string, before?: BrowserContext, listen?: (page: Page) => void) {
  const { context, page } = await windowOf(browser, world.url, person, { view: 'meeting', before, listen })
  if (!before) contexts.push(context)
  const on = frameOf(page, 'meetingStage')
  const field = on.getByRole('textbox', { name: 'Where I’m heading' })
  await field.waitFor(PATIENCE)
  const inside = await (await page.locator('iframe[data-frame="meetingStage"]').elementHandle())?.contentFrame()
  if (!inside) throw new Error('Nothing is on the stage')
  const says = (words: string | RegExp) => on.getByTestId('save-state').filter({ hasText: words }).waitFor(PATIENCE)
  return { context, page, on, field, inside, says }
}
/** Lengths of the edits that the browser keeps for this plan, whoever's. */
const keptIn = (inside: Frame): Promise<number[]> =>
  inside.evaluate(
    () =>
      new Promise<number[]>((resolve, reject) => {
        const request = indexedDB.open('growth', 1)
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const all = request.result.transaction('edits').objectStore('edits').getAll()
          all.onsuccess = () => resolve(all.result.map(({ edit }) => edit.length))
        }
      }),
  )
async function becomes<T>(read: () => Promise<T> | T, is: (value: T) => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE.timeout; !is(await read()); await sleep(30))
    if (Date.now() > end) throw new Error(`Still ${JSON.stringify(await read())}`)
}
const aspirationElsewhere = () => planOf(rafeElsewhere.doc).aspiration
/** Types letter by letter as fast as the page takes it; a person's evening in a second. */
const typeMany = (field: Locator, many: number) =>
  field.evaluate((area: HTMLTextAreaElement, letters) => {
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
    for (let n = 0; n < letters; n += 1) area.ownerDocument.execCommand('insertText', false, n % 6 === 5 ? ' ' : 'o')
  }, many)

test('300 letters typed offline: kept in few rows, there after the page is gone, sent once it is back; the agreement of that time is as it was stamped', async () => {
  const { context, page, field, inside, says } = await open('rafe')
  await says(/^Saved$/)
  const before = await field.inputValue()
  network.down()
  await says('Offline: kept on this device')
  await typeMany(field, 300)
  const offline = await field.inputValue()
  expect(offline.length).toBe(before.length + 300)
  await becomes(
    () => keptIn(inside),
    (rows) => rows.length > 0 && rows.length < 60,
  )
  const rows = (await keptIn(inside)).length

  // The page goes while it is offline, and comes back when both have agreed on what is in the store.
  await page.close()
  const { number } = await agree(world, rafeId)
  expect(aspirationElsewhere()).toBe(before)
  network.up()
  const again = await open('rafe', context)
  await again.says(/^Saved$/)
  await becomes(aspirationElsewhere, (text) => text === offline)
  await becomes(
    () => keptIn(again.inside),
    (kept) => kept.length === 0,
  )
  await again.on
    .getByText(`Changed since you both agreed on revision ${number}: 1 sentence reworded.`)
    .waitFor(PATIENCE)
  const { agreed } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafeId}`)).body
  expect([agreed?.number, agreed?.plan.aspiration]).toEqual([number, before])
  console.info(`300 letters offline were ${rows} rows in the browser, all there afterwards`)
})
