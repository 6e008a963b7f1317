// R15 in Chromium: what the page says of saving is true when the network is gone, storage is blocked, the plan is full, access is lost.
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import type { Browser, BrowserContext, Frame, Locator, Page } from 'playwright-core'
import * as Y from 'yjs'
import type { PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { frameOf, launch, windowOf } from '#tests/browser/browser.ts'
import { type Network, openNetwork } from '#tests/browser/network.ts'
import { shareToStage } from '#tests/browser/surfaces.ts'
import { type AtThePlan, openLivePlan } from '#tests/livePlan.ts'
import { agree, begin, convert, idsOf, startOf, writePlan } from '#tests/play.ts'
import { sleep, startWorld, type TestWorld } from '#tests/world.ts'

const PATIENCE = { timeout: 15_000 }
jest.setTimeout(120_000)
/** Bytes of a plan with all it remembers (bot/routes/collabTrial.ts). */
const MOST_BYTES = 1_000_000

let world: TestWorld
let network: Network
let browser: Browser
let rafeId: string
let monaId: string
let document: string
/** Reads and writes past the browser. */
let rafeElsewhere: AtThePlan
const contexts: BrowserContext[] = []

beforeAll(async () => {
  world = await startWorld()
  network = await openNetwork(world.app)
  browser = await launch(network.args)
  ;({ rafe: rafeId = '', mona: monaId = '' } = await idsOf(world))
  await world.advance('PT25H')
  const event = await convert(world, 4)
  const chatId = await begin(world, event)
  await writePlan(world, rafeId, startOf(event).slice(0, 10))
  await agree(world, rafeId)
  await shareToStage(world, chatId, rafeId)
  document = (await world.api<PlanInfo>('rafe', 'GET', `/api/plans/${rafeId}`)).body.document
  rafeElsewhere = await openLivePlan(world, 'rafe', document)
}, 180_000)
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
    .getByText(`Changed since you both agreed on revision ${number}: aspiration reworded.`)
    .waitFor(PATIENCE)
  const { agreed } = (await world.api<PlanInfo>('mona', 'GET', `/api/plans/${rafeId}`)).body
  expect([agreed?.number, agreed?.plan.aspiration]).toEqual([number, before])
  console.info(`300 letters offline were ${rows} rows in the browser, all there afterwards`)
})

test('a page of the plan that was never opened, without a line: it says what it cannot show, and the plan is where it was', async () => {
  const { on, page, field, inside, says } = await open('rafe')
  await says(/^Saved$/)
  const brought = () =>
    inside.evaluate(() => performance.getEntriesByType('resource').some(({ name }) => /\/History-/.test(name)))
  await becomes(brought, Boolean)
  network.down()
  await says('Offline: kept on this device')
  await on.getByRole('button', { name: /^More: history/ }).click()
  await on.getByRole('menuitem', { name: 'History' }).click()
  await on.getByRole('heading', { name: 'The history did not load' }).waitFor(PATIENCE)
  await page.keyboard.press('Escape')
  await field.waitFor(PATIENCE)
  await says('Offline: kept on this device')
})

test('two windows of one person in one browser, both offline: neither throws away what the other keeps', async () => {
  const one = await open('rafe')
  const other = await open('rafe', one.context)
  await Promise.all([one.says(/^Saved$/), other.says(/^Saved$/)])
  network.down()
  await Promise.all([one, other].map(({ says }) => says('Offline: kept on this device')))
  await typeMany(one.field, 120)
  await one.page.keyboard.type(' one')
  await typeMany(other.field, 120)
  await other.page.keyboard.type(' other')
  const rows = () => keptIn(other.inside)
  await becomes(rows, (kept) => kept.length >= 2)
  await one.page.close()
  network.up()
  await other.says(/^Saved$/)
  await becomes(aspirationElsewhere, (text) => text.includes(' other'))
  // The first window's are in nobody's hands until somebody comes back to the plan.
  expect((await rows()).length).toBeGreaterThan(0)
  const again = await open('rafe', one.context)
  await again.says(/^Saved$/)
  await becomes(aspirationElsewhere, (text) => text.includes(' one') && text.includes(' other'))
  await becomes(
    () => keptIn(again.inside),
    (kept) => kept.length === 0,
  )
  await again.field.fill('I want to lead the design of a whole product area.')
  await again.says(/^Saved$/)
})

