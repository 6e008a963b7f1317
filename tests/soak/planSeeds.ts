// R8, R9 by seeds: two or three people edit one plan at random, their updates are late, doubled, in any order and in parts,
// and every copy is a plan at every moment, and the same plan in the end.
import * as Y from 'yjs'
import * as reading from '#shared/plan/doc.ts'
import * as editing from '#shared/plan/edit.ts'
import * as logging from '#shared/plan/log.ts'
import { hashOf, type Plan } from '#shared/plan/plan.ts'
import { plan as planShape } from '#shared/plan/planShape.ts'
import { problemsOf } from '#shared/plan/ready.ts'
import { diceOf } from './dice.ts'
import { doubled } from './ledger.ts'
import { randomEdit, randomUndo } from './planDice.ts'
import { type Edit, edited } from './planModel.ts'
import { rowsIn } from './typist.ts'

const real = { ...reading, ...editing, ...logging }
/** What can be done with a live plan, or something else in its place, to see whether it is noticed. */
export type Edits = typeof real
export type PlanSeeds = {
  seeds: number
  edits: number
  undone: number
  deliveries: number
  /** Every broken rule, with its seed, in words. */
  wrong: string[]
}

const STEPS = 60
const TODAY = '2026-10-06'

type Person = { doc: Y.Doc; undo: Y.UndoManager }
type Late = { to: Person; update: Uint8Array }

export async function runPlanSeeds(of: { first: number; many: number; edits?: Partial<Edits> }): Promise<PlanSeeds> {
  const all: PlanSeeds = { seeds: 0, edits: 0, undone: 0, deliveries: 0, wrong: [] }
  const edits = { ...real, ...of.edits }
  for (let seed = of.first; all.seeds < of.many; seed += 1) {
    await runSeed(seed, edits, all)
    all.seeds += 1
  }
  return all
}

export const planSeedSentence = ({ seeds, edits, undone, deliveries, wrong }: PlanSeeds): string =>
  `${seeds} seeds, ${edits} edits, ${undone} undone, ${deliveries} deliveries, ${wrong.length} rules broken`

async function runSeed(seed: number, edits: Edits, all: PlanSeeds): Promise<void> {
  const dice = diceOf(seed)
  const say = (why: string | null) => why !== null && all.wrong.push(`Seed ${seed}: ${why}`)
  const log: { update: Uint8Array; by: string }[] = [{ update: firstEntry(dice() < 0.25), by: 'server' }]
  const people = Array.from({ length: dice() < 0.5 ? 2 : 3 }, (_, n) => newPerson(seed * 10 + n, log))
  const late: Late[] = []
  for (const person of people) {
    person.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === LINE) return
      log.push({ update, by: 'somebody' })
      for (const to of people) if (to !== person) late.push({ to, update })
    })
  }
  // Whoever something was undone for may have brought back or taken away what somebody else decided on.
  const fate = { added: new Set(rowsIn(edits.planOf(people[0]?.doc ?? new Y.Doc()))), removed: new Set<string>() }
  const open = new Set<string>()
  /** Also what is in no focus area just now. */
  const kept = (doc: Y.Doc) => [...rowsIn(edits.planOf(doc)), ...doc.getMap('actions').keys()]
  for (let step = 0; step < STEPS; step += 1) {
    const person = people[Math.floor(dice() * people.length)] as Person
    const before = edits.planOf(person.doc)
    const kind = dice()
    if (kind < 0.5) {
      const edit = randomEdit(before, `${step}`, dice)
      perform(edits, person.doc, edit)
      const after = edits.planOf(person.doc)
      const { came, went } = difference(before, after)
      for (const id of came) fate.added.add(id)
      for (const id of went) fate.removed.add(id)
      say(notAsSaid(before, edit, after))
      all.edits += 1
    } else if (kind < 0.58) {
      const had = kept(person.doc)
      if (!randomUndo(person.undo, dice)) continue
      const has = kept(person.doc)
      const changed = [...had, ...has].filter((id) => !had.includes(id) || !has.includes(id))
      for (const id of [...changed, ...OLD_ACTIONS]) open.add(id)
      all.undone += 1
    } else if (late.length > 0) {
      deliver(late, dice, all)
    }
    for (const { doc } of people) say(notAPlan(edits.planOf(doc)))
  }
  while (late.length > 0) {
    const to = late[0]?.to
    deliver(late, dice, all)
    if (to) say(notAPlan(edits.planOf(to.doc)))
  }
  const [first, ...others] = people.map(({ doc }) => doc) as [Y.Doc, ...Y.Doc[]]
  for (const other of others) say(await notTheSame(first, other, edits))
  say(notTheLog(log, edits.planOf(first), edits))
  const there = new Set(rowsIn(edits.planOf(first)))
  const isAction = (id: string) => first.getMap('actions').has(id)
  for (const id of fate.added) {
    // Without any focus area there is no place for an action; it is in the next one.
    if (open.has(id) || (isAction(id) && edits.planOf(first).focusAreas.length === 0)) continue
    if (!fate.removed.has(id) && !there.has(id)) say(`${id} is lost`)
    if (fate.removed.has(id) && there.has(id) && !OLD_ACTIONS.includes(id)) say(`${id} was removed and is there`)
  }
}

