// What changed between two plans, item by item (by ids) and in words: "2 actions added, 1 date moved".
import type { FocusArea, Plan, PlanAction } from './plan.ts'

export type Item = 'plan' | 'strength' | 'focusArea' | 'action' | 'support'

/**
 * One difference. `id` is the item's ('' for the plan's own fields), `area` the focus area an action lies in now
 * (or lay in). `was` and `is` are the values of `field` of a changed item, null where there was none.
 */
export type Change =
  | { did: 'added' | 'removed' | 'moved'; item: Item; id: string; area: string | null }
  | { did: 'reordered'; item: Item; id: ''; area: string | null }
  | {
      did: 'changed'
      item: Item
      id: string
      area: string | null
      field: string
      was: string | null
      is: string | null
    }

type Row = { id: string }

/** All differences in reading order; none exactly when the two plans are equal. */
export function changes(old: Plan, now: Plan): Change[] {
  return [
    ...fieldChanges('plan', '', null, { aspiration: old.aspiration }, { aspiration: now.aspiration }),
    ...listChanges('strength', null, old.strengths, now.strengths),
    ...areaChanges(old.focusAreas, now.focusAreas),
    ...listChanges('support', null, old.support, now.support),
    ...fieldChanges('plan', '', null, { revisit: old.revisit }, { revisit: now.revisit }),
  ]
}

function areaChanges(old: FocusArea[], now: FocusArea[]): Change[] {
  const bare = (areas: FocusArea[]) => areas.map(({ actions: _, ...fields }) => fields)
  const homeOf = (areas: FocusArea[]) =>
    new Map(areas.flatMap((area) => area.actions.map((action) => [action.id, { area: area.id, action }])))
  const before = homeOf(old)
  const after = homeOf(now)
  const found: Change[] = listChanges('focusArea', null, bare(old), bare(now))
  for (const area of [...now, ...old.filter((gone) => !now.some(({ id }) => id === gone.id))]) {
    const was = old.find(({ id }) => id === area.id)?.actions ?? []
    const is = now.find(({ id }) => id === area.id)?.actions ?? []
    const stayed = (action: PlanAction) => before.get(action.id)?.area === after.get(action.id)?.area
    found.push(
      ...listChanges(
        'action',
        area.id,
        was.filter((action) => stayed(action) || !after.has(action.id)),
        is.filter((action) => stayed(action) || !before.has(action.id)),
      ),
    )
    for (const action of is.filter((one) => before.has(one.id) && !stayed(one))) {
      found.push({ did: 'moved', item: 'action', id: action.id, area: area.id })
      found.push(...fieldChanges('action', action.id, area.id, before.get(action.id)?.action ?? action, action))
    }
  }
  return found
}

function listChanges<T extends Row>(item: Item, area: string | null, old: T[], now: T[]): Change[] {
  const found: Change[] = []
  for (const row of now) {
    const was = old.find(({ id }) => id === row.id)
    if (was) found.push(...fieldChanges(item, row.id, area, was, row))
    else found.push({ did: 'added', item, id: row.id, area })
  }
  for (const row of old) {
    if (!now.some(({ id }) => id === row.id)) found.push({ did: 'removed', item, id: row.id, area })
  }
  const kept = (of: T[], others: T[]) => of.map(({ id }) => id).filter((id) => others.some((other) => other.id === id))
  if (kept(old, now).join('\n') !== kept(now, old).join('\n')) found.push({ did: 'reordered', item, id: '', area })
  return found
}

function fieldChanges(item: Item, id: string, area: string | null, was: object, is: object): Change[] {
  const before = new Map<string, string | null>(Object.entries(was))
  return Object.entries(is).flatMap(([field, value]: [string, string | null]) => {
    const old = before.get(field) ?? null
    return old === value ? [] : [{ did: 'changed' as const, item, id, area, field, was: old, is: value }]
  })
}

