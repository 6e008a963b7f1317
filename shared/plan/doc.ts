// The layout of the live plan's Y.Doc: the only file that knows it.
//
// root map 'plan': aspiration Y.Text · revisit string|null · strengths, focusAreas, support Y.Array<Y.Map>.
// A focus area's 'actions' is a Y.Array<Y.Map> inside it. Short fields are plain values (last writer wins);
// the aspiration is a text in which both can type at once.
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
 * The canonical plan of a document: fixed key order; unknown or broken fields read as empty, rows that are none or have
 * no id as not there. Texts may be longer than their limits (two typing at once): a stamp refuses them, a screen must not.
 */
export function planOf(doc: Y.Doc): Plan {
  const plan = root(doc)
  const list = (name: string) => rowsOf(plan, name)
  return {
    aspiration: aspirationOf(doc)?.toString() ?? '',
    strengths: list('strengths').map((row): Strength => ({ id: textOf(row, 'id'), text: textOf(row, 'text') })),
    focusAreas: list('focusAreas').map(
      (row): FocusArea => ({
        id: textOf(row, 'id'),
        title: textOf(row, 'title'),
        why: textOf(row, 'why'),
        expectation: textOf(row, 'expectation'),
        goal: textOf(row, 'goal'),
        actions: rowsOf(row, 'actions').map(actionOf),
      }),
    ),
    support: list('support').map(
      (row): Support => ({ id: textOf(row, 'id'), text: textOf(row, 'text'), by: dayOf(row, 'by') }),
    ),
    revisit: dayOf(plan, 'revisit'),
  }
}

const rowsOf = (of: Y.Map<unknown>, name: string): Row[] =>
  (rows(of, name)?.toArray() ?? []).filter((row) => row instanceof Y.Map && textOf(row, 'id') !== '')

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

const textOf = (row: Y.Map<unknown>, field: string) => {
  const value = row.get(field)
  return typeof value === 'string' ? value : ''
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
 * skipped in silence: the caller says so.
 */
export function applyLog(doc: Y.Doc, entries: readonly { update: Uint8Array }[]): { setAside: number } {
  let setAside = 0
  doc.transact(() => {
    for (const { update } of entries) {
      try {
        Y.applyUpdate(doc, update)
      } catch {
        setAside += 1
      }
    }
  })
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

// ---- edits. Ids are given by the caller: there is no dice in shared/. ----

export function addStrength(doc: Y.Doc, id: string, text = ''): void {
  push(doc, 'strengths', { id, text })
}

export function addFocusArea(doc: Y.Doc, area: Partial<Omit<FocusArea, 'actions'>> & { id: string }): void {
  const row = mapOf({ title: '', why: '', expectation: '', goal: '', ...area })
  row.set('actions', new Y.Array())
  doc.transact(() => rows(root(doc), 'focusAreas')?.push([row]))
}

export function addSupport(doc: Y.Doc, item: Partial<Support> & { id: string }): void {
  push(doc, 'support', { text: '', by: null, ...item })
}

/** Appends an action to a focus area; nothing happens when the area has been removed meanwhile. */
export function addAction(doc: Y.Doc, areaId: string, action: Partial<PlanAction> & { id: string }): void {
  const area = find(doc, 'focusAreas', areaId)
  if (!area) return
  const blank = { kind: 'experience', title: '', owner: '', due: null, firstStep: '', firstStepBy: null, when: '' }
  const row = mapOf({ ...blank, then: '', ...action })
  doc.transact(() => rows(area.row, 'actions')?.push([row]))
}

export function setStrength(doc: Y.Doc, id: string, text: string): void {
  write(doc, find(doc, 'strengths', id)?.row, 'text', text.slice(0, LIMIT.line))
}
export function setFocusArea<F extends Field<FocusArea>>(doc: Y.Doc, id: string, field: F, value: FocusArea[F]): void {
  const limit = field === 'why' ? LIMIT.text : LIMIT.line
  write(doc, find(doc, 'focusAreas', id)?.row, field, value.slice(0, limit))
}
export function setAction<F extends Field<PlanAction>>(doc: Y.Doc, id: string, field: F, value: PlanAction[F]): void {
  write(doc, findAction(doc, id)?.row, field, typeof value === 'string' ? value.slice(0, LIMIT.line) : value)
}
export function setSupport<F extends Field<Support>>(doc: Y.Doc, id: string, field: F, value: Support[F]): void {
  write(doc, find(doc, 'support', id)?.row, field, typeof value === 'string' ? value.slice(0, LIMIT.line) : value)
}
export function setRevisit(doc: Y.Doc, day: string | null): void {
  doc.transact(() => root(doc).set('revisit', day))
}

/** Removes a strength, focus area, support item or action by its id; nothing happens when it is gone already. */
export function removeItem(doc: Y.Doc, id: string): void {
  const place =
    find(doc, 'strengths', id) ?? find(doc, 'focusAreas', id) ?? find(doc, 'support', id) ?? findAction(doc, id)
  if (place) doc.transact(() => place.list.delete(place.index, 1))
}

type Place = { list: Rows; index: number; row: Row }

function find(doc: Y.Doc, name: string, id: string): Place | null {
  return findIn(rows(root(doc), name), id)
}
function findAction(doc: Y.Doc, id: string): Place | null {
  for (const area of rowsOf(root(doc), 'focusAreas')) {
    const place = findIn(rows(area, 'actions'), id)
    if (place) return place
  }
  return null
}
function findIn(list: Rows | null, id: string): Place | null {
  const index = list?.toArray().findIndex((row) => row instanceof Y.Map && row.get('id') === id) ?? -1
  return list && index >= 0 ? { list, index, row: list.get(index) } : null
}
function write(doc: Y.Doc, row: Row | undefined, field: string, value: unknown): void {
  if (row && row.get(field) !== value) doc.transact(() => row.set(field, value))
}
function push(doc: Y.Doc, name: string, values: Record<string, unknown>): void {
  doc.transact(() => rows(root(doc), name)?.push([mapOf(values)]))
}
const mapOf = (values: Record<string, unknown>): Row => new Y.Map(Object.entries(values))
