// Two people type in one text through two textareas (R8, R15): no letter is lost or doubled, and no caret jumps.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import * as Y from 'yjs'
import { bindText, indexOf } from '#tab/plan/textBinding.ts'
import { Textarea } from './textarea.ts'

type Caret = { index: number; position: unknown } | null

/** A person with their own copy of the document; what they typed waits in `outgoing` until it is delivered. */
function person() {
  const doc = new Y.Doc()
  const text = doc.getText('text')
  const area = new Textarea()
  const seen = { text: '', caret: null as Caret }
  const unbind = bindText(area.element, text, {
    onText: (now) => {
      seen.text = now
    },
    onCaret: (caret) => {
      seen.caret = caret
    },
  })
  const outgoing: Uint8Array[] = []
  doc.on('update', (update: Uint8Array, origin: unknown) => origin !== 'network' && outgoing.push(update))
  return { doc, text, area, seen, unbind, outgoing }
}
type Person = ReturnType<typeof person>

/** `to` gets the first `count` of what `from` did, while `to` has the caret in the field. */
function deliver(from: Person, to: Person, count = from.outgoing.length): void {
  const updates = from.outgoing.splice(0, count)
  if (updates.length === 0) return
  to.area.focus()
  Y.applyUpdate(to.doc, Y.mergeUpdates(updates), 'network')
}

function pair(start = ''): [Person, Person] {
  const [a, b] = [person(), person()]
  a.text.insert(0, start)
  deliver(a, b)
  return [a, b]
}

function settle(a: Person, b: Person): string {
  for (const [from, to] of [
    [a, b],
    [b, a],
  ] as const)
    deliver(from, to)
  expect(b.text.toString()).toBe(a.text.toString())
  for (const one of [a, b]) expect([one.area.value, one.seen.text]).toEqual([a.text.toString(), a.text.toString()])
  return a.text.toString()
}

/** One name for every UTF-16 unit of a text, the same on every copy and for as long as the unit lives. */
function namesOf(text: Y.Text): string[] {
  return Array.from({ length: text.length }, (_, index) => {
    const { item } = Y.createRelativePositionFromTypeIndex(text, index)
    return `${item?.client}/${item?.clock}`
  })
}

const LETTERS = ['a', 'a', 'b', '\n', '😀', '😁', '👩‍🚀', '🇳🇴', 'e\u0301', '\u0301', 'Å', '漢']
const someText = (maxLength: number) => fc.array(fc.constantFrom(...LETTERS), { maxLength }).map((all) => all.join(''))

/** Where a caret can stand: never inside a surrogate pair. `place` is between 0 and 1. */
function stop(value: string, place: number): number {
  const points = [...value]
  return points.slice(0, Math.round(place * points.length)).join('').length
}
const place = fc.integer({ min: 0, max: 60 }).map((n) => n / 60)
const anEdit = fc.record({ from: place, to: place, inserted: someText(3) })

function rangeOf(value: string, { from, to }: { from: number; to: number }): [start: number, end: number] {
  return [stop(value, Math.min(from, to)), stop(value, Math.max(from, to))]
}

/** Does the edit as its author means it, and checks that nothing but that happened to the text. */
function doEdit(one: Person, edit: { from: number; to: number; inserted: string }): void {
  one.area.focus()
  const before = one.area.value
  const names = namesOf(one.text)
  const [start, end] = rangeOf(before, edit)
  one.area.typeAt(start, end, edit.inserted)
  expect(one.text.toString()).toBe(before.slice(0, start) + edit.inserted + before.slice(end))
  const after = namesOf(one.text)
  expect(after.slice(0, start)).toEqual(names.slice(0, start))
  expect(after.slice(start + edit.inserted.length)).toEqual(names.slice(end))
  expect(one.area.selectionEnd).toBe(start + edit.inserted.length)
}

