// The cards: valid for the official library, small enough, nothing but what the chat shows, people's words as they are.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { z } from 'zod'
import { CARD_LIMIT, type CardJson, cardOf, type Message, summaryOf } from '#shared/outbox/card.ts'
import { type Content, content, VERBS } from '#shared/outbox/content.ts'
import { clip, plain } from '#shared/outbox/plainText.ts'
import { check, EVERY, hello, LONGEST, OUTCOMES, offer, prepare, summary } from './fixtures/cards.ts'
import { AC, shownText } from './fixtures/cardsPage.ts'

const reader = { zone: 'Europe/London', today: '2026-10-06', openUrl: (page: string) => `https://app.example/${page}` }
const drawn = (of: Content[], today = reader.today): CardJson =>
  cardOf(
    of.map((content, index): Message => ({ id: `m${index + 1}`, content })),
    { ...reader, today },
  )

type Node = Record<string, unknown>
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Every element, column, choice and action of a card in reading order. */
function nodesOf(value: unknown): Node[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf)
  if (!isNode(value)) return []
  return [value, ...Object.entries(value).flatMap(([key, inner]) => (key === 'data' ? [] : nodesOf(inner)))]
}
const textsOf = (card: unknown): string[] =>
  nodesOf(card).flatMap(({ text, title, label }) => [text, label, title].filter((word) => typeof word === 'string'))
const executes = (card: unknown): Node[] => nodesOf(card).filter(({ type }) => type === 'Action.Execute')
const button = (card: unknown, title: string): Node | undefined => nodesOf(card).find((node) => node.title === title)
const inputIds = (card: unknown): unknown[] =>
  nodesOf(card)
    .filter(({ type }) => String(type).startsWith('Input.'))
    .map(({ id }) => id)

/** What the official library finds wrong with a card of version 1.5. */
function problemsOf(json: CardJson): string[] {
  const card = new AC.AdaptiveCard()
  const context = new AC.SerializationContext(AC.Versions.v1_5)
  card.parse(json, context)
  const parsing = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
  return [...parsing, ...card.validateProperties().validationEvents.map(({ message }) => message)]
}

const ALLOWED = [
  'AdaptiveCard',
  'TextBlock',
  'Container',
  'Column',
  'ColumnSet',
  'Input.ChoiceSet',
  'Input.Text',
  'ActionSet',
  'Action.Execute',
  'Action.OpenUrl',
]

