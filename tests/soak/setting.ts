// The world in which the kills happen: who types where, whose notes are kept, and everything read back over a fresh line.
import * as Y from 'yjs'
import type { LogEntry, Store } from '#bot/ports.ts'
import type { Discussion, Everything, Home, Pair, PlanInfo } from '#shared/api.ts'
import { planOf } from '#shared/plan/doc.ts'
import { addFocusArea } from '#shared/plan/edit.ts'
import { applyLog } from '#shared/plan/log.ts'
import type { Plan } from '#shared/plan/plan.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { convert, idsOf } from '#tests/play.ts'
import type { TestWorld } from '#tests/world.ts'
import type { Round } from './client.ts'
import type { Ledger } from './ledger.ts'
import { furnish, HANDS, pageOf } from './typist.ts'

const PAIRS = [
  ['mona', 'rafe'],
  ['mona', 'leila'],
  ['mona', 'jun'],
  ['ines', 'priya'],
] as const
/** Nobody types here but the one who stamps: a stamp is for exactly the text that is there. */
const STAMPING = { person: 'tomas', area: 'f1' }
const PEOPLE = [...new Set([...PAIRS.flat(), STAMPING.person])]

/** Everything without what changes from round to round. */
export type Setting = Omit<Round, 'round' | 'seed' | 'tokens'>

/** `only: 'plans'`: nothing over REST, so that the plans are typed at the faster. */
export async function makeSetting(world: TestWorld, only?: 'plans'): Promise<Setting> {
  await world.advance('PT25H')
  const ids = await idsOf(world)
  const typing = await Promise.all(
    PAIRS.map(async ([manager, employee]) => {
      const document = await documentOf(world, manager, ids[employee])
      const people = [manager, employee] as const
      return HANDS.map((hand) => ({ employee, hand, person: people[hand], document, move: 1 }))
    }),
  )
  const rest = only === 'plans' ? { notes: [], preparations: [], stamps: [] } : await restOf(world, ids)
  return { app: world.app, typing: typing.flat(), ...rest }
}

/** What is done over REST meanwhile. */
async function restOf(world: TestWorld, ids: Record<string, string>) {
  await convert(world)
  const { next } = await read<Home>(world, 'rafe', '/api/home')
  const document = await documentOf(world, STAMPING.person, ids[STAMPING.person])
  const at = await openLivePlan(world, STAMPING.person, document)
  addFocusArea(at.doc, { id: STAMPING.area, title: 'Research that others build on' })
  await at.saved()
  at.close()
  return {
    notes: PAIRS.flatMap(([manager, employee]) =>
      [manager, employee].map((person) => ({
        name: `note/${employee}/${person}`,
        person,
        path: `/api/pairs/${ids[employee]}/note`,
        version: null,
        next: 1,
      })),
    ),
    preparations: ['mona', 'rafe'].map((person) => ({
      name: `preparation/${person}`,
      person,
      path: `/api/discussions/${ids.rafe}/${next?.quarter.key}/preparation`,
      next: 1,
    })),
    stamps: [{ ...STAMPING, name: 'stamps', path: `/api/plans/${ids[STAMPING.person]}/stamps`, document }],
  }
}

const documentOf = async (world: TestWorld, person: string, employee = '') =>
  (await read<PlanInfo>(world, person, `/api/plans/${employee}`)).document

/** So many rows are in every plan's log before the first kill: from 500 entries on it is folded, so under load at once. */
const PLANTED = 600

/** Plans with a past. What is planted is to be there at the end like everything else. */
export async function plantRows(store: Store, of: Setting, ledger: Ledger): Promise<void> {
  for (const { employee, document } of plansOf(of)) {
    const doc = new Y.Doc()
    applyLog(doc, (await store.readLog(document)).entries)
    const entries: LogEntry[] = []
    doc.on('update', (update: Uint8Array) => entries.push({ update, by: 'server' }))
    const { written, kept } = ledger.page(pageOf('plan', employee))
    for (const id of furnish(doc, PLANTED)) {
      written.add(id)
      kept.add(id)
    }
    await store.append(document, entries)
  }
}

/** Each plan that is typed at, once, with its employee. */
export const plansOf = ({ typing }: Setting) => typing.filter(({ hand }) => hand === 0)

/** The next round's work: new tokens, versions as the store has them, counters that go on. Says what is wrong with them. */
export async function readOn(
  world: TestWorld,
  of: Setting,
  ledger: Ledger,
): Promise<{ round: Omit<Round, 'round' | 'seed'>; wrong: string[] }> {
  const tokens = Object.fromEntries(
    await Promise.all(PEOPLE.map(async (one) => [one, await world.token(one)] as const)),
  )
  const wrong: string[] = []
  const counted = (name: string, text: string) => {
    const why = ledger.wrongCounter(name, Number(text))
    if (why) wrong.push(why)
  }
  const next = (name: string) => ledger.page(name).highestWritten + 1
  const notes = await Promise.all(
    of.notes.map(async (one) => {
      const { note } = await read<Pair>(world, one.person, one.path.replace(/\/note$/, ''))
      counted(one.name, note.text)
      return { ...one, version: note.version, next: next(one.name) }
    }),
  )
  const preparations = await Promise.all(
    of.preparations.map(async (one) => {
      const { mine } = await read<Discussion>(world, one.person, one.path.replace(/\/preparation$/, ''))
      counted(one.name, mine.answers[0]?.text ?? '')
      return { ...one, next: next(one.name) }
    }),
  )
  const typing = of.typing.map((one) => ({ ...one, move: next(pageOf('moves', one.employee, one.hand)) }))
  return { round: { ...of, tokens, typing, notes, preparations }, wrong }
}

/** Every plan by its employee, over a fresh socket. */
export async function readPlans(world: TestWorld, of: Setting): Promise<Map<string, Plan>> {
  const plans = new Map<string, Plan>()
  for (const { employee, person, document } of plansOf(of)) {
    const at = await openLivePlan(world, person, document)
    plans.set(employee, planOf(at.doc))
    at.close()
  }
  return plans
}

/** What every plan's owner has agreed on, over REST: hashes by name in the ledger. */
export async function readStamps(world: TestWorld, { stamps }: Setting): Promise<Map<string, string[]>> {
  const there = new Map<string, string[]>()
  for (const { name, person } of stamps) {
    const { revisions } = await read<Everything>(world, person, '/api/export')
    there.set(
      name,
      revisions.map(({ hash }) => hash),
    )
  }
  return there
}

async function read<T>(world: TestWorld, person: string, path: string): Promise<T> {
  const { status, body } = await world.api<T>(person, 'GET', path)
  if (status !== 200) throw new Error(`${person} cannot read ${path}: ${status} ${JSON.stringify(body)}`)
  return body
}
