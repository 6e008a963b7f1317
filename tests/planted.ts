// A pair in the middle of their growth discussion, with words planted in every place that holds content.

import type { Preparation, Team } from '#shared/api.ts'
import { employeePartition } from '#shared/kinds.ts'
import { aspirationOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, addSupport } from '#shared/plan/edit.ts'
import { openLivePlan } from '#tests/livePlan.ts'
import { person } from '#tests/sandbox/companyPeople.ts'
import { TENANT_ID } from '#tests/sandbox/constants.ts'
import type { TestWorld } from '#tests/world.ts'

export const RAFE = person('rafe').id
export const MONA = person('mona').id
export const QUARTER = '2026-Q4'
export const DOCUMENT = employeePartition(TENANT_ID, RAFE)
export const DISCUSSION = `/api/discussions/${RAFE}/${QUARTER}`

/** Every planted word begins so: wherever it turns up, content has. */
export const MARK = 'Quixotic'
export const PLANTED = {
  aspiration: `${MARK} aspiration`,
  strength: `${MARK} strength`,
  area: `${MARK} focus area`,
  why: `${MARK} evidence`,
  action: `${MARK} action`,
  support: `${MARK} support`,
  point: `${MARK} point`,
  progress: `${MARK} progress`,
  rafesPreparation: `${MARK} preparation by Rafe`,
  monasPreparation: `${MARK} preparation by Mona`,
  rafesNote: `${MARK} note by Rafe`,
  monasNote: `${MARK} note by Mona`,
} as const

const answers = (text: string) => ({ answers: [{ question: 'What do you want?', text }] })

type Slot = { eventId: string; start: string }

/** Converts Rafe's recommended slot. Resolves to it. */
export async function convertRafe(world: TestWorld): Promise<Slot> {
  await world.advance('PT2H')
  const { body } = await world.api<Team>('mona', 'GET', '/api/team')
  const free = body.rows.find(({ employee }) => employee.id === RAFE)?.free
  if (!free) throw new Error('Rafe has no slot')
  await ok(world, 'mona', 'POST', `/api/team/${RAFE}/convert`, { eventId: free.eventId })
  return free
}

/** Converts it and jumps to its beginning, which nobody has prepared for. */
export async function beginDiscussion(world: TestWorld): Promise<Slot> {
  const slot = await convertRafe(world)
  await world.control('POST', '/sandbox/clock', { now: slot.start })
  await world.meeting(slot.eventId, 'start')
  return slot
}

/** Writes the plan, both preparations (kept, not shared), both notes and a point. */
export async function plant(world: TestWorld): Promise<void> {
  await ok(world, 'rafe', 'GET', `/api/plans/${RAFE}`)
  const live = await openLivePlan(world, 'rafe', DOCUMENT)
  const { doc } = live
  aspirationOf(doc)?.insert(0, PLANTED.aspiration)
  addStrength(doc, 's1', PLANTED.strength)
  addFocusArea(doc, { id: 'f1', title: PLANTED.area, why: PLANTED.why })
  addAction(doc, 'f1', { id: 'a1', kind: 'experience', title: PLANTED.action, owner: RAFE, due: '2027-02-01' })
  addSupport(doc, { id: 'u1', text: PLANTED.support, by: null })
  await live.saved()
  live.close()
  await ok<Preparation>(world, 'rafe', 'PUT', `${DISCUSSION}/preparation`, answers(PLANTED.rafesPreparation))
  await ok<Preparation>(world, 'mona', 'PUT', `${DISCUSSION}/preparation`, answers(PLANTED.monasPreparation))
  await ok(world, 'rafe', 'PUT', `/api/pairs/${RAFE}/note`, { text: PLANTED.rafesNote, version: null })
  await ok(world, 'mona', 'PUT', `/api/pairs/${RAFE}/note`, { text: PLANTED.monasNote, version: null })
  await ok(world, 'mona', 'POST', `${DISCUSSION}/points`, { title: PLANTED.point })
}

/** Both agree on the text as it is; then Rafe says how the action goes. */
export async function agreeOn(world: TestWorld): Promise<string> {
  const live = await openLivePlan(world, 'rafe', DOCUMENT)
  const hash = await live.hash()
  live.close()
  for (const who of ['rafe', 'mona']) await ok(world, who, 'POST', `/api/plans/${RAFE}/stamps`, { hash })
  await ok(world, 'rafe', 'POST', `/api/plans/${RAFE}/actions/a1`, { state: 'stuck', why: PLANTED.progress })
  return hash
}

/** A call of the API that has to succeed. */
export async function ok<T>(world: TestWorld, who: string, method: string, path: string, body?: unknown): Promise<T> {
  const reply = await world.api<T>(who, method, path, body)
  if (reply.status !== 200) throw new Error(`${who}: ${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
  return reply.body
}
