// A discussion was held: by a meeting event of Teams, or because one of the two says so (R6). Then the summary goes out.
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { type Discussion, end, hold, is, slotOf } from '#shared/discussion/discussion.ts'
import { summaryOf } from '#shared/discussion/summary.ts'
import { occurrenceAt } from '#shared/discussion/where.ts'
import { isOpen } from '#shared/history/commitment.ts'
import { employeePartition, tenantPartition } from '#shared/kinds.ts'
import type { Series } from '#shared/oneOnOne/pair.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { EMPTY_PLAN } from '#shared/plan/plan.ts'
import { localOf } from '#shared/time.ts'

/** The meeting of a series began; nothing happens in an ordinary week. */
export async function meetingStarted(world: World, series: Series): Promise<void> {
  const now = world.clock.now()
  const of = await discussionOf(world, series)
  if (!of) return
  await changeIfThere(world.store, 'discussion', employeePartition(of.tenant, of.employee), of.quarter.key, (known) =>
    slotOf(known) === null ? null : { ...hold(known, now), startedAt: known.startedAt ?? now },
  )
  await rememberLast(world, of)
}

/** The meeting ended: the summary goes once, after the first end (R6). */
export async function meetingEnded(world: World, series: Series): Promise<void> {
  const of = await discussionOf(world, series)
  if (!of) return
  await ended(world, of)
}

/** "We had it": a human's word. Throws nothing; saying it twice is saying it once. */
export async function wasHeld(world: World, of: Discussion): Promise<void> {
  if (slotOf(of) === null) return
  await rememberLast(world, of)
  await ended(world, of)
}

async function ended(world: World, of: Discussion): Promise<void> {
  const { store, clock } = world
  const partition = employeePartition(of.tenant, of.employee)
  const now = clock.now()
  const written = await changeIfThere(store, 'discussion', partition, of.quarter.key, (known) =>
    is(known, 'scheduled', 'held', 'agreed') ? end(known, now) : null,
  )
  if (written) await oweSummary(world, written)
  world.nudge()
}

/** The discussion that a meeting of this series is right now, if it is one (R17). */
async function discussionOf({ store, clock }: World, series: Series): Promise<Discussion | null> {
  const partition = employeePartition(series.tenant, series.employee)
  const pair = (await store.get('pair', partition, 'pair'))?.value
  const all = (await store.list('discussion', partition)).map(({ value }) => value)
  const slots = [...(pair?.slots ?? []), ...all.map(slotOf).filter((slot) => slot !== null)]
  const occurrence = occurrenceAt(slots, series.joinUrl, clock.now())
  return all.find((one) => occurrence !== null && slotOf(one)?.iCalUId === occurrence.iCalUId) ?? null
}

/** The next quarter's ranking counts from here (R4). */
async function rememberLast({ store }: World, of: Discussion): Promise<void> {
  const start = slotOf(of)?.start
  if (!start) return
  await changeIfThere(store, 'pair', employeePartition(of.tenant, of.employee), 'pair', (pair) =>
    pair.lastStart === start ? null : { ...pair, lastStart: start },
  )
}

async function oweSummary({ store, clock }: World, of: Discussion): Promise<void> {
  const people = tenantPartition(of.tenant)
  const slot = slotOf(of)
  const [employee, manager] = await Promise.all([
    store.get('person', people, of.employee),
    store.get('person', people, of.manager),
  ])
  if (!slot || !employee || !manager) return
  const plan = planFromLog(await store.readLog(employeePartition(of.tenant, of.employee)))
  const names = {
    [of.employee]: firstName(employee.value.directory.name),
    [of.manager]: firstName(manager.value.directory.name),
  }
  const commitments = await store.list('commitment', employeePartition(of.tenant, of.employee))
  const ended = new Set(commitments.filter(({ value }) => !isOpen(value)).map(({ value }) => value.id))
  const agreed = is(of, 'agreed') ? of.state.revision : null
  const pair = await store.get('pair', employeePartition(of.tenant, of.employee), 'pair')
  for (const me of [employee.value, manager.value]) {
    // Before the hand-over a new manager sees nothing of it, its titles neither (R7).
    const shownPlan = me.id === of.employee || pair?.value.seesPast ? plan : EMPTY_PLAN
    const other = me.id === of.employee ? manager.value : employee.value
    const message = owe(
      {
        tenant: of.tenant,
        recipient: me.id,
        about: of.employee,
        content: {
          type: 'summary',
          label: of.quarter.label,
          with: firstName(other.directory.name),
          day: localOf(slot.start, me.mailbox.zone).day,
          agreed,
          subPage: me.id === of.employee ? 'plan' : `plan/${of.employee}`,
          ...summaryOf(shownPlan, { employee: of.employee, manager: of.manager, names, ended }),
        },
        urgency: 'answer',
        discussion: { quarter: of.quarter.key, attempt: of.attempt },
        key: [of.employee, of.quarter.key, of.attempt],
      },
      clock.now(),
    )
    await store.put('message', message, 'absent')
  }
}