/** What must hold of every card that is ever sent. */
function expectSendable(card: CardJson): void {
  expect(problemsOf(card)).toEqual([])
  expect(card.version).toBe('1.5')
  expect(Buffer.byteLength(JSON.stringify(card))).toBeLessThan(CARD_LIMIT)
  const types = nodesOf(card).flatMap(({ type }) => (typeof type === 'string' ? [type] : []))
  expect(types.filter((type) => !ALLOWED.includes(type))).toEqual([])
  for (const { verb, data } of executes(card)) {
    expect(VERBS).toContain(verb)
    expect(data).toHaveProperty('m', expect.stringMatching(/^m\d+$/))
    expect(z.record(z.string(), z.string()).safeParse(data).success).toBe(true)
  }
  for (const { actions } of nodesOf(card)) if (Array.isArray(actions)) expect(actions.length).toBeLessThanOrEqual(6)
  const ids = inputIds(card)
  expect(new Set(ids).size).toBe(ids.length)
  expect(nodesOf(card).filter(({ style }) => style === 'positive').length).toBeLessThanOrEqual(1)
  expect(nodesOf(card).filter(({ style }) => style === 'heading').length).toBeGreaterThanOrEqual(1)
  for (const text of textsOf(card)) expect(text).not.toMatch(/undefined|null|NaN|\[object|Invalid/)
}

test('the library does find what is wrong', () => {
  const card = drawn([hello])
  expect(problemsOf({ ...card, body: [...card.body, { type: 'Nonsense' }] })).not.toEqual([])
})

describe('a card of one message', () => {
  test.each([...EVERY, ...LONGEST])('%s', (_name, of) => {
    expect(content.parse(of)).toEqual(of)
    expectSendable(drawn([of]))
  })

  test('R4 Convert sends the chosen slot, the other buttons send nothing that was entered', () => {
    const card = drawn([offer])
    expect(inputIds(card)).toEqual(['slot'])
    expect(button(card, 'Convert')).not.toHaveProperty('associatedInputs')
    expect(button(card, 'Later')).toHaveProperty('associatedInputs', 'none')
  })

  test('R5 Try again keeps the slot', () => {
    const card = drawn([{ ...offer, outcome: { name: 'failed', why: 'The calendar service did not answer.' } }])
    expect(button(card, 'Try again')).toMatchObject({ verb: 'offer.convert', data: { m: 'm1', slot: 'e1' } })
  })

  test('times are said in the zone of the reader, with the year when it is another', () => {
    const card = (zone: string, today: string) =>
      textsOf(cardOf([{ id: 'm1', content: offer }], { ...reader, zone, today }))
    expect(card('Asia/Kathmandu', '2026-10-06')).toContain('Tue 3 Nov, 15:45–16:30')
    expect(card('Europe/London', '2025-12-01')).toContain('Recommended: Tuesday 3 November 2026')
  })

  test('R11 a preparation can be answered in the chat, and a reminder is offered only where there is room for one', () => {
    const form = drawn([{ ...prepare, mode: 'form' }])
    expect(inputIds(form)).toEqual(['a1', 'a2', 'a3'])
    expect(nodesOf(form).filter(({ type }) => type === 'Input.Text')).toEqual(
      prepare.questions.map((label) => expect.objectContaining({ label, isMultiline: true, maxLength: 2000 })),
    )
    expect(button(form, 'Keep for me')).toMatchObject({ verb: 'prepare.keep' })
    expect(button(form, 'Share with Mona')).toMatchObject({ verb: 'prepare.share' })
    expect(textsOf(drawn([prepare]))).toContain('Remind me on Monday')
    expect(textsOf(drawn([{ ...prepare, remindOn: null }])).join()).not.toContain('Remind')
    expect(textsOf(drawn([{ ...prepare, mode: 'later' }]))).toContain('I will remind you on Mon 2 Nov.')
  })

  test('R6 the summary of nothing is kind', () => {
    const texts = textsOf(drawn([{ ...summary, agreed: null, lines: [], more: 0 }]))
    expect(texts).toContain('Nothing was written down this time. The plan is there when you want it.')
  })

  test('R11 a check names its action in every button and stops at eight', () => {
    const items = Array.from({ length: 11 }, (_, n) => ({ id: `a${n}`, title: `Step ${n}`, due: null, state: null }))
    const card = drawn([{ ...check, items }])
    expect(executes(card)).toHaveLength(8 * 4)
    expect(executes(card)[5]).toMatchObject({ verb: 'action.stuck', data: { m: 'm1', action: 'a1' } })
    expect(textsOf(card)).toContain('3 more in the plan')
  })
})

describe('R11 a digest', () => {
  const pool = [...EVERY, ...LONGEST].map(([, of]) => of)

  test('says how many, then each a step smaller', () => {
    const card = drawn([prepare, check, offer])
    const headings = nodesOf(card).filter(({ style }) => style === 'heading')
    expect(headings.map(({ text, size }) => [text, size])).toEqual([
      ['Three things for today', 'Large'],
      ['Prepare for your growth discussion with Mona', 'Medium'],
      ['How is it going?', 'Medium'],
      ['Turn one 1-1 with Rafe into a growth discussion this quarter?', 'Medium'],
    ])
    expect(inputIds(card)).toEqual(['slot-3'])
    expect(button(card, 'Convert')).toHaveProperty('data', { m: 'm3', n: '-3' })
  })

  test('of two to seven messages of any kind can be sent, inputs told apart', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pool), { minLength: 2, maxLength: 7 }), (of) => {
        const card = drawn(of)
        expectSendable(card)
        expect(card.body).toHaveLength(of.length + 1)
        for (const { data } of executes(card)) {
          const { m, n } = z.object({ m: z.string(), n: z.string().optional() }).parse(data)
          expect(n).toBe(m === 'm1' ? undefined : `-${m.slice(1)}`)
        }
      }),
    )
  })

  test.each(LONGEST)('of seven times %s is small enough', (_name, of) => {
    expectSendable(drawn(Array.from({ length: 7 }, () => of)))
  })
})

