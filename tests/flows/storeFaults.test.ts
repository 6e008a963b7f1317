// The store fails at every single call of converting, stamping, delivering and deleting, before it does the work or after: the end is right, told once.
import { afterAll, describe, expect, test } from '@jest/globals'
import * as Y from 'yjs'
import { faultyStore } from '#bot/adapters/sandbox.ts'
import { openSqlite } from '#bot/adapters/sqlite/store.ts'
import { wasHeld } from '#bot/discussions/held.ts'
import { respond } from '#bot/offers/respond.ts'
import { openPlan } from '#bot/plans/open.ts'
import { stampPlan } from '#bot/plans/stamp.ts'
import { requestErasure } from '#bot/privacy/requestErasure.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { aspirationOf } from '#shared/plan/doc.ts'
import { addAction, addFocusArea, setRevisit } from '#shared/plan/edit.ts'
import { applyLog, planFromLog } from '#shared/plan/log.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { inProcess, newOutside, settle, stateOf, twoOf } from '#tests/inProcess.ts'

const KINDS = [
  ['before it does anything', false],
  ['after it did it, so that only its answer is lost', true],
] as const

/** A company of two over a store that can fail. */
async function company() {
  const faults = faultyStore(openSqlite(':memory:'))
  const outside = newOutside()
  const two = twoOf('t')
  await settle(faults.store, outside, two)
  return { faults, outside, two, ...inProcess(faults.store, outside, 'h/1/test', () => true) }
}
type Company = Awaited<ReturnType<typeof company>>

/** As a person does who reads "Something went wrong here. Nothing was lost. Try again." */
async function persist<T>(press: () => Promise<T>): Promise<T> {
  return press().catch(press)
}

/**
 * Tells `story` once for every call of the store that it makes, failing exactly that one; `prepared` comes before and
 * does not fail. Resolves to how many calls there were.
 */
async function atEveryCall(
  after: boolean,
  prepared: (of: Company) => Promise<void>,
  story: (of: Company) => Promise<void>,
  judge: (of: Company, call: number) => Promise<void>,
): Promise<number> {
  for (let call = 0; ; call += 1) {
    const of = await company()
    await prepared(of)
    const from = of.faults.calls()
    of.faults.add({ count: 1, delayMs: 0, skip: call, after })
    await story(of)
    const isOver = of.faults.calls() - from <= call
    of.faults.add({ count: 0, delayMs: 0, skip: 0, after: false })
    await of.settled()
    await judge(of, call)
    await of.stop()
    await of.faults.store.close()
    if (isOver) return call
  }
}

const question = async ({ faults, two }: Company) => {
  const [message] = await faults.store.list('message', recipientPartition(two.tenant, two.manager))
  if (!message) throw new Error('Nothing was asked')
  return message.value
}
const isNews = (to: string) => (one: { chat: string; summary: string }) =>
  one.chat === to && /is your growth discussion with/.test(one.summary)

let calls = 0
afterAll(() => console.info(`${calls} single faults of the store, every end right`))