describe('two people in one text', () => {
  const aMove = fc.oneof(
    { weight: 4, arbitrary: fc.record({ who: fc.constantFrom(0, 1), edit: anEdit }) },
    { weight: 2, arbitrary: fc.record({ who: fc.constantFrom(0, 1), deliver: fc.integer({ min: 1, max: 4 }) }) },
    { weight: 1, arbitrary: fc.record({ who: fc.constantFrom(0, 1), select: fc.tuple(place, place) }) },
  )

  test('whatever they do, in whatever order it arrives: nothing lost, nothing doubled, both see the same', () => {
    fc.assert(
      fc.property(someText(8), fc.array(aMove, { maxLength: 25 }), (start, moves) => {
        const people = pair(start)
        const made = new Set(namesOf(people[0].text))
        const gone = new Set<string>()
        for (const move of moves) {
          const one = people[move.who as 0 | 1]
          const other = people[(1 - move.who) as 0 | 1]
          if ('edit' in move) {
            const before = namesOf(one.text)
            doEdit(one, move.edit)
            const after = namesOf(one.text)
            for (const name of after) made.add(name)
            for (const name of before) if (!after.includes(name)) gone.add(name)
          } else if ('deliver' in move) deliver(one, other, move.deliver)
          else {
            one.area.focus()
            one.area.setSelectionRange(...rangeOf(one.area.value, { from: move.select[0], to: move.select[1] }))
          }
        }
        const end = settle(...people)
        const names = namesOf(people[0].text)
        expect(names.toSorted()).toEqual([...made].filter((name) => !gone.has(name)).toSorted())
        expect(new Set(names).size).toBe(names.length)
        // Half a surrogate pair would have become a replacement character.
        expect(end.isWellFormed()).toBe(true)
        expect(end).not.toContain('\ufffd')
      }),
      { numRuns: 300 },
    )
  })

  test('the caret and the selection stay beside the same letters while the other one types', () => {
    const scene = fc.record({
      start: someText(10),
      select: fc.tuple(place, place),
      edits: fc.array(anEdit, { maxLength: 4 }),
    })
    fc.assert(
      fc.property(scene, fc.boolean(), ({ start, select, edits }, atOnce) => {
        const [a, b] = pair(start)
        b.area.focus()
        b.area.setSelectionRange(...rangeOf(start, { from: select[0], to: select[1] }), 'backward')
        for (const edit of edits) {
          doEdit(a, edit)
          if (!atOnce) check()
        }
        check()

        function check() {
          const before = namesOf(b.text)
          const ends = [b.area.selectionStart, b.area.selectionEnd]
          deliver(a, b)
          const after = namesOf(b.text)
          for (const [index, now] of [b.area.selectionStart, b.area.selectionEnd].entries()) {
            const was = ends[index] ?? 0
            const left = before.slice(0, was)
            const right = before.slice(was)
            // What stood before the caret stands before it still, and what stood behind it behind it.
            expect(after.slice(now).filter((name) => left.includes(name))).toEqual([])
            expect(after.slice(0, now).filter((name) => right.includes(name))).toEqual([])
            const beside = left.at(-1)
            if (beside && after.includes(beside)) expect(after[now - 1]).toBe(beside)
            if (was === 0) expect(now).toBe(0)
            expect(b.area.value.slice(0, now).isWellFormed()).toBe(true)
          }
          expect(b.area.selectionDirection).toBe('backward')
          expect(b.area.value).toBe(b.text.toString())
        }
      }),
      { numRuns: 300 },
    )
  })

  test('a caret that was sent lies at the same letter in the other one’s text', () => {
    fc.assert(
      fc.property(someText(8), fc.array(anEdit, { maxLength: 4 }), place, (start, edits, at) => {
        const [a, b] = pair(start)
        a.area.focus()
        const index = stop(start, at)
        a.area.setSelectionRange(index, index)
        expect(a.seen.caret?.index).toBe(index)
        const sent: unknown = JSON.parse(JSON.stringify(a.seen.caret?.position))
        expect(indexOf(sent, b.text)).toBe(index)
        const beside = namesOf(b.text)[index - 1]
        for (const edit of edits) doEdit(b, edit)
        const after = namesOf(b.text)
        const now = indexOf(sent, b.text)
        if (index === 0) expect(now).toBe(0)
        else if (beside && after.includes(beside)) expect(after[(now ?? 0) - 1]).toBe(beside)
      }),
    )
  })

  test('two areas on one document show the same', () => {
    const one = person()
    const second = new Textarea()
    bindText(second.element, one.text, { onText: () => {}, onCaret: () => {} })
    one.area.typeAt(0, 0, 'ab')
    second.typeAt(1, 1, 'x')
    expect([one.area.value, second.value, one.text.toString()]).toEqual(['axb', 'axb', 'axb'])
  })
})

