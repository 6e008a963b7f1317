// Every edit of a live plan but typing in its texts. Ids are given by the caller: there is no dice in shared/.
import * as Y from 'yjs'
import {
  actionMap,
  actionRows,
  fieldOf,
  isTyped,
  NAMES,
  type Name,
  orderOf,
  planOf,
  type Row,
  type Rows,
  root,
  rows,
  rowsOf,
  textOf,
} from './doc.ts'
import { type FocusArea, LIMIT, type PlanAction, type Support } from './plan.ts'
import { editBetween } from './typed.ts'

type Field<T> = Exclude<keyof T & string, 'id' | 'actions'>

export function addStrength(doc: Y.Doc, id: string, text = ''): void {
  add(doc, 'strengths', { id, text })
}

export function addFocusArea(doc: Y.Doc, area: Partial<Omit<FocusArea, 'actions'>> & { id: string }): void {
  add(doc, 'focusAreas', { title: '', why: '', expectation: '', goal: '', ...area })
}

export function addSupport(doc: Y.Doc, item: Partial<Support> & { id: string }): void {
  add(doc, 'support', { text: '', by: null, ...item })
}

/**
 * Adds an action to a focus area, at its end or in front of another of its actions; nothing happens when the area has
 * been removed meanwhile.
 */
export function addAction(
  doc: Y.Doc,
  area: string,
  action: Partial<PlanAction> & { id: string },
  before: string | null = null,
): void {
  if (!find(doc, 'focusAreas', area)) return
  const blank = { kind: 'experience', title: '', owner: '', due: null, firstStep: '', firstStepBy: null, when: '' }
  doc.transact(() => {
    actionMap(doc).set(action.id, mapOf({ ...blank, then: '', ...action, area }))
    move(doc, actionRows(doc), action.id, before)
  })
}

// Of a typed field only the difference is written: what the other one types in it at that moment stays.
export function setStrength(doc: Y.Doc, id: string, text: string): void {
  write(doc, find(doc, 'strengths', id)?.row, 'text', text)
}
export function setFocusArea<F extends Field<FocusArea>>(doc: Y.Doc, id: string, field: F, value: FocusArea[F]): void {
  write(doc, find(doc, 'focusAreas', id)?.row, field, value)
}
export function setAction<F extends Field<PlanAction>>(doc: Y.Doc, id: string, field: F, value: PlanAction[F]): void {
  write(doc, findAction(doc, id), field, value)
}
export function setSupport<F extends Field<Support>>(doc: Y.Doc, id: string, field: F, value: Support[F]): void {
  write(doc, find(doc, 'support', id)?.row, field, value)
}
/** `textAt` for whoever begins to type: a plain value becomes a text. */
export function textToType(doc: Y.Doc, name: string): Y.Text | null {
  const { row, field } = fieldOf(doc, name)
  return row && isTyped(field) ? textIn(doc, row, field) : null
}
export function setRevisit(doc: Y.Doc, day: string | null): void {
  doc.transact(() => root(doc).set('revisit', day))
}

/** Moves a strength, focus area or support item in front of another of its list, or to the list's end. */
export function moveItem(doc: Y.Doc, id: string, before: string | null): void {
  const list = NAMES.find((name) => find(doc, name, id))
  if (!list || id === before) return
  doc.transact(() => {
    takeInOrphans(doc)
    move(doc, rowsOf(root(doc), list), id, before)
  })
}

/** Moves an action into a focus area, in front of another of its actions or to its end. */
export function moveAction(doc: Y.Doc, id: string, area: string, before: string | null): void {
  const row = findAction(doc, id)
  if (!row || !find(doc, 'focusAreas', area) || id === before) return
  doc.transact(() => {
    // What lies in an older document's focus area would go with that one.
    const old = areaWith(doc, row)
    if (old && old.get('id') !== area) {
      actionMap(doc).set(id, mapOf({ ...row.toJSON(), area }))
      const list = rows(old, 'actions')
      list?.delete(list.toArray().indexOf(row), 1)
    } else choose(doc, row, 'area', area)
    move(doc, actionRows(doc), id, before)
  })
}

/**
 * Removes a strength, support item, action, or focus area with the actions that are in it now; nothing happens when it
 * is gone already. What somebody else adds to the focus area at that moment stays (`planOf`).
 */
export function removeItem(doc: Y.Doc, id: string): void {
  const found = () => NAMES.map((name) => find(doc, name, id)).find((one) => one !== null)
  const actions =
    planOf(doc)
      .focusAreas.find((area) => area.id === id)
      ?.actions.map((action) => action.id) ?? []
  doc.transact(() => {
    for (const action of found() ? actions : [id]) removeAction(doc, action)
    // Two who undid its removal at once have made two of it.
    for (let one = found(); one; one = found()) one.list.delete(one.index, 1)
    for (const one of [id, ...actions]) takeOut(doc, one)
  })
}

/** Actions that have lost their focus area stay in the one they are shown in, also when that is the first no more. */
function takeInOrphans(doc: Y.Doc): void {
  const areaOfAction = new Map(planOf(doc).focusAreas.flatMap((area) => area.actions.map(({ id }) => [id, area.id])))
  for (const [id, row] of actionMap(doc)) {
    const shownIn = areaOfAction.get(id)
    if (shownIn !== undefined) choose(doc, row, 'area', shownIn)
  }
}

