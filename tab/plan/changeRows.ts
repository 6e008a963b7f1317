// Two plans side by side, as the rows of a table: pure.
import { type Change, changes, didWords, type Piece, rewording } from '#shared/plan/diff.ts'
import { withoutMarks } from '#shared/plan/marks.ts'
import type { ActionKind, FocusArea, Plan, PlanAction } from '#shared/plan/plan.ts'
import { dayMonth, dayShort } from '#shared/time.ts'

/** What one column holds of an item: its kind where it is an action, its words, and a smaller line under them. */
export type Side = { kind?: ActionKind; words: Piece[]; small: Piece[] }
export type ChangeRow =
  | { is: 'section'; key: string; title: string }
  | { is: 'pair'; key: string; left: Side | null; right: Side | null; did: string }
  | { is: 'same'; key: string; words: string }

/** `of` gives a person's first name by their id. */
export type Names = { of: (person: string) => string; manager: string; today: string }

/** All rows in reading order. Sections without a change are folded into one sentence. */
export function changeRows(old: Plan, now: Plan, names: Names): ChangeRow[] {
  const all = changes(old, now)
  const rows: ChangeRow[] = []
  let same: string[] = []
  const fold = () => {
    const words = same.join(', ')
    if (words) rows.push({ is: 'same', key: `same ${rows.length}`, words: `${capital(words)}: no change` })
    same = []
  }
  const section = (title: string, unchanged: string, pairs: ChangeRow[], others = '') => {
    if (pairs.length === 0) return same.push(unchanged)
    fold()
    rows.push({ is: 'section', key: `section ${rows.length}`, title }, ...pairs)
    if (others) same.push(others)
  }
  const planField = (field: 'aspiration' | 'revisit', show: (value: string) => string) =>
    all
      .filter((change) => change.item === 'plan' && change.did === 'changed' && change.field === field)
      .map((change) => textPair(field, show(old[field] ?? ''), show(now[field] ?? ''), didWords(change)))
  const listPairs = (item: 'strength' | 'support', show: (row: { text: string; by?: string | null }) => string) =>
    byItem(all.filter((change) => change.item === item)).map(([id, did]) => {
      const list = item === 'strength' ? 'strengths' : 'support'
      const was = old[list].find((row) => row.id === id)
      const is = now[list].find((row) => row.id === id)
      return textPair(id, was && show(was), is && show(is), did)
    })

  section(
    'Where I’m heading',
    'where I’m heading',
    planField('aspiration', (text) => text),
  )
  section(
    'Strengths to build on',
    'strengths to build on',
    listPairs('strength', ({ text }) => text),
  )
  for (const area of [...now.focusAreas, ...old.focusAreas.filter((gone) => !has(now.focusAreas, gone.id))]) {
    const pairs = areaPairs(area, old, now, all, names)
    const untouched = area.actions.filter((action) => !all.some(({ id }) => id === action.id)).length
    const others = untouched > 0 ? `${untouched} other ${untouched === 1 ? 'action' : 'actions'}` : ''
    section(area.title || 'Focus area', area.title || 'a focus area', pairs, has(now.focusAreas, area.id) ? others : '')
  }
  const promise = ({ text, by }: { text: string; by?: string | null }) =>
    by ? `${text} by ${dayMonth(by, names.today)}` : text
  section(`What ${names.manager} will do`, `what ${names.manager} will do`, listPairs('support', promise))
  section(
    'We look at this again',
    'revisit date',
    planField('revisit', (day) => day && dayShort(day, names.today)),
  )
  fold()
  return rows
}

function areaPairs(area: FocusArea, old: Plan, now: Plan, all: Change[], names: Names): ChangeRow[] {
  const was = old.focusAreas.find(({ id }) => id === area.id)
  const is = now.focusAreas.find(({ id }) => id === area.id)
  const own = all.filter((change) => change.item === 'focusArea' && change.id === area.id)
  const fields = own.map((change) =>
    change.did === 'changed'
      ? textPair(`${area.id} ${change.field}`, change.was ?? '', change.is ?? '', didWords(change))
      : textPair(area.id, was && areaWords(was), is && areaWords(is), didWords(change)),
  )
  const touched = all.filter((change) => change.item === 'action' && change.area === area.id && change.id !== '')
  const actions = byItem(touched).map(([id, did]): ChangeRow => {
    const before = findAction(old, id)
    const after = findAction(now, id)
    return {
      is: 'pair',
      key: id,
      left: actionSide(before, after, names, 'removed'),
      right: actionSide(after, before, names, 'added'),
      did,
    }
  })
  return [...fields, ...actions]
}

