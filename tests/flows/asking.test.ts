// R4: the employee asks for a discussion, or proposes another slot, and the offer then says so.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Asking, Home } from '#shared/api.ts'
import { clockTime, dayShort, localOf } from '#shared/time.ts'
import { newest } from '#tests/play.ts'
import { button, type Card, cardIn, type Reply, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

const ZONE = 'Europe/London'
const ASKS = /^Rafe asks for a growth discussion$/

describe('an employee who asks', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
    // Both have heard what it is; nobody has been asked about Rafe yet.
    await world.advanceTo('2026-10-05T09:30:00.000Z')
  })
  afterAll(() => world?.stop())

  const asking = async (): Promise<Asking | null> => (await world.api<Home>('rafe', 'GET', '/api/home')).body.asking
  const ask = (slot: string | null, who = 'rafe'): Promise<Reply<{ code: string; message: string }>> =>
    world.api(who, 'POST', '/api/home/ask', { slot })
  const offersAbout = async (words: RegExp) =>
    (await world.chats('mona')).filter((one) => words.test(one.summary ?? ''))
  const chosen = (card: Card) => card.body.find(({ type }) => type === 'Input.ChoiceSet')

  test('sees the free 1-1s of the quarter, and nobody else is asked in their name', async () => {
    const { slots, asked, turnedDown } = (await asking()) ?? { slots: [], asked: null, turnedDown: true }
    expect({ asked, turnedDown }).toEqual({ asked: null, turnedDown: false })
    expect(slots.length).toBeGreaterThan(6)
    const now = await world.now()
    for (const { start } of slots) expect(start > now && start < '2027-01-01').toBe(true)
    expect((await ask(null, 'mona')).body).toMatchObject({
      code: 'notFound',
      message: expect.stringContaining('no manager'),
    })
    expect((await ask('another')).body).toMatchObject({ code: 'notFound', field: 'slot' })
  })

  test('asking puts it to Mona at once within her hours; asking twice is asking once', async () => {
    expect((await ask(null)).status).toBe(200)
    const at = await world.now()
    await Promise.all([ask(null), ask(null), ask(null)])
    await world.advance('PT10M')
    const all = await offersAbout(ASKS)
    expect(all).toHaveLength(1)
    const card = cardIn(all[0])
    expect(textsOf(card)).toEqual(expect.arrayContaining(['Rafe asks for a growth discussion']))
    expect(textsOf(card).join(' ')).toContain('Recommended: ')
    expect(await asking()).toMatchObject({ asked: { at, slot: null }, turnedDown: false })
    await world.advance('P3D')
    expect(await offersAbout(/Rafe/)).toHaveLength(1)
  })

  test('another slot is proposed: Mona is asked again, and the proposal is chosen already', async () => {
    const slots = (await asking())?.slots ?? []
    const proposed = slots.at(-2)
    if (!proposed) throw new Error('There is no slot to propose')
    expect((await ask(proposed.eventId)).status).toBe(200)
    await world.advance('PT10M')
    const all = await offersAbout(ASKS)
    expect(all).toHaveLength(2)
    const card = cardIn(all.at(-1))
    expect(textsOf(card).join(' ')).toContain(
      `Rafe proposes ${dayShort(localOf(proposed.start, ZONE).day)}, ${clockTime(proposed.start, ZONE)}`,
    )
    expect(chosen(card)?.value).toBe(proposed.eventId)
    const values = (chosen(card)?.choices ?? []).map(({ value }) => value)
    expect(values[0]).toBe(proposed.eventId)
    expect(values).toEqual([...new Set(values)])
    expect(values).toHaveLength(5)
    expect((await asking())?.asked?.slot).toEqual(proposed)
  })

  test('"Later" is remembered for a week; after "Not this quarter" he is not put off twice', async () => {
    const later = await world.press('mona', button(cardIn((await offersAbout(ASKS)).at(-1)), 'Later'))
    expect(textsOf(later.body.value)[0]).toBe('Later')
    await world.advance('P8D')
    const again = cardIn((await offersAbout(ASKS)).at(-1))
    await world.press('mona', button(again, 'Not this quarter'))
    expect(await asking()).toMatchObject({ turnedDown: true })
    const refused = await ask((await asking())?.slots.at(0)?.eventId ?? null)
    expect(refused).toMatchObject({ status: 409, body: { code: 'alreadyAnswered' } })
    const before = (await world.chats('mona')).length
    expect((await ask((await asking())?.asked?.slot?.eventId ?? null)).status).toBe(200)
    await world.advance('PT10M')
    expect((await world.chats('mona')).length).toBe(before)
  })
})

describe('an employee whom nobody was to be asked about', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
    await world.advanceTo('2026-10-06T09:30:00.000Z')
  })
  afterAll(() => world?.stop())
  const ask = (slot: string | null = null) => world.api<{ code: string }>('rafe', 'POST', '/api/home/ask', { slot })

  test('after "Not this quarter" they can ask once more, and it becomes a discussion', async () => {
    await world.press('mona', button(cardIn(await newest(world, 'mona', /Turn one 1-1 with Rafe/)), 'Not this quarter'))
    expect((await ask()).status).toBe(200)
    await world.advance('PT10M')
    const answer = await world.press('mona', button(cardIn(await newest(world, 'mona', ASKS)), 'Convert'))
    expect(textsOf(answer.body.value).join(' ')).toContain('is your growth discussion with Rafe')
    expect((await world.api<Home>('rafe', 'GET', '/api/home')).body.asking).toBeNull()
    expect(await ask()).toMatchObject({ status: 409, body: { code: 'alreadyAnswered' } })
  })

  test('taken back, they can ask again', async () => {
    const card = (await world.chats('mona')).findLast((one) =>
      textsOf(cardIn(one)).join(' ').includes('Converted by you'),
    )
    await world.press('mona', button(cardIn(card), 'Undo'))
    expect((await ask()).status).toBe(200)
    await world.advance('PT10M')
    expect(textsOf(cardIn(await newest(world, 'mona', ASKS))).join(' ')).toContain('Recommended: ')
  })

  test('whoever said that it is not for them is refused', async () => {
    await world.press('rafe', button(cardIn((await world.chats('rafe'))[0]), 'Not for me'))
    expect(await ask()).toMatchObject({ status: 403, body: { code: 'notForYou' } })
    expect((await world.api<Home>('rafe', 'GET', '/api/home')).body.asking).toBeNull()
  })
})
