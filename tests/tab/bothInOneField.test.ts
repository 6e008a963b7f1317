// R8, R9: two or three people type in one short field over a slow line, by seeds: every word stays, no caret leaves its letter.
import { describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { layOut, planOf, textAt } from '#shared/plan/doc.ts'
import { addFocusArea, ownHistory, removeItem, setFocusArea, textToType } from '#shared/plan/edit.ts'
import { bindLetters, bindValue } from '#tab/plan/textBinding.ts'
import { diceOf } from '#tests/soak/dice.ts'
import { Textarea } from './textarea.ts'

const BASE = 'Research that other teams build on'
const FIELD = 'a1.title'
/** Between two letters of one person, and how late the line brings them, in ms. */
const KEY_MS = 100
const LATE_MS = 400

/** A document with one focus area; in an older one its title is a plain value. */
function aPlan(isOlder: boolean): Uint8Array {
  const doc = new Y.Doc()
  layOut(doc)
  addFocusArea(doc, { id: 'a1', title: BASE })
  const [row] = (doc.getMap('plan').get('focusAreas') as Y.Array<Y.Map<unknown>>).toArray()
  if (isOlder) row?.set('title', BASE)
  return Y.encodeStateAsUpdate(doc)
}

type Typist = ReturnType<typeof sit>

/** Opens the plan, and keeps its title's textarea bound as the page does after each change (useFieldText.ts). */
function sit(plan: Uint8Array, client: number) {
  const doc = new Y.Doc()
  doc.clientID = client
  Y.applyUpdate(doc, plan, 'network')
  const area = new Textarea()
  const seen = { text: '', typed: '', updates: [] as Uint8Array[] }
  const onText = (text: string) => {
    seen.text = text
  }
  let bound: unknown = Symbol('nothing')
  let unbind = () => {}
  const bind = () => {
    const value = planOf(doc).focusAreas[0]?.title ?? ''
    const text = textAt(doc, FIELD)
    if (bound === (text ?? value)) return
    bound = text ?? value
    unbind()
    unbind = text
      ? bindLetters(area.element, text, { onText, oneLine: true }).unbind
      : bindValue(area.element, value, { onText, begin: () => textToType(doc, FIELD) })
  }
  bind()
  doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'network' && seen.updates.push(update))
  area.addEventListener('input', bind)
  const history = ownHistory(doc)
  return {
    doc,
    area,
    seen,
    history,
    title: () => planOf(doc).focusAreas[0]?.title,
    press: (letter: string) => {
      area.focus()
      const { selectionStart: start, selectionEnd: end } = area
      if (letter === '<') area.typeAt(start - 1, end, '')
      else area.type(letter)
      seen.typed = letter === '<' ? seen.typed.slice(0, -1) : seen.typed + letter
    },
    hear: (update: Uint8Array) => {
      area.focus()
      Y.applyUpdate(doc, update, 'network')
      bind()
    },
  }
}

/** One session. Whoever is offline hears and is heard only at its end. */
function play(seed: number): { people: Typist[]; words: string[][] } {
  const dice = diceOf(seed)
  const plan = aPlan(dice() < 0.5)
  const people = Array.from({ length: dice() < 0.7 ? 2 : 3 }, (_, n) => sit(plan, 1 + Math.floor(dice() * 2 ** 31) + n))
  const offline = dice() < 0.2 ? people[0] : undefined
  const words = people.map((_, n) => Array.from({ length: 8 }, (_, at) => `${'mrs'[n]}${at}`))
  type Event = { at: number; what: () => void }
  const events: Event[] = []
  const heardAt = new Map<string, number>()
  let now = 0
  const send = (from: Typist) => {
    for (const update of from.seen.updates.splice(0))
      for (const to of people) {
        if (to === from) continue
        const line = `${people.indexOf(from)} ${people.indexOf(to)}`
        const late = from === offline || to === offline ? 1e6 : now + dice() * LATE_MS
        heardAt.set(line, Math.max(heardAt.get(line) ?? 0, late))
        events.push({
          at: heardAt.get(line) ?? 0,
          what: () => {
            to.hear(update)
            if (dice() < 0.1) to.hear(update)
            const before = to.area.value.slice(0, to.area.selectionStart)
            if (!before.endsWith(to.seen.typed)) throw new Error(`“${to.seen.typed}” was typed after “${before}”`)
          },
        })
      }
  }
  for (const [n, one] of people.entries()) {
    one.area.focus()
    const start = dice() < 0.3 ? BASE.length : BASE.indexOf(['Re', 'that', 'teams'][Math.floor(dice() * 3)] ?? '')
    one.area.setSelectionRange(start, start)
    // Now and then a slip, which is taken back.
    const letters = [...(words[n] ?? []).join(' ')].flatMap((letter) => (dice() < 0.1 ? ['?', '<', letter] : [letter]))
    let at = dice() * LATE_MS
    for (const letter of [' ', ...letters, ' ']) {
      at += KEY_MS * (0.5 + dice())
      events.push({
        at,
        what: () => {
          one.press(letter)
          send(one)
        },
      })
    }
  }
  while (events.length > 0) {
    const next = events.reduce((first, event) => (event.at < first.at ? event : first))
    events.splice(events.indexOf(next), 1)
    now = Math.max(now, next.at)
    next.what()
  }
  return { people, words }
}