const LINE = Symbol('somebody else')
const OLD_AREAS = ['old.1', 'old.2']
/**
 * Of an older plan's actions a copy is moved: whoever removes the action at that moment does not know it, and whoever
 * undoes the moving has it back in its old focus area, if that is still there.
 */
const OLD_ACTIONS = OLD_AREAS.flatMap((id) => [`${id}.a`, `${id}.b`])

function newPerson(clientID: number, log: { update: Uint8Array }[]): Person {
  const doc = new Y.Doc({ guid: 'plan' })
  doc.clientID = clientID + 3
  real.applyLog(doc, log)
  const undo = real.ownHistory(doc)
  // Each edit is a step of its own, however fast they come.
  undo.captureTimeout = 0
  return { doc, undo }
}

/** The layout; for an older plan with rows, and actions in their focus areas, as they were written once. */
function firstEntry(isOld: boolean): Uint8Array {
  if (!isOld) return real.layoutEntry()
  const doc = new Y.Doc()
  doc.clientID = 2
  Y.applyUpdate(doc, real.layoutEntry())
  const row = (of: object) => new Y.Map(Object.entries(of))
  const areas = doc.getMap('plan').get('focusAreas') as Y.Array<Y.Map<unknown>>
  for (const id of OLD_AREAS) {
    const area = row({ id, title: 'Old', why: '', expectation: '', goal: '' })
    area.set('actions', Y.Array.from([row({ id: `${id}.a`, title: 'a' }), row({ id: `${id}.b`, title: 'b' })]))
    areas.push([area])
  }
  ;(doc.getMap('plan').get('strengths') as Y.Array<unknown>).push([row({ id: 'old.s', text: 'Old' })])
  return Y.encodeStateAsUpdate(doc)
}

/** Any one that is under way, sometimes together with others to the same person, and sometimes it comes again. */
function deliver(late: Late[], dice: () => number, all: PlanSeeds): void {
  const one = late[Math.floor(dice() * late.length)]
  if (!one) return
  const together = late.filter(({ to }) => to === one.to && dice() < 0.3)
  const updates = [...new Set([one, ...together])]
  const update = updates.length > 1 && dice() < 0.5 ? [Y.mergeUpdates(updates.map((of) => of.update))] : null
  for (const each of update ?? updates.map((of) => of.update)) Y.applyUpdate(one.to.doc, each, LINE)
  if (dice() < 0.8) late.splice(0, late.length, ...late.filter((of) => !updates.includes(of)))
  all.deliveries += 1
}

