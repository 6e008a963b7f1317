// A person who types at a live plan like one: letters into the text that the other types in too, rows added, moved and removed.
//
// All that was typed can be told from the plan: each row has an id of its own, each word in the text is numbered and in its
// writer's own digits, and of the two moving actions each is moved by one person only and counts the moves in its title.
import * as Y from 'yjs'
import { aspirationOf } from '#shared/plan/doc.ts'
import {
  addAction,
  addFocusArea,
  addStrength,
  addSupport,
  moveAction,
  moveItem,
  removeItem,
  setAction,
  setFocusArea,
} from '#shared/plan/edit.ts'
import type { Plan } from '#shared/plan/plan.ts'

/** The manager's or the employee's. */
export type Hand = 0 | 1
export const HANDS = [0, 1] as const

/** Things that are there, or with a minus before them gone, once the last of the strokes is saved. */
export type Act = { on: 'plan' | 'text' | 'moves'; what: string[]; strokes: (() => void)[] }

/** The ledger's name for what was done there; each hand has its own words and its own moves. */
export const pageOf = (on: Act['on'], employee: string, hand?: Hand): string =>
  on === 'plan' ? `plan/${employee}` : `${on}/${employee}/${hand}`

/** Digits, point and brackets of each hand; the employee's are two UTF-16 units each. */
const SIGNS = [[...'0123456789.()'], [...'𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡𝟬⟨⟩']] as const
/** A word as this hand writes it, sign by sign. */
export const signsOf = (word: string, hand: Hand): string[] =>
  [...`(${word})`].map((sign) => SIGNS[hand][SIGNS[0].indexOf(sign)] ?? '')

/** Focus areas that nobody removes. */
const AREAS = ['here.0', 'here.1', 'here.2'] as const
export const areaOfMove = (n: number) => AREAS[n % AREAS.length] ?? AREAS[0]
export const movingOf = (hand: Hand) => `moving.${hand}`

/** What the typists need on a plan, and `rows` more, which make it one with a past. Answers all ids. */
export function furnish(doc: Y.Doc, rows: number): string[] {
  for (const id of AREAS) addFocusArea(doc, { id, title: id })
  for (const hand of HANDS) addAction(doc, areaOfMove(0), { id: movingOf(hand), title: '0' })
  const past = Array.from({ length: rows }, (_, n) => `planted.${n}`)
  for (const id of past) addStrength(doc, id, 'x')
  return [...AREAS, ...HANDS.map(movingOf), ...past]
}

/**
 * Acts without end, to be done in order. `move` is the number of the next move. Nobody touches rows that the other one
 * added: what both do to one row is for the seeds (planSeeds.ts).
 */
export function* actsOf(
  doc: Y.Doc,
  { hand, round, move }: { hand: Hand; round: number; move: number },
  dice: () => number,
): Generator<Act> {
  const letters: Y.RelativePosition[] = []
  const words: string[] = []
  const areas: string[] = []
  const rows: string[] = []
  const one = <T>(list: readonly T[]): T | undefined => list[Math.floor(dice() * list.length)]
  const text = () => aspirationOf(doc) ?? new Y.Text()
  const start = Y.createRelativePositionFromTypeIndex(text(), text().length, -1)
  const indexOf = (place: Y.RelativePosition) => Y.createAbsolutePositionFromRelativePosition(place, doc)?.index ?? 0
  const lengthAt = (index: number) => ((text().toString().codePointAt(index) ?? 0) > 0xffff ? 2 : 1)

  /** Behind one's own last letter, wherever the other one has pushed it. */
  function write(sign: string): void {
    const last = letters.at(-1)
    const index = last ? indexOf(last) + lengthAt(indexOf(last)) : indexOf(start)
    text().insert(index, sign)
    letters.push(Y.createRelativePositionFromTypeIndex(text(), index))
  }
  function rubOut(): void {
    const last = letters.pop()
    if (last) text().delete(indexOf(last), lengthAt(indexOf(last)))
  }

  for (let n = 0; ; n += 1) {
    const id = `${round}.${hand}.${n}`
    // Short, so that many are whole before the kill; the hand is in the signs.
    const word = `${round}.${n}`
    const kind = dice()
    const own = (what: string[], ...strokes: (() => void)[]): Act => ({ on: 'plan', what, strokes })
    const last = words.at(-1)
    if (kind < 0.08 && last) {
      words.pop()
      yield { on: 'text', what: [`-${last}`], strokes: [...last, '(', ')'].map(() => rubOut) }
    } else if (kind < 0.45) {
      words.push(word)
      yield { on: 'text', what: [word], strokes: signsOf(word, hand).map((sign) => () => write(sign)) }
    } else if (kind < 0.55) {
      rows.push(id)
      yield own([id], () => (dice() < 0.5 ? addStrength(doc, id, 'x') : addSupport(doc, { id, text: 'x' })))
    } else if (kind < 0.65) {
      areas.push(id)
      const fill = () => setFocusArea(doc, id, 'title', 'To decide')
      const action = `${id}.a`
      yield own(
        [id, action],
        () => addFocusArea(doc, { id }),
        fill,
        () => addAction(doc, id, { id: action }),
      )
    } else if (kind < 0.75) {
      rows.push(id)
      const area = one(AREAS) ?? AREAS[0]
      const fill = () => setAction(doc, id, 'title', 'Run the meeting')
      yield own([id], () => addAction(doc, area, { id }), fill)
    } else if (kind < 0.8) {
      // Another order; who lost a place in it has lost nothing else.
      const [row, before] = [one([...AREAS, ...rows, ...areas]), one(AREAS)]
      yield own([], () => row && moveItem(doc, row, before ?? null))
    } else if (kind < 0.9) {
      const row = one(rows)
      const area = one(areas)
      if (row && dice() < 0.7) {
        rows.splice(rows.indexOf(row), 1)
        yield own([`-${row}`], () => removeItem(doc, row))
      } else if (area) {
        areas.splice(areas.indexOf(area), 1)
        yield own([`-${area}`, `-${area}.a`], () => removeItem(doc, area))
      }
    } else {
      const to = move
      move += 1
      // Two fields of one edit.
      const go = () =>
        doc.transact(() => {
          moveAction(doc, movingOf(hand), areaOfMove(to), null)
          setAction(doc, movingOf(hand), 'title', String(to))
        })
      yield { on: 'moves', what: [String(to)], strokes: [go] }
    }
  }
}

/** What is there of each hand's words: whole ones, in the order of the text. */
export function wordsIn({ aspiration }: Plan, hand: Hand): string[] {
  const plain = [...aspiration].map((sign) => SIGNS[0][(SIGNS[hand] as readonly string[]).indexOf(sign)] ?? '').join('')
  return [...plain.matchAll(/\(([\d.]+)\)/g)].map(([, word = '']) => word)
}

/** Ids of all rows. */
export function rowsIn({ strengths, focusAreas, support }: Plan): string[] {
  const areas = focusAreas.flatMap(({ id, actions }) => [id, ...actions.map((action) => action.id)])
  return [...strengths.map(({ id }) => id), ...areas, ...support.map(({ id }) => id)]
}

/** How often this hand's action has been moved; not a number where it is not in the place of its last move. */
export function movesIn({ focusAreas }: Plan, hand: Hand): number {
  const area = focusAreas.find(({ actions }) => actions.some(({ id }) => id === movingOf(hand)))
  const title = area?.actions.find(({ id }) => id === movingOf(hand))?.title
  return area?.id === areaOfMove(Number(title)) ? Number(title) : Number.NaN
}
