// One of two processes of the app for the seeds: its own connection to the shared store, the outside kept by its parent.

import { readStoreConfig } from '#bot/config.ts'
import { wasHeld } from '#bot/discussions/held.ts'
import { type OfferVerb, respond } from '#bot/offers/respond.ts'
import { convertSlot } from '#bot/offers/take.ts'
import { openStore } from '#bot/openStore.ts'
import { openPlan } from '#bot/plans/open.ts'
import { stampPlan } from '#bot/plans/stamp.ts'
import type { Store, Version, Write } from '#bot/ports.ts'
import { employeePartition, placeOf, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { Refusal } from '#shared/refusal.ts'
import { inProcess, type Outside, QUARTER, type Two } from '#tests/inProcess.ts'
import type { FromWorker, Step, ToWorker, Written } from './seeds.ts'

const [name = ''] = process.argv.slice(2)
const say = (message: FromWorker) => process.send?.(message)

/** Every write that won, for the parent to hold against the rule that a version is written over once. */
let written: Written[] = []
function watched(store: Store): Store {
  const note = ({ kind, value, over }: Write, version: Version) => {
    const { partition, id } = placeOf(kind, value as never)
    const life = kind === 'discussion' ? { state: value.state.name, attempt: value.attempt } : null
    written.push({ document: `${partition} ${kind} ${id}`, over, version, life })
  }
  return {
    ...store,
    async put(kind, value, over) {
      const version = await store.put(kind, value, over)
      if (version !== null) note({ kind, value, over } as Write, version)
      return version
    },
    async putAll(writes) {
      const versions = await store.putAll(writes)
      versions?.forEach((version, index) => {
        note(writes[index] as Write, version)
      })
      return versions
    },
  }
}

const answers = new Map<number, (value: unknown) => void>()
let questions = 0
/** Asks the parent, who keeps the calendar and the chats of everybody. */
const ask = (call: string, ...args: unknown[]) =>
  new Promise<never>((resolve) => {
    questions += 1
    answers.set(questions, resolve as (value: unknown) => void)
    say({ question: questions, call, args })
  })
const outside: Outside = {
  event: (id) => ask('event', id),
  rename: (id, to) => ask('rename', id, to),
  send: (chat, summary) => ask('send', chat, summary),
  update: (activity) => ask('update', activity),
  remove: (activity) => ask('remove', activity),
}

const log = { info: () => {}, warn: () => {}, error: () => {} }
const store = watched(await openStore(readStoreConfig(), log))
// Both live: only a lease would end a claim.
const app = inProcess(store, outside, name, () => false)

/** What a person does; a refusal is an answer too. */
async function take({ two, act, slot }: Step): Promise<void> {
  const { tenant, manager, employee, slots } = two
  const pair = { tenant, manager, employee }
  const eventId = slots[slot]?.eventId ?? ''
  switch (act) {
    case 'settle':
      return void (await app.settled(2000))
    case 'tabConvert':
      return convertSlot(app.world, pair, eventId)
    case 'held':
      return held(two)
    case 'stamp':
      return stamp(two, slot % 2 === 0 ? manager : employee)
    default: {
      const all = await store.list('message', recipientPartition(tenant, manager))
      const message = all.map(({ value }) => value).find(({ content }) => content.type === 'offer')
      if (message) await respond(app.world, message, `offer.${act}` as OfferVerb, act === 'convert' ? eventId : null)
    }
  }
}

async function held({ tenant, employee }: Two): Promise<void> {
  const known = await store.get('discussion', employeePartition(tenant, employee), QUARTER.key)
  if (known) await wasHeld(app.world, known.value)
}

async function stamp({ tenant, manager, employee }: Two, by: string): Promise<void> {
  const people = tenantPartition(tenant)
  const [one, other] = await Promise.all([store.get('person', people, employee), store.get('person', people, manager)])
  if (!one || !other) return
  const partition = await openPlan(app.world, tenant, employee)
  const hash = await hashOf(planFromLog(await store.readLog(partition)))
  await stampPlan(app.world, { employee: one.value, manager: other.value, by, startMonth: 1 }, hash)
}

process.on('message', async (message: ToWorker) => {
  if ('answer' in message) {
    answers.get(message.answer)?.(message.value)
    answers.delete(message.answer)
    return
  }
  if (message.step === null) return void (await store.close().then(() => process.exit(0)))
  let failed: string | null = null
  try {
    await take(message.step)
  } catch (error) {
    if (!(error instanceof Refusal)) failed = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
  const news = written
  written = []
  say({ done: message.id, failed, written: news })
})
process.on('disconnect', () => process.exit(0))
say({ ready: true })