const areaWords = ({ title, why, expectation, goal }: FocusArea) =>
  [title, why, expectation, goal].filter(Boolean).join(' — ')

/** An action in one column; what differs from the other column is marked. */
function actionSide(
  action: PlanAction | undefined,
  other: PlanAction | undefined,
  names: Names,
  mark: 'removed' | 'added',
): Side | null {
  if (!action) return null
  const by = (day: string | null) => (day ? dayMonth(day, names.today) : '')
  const small: Piece[] = []
  const say = (lead: string, text: string, differs: boolean) => {
    small.push({ text: (small.length > 0 ? ' · ' : '') + lead, did: 'same' })
    small.push({ text, did: differs ? mark : 'same' })
  }
  const differs = (field: keyof PlanAction) => other !== undefined && other[field] !== action[field]
  const shows = (...fields: (keyof PlanAction)[]) =>
    fields.some((field) => action[field]) && (!other || fields.some(differs))
  if (differs('kind')) say('', capital(action.kind), true)
  say('', names.of(action.owner), differs('owner'))
  if (action.due) say('by ', by(action.due), differs('due'))
  else say('', 'no day yet', differs('due'))
  if (shows('firstStep', 'firstStepBy')) {
    say('first: ', action.firstStep, differs('firstStep'))
    if (action.firstStepBy) {
      small.push(
        { text: ', by ', did: 'same' },
        { text: by(action.firstStepBy), did: differs('firstStepBy') ? mark : 'same' },
      )
    }
  }
  if (shows('when', 'then')) say('', `When ${action.when}, then I ${action.then}`, differs('when') || differs('then'))
  const words: Piece[] = other
    ? oneSide(mark === 'added' ? rewording(other.title, action.title) : rewording(action.title, other.title), mark)
    : [{ text: action.title || 'Untitled', did: mark }]
  return { kind: action.kind, words, small }
}

function textPair(key: string, was: string | undefined, is: string | undefined, did: string): ChangeRow {
  // Words first: marks are compared only where nothing else differs.
  const [before = '', after = ''] = [was && withoutMarks(was), is && withoutMarks(is)]
  const pieces = before === after ? rewording(was ?? '', is ?? '') : rewording(before, after)
  const side = (text: string | undefined, mark: 'removed' | 'added'): Side | null =>
    text === undefined ? null : { words: oneSide(pieces, mark), small: [] }
  return { is: 'pair', key, left: side(was, 'removed'), right: side(is, 'added'), did }
}

const oneSide = (pieces: Piece[], mark: 'removed' | 'added') =>
  pieces.filter(({ did }) => did === 'same' || did === mark)

/** One entry for each changed item: its id and everything that was done to it, in words. */
function byItem(found: Change[]): [id: string, did: string][] {
  const ids = [...new Set(found.filter(({ id }) => id !== '').map(({ id }) => id))]
  return ids.map((id) => {
    const words = new Set(found.filter((change) => change.id === id).map(didWords))
    return [id, capital([...words].join(', ').toLowerCase())]
  })
}

const findAction = (plan: Plan, id: string) =>
  plan.focusAreas.flatMap(({ actions }) => actions).find((action) => action.id === id)
const has = (list: { id: string }[], id: string) => list.some((row) => row.id === id)
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** What one plan has that another lacks, or has in other words, as plain text: every such item whole, under its section. */
export function typedWords(lacking: Plan, plan: Plan, names: Names): string {
  const lines: string[] = []
  for (const row of changeRows(lacking, plan, names)) {
    if (row.is === 'section') lines.push(`${lines.length > 0 ? '\n' : ''}${row.title}`)
    if (row.is === 'pair' && row.right) lines.push(...[row.right.words, row.right.small].map(textOf).filter(Boolean))
  }
  return lines.join('\n')
}
const textOf = (pieces: Piece[]) => pieces.flatMap(({ did, text }) => (did === 'removed' ? [] : [text])).join('')
