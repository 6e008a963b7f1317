// The layout of the live plan's Y.Doc, and the plan in it; edit.ts writes it. No other file knows it.
//
// Map 'plan': aspiration Y.Text · revisit string|null · strengths, focusAreas, support Y.Array<Y.Map>.
// Map 'actions': every action by its id, a Y.Map that names its focus area: moving one changes a field, so that two who
// move or edit it at once cannot make two of it. List 'order': the ids of everything in reading order; what the list does
// not name comes first, as it was added. What is typed is a Y.Text, the aspiration and every TYPED field, so that both can
// type in it at once; what is chosen is a plain value (last writer wins). In older documents typed fields are plain values
// too, until somebody types in them, and actions lie in their focus area's own Y.Array 'actions'.
import * as Y from 'yjs'
import { isDay } from '../time.ts'
import {
  ACTION_KINDS,
  type ActionKind,
  type FocusArea,
  type Plan,
  type PlanAction,
  type Strength,
  type Support,
} from './plan.ts'

export type Row = Y.Map<unknown>
export type Rows = Y.Array<Row>

/** The fields of rows that people type in. */
const TYPED = new Set(['title', 'why', 'expectation', 'goal', 'firstStep', 'when', 'then', 'text'])
export const isTyped = (field: string) => TYPED.has(field)

export const root = (doc: Y.Doc) => doc.getMap<unknown>('plan')
export const actionMap = (doc: Y.Doc) => doc.getMap<Row>('actions')
export const orderOf = (doc: Y.Doc) => doc.getArray<string>('order')
export const rows = (of: Y.Map<unknown>, name: string): Rows | null => {
  const value = of.get(name)
  return value instanceof Y.Array ? (value as Rows) : null
}

/**
 * Gives a new document its layout. Done by the server only, once per plan (R8): two layouts written at once would
 * replace one another.
 */
export function layOut(doc: Y.Doc): void {
  doc.transact(() => {
    const plan = root(doc)
    if (plan.has('aspiration')) return
    plan.set('aspiration', new Y.Text())
    plan.set('strengths', new Y.Array())
    plan.set('focusAreas', new Y.Array())
    plan.set('support', new Y.Array())
    plan.set('revisit', null)
  })
}

/** The text both type in; null before the document has been laid out (it is still loading). */
export function aspirationOf(doc: Y.Doc): Y.Text | null {
  const text = root(doc).get('aspiration')
  return text instanceof Y.Text ? text : null
}

/** The text of a typed field, by its name '<id>.<field>'; null where it is a plain value still, or its row is gone. */
export function textAt(doc: Y.Doc, name: string): Y.Text | null {
  const { row, field } = fieldOf(doc, name)
  const value = row?.get(field)
  return value instanceof Y.Text ? value : null
}

/**
 * The canonical plan of a document: fixed key order; unknown or broken fields read as empty, rows that are none, have no
 * id or an id that stands before as not there. An action whose focus area somebody removed at that moment is in the
 * first one. Texts may be longer than their limits (two typing at once): a stamp refuses them, a screen must not.
 */
export function planOf(doc: Y.Doc): Plan {
  const plan = root(doc)
  const seen = new Set<string>()
  const isNew = (id: string) => seen.size < seen.add(id).size
  const places = placesOf(doc)
  const list = (name: Name) => inOrder(places, rowsOf(plan, name)).filter((row) => isNew(textOf(row, 'id')))
  const strengths = list('strengths')
  const areas = list('focusAreas')
  const support = list('support')
  const [first = ''] = areas.map((area) => textOf(area, 'id'))
  const actions = new Map(areas.map((area) => [textOf(area, 'id'), [] as PlanAction[]]))
  for (const row of inOrder(places, actionRows(doc))) {
    if (isNew(textOf(row, 'id'))) (actions.get(areaOf(row)) ?? actions.get(first))?.push(actionOf(row))
  }
  return {
    aspiration: whole(aspirationOf(doc)?.toString() ?? ''),
    strengths: strengths.map((row): Strength => ({ id: textOf(row, 'id'), text: textOf(row, 'text') })),
    focusAreas: areas.map(
      (row): FocusArea => ({
        id: textOf(row, 'id'),
        title: textOf(row, 'title'),
        why: textOf(row, 'why'),
        expectation: textOf(row, 'expectation'),
        goal: textOf(row, 'goal'),
        actions: actions.get(textOf(row, 'id')) ?? [],
      }),
    ),
    support: support.map(
      (row): Support => ({ id: textOf(row, 'id'), text: textOf(row, 'text'), by: dayOf(row, 'by') }),
    ),
    revisit: dayOf(plan, 'revisit'),
  }
}

export const NAMES = ['strengths', 'focusAreas', 'support'] as const
export type Name = (typeof NAMES)[number]

export const rowsOf = (of: Y.Map<unknown>, name: string): Row[] =>
  (rows(of, name)?.toArray() ?? []).filter((row) => row instanceof Y.Map && textOf(row, 'id') !== '')

/** Every action's row, older documents' first. */
export function actionRows(doc: Y.Doc): Row[] {
  const found = rowsOf(root(doc), 'focusAreas').flatMap((area) => rowsOf(area, 'actions'))
  for (const [id, row] of actionMap(doc)) if (row instanceof Y.Map && row.get('id') === id) found.push(row)
  return found
}

/** Where '<id>.<field>' is: in the row that the plan shows under that id. */
export function fieldOf(doc: Y.Doc, name: string): { row: Row | undefined; field: string } {
  const end = name.lastIndexOf('.')
  const all = [...NAMES.flatMap((list) => rowsOf(root(doc), list)), ...actionRows(doc)]
  return { row: all.find((row) => row.get('id') === name.slice(0, end)), field: name.slice(end + 1) }
}

/** The id of the focus area that an action is in. */
function areaOf(row: Row): string {
  const within = row.parent?.parent
  return textOf(row, 'area') || (within instanceof Y.Map ? textOf(within, 'id') : '')
}

/** Where each id stands. Two who move one thing at once name it twice: the first place counts. */
function placesOf(doc: Y.Doc): Map<unknown, number> {
  const places = new Map<unknown, number>()
  for (const id of orderOf(doc).toArray()) if (!places.has(id)) places.set(id, places.size)
  return places
}
function inOrder(places: Map<unknown, number>, all: Row[]): Row[] {
  const placeOf = (row: Row) => places.get(row.get('id')) ?? -1
  return all.sort((a, b) => placeOf(a) - placeOf(b))
}

function actionOf(row: Row): PlanAction {
  const kind = row.get('kind') as ActionKind
  return {
    id: textOf(row, 'id'),
    kind: ACTION_KINDS.includes(kind) ? kind : 'experience',
    title: textOf(row, 'title'),
    owner: textOf(row, 'owner'),
    due: dayOf(row, 'due'),
    firstStep: textOf(row, 'firstStep'),
    firstStepBy: dayOf(row, 'firstStepBy'),
    when: textOf(row, 'when'),
    then: textOf(row, 'then'),
  }
}

/**
 * Half a surrogate pair arrives elsewhere as U+FFFD: read so here as well, both sides have the same plan and hash.
 */
const whole = (text: string) => text.toWellFormed()
export const textOf = (row: Y.Map<unknown>, field: string) => {
  const value = row.get(field)
  if (value instanceof Y.Text) return whole(value.toString())
  return typeof value === 'string' ? whole(value) : ''
}
const dayOf = (row: Y.Map<unknown>, field: string) => {
  const value = row.get(field)
  return typeof value === 'string' && isDay(value) ? value : null
}
