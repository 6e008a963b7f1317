// The layout of the live plan's Y.Doc: the only file that knows it.
//
// Map 'plan': aspiration Y.Text · revisit string|null · strengths, focusAreas, support Y.Array<Y.Map>.
// Map 'actions': every action by its id, a Y.Map that names its focus area: moving one changes a field, so that two who
// move or edit it at once cannot make two of it. List 'order': the ids of everything in reading order; what the list does
// not name comes first, as it was added. Short fields are plain values (last writer wins); the aspiration is a text in
// which both can type at once. In older documents actions lie in their focus area's own Y.Array 'actions'.
import * as Y from 'yjs'
import { isDay } from '../time.ts'
import {
  ACTION_KINDS,
  type ActionKind,
  type FocusArea,
  LIMIT,
  type Plan,
  type PlanAction,
  type Strength,
  type Support,
} from './plan.ts'

type Row = Y.Map<unknown>
type Rows = Y.Array<Row>
type Field<T> = Exclude<keyof T & string, 'id' | 'actions'>

const root = (doc: Y.Doc) => doc.getMap<unknown>('plan')
const actionMap = (doc: Y.Doc) => doc.getMap<Row>('actions')
const orderOf = (doc: Y.Doc) => doc.getArray<string>('order')
const rows = (of: Y.Map<unknown>, name: string): Rows | null => {
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

type Name = 'strengths' | 'focusAreas' | 'support'

const rowsOf = (of: Y.Map<unknown>, name: string): Row[] =>
  (rows(of, name)?.toArray() ?? []).filter((row) => row instanceof Y.Map && textOf(row, 'id') !== '')

/** Every action's row, older documents' first. */
function actionRows(doc: Y.Doc): Row[] {
  const found = rowsOf(root(doc), 'focusAreas').flatMap((area) => rowsOf(area, 'actions'))
  for (const [id, row] of actionMap(doc)) if (row instanceof Y.Map && row.get('id') === id) found.push(row)
  return found
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
const textOf = (row: Y.Map<unknown>, field: string) => {
  const value = row.get(field)
  return typeof value === 'string' ? whole(value) : ''
}
const dayOf = (row: Y.Map<unknown>, field: string) => {
  const value = row.get(field)
  return typeof value === 'string' && isDay(value) ? value : null
}

// ---- the document's log in the store ----

/** The layout as a log entry. Everybody makes the same bytes, so writing it twice is writing it once. */
export function layoutEntry(): Uint8Array {
  const doc = new Y.Doc()
  doc.clientID = 1
  layOut(doc)
  return Y.encodeStateAsUpdate(doc)
}

/**
 * Applies the entries in order, in one transaction. An entry that cannot be read is set aside and counted, never
 * skipped in silence: the caller says so. `origin` is what the document's listeners are told it comes from.
 */
export function applyLog(
  doc: Y.Doc,
  entries: readonly { update: Uint8Array }[],
  origin: unknown = null,
): { setAside: number } {
  let setAside = 0
  doc.transact(() => {
    for (const { update } of entries) {
      try {
        Y.applyUpdate(doc, update)
      } catch {
        setAside += 1
      }
    }
  }, origin)
  return { setAside }
}

/** A document that is only read: its name is never used, and random ones take a tenth of a millisecond. */
const blankDoc = () => new Y.Doc({ guid: 'plan' })

/** The plan as the log has it now. */
export function planFromLog({ entries }: { entries: readonly { update: Uint8Array }[] }): Plan {
  const doc = blankDoc()
  applyLog(doc, entries)
  return planOf(doc)
}

/**
 * A whole log as one entry that says the same, checked by reading it back; what was deleted from the text is not in it
 * any more. Null where an entry cannot be read: then nothing may take the log's place.
 */
export function foldLog(
  entries: readonly { update: Uint8Array; by: string }[],
): { update: Uint8Array; by: string } | null {
  const doc = blankDoc()
  if (applyLog(doc, entries).setAside > 0) return null
  // Edits that arrived out of order wait for others: only a document without such is whole.
  if (doc.store.pendingStructs || doc.store.pendingDs) return null
  const update = Y.encodeStateAsUpdate(doc)
  const again = blankDoc()
  Y.applyUpdate(again, update)
  const isSame = JSON.stringify(planOf(again)) === JSON.stringify(planOf(doc))
  if (!isSame || !Y.equalSnapshots(Y.snapshot(again), Y.snapshot(doc))) return null
  return { update, by: [...new Set(entries.flatMap(({ by }) => by.split(' ')))].sort().join(' ') }
}

/**
 * What the edits below changed in this copy of the document, to be taken back step by step; what came from elsewhere, and
 * what was typed in the aspiration's own binding, is none of it. `destroy()` it in the end.
 */
export const ownHistory = (doc: Y.Doc): Y.UndoManager =>
  new Y.UndoManager([root(doc), actionMap(doc), orderOf(doc)], { trackedOrigins: new Set([null]) })

// ---- edits. Ids are given by the caller: there is no dice in shared/. ----

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

export function setStrength(doc: Y.Doc, id: string, text: string): void {
  write(doc, find(doc, 'strengths', id)?.row, 'text', cut(text, LIMIT.line))
}
export function setFocusArea<F extends Field<FocusArea>>(doc: Y.Doc, id: string, field: F, value: FocusArea[F]): void {
  const limit = field === 'why' ? LIMIT.text : LIMIT.line
  write(doc, find(doc, 'focusAreas', id)?.row, field, cut(value, limit))
}
export function setAction<F extends Field<PlanAction>>(doc: Y.Doc, id: string, field: F, value: PlanAction[F]): void {
  write(doc, findAction(doc, id), field, typeof value === 'string' ? cut(value, LIMIT.line) : value)
}
export function setSupport<F extends Field<Support>>(doc: Y.Doc, id: string, field: F, value: Support[F]): void {
  write(doc, find(doc, 'support', id)?.row, field, typeof value === 'string' ? cut(value, LIMIT.line) : value)
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
    } else write(doc, row, 'area', area)
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
    if (shownIn !== undefined) write(doc, row, 'area', shownIn)
  }
}

const NAMES: Name[] = ['strengths', 'focusAreas', 'support']

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

function write(doc: Y.Doc, row: Row | undefined, field: string, value: unknown): void {
  if (row && row.get(field) !== value) doc.transact(() => row.set(field, value))
}
function add(doc: Y.Doc, name: Name, values: Record<string, unknown> & { id: string }): void {
  doc.transact(() => {
    rows(root(doc), name)?.push([mapOf(values)])
    place(doc, values.id, null)
  })
}
const mapOf = (values: Record<string, unknown>): Row => new Y.Map(Object.entries(values))

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