test('a plan that is full: the page says so and why, shows what is not saved, saves it once there is room, or gives it up', async () => {
  const words = ', and each of these words is one too many for a plan that has no room left for any of them'
  const { page, on, field, inside, says } = await open('rafe')
  await says(/^Saved$/)
  const before = await field.inputValue()

  // A megabyte at once never gets so far: the field takes what it has room for.
  await field.evaluate((area: HTMLTextAreaElement) => {
    area.focus()
    area.setSelectionRange(area.value.length, area.value.length)
    area.ownerDocument.execCommand('insertText', false, 'm'.repeat(1_000_000))
  })
  await on.getByText('1000 characters are the most here.').waitFor(PATIENCE)
  await says(/^Saved$/)
  await becomes(aspirationElsewhere, (text) => text.length === 1000)
  await field.press('Control+z')
  await becomes(aspirationElsewhere, (text) => text === before)

  await fill(60)
  await field.click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(words)
  await says('Can’t be saved: the plan is full')
  await on.getByText('Shorten something, and it is tried again.').waitFor(PATIENCE)
  await on.getByText('Agreeing works again once everything is saved.').waitFor(PATIENCE)
  expect(await on.getByRole('button', { name: 'Agree on this plan' }).isDisabled()).toBe(true)
  await on.getByRole('button', { name: 'What is not saved' }).click()
  const shown = on.getByRole('textbox', { name: 'What is not saved' })
  await shown.waitFor(PATIENCE)
  expect(await shown.inputValue()).toBe(`Where I’m heading\n${before}${words}`)
  await on.getByRole('button', { name: 'Copy what I typed' }).click()
  await on.getByRole('button', { name: 'Copied' }).waitFor(PATIENCE)

  // Nobody else has it, it is kept here, and one letter less is tried again.
  expect(aspirationElsewhere()).not.toContain('room left')
  expect((await keptIn(inside)).length).toBeGreaterThan(0)
  await empty()
  await field.press('End')
  await field.press('Backspace')
  await says(/^Saved$/)
  await becomes(aspirationElsewhere, (text) => text === `${before}${words.slice(0, -1)}`)
  await becomes(
    () => keptIn(inside),
    (kept) => kept.length === 0,
  )

  await fill(10)
  const saved = await field.inputValue()
  await page.keyboard.type(words)
  await says('Can’t be saved: the plan is full')
  await on.getByRole('button', { name: 'What is not saved' }).click()
  await on.getByRole('button', { name: 'Give it up' }).click()
  await says(/^Saved$/)
  const left = await field.inputValue()
  // What got in before the plan was full is saved, and stays.
  expect(left.startsWith(saved)).toBe(true)
  expect(left.length).toBeLessThan(saved.length + words.length)
  expect(aspirationElsewhere()).toBe(left)
  expect(await keptIn(inside)).toEqual([])
  await empty()
})

test('where storage is blocked the page says so while something is unsaved, and asks before it is left', async () => {
  const asked: string[] = []
  const { page, on, field, inside, says } = await open('rafe', undefined, (page) => {
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    void page.addInitScript(() => {
      Object.defineProperty(globalThis, 'indexedDB', {
        get() {
          throw new DOMException('No storage here', 'SecurityError')
        },
      })
    })
  })
  await says(/^Saved$/)
  const keepsNothing = on.getByText('This browser keeps nothing.')
  expect(await keepsNothing.count()).toBe(0)
  const leave = () => inside.evaluate(() => !dispatchEvent(new Event('beforeunload', { cancelable: true })))
  network.down()
  await says('Offline: this browser blocks storage')
  await keepsNothing.waitFor(PATIENCE)
  // Nothing was typed: nothing can be lost.
  expect(await leave()).toBe(false)
  await field.click()
  await page.keyboard.type('Mine. ')
  await says('Not saved yet: this browser blocks storage')
  expect(await leave()).toBe(true)
  await page.close({ runBeforeUnload: true })
  await becomes(
    () => asked,
    (all) => all.length === 1,
  )
  expect(asked).toEqual(['beforeunload'])
  network.up()
  await says(/^Saved$/)
  expect(await keepsNothing.count()).toBe(0)
  expect(await leave()).toBe(false)
})