function perform(edits: Edits, doc: Y.Doc, edit: Edit): void {
  switch (edit.does) {
    case 'addStrength':
      edits.addStrength(doc, edit.id, edit.text)
      break
    case 'addFocusArea':
      edits.addFocusArea(doc, { id: edit.id, title: edit.text })
      break
    case 'addSupport':
      edits.addSupport(doc, { id: edit.id, text: edit.text })
      break
    case 'addAction':
      edits.addAction(doc, edit.area, { id: edit.id, title: edit.text }, edit.before)
      break
    case 'setStrength':
      edits.setStrength(doc, edit.id, edit.text)
      break
    case 'setFocusArea':
      edits.setFocusArea(doc, edit.id, edit.field as 'title', edit.text)
      break
    case 'setSupport':
      edits.setSupport(doc, edit.id, edit.field as 'text', edit.text)
      break
    case 'setAction':
      edits.setAction(doc, edit.id, edit.field as 'title', edit.text)
      break
    case 'setRevisit':
      edits.setRevisit(doc, edit.day)
      break
    case 'moveItem':
      edits.moveItem(doc, edit.id, edit.before)
      break
    case 'moveAction':
      edits.moveAction(doc, edit.id, edit.area, edit.before)
      break
    case 'removeItem':
      edits.removeItem(doc, edit.id)
      break
    case 'type':
      edits.aspirationOf(doc)?.insert(edit.at, edit.text)
      break
    case 'erase':
      edits.aspirationOf(doc)?.delete(edit.at, edit.length)
      break
  }
}

function difference(before: Plan, after: Plan): { came: string[]; went: string[] } {
  const [had, has] = [rowsIn(before), rowsIn(after)]
  return { came: has.filter((id) => !had.includes(id)), went: had.filter((id) => !has.includes(id)) }
}

// ---- the judges: a sentence, or null where nothing is wrong ----

/** R9: what can be read, hashed and shown, every id once, and stamped with one to three focus areas only. */
export function notAPlan(plan: Plan): string | null {
  const parsed = planShape.safeParse(plan)
  if (!parsed.success) return `it is no plan: ${parsed.error.message}`
  const [twice] = doubled(rowsIn(plan))
  if (twice !== undefined) return `${twice} is there twice`
  const many = plan.focusAreas.length
  const isRefused = problemsOf(plan, TODAY, null).some(({ field }) => field === 'focusAreas')
  if (isRefused === (many >= 1 && many <= 3))
    return `with ${many} focus areas a stamp is ${isRefused ? '' : 'not '}refused`
  return null
}

/** One's own edit does at once what it says, and nothing else. */
export function notAsSaid(before: Plan, edit: Edit, after: Plan): string | null {
  const said = edited(before, edit)
  // What others added to focus areas that went meanwhile comes to light in the next one.
  if (said === null || (edit.does === 'addFocusArea' && before.focusAreas.length === 0)) return null
  return JSON.stringify(said) === JSON.stringify(after)
    ? null
    : `${JSON.stringify(edit)} on ${JSON.stringify(before)} made ${JSON.stringify(after)}`
}

async function notTheSame(one: Y.Doc, other: Y.Doc, { planOf }: Edits): Promise<string | null> {
  const [plan, theirs] = [planOf(one), planOf(other)]
  if (!Y.equalSnapshots(Y.snapshot(one), Y.snapshot(other))) return 'two documents differ when all has come'
  if (one.store.pendingStructs || other.store.pendingStructs) return 'something still waits when all has come'
  if (JSON.stringify(plan) !== JSON.stringify(theirs)) return `two plans differ: ${JSON.stringify([plan, theirs])}`
  return (await hashOf(plan)) === (await hashOf(theirs)) ? null : 'two hashes differ'
}

/** The server's log, in which nothing comes before what it builds on, is the same plan, folded or not. */
function notTheLog(
  log: { update: Uint8Array; by: string }[],
  plan: Plan,
  { planFromLog, foldLog }: Edits,
): string | null {
  const folded = foldLog(log)
  if (!folded) return 'the log cannot be folded'
  const same = [planFromLog({ entries: log }), planFromLog({ entries: [folded] })]
  return same.every((one) => JSON.stringify(one) === JSON.stringify(plan)) ? null : 'the log is another plan'
}