describe.each(KINDS)('R12 R16: a call of the store that fails %s', (_words, after) => {
  test('while an offer is asked and delivered: it is sent exactly once, and known to be', async () => {
    calls += await atEveryCall(
      after,
      async () => {},
      async (of) => void (await of.settled()),
      async (of, call) => {
        const { messages, offers } = await stateOf(of.faults.store, of.two)
        expect([call, of.outside.sent.length, messages.length]).toEqual([call, 1, 1])
        expect(offers[0]).toMatchObject({ state: { name: 'open' }, asked: 1, messages: [messages[0]?.id] })
        // This process lives, so it knows what it sent, whatever the store said.
        expect([call, messages[0]?.state.name]).toEqual([call, 'sent'])
        const unsure = await of.faults.store.get('unsure', recipientPartition('t', of.two.manager), 'unsure')
        expect(unsure).toBeNull()
      },
    )
  })

  test('while a 1-1 is converted: one discussion, one change of the calendar, each told once', async () => {
    calls += await atEveryCall(
      after,
      async (of) => void (await of.settled()),
      async (of) => {
        const message = await persist(() => question(of))
        await persist(() => respond(of.world, message, 'offer.convert', of.two.slots[1]?.eventId ?? ''))
        await of.settled()
      },
      async (of, call) => {
        const { discussions, offers, messages } = await stateOf(of.faults.store, of.two)
        expect([call, discussions.map(({ state }) => state.name)]).toEqual([call, ['scheduled']])
        expect(offers.map(({ state }) => state.name)).toEqual(['converted'])
        expect([call, of.outside.renames]).toEqual([call, 1])
        const named = [...of.outside.events.values()].filter(({ subject }) => subject.endsWith('Growth discussion'))
        expect(named.map(({ eventId }) => eventId)).toEqual([of.two.slots[1]?.eventId])
        expect([call, of.outside.sent.filter(isNews(of.two.employee)).length]).toEqual([call, 1])
        const card = messages.find(({ content }) => content.type === 'offer')
        expect([call, card?.content]).toMatchObject([call, { outcome: { name: 'converted' } }])
      },
    )
  })

  test('while a conversion is undone: the name is put back, the employee told once, and it needs a slot', async () => {
    calls += await atEveryCall(
      after,
      async (of) => {
        await of.settled()
        await respond(of.world, await question(of), 'offer.convert', of.two.slots[1]?.eventId ?? '')
        await of.settled()
      },
      async (of) => {
        const message = await persist(() => question(of))
        await persist(() => respond(of.world, message, 'offer.undo', null))
        await of.settled()
      },
      async (of, call) => {
        const { discussions } = await stateOf(of.faults.store, of.two)
        expect([call, discussions]).toMatchObject([call, [{ state: { name: 'needsSlot' }, attempt: 2, restore: null }]])
        expect([...of.outside.events.values()].map(({ subject, mark }) => subject + mark)).toEqual(
          of.two.slots.map(() => 'Mona / Rafe'),
        )
        const told = of.outside.sent.filter(({ summary }) => summary.includes('is an ordinary 1-1 again'))
        expect([call, told.length]).toEqual([call, 1])
      },
    )
  })

  test('while both stamp the plan: one revision, agreed, with its promises and its discussion', async () => {
    calls += await atEveryCall(
      after,
      async (of) => {
        await of.settled()
        await respond(of.world, await question(of), 'offer.convert', of.two.slots[0]?.eventId ?? '')
        await of.settled()
        of.setClock(of.two.slots[0]?.start ?? '')
        await write(of)
      },
      async (of) => {
        const { store } = of.faults
        const [employee, manager] = await Promise.all(
          [of.two.employee, of.two.manager].map((id) => persist(() => store.get('person', tenantPartition('t'), id))),
        )
        if (!employee || !manager) throw new Error('Nobody there')
        const log = await persist(() => store.readLog(employeePartition('t', of.two.employee)))
        const hash = await hashOf(planFromLog(log))
        for (const by of [of.two.manager, of.two.employee]) {
          const both = { employee: employee.value, manager: manager.value, by, startMonth: 1 }
          await persist(() => stampPlan(of.world, both, hash))
        }
        await of.settled()
      },
      async (of, call) => {
        const { store } = of.faults
        const found = await store.read(employeePartition('t', of.two.employee), [
          'revision',
          'plan',
          'commitment',
          'discussion',
          'pair',
        ])
        expect([call, found.revision.map(({ value }) => value.stamps.map(({ by }) => by))]).toEqual([
          call,
          [[of.two.manager, of.two.employee]],
        ])
        expect([call, found.plan[0]?.value]).toMatchObject([call, { latest: 1, agreed: 1, settling: null }])
        expect([call, found.commitment.map(({ value }) => value.title)]).toEqual([call, ['Run the meeting']])
        expect([call, found.discussion[0]?.value.state]).toMatchObject([call, { name: 'agreed', revision: 1 }])
        expect([call, found.pair[0]?.value.lastStart]).toEqual([call, of.two.slots[0]?.start])
      },
    )
  })

  test('while everything about the employee is deleted: no word and no card is left, only the note that it happened', async () => {
    calls += await atEveryCall(
      after,
      async (of) => {
        await of.settled()
        await respond(of.world, await question(of), 'offer.convert', of.two.slots[0]?.eventId ?? '')
        await of.settled()
        await write(of)
      },
      async (of) => {
        const person = await persist(() => of.faults.store.get('person', tenantPartition('t'), of.two.employee))
        if (!person) throw new Error('Nobody there')
        await persist(() => requestErasure(of.world, person.value, person.value.directory.name))
        await of.settled()
      },
      async (of, call) => {
        const left: string[] = []
        for await (const row of of.faults.store.everything())
          if (/t-rafe|Rafe|product area/.test(JSON.stringify(row)))
            left.push('log' in row ? row.log : `${row.kind} ${row.id}`)
        expect([call, left]).toEqual([call, []])
        expect([call, (await of.faults.store.list('erased', tenantPartition('t'))).length]).toEqual([call, 1])
        expect([call, await of.faults.store.list('erasure', tenantPartition('t'))]).toEqual([call, []])
        expect([call, of.outside.sent]).toEqual([call, []])
      },
    )
  })

  test('while a discussion ends: both have the summary once', async () => {
    calls += await atEveryCall(
      after,
      async (of) => {
        await of.settled()
        await respond(of.world, await question(of), 'offer.convert', of.two.slots[0]?.eventId ?? '')
        await of.settled()
        of.setClock(of.two.slots[0]?.end ?? '')
        await of.settled()
      },
      async (of) => {
        const partition = employeePartition('t', of.two.employee)
        const discussion = await persist(() => of.faults.store.get('discussion', partition, '2026-Q4'))
        if (!discussion) throw new Error('No discussion')
        await persist(() => wasHeld(of.world, discussion.value))
        await of.settled()
      },
      async (of, call) => {
        const { messages, discussions } = await stateOf(of.faults.store, of.two)
        const summaries = messages.filter(({ content }) => content.type === 'summary')
        expect([call, summaries.map(({ recipient }) => recipient).sort()]).toEqual([
          call,
          [of.two.employee, of.two.manager].sort(),
        ])
        const sent = of.outside.sent.filter(({ summary }) => /2026 Q4/.test(summary)).map(({ chat }) => chat)
        expect([call, sent.sort()]).toEqual([call, [of.two.employee, of.two.manager].sort()])
        expect([call, discussions[0]]).toMatchObject([call, { state: { name: 'held' }, dueAt: null }])
      },
    )
  })
})

/** A plan that can be agreed on. */
async function write({ faults: { store }, two, world }: Company): Promise<void> {
  const partition = await openPlan(world, 't', two.employee)
  const doc = new Y.Doc()
  applyLog(doc, (await store.readLog(partition)).entries)
  const before = Y.encodeStateVector(doc)
  aspirationOf(doc)?.insert(0, 'Towards leading a product area')
  addFocusArea(doc, { id: 'f1', title: 'Closing decisions' })
  const due = '2026-12-18'
  addAction(doc, 'f1', { id: 'a1', kind: 'experience', title: 'Run the meeting', owner: two.employee, due })
  setRevisit(doc, '2027-01-20')
  await store.append(partition, [{ update: Y.encodeStateAsUpdate(doc, before), by: two.employee }])
}