test('R7 access lost, in one window while typing and in another while offline: closed, nothing left in the browser, nothing more in the store', async () => {
  const typing = await open('mona')
  const away = await open('mona')
  await Promise.all([typing.says(/^Saved$/), away.says(/^Saved$/)])
  await away.context.setOffline(true)
  await away.says('Offline: kept on this device')
  await away.field.click()
  await away.page.keyboard.type('Typed away. ')
  await becomes(
    () => keptIn(away.inside),
    (rows) => rows.length > 0,
  )

  await typing.field.click()
  let over = false
  const types = (async () => {
    for (let n = 0; !over; n += 1) await typing.page.keyboard.type(n % 2 ? 'o' : ' ')
  })()
  await world.control('PATCH', '/sandbox/people/rafe', { manager: 'ines' })
  await world.advance('P1DT6H')
  const lost = performance.now()
  await typing.on.getByRole('heading', { name: 'This plan is not shared with you' }).waitFor(PATIENCE)
  const took = Math.round(performance.now() - lost)
  await typing.page.keyboard.type('And one more word')
  over = true
  await types
  // Over a line of its own: the doors closed for Rafe as well, and his window may still be on its way back.
  const stored = await aspirationAfresh()

  await away.context.setOffline(false)
  await away.on.getByRole('heading', { name: 'This plan is not shared with you' }).waitFor(PATIENCE)
  for (const { inside, on } of [typing, away]) {
    await becomes(
      () => keptIn(inside),
      (rows) => rows.length === 0,
    )
    expect(await on.getByRole('textbox').count()).toBe(0)
    expect(await inside.evaluate(() => globalThis.document.body.innerText)).not.toContain('product area')
  }
  // Back again, in a browser in which an earlier page left something behind.
  await away.inside.evaluate(
    ([of]) =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open('growth', 1)
        request.onsuccess = () => {
          const transaction = request.result.transaction('edits', 'readwrite')
          transaction.objectStore('edits').add({ id: 'left', of, at: 0, edit: new Uint8Array([0, 0]) })
          transaction.oncomplete = () => resolve()
        }
      }),
    [`${monaId} ${document}`],
  )
  await away.page.close()
  const again = await windowOf(browser, world.url, 'mona', { view: 'meeting', before: away.context })
  await frameOf(again.page, 'meetingStage').getByText('This plan is not shared with you').waitFor(PATIENCE)
  const inside = await (await again.page.locator('iframe[data-frame="meetingStage"]').elementHandle())?.contentFrame()
  await becomes(
    () => (inside ? keptIn(inside) : null),
    (rows) => rows?.length === 0,
  )
  expect(await aspirationAfresh()).toBe(stored)
  expect(stored).not.toContain('Typed away')
  expect(stored).not.toContain('one more word')
  console.info(`closed ${took} ms after the directory was read`)
})

async function aspirationAfresh(): Promise<string> {
  const at = await openLivePlan(world, 'rafe', document)
  at.close()
  return planOf(at.doc).aspiration
}

/** Leaves room for so many bytes in the plan, by what no screen shows. */
async function fill(room: number): Promise<void> {
  const { doc } = rafeElsewhere
  const ballast = doc.getMap('ballast')
  ballast.set('all', '')
  const size = Y.encodeStateAsUpdate(doc).byteLength
  ballast.set('all', 'm'.repeat(MOST_BYTES - size - room))
  await rafeElsewhere.saved()
}
async function empty(): Promise<void> {
  rafeElsewhere.doc.getMap('ballast').delete('all')
  await rafeElsewhere.saved()
}