describe('the announcement', () => {
  test('is the title, or how many and which', () => {
    expect(summaryOf([{ id: 'm1', content: prepare }])).toBe('Prepare for your growth discussion with Mona')
    expect(
      summaryOf([
        { id: 'm1', content: prepare },
        { id: 'm2', content: check },
      ]),
    ).toBe('Two things for today: Prepare for your growth discussion with Mona · How is it going?')
  })

  test.each(EVERY)('R7 of %s says something and nothing of the plan', (_name, of) => {
    const said = summaryOf([{ id: 'm1', content: of }])
    expect(said).not.toBe('')
    expect(said).not.toMatch(/Churn|introduce|How the last quarter|moved it to/)
  })
})

/** Signs and characters that Markdown, HTML and the date templates are made of. */
const MARKUP = [
  ...'*_~`[]()<>#+-=|!\\&{}"\'/:;.^'.split(''),
  ...['**', '__', '](', '1.', '2)', '- ', '# ', 'amp;', '#42;', ' ', '\n', 'a', 'b', 'é', '🙂', 'https://a.b'],
  ...['{{DATE(2026-11-03T10:00:00Z, SHORT)}}', '{{TIME(2026-11-03T10:00:00Z)}}'],
]
const markup = fc.array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...MARKUP) }, fc.string({ unit: 'binary' })), {
  maxLength: 12,
})

/** CommonMark's delimiter runs (spec 6.2): can a sign open, and can one after it close? */
function pairs(text: string, sign: string): boolean {
  const runs = [...text.matchAll(new RegExp(`\\${sign}+`, 'g'))].map(({ 0: run, index }) => {
    const [before = ' ', after = ' '] = [[...text.slice(0, index)].at(-1), [...text.slice(index + run.length)][0]]
    const flank = (inner: string, outer: string) =>
      !/\s/.test(inner) && (!/[\p{P}\p{S}]/u.test(inner) || /[\s\p{P}\p{S}]/u.test(outer))
    const [left, right] = [flank(after, before), flank(before, after)]
    if (sign !== '_') return { opens: left, closes: right }
    return { opens: left && (!right || /\p{P}/u.test(before)), closes: right && (!left || /\p{P}/u.test(after)) }
  })
  return runs.some(({ opens }, first) => opens && runs.slice(first + 1).some(({ closes }) => closes))
}

