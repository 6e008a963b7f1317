// R0, R4: an employee who declines is left alone, and no offer stays open that nobody can answer any more.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { newest } from '#tests/play.ts'
import { button, cardIn, startWorld, type TestWorld, textsOf } from '#tests/world.ts'

describe('an employee who would rather not', () => {
  let world: TestWorld
  beforeAll(async () => {
    world = await startWorld()
    await world.advanceTo('2026-10-06T09:00:00.000Z')
  })
  afterAll(() => world?.stop())

  const titles = async (who: string) => (await world.chats(who)).map(({ summary }) => summary ?? '')
  const offersAbout = async (name: string) =>
    (await world.chats('mona')).map(cardIn).filter((card) => textsOf(card).some((text) => text.includes(name)))

  test('declining closes the offer that is there, and tells Mona once', async () => {
    const offer = cardIn(await newest(world, 'mona', /Turn one 1-1 with Rafe/))
    const hello = cardIn(await newest(world, 'rafe', /uses Growth/))
    const answer = await world.press('rafe', button(hello, 'Not for me'))
    expect(textsOf(answer.body.value)[0]).toBe('Not for you')
    const [closed] = await offersAbout('The question about Rafe is closed')
    expect(textsOf(closed ?? offer).join(' ')).toContain('Rafe would rather not use Growth.')
    expect((await titles('mona')).filter((one) => one.startsWith('Rafe would rather not'))).toHaveLength(1)
    const late = await world.press('mona', button(offer, 'Convert'))
    expect(late.body).toMatchObject({ type: 'application/vnd.microsoft.error' })
    expect(
      (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/')),
    ).toEqual([])
  })

  test('he is left alone for the rest of the quarter, and Mona is not asked about him', async () => {
    const before = (await titles('rafe')).length
    await world.advanceTo('2027-01-04T12:00:00.000Z')
    expect((await titles('rafe')).length).toBe(before)
    expect((await titles('mona')).filter((one) => one.startsWith('Turn one 1-1 with Rafe'))).toEqual([])
  })

  test('what nobody answered is closed when the quarter is over', async () => {
    const closed = (await offersAbout('The question about Leïla is closed')).map((card) => textsOf(card).join(' '))
    expect(closed.length).toBeGreaterThan(0)
    for (const text of closed) expect(text).toContain('2026 Q4 is over.')
  })

  test('he may change his mind', async () => {
    const hello = cardIn((await world.chats('rafe'))[0])
    await world.press('rafe', button(hello, 'Take part after all'))
    await world.advance('P4D')
    expect((await titles('mona')).some((one) => one.startsWith('Turn one 1-1 with Rafe'))).toBe(true)
  })
})
