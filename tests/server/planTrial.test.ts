// R15, R16: whatever bytes come as an edit, what the trial lets through is what Yjs takes whole, and nothing else is let through.
import { describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { trials } from '#bot/routes/collabTrial.ts'
import { aspirationOf, layOut } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, removeItem, setStrength } from '#shared/plan/edit.ts'
import { diceOf } from '#tests/soak/dice.ts'

const SEEDS = 25
const STEPS = 50

/** What happens to a document like this one when it takes the edit: the truth that the trial is held to. */
function outcome(document: Y.Doc, edit: Uint8Array): 'taken' | 'unreadable' | 'waits' | 'holds another' {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(document))
  try {
    // Nobody writes two thousand million letters.
    if (Y.decodeUpdate(edit).structs.some(({ id, length }) => id.clock + length > 2 ** 31)) return 'unreadable'
    Y.applyUpdate(copy, edit)
  } catch {
    return 'unreadable'
  }
  if (copy.store.pendingStructs || copy.store.pendingDs) return 'waits'
  return copy.subdocs.size > 0 ? 'holds another' : 'taken'
}

type Window = { doc: Y.Doc; said: Uint8Array[] }

/** One edit of a person's, of every kind that the page makes. */
function act({ doc }: Window, roll: (sides: number) => number, id: string): void {
  const text = aspirationOf(doc)
  const what = roll(9)
  if (what === 0) addStrength(doc, id, 'Listens')
  else if (what === 1) addFocusArea(doc, { id, title: 'Closing decisions' })
  else if (what === 2) addAction(doc, `${roll(STEPS)}`, { id, title: 'Run the meeting' })
  else if (what === 3) setStrength(doc, `${roll(STEPS)}`, id)
  else if (what === 4) removeItem(doc, `${roll(STEPS)}`)
  else if (what === 5 && text && text.length > 2) text.delete(roll(text.length - 2), 2)
  else if (what === 6 && text && text.length > 2) text.format(roll(text.length - 2), 2, { bold: true })
  else text?.insert(roll(text.length + 1), roll(4) === 0 ? '👩‍👩‍👧' : 'word')
}

/** The same bytes with something wrong in them. */
function spoilt(edit: Uint8Array, roll: (sides: number) => number): Uint8Array {
  const bytes = Uint8Array.from(edit)
  for (let n = roll(3); n >= 0; n -= 1) bytes[roll(bytes.length)] = roll(3) === 0 ? roll(256) : roll(12)
  return roll(8) === 0 ? bytes.subarray(0, roll(bytes.length)) : bytes
}

describe('an edit', () => {
  test(`of ${SEEDS * STEPS} honest, late, doubled, foreign and spoilt ones is let through exactly when Yjs takes it whole`, () => {
    const seen = new Map<string, number>()
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const dice = diceOf(seed)
      const roll = (sides: number) => Math.floor(dice() * sides)
      const trial = trials()
      const document = new Y.Doc()
      layOut(document)
      const windows = [1, 2, 3].map((client): Window => {
        const doc = new Y.Doc()
        Y.applyUpdate(doc, Y.encodeStateAsUpdate(document))
        doc.clientID = client * 1000
        const said: Uint8Array[] = []
        doc.on('update', (update: Uint8Array, origin) => origin === 'server' || said.push(update))
        return { doc, said }
      })
      for (let step = 0; step < STEPS; step += 1) {
        const window = windows[roll(windows.length)] as Window
        const before = window.said.length
        act(window, roll, `${step}`)
        const last = window.said.at(-1)
        if (!last) continue
        const kind = roll(10)
        const older = window.said[roll(window.said.length)] as Uint8Array
        const edit =
          kind < 4
            ? Y.mergeUpdates(window.said)
            : kind === 4
              ? older
              : kind === 5
                ? Y.encodeStateAsUpdate(window.doc, Y.encodeStateVector(document))
                : kind < 8
                  ? spoilt(last, roll)
                  : last
        const truth = outcome(document, edit)
        const problem = trial.problemWith(document, edit)
        const what = { seed, step, truth, problem }
        expect({ ...what, letThrough: problem === null }).toEqual({ ...what, letThrough: truth === 'taken' })
        seen.set(truth, (seen.get(truth) ?? 0) + 1)
        if (truth !== 'taken') continue
        Y.applyUpdate(document, edit)
        // Sometimes everybody is in step, so that what follows goes on from it.
        if (before % 3 === 0)
          for (const { doc } of windows) Y.applyUpdate(doc, Y.encodeStateAsUpdate(document), 'server')
      }
    }
    console.info(Object.fromEntries(seen))
    expect(seen.get('taken') ?? 0).toBeGreaterThan(500)
    for (const bad of ['unreadable', 'waits']) expect(seen.get(bad) ?? 0).toBeGreaterThan(25)
  })
})