/** Whether one line is more than its letters to a reader of Markdown. */
const fires = (line: string): boolean =>
  ['*', '_', '~'].some((sign) => pairs(line, sign)) ||
  /`.*`|\]\(|<[^\s\u2060]|&#?\w+;|\\[!-/:-@[-`{-~]|\{\{/.test(line) ||
  /^ {0,3}([-+*] |#|>|[-*_]{3}|\d+[.)] |\[.*\]:)|^( {4}|\t)/.test(line)

/** As a reader sees it: what shows nothing is left out, and twins are the signs they stand for. */
const seen = (text: string): string =>
  text
    .replaceAll('\u2060', '')
    .replace(/[\u2217\u02cd\u223c\u02cb]/g, (twin) => '*_~`'['\u2217\u02cd\u223c\u02cb'.indexOf(twin)] ?? twin)

describe('R16 text from people', () => {
  test.each([
    '**Lead** the team',
    '_now_ or _never_',
    'a ~~gap~~ year',
    'learn `git`',
    '[Prepare](https://evil.example)',
    '- a list',
    '1. a list',
    '# Lead',
    '> quoted',
    '<b>Rafe</b>',
    '&lt;b&gt;',
    'C:\\[x]',
    '{{DATE(2026-11-03T10:00:00Z)}}',
  ])('%s is shown as typed', (text) => {
    expect(fires(text)).toBe(true)
    expect(fires(plain(text))).toBe(false)
    expect(seen(plain(text))).toBe(text)
  })

  test.each(['Mentoring Leïla', 'One 1-1 a week', 'snake_case_name', '2 * 3 * 4', 'R&D', 'see #42 (later)', 'a < b'])(
    '%s is left alone',
    (text) => {
      expect(plain(text)).toBe(text)
    },
  )

  test('the official renderer would expand a template', () => {
    expect(shownText('{{DATE(2026-11-03T10:00:00Z)}}')).not.toContain('DATE')
    expect(shownText('as it is')).toBe('as it is')
  })

  test('fires as nothing, looks as typed, and the official renderer expands no template in it', () => {
    fc.assert(
      fc.property(markup, (parts) => {
        const typed = parts.join('')
        const line = typed.replace(/\s+/g, ' ').trim()
        expect(fires(plain(typed))).toBe(false)
        expect(seen(plain(typed))).toBe(seen(line))
        expect(shownText(plain(typed))).toBe(plain(typed))
      }),
      { numRuns: 2000 },
    )
  })

  test.each([...EVERY, ...LONGEST])('%s: no text of the card fires', (_name, of) => {
    for (const text of textsOf(drawn([of]))) expect([text, fires(text)]).toEqual([text, false])
  })

  test('no card lets markup through, in whichever field', () => {
    const evil = '**x** [y](https://evil.example)'
    const swapped = (value: unknown): unknown =>
      JSON.parse(JSON.stringify(value).replace(/Rafe|Mona|Churn interviews|How the last quarter went|2026 Q4/g, evil))
    for (const [, of] of EVERY) {
      const card = drawn([content.parse(swapped(of))])
      // Titles of buttons are never read as Markdown, in Teams or elsewhere.
      const texts = nodesOf(card).flatMap(({ text, label }) => [text, label].filter((word) => typeof word === 'string'))
      expect(texts.filter(fires)).toEqual([])
    }
  })

  test('what is too long ends in an ellipsis and never in half a character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, most) => {
        const short = clip(text, most)
        expect(short.length).toBeLessThanOrEqual(Math.max(most, 1))
        expect(short.isWellFormed()).toBe(true)
        if (text.length <= most) expect(short).toBe(text)
      }),
    )
  })
})

const pictures = fileURLToPath(new URL('../../../shared/look/cards.json', import.meta.url))
if (existsSync(pictures)) {
  describe('the pictures of the cards', () => {
    const asDrawn: Record<string, unknown> = JSON.parse(readFileSync(pictures, 'utf8'))
    const outcome = (name: string): Content => ({ ...offer, outcome: OUTCOMES.find((of) => of.name === name) ?? null })
    const ours: [string, Content, string][] = [
      ['offer', offer, '2026-10-06'],
      ...['converted', 'later', 'notThisQuarter', 'failed'].map((name): [string, Content, string] => [
        name,
        outcome(name),
        '2026-10-06',
      ]),
      ['prepare', prepare, '2026-10-27'],
      ['hello', hello, '2026-10-05'],
      ['summary', summary, '2026-11-03'],
      ['check', check, '2026-11-24'],
    ]

    test('are nine', () => {
      expect(ours.map(([name]) => name).sort()).toEqual(Object.keys(asDrawn).sort())
    })

    test.each(ours)('%s says the same', (name, of, today) => {
      // The pictures are older than the button that answers in the chat.
      const texts = textsOf(drawn([of], today)).filter((text) => text !== 'Answer here')
      expect(texts).toEqual(textsOf(asDrawn[name]))
    })
  })
}