function find(doc: Y.Doc, name: Name, id: string): { list: Rows; index: number; row: Row } | null {
  const list = rows(root(doc), name)
  const index = list?.toArray().findIndex((row) => row instanceof Y.Map && row.get('id') === id) ?? -1
  return list && index >= 0 ? { list, index, row: list.get(index) } : null
}
function findAction(doc: Y.Doc, id: string): Row | undefined {
  return actionRows(doc).find((row) => row.get('id') === id)
}
/** The focus area of an older document that this action's row lies in. */
const areaWith = (doc: Y.Doc, row: Row) =>
  rowsOf(root(doc), 'focusAreas').find((area) => rows(area, 'actions')?.toArray().includes(row))

function removeAction(doc: Y.Doc, id: string): void {
  for (const area of rowsOf(root(doc), 'focusAreas')) {
    const list = rows(area, 'actions')
    const isIt = (row: unknown) => row instanceof Y.Map && row.get('id') === id
    for (let at = (list?.length ?? 0) - 1; at >= 0; at -= 1) if (isIt(list?.get(at))) list?.delete(at, 1)
  }
  actionMap(doc).delete(id)
}

/** At most so many UTF-16 units, and no pair cut in half. */
const cut = (text: string, most: number) =>
  text.length <= most ? text : text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

function write(doc: Y.Doc, row: Row | undefined, field: string, value: string | null): void {
  if (!row) return
  if (isTyped(field)) type(doc, row, field, value ?? '')
  else choose(doc, row, field, value === null ? null : cut(value, LIMIT.line))
}
function choose(doc: Y.Doc, row: Row, field: string, value: string | null): void {
  if (row.get(field) !== value) doc.transact(() => row.set(field, value))
}

/** What is beyond the limit is cut from what is written now; two who type at once can get past it (`planOf`). */
function type(doc: Y.Doc, row: Row, field: string, value: string): void {
  const edit = editBetween(textOf(row, field), value, 0)
  if (!edit) return
  const text = textIn(doc, row, field)
  const room = (field === 'why' ? LIMIT.text : LIMIT.line) - (text.length - edit.removed)
  doc.transact(() => {
    text.delete(edit.at, edit.removed)
    text.insert(edit.at, cut(edit.inserted, Math.max(0, room)))
  })
}

/** No step of anybody's history: nobody typed it. */
const MADE_TEXT = Symbol('a plain value became a text')

/**
 * The text of a typed field. In an older document it may be a plain value, of which whoever types first makes a text. Two
 * may be first at once, and one text would replace the other with all that was typed in it: so both make the very same,
 * as everybody makes the same layout. Its writer is a window that nobody has, with a number that follows from the value it
 * replaces; real ones have 32 bits.
 */
function textIn(doc: Y.Doc, row: Row, field: string): Y.Text {
  const there = row.get(field)
  if (there instanceof Y.Text) return there
  const text = new Y.Text(textOf(row, field))
  // In no other way does Yjs tell which write a value comes from; `_map` is there in every version 13.
  const replaced = row._map.get(field)?.id
  const nobody = replaced ? replaced.client + (replaced.clock + 1) * 2 ** 32 : doc.clientID
  const own = doc.clientID
  doc.clientID = Number.isSafeInteger(nobody) ? nobody : own
  try {
    doc.transact(() => row.set(field, text), MADE_TEXT)
  } finally {
    doc.clientID = own
  }
  return text
}

function add(doc: Y.Doc, name: Name, values: Record<string, unknown> & { id: string }): void {
  doc.transact(() => {
    rows(root(doc), name)?.push([mapOf(values)])
    place(doc, values.id, null)
  })
}
const mapOf = (values: Record<string, unknown>): Row =>
  new Y.Map(
    Object.entries(values).map(([field, value]) => [
      field,
      isTyped(field) && typeof value === 'string' ? new Y.Text(value) : value,
    ]),
  )

/** Gives `id` its place among `all`, naming first what the order does not name yet. */
function move(doc: Y.Doc, all: Row[], id: string, before: string | null): void {
  const named = new Set(orderOf(doc).toArray())
  const unnamed = all.map((row) => textOf(row, 'id')).filter((one) => !named.has(one))
  if (unnamed.length > 0) orderOf(doc).insert(0, unnamed)
  place(doc, id, before)
}
function place(doc: Y.Doc, id: string, before: string | null): void {
  takeOut(doc, id)
  const order = orderOf(doc)
  const at = before === null ? -1 : order.toArray().indexOf(before)
  order.insert(at < 0 ? order.length : at, [id])
}
function takeOut(doc: Y.Doc, id: string): void {
  const order = orderOf(doc)
  for (let at = order.length - 1; at >= 0; at -= 1) if (order.get(at) === id) order.delete(at, 1)
}

/**
 * What the edits above changed in this copy of the document, to be taken back step by step; what came from elsewhere, and
 * what was typed in the aspiration's own binding, is none of it. `destroy()` it in the end.
 */
export const ownHistory = (doc: Y.Doc): Y.UndoManager =>
  new Y.UndoManager([root(doc), actionMap(doc), orderOf(doc)], { trackedOrigins: new Set([null]) })
