// Two hundred presses at once: one discussion, one change of the calendar, one message, and a card for every press (R3, R4).
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import {
  actionsOf,
  button,
  type Card,
  type CardAction,
  cardIn,
  startWorld,
  type TestWorld,
  textsOf,
} from '#tests/world.ts'

const PRESSES = 200

let world: TestWorld
beforeAll(async () => {
  world = await startWorld()
  await world.advance('P4D')
})
afterAll(() => world.stop())

const patches = async () =>
  (await world.requests()).filter(({ method, path }) => method === 'PATCH' && path.includes('/events/'))
const textOf = (card: Card) => textsOf(card).join('\n')
const converted = (subject: string) => subject.endsWith(' · Growth discussion')

describe('R3: whoever presses how often, there is one discussion', () => {
  test(`${PRESSES} signed presses of Convert at once`, async () => {
    const asked = await question('Rafe')
    const convert = button(asked.card, 'Convert')
    // The control surface signs and posts them side by side: it settles only after each answer.
    const answers = await Promise.all(Array.from({ length: PRESSES }, () => world.press('mona', convert)))

    expect(answers.filter(({ status, body }) => status !== 200 || body.statusCode !== 200)).toEqual([])
    for (const { body } of answers) expect(textOf(body.value)).toMatch(/(becomes|is) your growth discussion with Rafe/)
    await world.advance('PT1M')

    expect(await patches()).toHaveLength(1)
    const renamed = (await world.calendar('mona')).filter(({ subject }) => converted(subject))
    expect(renamed.map(({ subject }) => subject)).toEqual(['Mona / Rafe · Growth discussion'])
    const told = (await world.chats('rafe')).filter(({ summary }) => summary?.includes('is your growth discussion'))
    expect(told).toHaveLength(1)
    expect(textOf(await cardNow(asked))).toContain('is your growth discussion with Rafe')
  })

  test('a press long after the outcome shows the outcome', async () => {
    const before = (await patches()).length
    const convert = button((await question('Jun')).card, 'Convert')
    await world.press('mona', convert)
    await world.advance('P1D')
    for (const verb of ['offer.convert', 'offer.later', 'offer.notThisQuarter']) {
      const answer = await world.press('mona', { ...convert, verb })
      expect(textOf(answer.body.value)).toContain('is your growth discussion with Jun')
    }
    expect(await patches()).toHaveLength(before + 1)
  })
})

describe('R4: whoever answers first decides', () => {
  test('Convert, Later and Not this quarter at once: one wins, and all show it', async () => {
    for (let round = 0; round < 4; round += 1) {
      await world.control('POST', '/sandbox/reset', {})
      await world.advance('P4D')
      const asked = await question('Rafe')
      const actions = ['Convert', 'Later', 'Not this quarter'].map((title) => button(asked.card, title))
      const order = actions.map((_, index) => actions[(index + round) % 3] as CardAction)
      const answers = await Promise.all(order.flatMap((one) => [one, one]).map((one) => world.press('mona', one)))
      await world.advance('PT1M')

      const outcome = outcomeOf(await cardNow(asked))
      // The answers all tell the one outcome; only "being converted" may have become "converted" meanwhile.
      for (const { body } of answers) {
        expect(body.statusCode).toBe(200)
        expect(outcomeOf(body.value)).toBe(outcome)
      }
      const isConverted = (await world.calendar('mona')).some(({ subject }) => converted(subject))
      expect(isConverted).toBe(outcome === 'converted')
      expect(await patches()).toHaveLength(outcome === 'converted' ? 1 : 0)
    }
  })
})

type Question = { id: string; card: Card }

/** The newest question about somebody, waiting for it if need be. */
async function question(name: string): Promise<Question> {
  for (let days = 0; days < 8; days += 1) {
    const found = (await world.chats('mona')).findLast(({ summary }) => summary?.includes(`1-1 with ${name} into`))
    if (found) return { id: found.id, card: cardIn(found) }
    await world.advance('P1D')
  }
  throw new Error(`Nobody asked about ${name}`)
}

const cardNow = async ({ id }: Question): Promise<Card> =>
  cardIn((await world.chats('mona')).find((one) => one.id === id))

function outcomeOf(card: Card): 'converted' | 'later' | 'notThisQuarter' | 'question' {
  const text = textOf(card)
  if (/(becomes|is) your growth discussion/.test(text)) return 'converted'
  if (actionsOf(card).some(({ title }) => title === 'Convert')) return 'question'
  return text.startsWith('Not this quarter') ? 'notThisQuarter' : 'later'
}