describe('an input method', () => {
  test('is left alone while it composes, and ends beside what the other one wrote meanwhile', () => {
    const [a, b] = pair('we ship')
    a.area.focus()
    a.area.compose()
    a.area.typeAt(7, 7, 'にほ')
    b.area.typeAt(0, 0, 'Today ')
    deliver(b, a)
    expect([a.area.value, a.seen.text, a.text.toString()]).toEqual(['we shipにほ', 'we shipにほ', 'Today we ship'])
    a.area.typeAt(7, 9, '日本')
    a.area.composed()
    expect([a.area.value, a.area.selectionEnd]).toEqual(['Today we ship日本', 15])
    expect(settle(a, b)).toBe('Today we ship日本')
  })

  test('given up: what the other one wrote is shown, and the next letter lands where the caret is', () => {
    const [a, b] = pair('abc')
    a.area.focus()
    a.area.compose()
    a.area.typeAt(3, 3, 'に')
    b.area.typeAt(0, 0, 'xx')
    deliver(b, a)
    a.area.typeAt(3, 4, '')
    a.area.composed()
    expect([a.area.value, a.area.selectionEnd]).toEqual(['xxabc', 5])
    b.area.typeAt(0, 2, '')
    deliver(b, a)
    a.area.type('!')
    expect(settle(a, b)).toBe('abc!')
  })

  test('over a selection never takes away what the other one typed inside or before it', () => {
    const [a, b] = pair('one two three')
    a.area.focus()
    a.area.setSelectionRange(4, 7)
    a.area.compose()
    b.area.typeAt(4, 4, 'AND ')
    b.area.typeAt(10, 10, '-WAY-')
    deliver(b, a)
    a.area.type('二')
    a.area.composed()
    expect(settle(a, b)).toBe('one 二AND -WAY- three')
  })

  test('whatever both do meanwhile: each one’s own letters arrive, and only what they took away is gone', () => {
    const scene = fc.record({ start: someText(8), mine: anEdit, theirs: fc.array(anEdit, { maxLength: 4 }) })
    fc.assert(
      fc.property(scene, ({ start, mine, theirs }) => {
        const [a, b] = pair(start)
        const first = namesOf(a.text)
        a.area.focus()
        const [from, to] = rangeOf(start, mine)
        a.area.setSelectionRange(from, to)
        a.area.compose()
        a.area.type(mine.inserted)
        const composed = a.area.value
        for (const edit of theirs) doEdit(b, edit)
        deliver(b, a)
        const others = new Set(namesOf(b.text))
        const theirNew = [...others].filter((name) => !first.includes(name))
        expect(a.area.value).toBe(composed)
        a.area.focus()
        a.area.composed()
        settle(a, b)

        const after = namesOf(a.text)
        for (const name of theirNew) expect(after).toContain(name)
        const untouched = [...first.slice(0, from), ...first.slice(to)].filter((name) => others.has(name))
        for (const name of untouched) expect(after).toContain(name)
        // Without the other one's letters it is what was composed, less what the other one took away.
        const values = a.text.toString()
        const ours = after.flatMap((name, index) => (theirNew.includes(name) ? [] : [values[index]])).join('')
        if (first.every((name) => others.has(name))) expect(ours).toBe(composed)
        expect(values.isWellFormed()).toBe(true)
      }),
      { numRuns: 300 },
    )
  })
})