describe.each(Array.from({ length: 10 }, (_, n) => 1 + n * 30))('from seed %i on', (first) => {
  test('every word typed is in the field, in every window, and what one takes back takes nothing of another', () => {
    for (let seed = first; seed < first + 30; seed += 1) {
      const { people, words } = play(seed)
      const [one, ...others] = people as [Typist, ...Typist[]]
      const title = one.title() ?? ''
      for (const { title: theirs, area, seen } of people)
        expect([seed, theirs(), area.value, seen.text]).toEqual([seed, title, title, title])
      for (const own of words) expect(title).toContain(` ${own.join(' ')} `)
      const typed = words.map((own) => own.join(' ').length + 2)
      expect(title).toHaveLength(BASE.length + typed.reduce((sum, length) => sum + length))
      expect(Y.equalSnapshots(Y.snapshot(one.doc), Y.snapshot(others[0]?.doc ?? one.doc))).toBe(true)

      while (one.history.undo());
      for (const update of one.seen.updates) for (const other of others) other.hear(update)
      const left = one.title() ?? ''
      for (const other of others) expect(other.title()).toBe(left)
      for (const [n, own] of words.entries()) expect(left.includes(own.join(' '))).toBe(n > 0)
      expect(left).toHaveLength(title.length - (typed[0] ?? 0))
    }
  })
})

/** Two who know of each other only when they `meet`. */
function pair(isOlder: boolean): { mine: Typist; yours: Typist; meet: () => (string | undefined)[] } {
  const plan = aPlan(isOlder)
  const [mine, yours] = [sit(plan, 11), sit(plan, 22)]
  const meet = () => {
    const [from, to] = [mine, yours].map(({ doc }) => Y.encodeStateAsUpdate(doc)) as [Uint8Array, Uint8Array]
    mine.hear(to)
    yours.hear(from)
    return [mine.title(), yours.title()]
  }
  return { mine, yours, meet }
}

describe.each([
  ['a field', false],
  ['an older document’s field', true],
])('%s', (_, isOlder) => {
  test('that one wrote anew and the other went on with keeps both', () => {
    const { mine, yours, meet } = pair(isOlder)
    setFocusArea(mine.doc, 'a1', 'title', 'Coaching')
    setFocusArea(yours.doc, 'a1', 'title', `${BASE}, in every team`)
    const [one, other] = meet()
    expect(one).toBe(other)
    expect(['Coaching, in every team', ', in every teamCoaching']).toContain(one)
  })

  test('grows beyond its limit rather than lose a letter, and from there on only shrinks', () => {
    const { mine, yours, meet } = pair(isOlder)
    setFocusArea(mine.doc, 'a1', 'title', `${'m'.repeat(150)}${BASE}`)
    setFocusArea(yours.doc, 'a1', 'title', `${BASE}${'y'.repeat(150)}`)
    const both = `${'m'.repeat(150)}${BASE}${'y'.repeat(150)}`
    expect(meet()).toEqual([both, both])
    setFocusArea(mine.doc, 'a1', 'title', `${both}more`)
    expect(mine.title()).toBe(both)
    setFocusArea(mine.doc, 'a1', 'title', both.slice(1))
    expect(mine.title()).toBe(both.slice(1))
  })

  test('that was removed with its focus area comes back with what both typed', () => {
    const { mine, yours, meet } = pair(isOlder)
    setFocusArea(yours.doc, 'a1', 'title', `${BASE}, all of them`)
    setFocusArea(mine.doc, 'a1', 'why', 'It pays')
    meet()
    removeItem(mine.doc, 'a1')
    expect(meet()).toEqual([undefined, undefined])
    mine.history.undo()
    expect(meet()).toEqual([`${BASE}, all of them`, `${BASE}, all of them`])
    yours.area.setSelectionRange(0, 0)
    yours.press('!')
    expect(meet()).toEqual([`!${BASE}, all of them`, `!${BASE}, all of them`])
  })

  test('takes no line break that gets in, and an input method’s word only when it is whole', () => {
    const { mine, yours, meet } = pair(isOlder)
    mine.area.focus()
    mine.area.typeAt(0, 0, 'one\r\ntwo ')
    expect([mine.area.value, mine.title()]).toEqual([`one two ${BASE}`, `one two ${BASE}`])
    expect(mine.area.selectionEnd).toBe('one two '.length)
    yours.area.focus()
    yours.area.compose()
    yours.area.typeAt(BASE.length, BASE.length, 'にほ')
    expect([yours.seen.text, yours.title()]).toEqual([`${BASE}にほ`, BASE])
    yours.area.composed()
    expect(meet()).toEqual([`one two ${BASE}にほ`, `one two ${BASE}にほ`])
  })
})

test('a plain value becomes the very same text in every window, and nobody’s history takes that back', () => {
  const { mine, yours, meet } = pair(true)
  expect(textAt(mine.doc, FIELD)).toBeNull()
  for (const { press } of [mine, yours]) press('!')
  const states = [mine, yours].map(({ doc }) => Y.decodeStateVector(Y.encodeStateVector(doc)))
  const nobody = [...(states[0]?.keys() ?? [])].filter((client) => client > 2 ** 32)
  expect(nobody).toHaveLength(1)
  expect([...(states[1]?.keys() ?? [])]).toEqual(expect.arrayContaining(nobody))
  meet()
  for (const { history } of [mine, yours]) while (history.undo());
  expect(meet()).toEqual([BASE, BASE])
})