const ITEM_WORDS: Record<Item, [one: string, many: string]> = {
  plan: ['plan', 'plans'],
  strength: ['strength', 'strengths'],
  focusArea: ['focus area', 'focus areas'],
  action: ['action', 'actions'],
  support: ['promise of support', 'promises of support'],
}
const DAYS = ['due', 'firstStepBy', 'by', 'revisit']

/** The differences counted in words, e.g. "aspiration reworded, 2 actions added, 1 date moved"; '' for none. */
export function sumOf(all: Change[]): string {
  const counts = new Map<string, { n: number; words: [string, string, string] }>()
  for (const change of all) {
    const words = wordsOf(change)
    const key = words.join(' ')
    counts.set(key, { n: (counts.get(key)?.n ?? 0) + 1, words })
  }
  return [...counts.values()]
    .map(({ n, words: [one, many, did] }) => (many ? `${n} ${n === 1 ? one : many} ${did}` : `${one} ${did}`))
    .join(', ')
}

/** Texts by their field, one and many; the texts that are the item itself (a title, a strength) have its name. */
const TEXT_WORDS: Record<string, [one: string, many: string]> = {
  why: ['reason', 'reasons'],
  expectation: ['expectation', 'expectations'],
  goal: ['business goal', 'business goals'],
  firstStep: ['first step', 'first steps'],
  when: ['“when”', '“when”s'],
  then: ['“then I”', '“then I”s'],
}

/** One, many, and what was done, e.g. ['date', 'dates', 'moved']; many is '' for what a plan has only one of. */
function wordsOf(change: Change): [string, string, string] {
  if (change.did === 'reordered') return ['list', 'lists', 'put in another order']
  if (change.did !== 'changed') return [...ITEM_WORDS[change.item], change.did]
  const { item, field } = change
  if (field === 'revisit') return ['revisit date', '', didTo(change, 'set', 'removed', 'moved')]
  if (DAYS.includes(field)) return ['date', 'dates', didTo(change, 'set', 'removed', 'moved')]
  if (field === 'owner') return ['owner', 'owners', didTo(change, 'named', 'removed', 'changed')]
  if (field === 'kind') return ['kind', 'kinds', 'changed']
  if (item === 'plan') return [field, '', didTo(change, 'added', 'removed', 'reworded')]
  const own = TEXT_WORDS[field]
  if (own) return [...own, didTo(change, 'added', 'removed', 'reworded')]
  // "Removed" would say that the item itself is gone.
  return [...ITEM_WORDS[item], didTo(change, 'written', 'emptied', 'reworded')]
}

function didTo(change: Change & { did: 'changed' }, filled: string, emptied: string, otherwise: string): string {
  if (!change.was) return filled
  return change.is ? otherwise : emptied
}

/** What was done to one item, in two words or three, e.g. "Date moved", "Reworded", "Added". */
export function didWords(change: Change): string {
  const [one, many, did] = wordsOf(change)
  if (change.did !== 'changed') return capital(change.did)
  if (change.field === 'revisit') return capital(`date ${did}`)
  const isItself = many === '' || one === ITEM_WORDS[change.item][0]
  return isItself ? capital(did) : capital(`${one} ${did}`)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

export type Piece = { text: string; did: 'same' | 'removed' | 'added' }

/** Two versions of one text, word by word: the shortest way from one to the other. */
export function rewording(was: string, is: string): Piece[] {
  const a = was.match(/\s+|[^\s.,;:!?]+|[.,;:!?]/gu) ?? []
  const b = is.match(/\s+|[^\s.,;:!?]+|[.,;:!?]/gu) ?? []
  const width = b.length + 1
  // longest[i * width + j]: length of the longest common run of words of a[i…] and b[j…]
  const longest = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => longest[i * width + j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const pieces: Piece[] = []
  const push = (text: string | undefined, did: Piece['did']) => {
    const last = pieces.at(-1)
    if (last?.did === did) last.text += text
    else if (text) pieces.push({ text, did })
  }
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      push(a[i++], 'same')
      j++
    } else if (i < a.length && (j >= b.length || at(i + 1, j) >= at(i, j + 1))) push(a[i++], 'removed')
    else push(b[j++], 'added')
  }
  return pieces
}