describe('the keys', () => {
  test('Ctrl+Z takes back what was typed here, never the other one’s words; Ctrl+Y brings it again', () => {
    const [a, b] = pair('plan')
    a.area.focus()
    a.area.typeAt(4, 4, ' ours')
    deliver(a, b)
    b.area.typeAt(0, 0, 'the ')
    deliver(b, a)
    expect(a.area.press('z', { ctrlKey: true })).toBe(true)
    expect(settle(a, b)).toBe('the plan')
    expect(a.area.press('Y', { metaKey: true })).toBe(true)
    expect(settle(a, b)).toBe('the plan ours')
    a.area.press('z', { ctrlKey: true })
    expect(a.area.press('Z', { ctrlKey: true, shiftKey: true })).toBe(true)
    expect(settle(a, b)).toBe('the plan ours')
    expect(b.area.press('z', { ctrlKey: true })).toBe(true)
    expect(settle(a, b)).toBe('plan ours')
  })

  test('Ctrl+B is one step of its own, and the other one’s letters go on inside it', () => {
    const [a, b] = pair('lead one team')
    a.area.typeAt(13, 13, 's')
    deliver(a, b)
    a.area.focus()
    a.area.setSelectionRange(5, 8)
    expect(a.area.press('b', { ctrlKey: true })).toBe(true)
    expect([a.area.value, a.area.selectionStart, a.area.selectionEnd]).toEqual(['lead **one** teams', 7, 10])
    b.area.typeAt(7, 7, 'c')
    expect(settle(a, b)).toBe('lead **once** teams')
    a.area.press('z', { ctrlKey: true })
    expect(settle(a, b)).toBe('lead once teams')
    a.area.press('z', { ctrlKey: true })
    expect(settle(a, b)).toBe('lead once team')
  })

  test('an input method that composes keeps its Enter, and nothing is longer than the field takes', () => {
    const [a] = pair('- one')
    a.area.setSelectionRange(5, 5)
    a.area.compose()
    expect(a.area.press('Enter', {})).toBe(false)
    a.area.composed()
    Object.assign(a.area, { maxLength: 6 })
    a.area.press('Enter', {})
    expect(a.text.toString()).toBe('- one')
    Object.assign(a.area, { maxLength: 8 })
    expect(a.area.press('Enter', {})).toBe(true)
    expect(a.text.toString()).toBe('- one\n- ')
  })

  test.each([
    ['z', {}],
    ['x', { ctrlKey: true }],
    ['z', { ctrlKey: true, altKey: true }],
  ])('%s with %j is the browser’s', (key, held) => {
    const [a] = pair()
    a.area.typeAt(0, 0, 'word')
    expect(a.area.press(key, held)).toBe(false)
    expect(a.text.toString()).toBe('word')
  })
})

describe('the binding’s ends', () => {
  test('an area without the focus shows the text, and says nothing of its caret', () => {
    const [a, b] = pair()
    b.area.focus()
    b.area.blur()
    expect(b.seen.caret).toBeNull()
    a.area.typeAt(0, 0, 'quiet')
    Y.applyUpdate(b.doc, Y.mergeUpdates(a.outgoing), 'network')
    expect([b.area.value, b.seen.text, b.seen.caret]).toEqual(['quiet', 'quiet', null])
  })

  test('after it is taken off, neither side reaches the other', () => {
    const one = person()
    one.area.typeAt(0, 0, 'before')
    one.unbind()
    one.area.typeAt(6, 6, ' after')
    expect(one.text.toString()).toBe('before')
    one.text.insert(0, 'still ')
    expect([one.area.value, one.seen.text]).toEqual(['before after', 'before'])
    expect(one.area.press('z', { ctrlKey: true })).toBe(false)
  })

  test.each([
    ['nothing', null],
    ['a word', 'here'],
    ['another shape', { tname: 7 }],
    ['another text', { tname: 'other', assoc: 0 }],
  ])('%s is no place in this text', (_, caret) => {
    const [a] = pair('word')
    expect(indexOf(caret, a.text)).toBeNull()
  })
})
