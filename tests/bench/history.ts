// An employee with eight quarters of history, written into a store as the app would have left it.
import * as Y from 'yjs'
import type { Store } from '#bot/ports.ts'
import { employeePartition } from '#shared/kinds.ts'
import { newPair } from '#shared/oneOnOne/pair.ts'
import { aspirationOf, layOut, planOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, addStrength, addSupport, setRevisit } from '#shared/plan/edit.ts'
import { foldLog } from '#shared/plan/log.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { addDays, addMinutes } from '#shared/time.ts'

export type Who = { tenant: string; employee: string; manager: string }

/** The live plan of the mock-ups: three strengths, three focus areas, six actions, two things the manager does. */
export function writtenPlan(owner: string, day: string): Y.Doc {
  const doc = new Y.Doc()
  layOut(doc)
  aspirationOf(doc)?.insert(0, 'I want to lead the design of a whole product area, before a problem has a shape.')
  for (const n of [1, 2, 3]) addStrength(doc, `s${n}`, 'Makes vague problems tangible within days')
  for (const n of [1, 2, 3]) {
    addFocusArea(doc, {
      id: `f${n}`,
      title: 'Closing decisions',
      why: 'People wait for someone to decide.',
      goal: 'Growth',
    })
    for (const m of [1, 2])
      addAction(doc, `f${n}`, {
        id: `${day}-a${n}${m}`,
        kind: 'experience',
        title: 'Run the weekly billing decision meeting',
        owner,
        due: day,
        firstStep: 'ask Jonas for the slots',
        when: 'a talk drifts',
        then: 'ask what we decide today',
      })
  }
  for (const n of [1, 2]) addSupport(doc, { id: `u${n}`, text: 'Introduce Rafe to Ines, who leads payments', by: day })
  setRevisit(doc, day)
  return doc
}

/** `before` is the instant of the newest discussion; they lie 90 days apart. */
export async function writeHistory(store: Store, who: Who, before: string, quarters: number): Promise<void> {
  const { tenant, employee, manager } = who
  const partition = employeePartition(tenant, employee)
  const pair = { ...newPair(tenant, employee, manager), answer: 'yes' as const }
  const known = await store.get('pair', partition, 'pair')
  if (!known) await store.put('pair', pair, 'absent')
  for (let n = 0; n < quarters; n += 1) {
    const start = addDays(before, -90 * (quarters - 1 - n))
    const day = start.slice(0, 10)
    const quarter = { key: quarterKey(start), label: quarterKey(start).replace('-', ' ') }
    const slot = {
      eventId: `e${n}`,
      iCalUId: `u${n}`,
      organizer: manager,
      start,
      end: addMinutes(start, 45),
      joinUrl: null,
    }
    await store.put(
      'discussion',
      {
        ...who,
        quarter,
        attempt: 1,
        state: { name: 'agreed', slot, original: null, at: start, revision: n + 1 },
        startedAt: start,
        endedAt: slot.end,
        ownPoints: [],
        restore: null,
        dueAt: null,
      },
      'absent',
    )
    for (const writer of [employee, manager])
      await store.put(
        'preparation',
        {
          tenant,
          employee,
          writer,
          quarter: quarter.key,
          shared: true,
          at: start,
          answers: [{ question: 'How the last quarter went', text: 'The billing talk went well. '.repeat(6) }],
        },
        'absent',
      )
    const doc = writtenPlan(employee, day)
    const plan = planOf(doc)
    const stamps = [employee, manager].map((by) => ({ by, at: start }))
    const revision = { tenant, employee, number: n + 1, hash: await hashOf(plan), plan, at: start, quarter, stamps }
    await store.put('revision', revision, 'absent')
    for (const { actions } of plan.focusAreas)
      for (const { id, title, kind, owner, due } of actions) {
        // What was promised is done by the time of the next discussion.
        const done = { state: 'done' as const, at: start, by: employee, why: '' }
        const area = 'Closing decisions'
        const of = {
          id,
          title,
          kind,
          owner,
          due,
          area,
          quarter: quarter.key,
          since: day,
          leftPlan: null,
          entries: [done],
        }
        await store.put('commitment', { tenant, employee, ...of }, 'absent')
      }
    if (n === quarters - 1) {
      const folded = foldLog([{ update: Y.encodeStateAsUpdate(doc), by: employee }])
      if (folded) await store.append(partition, [folded])
      await store.append(partition, [{ update: new Uint8Array([0, 0]), by: employee }])
      const { at, entries } = await store.readLog(partition)
      const all = foldLog(entries)
      if (all) await store.compact(partition, at, all)
    }
  }
  const head = { tenant, employee, createdAt: before, latest: quarters, agreed: quarters || null, settling: null }
  await store.put('plan', { ...head, dueAt: null }, 'absent')
}

const quarterKey = (at: string) => `${at.slice(0, 4)}-Q${Math.floor((Number(at.slice(5, 7)) - 1) / 3) + 1}`
