// One person's agreement to one revision of the plan (R8): the first stamp freezes it, the second makes it agreed.
import { change, changeIfThere } from '#bot/change.ts'
import { openPlan } from '#bot/plans/open.ts'
import type { World } from '#bot/ports.ts'
import { agree, type Discussion, is, slotOf } from '#shared/discussion/discussion.ts'
import { CHECK_EVERY_DAYS, promise } from '#shared/history/promise.ts'
import { employeePartition, type Person } from '#shared/kinds.ts'
import { planFromLog } from '#shared/plan/doc.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { problemsOf } from '#shared/plan/ready.ts'
import { addStamp, freeze, isAgreed, type Revision } from '#shared/plan/revision.ts'
import { quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, localOf } from '#shared/time.ts'

type Of = { employee: Person; manager: Person; by: string; startMonth: number }

/**
 * Stamps what the caller saw. Throws Refusal 'textMovedOn' when the text is another one by now, and 'invalid' with the
 * first thing that is missing for an agreement (R9).
 */
export async function stampPlan(
  world: World,
  { employee, manager, by, startMonth }: Of,
  hash: string,
): Promise<Revision> {
  const { store, clock, rooms } = world
  const { tenant, id } = employee
  const partition = employeePartition(tenant, id)
  const document = await openPlan(world, tenant, id)
  const plan = planFromLog(await store.readLog(document))
  if ((await hashOf(plan)) !== hash)
    throw new Refusal('textMovedOn', 'The text changed while you were reading. Look again before you agree.')

  const head = await store.get('plan', partition, 'plan')
  if (!head) throw new Error('A plan without a head was opened')
  const now = clock.now()
  const latest = head.value.latest > 0 ? await store.get('revision', partition, String(head.value.latest)) : null
  const agreed = head.value.agreed ? await store.get('revision', partition, String(head.value.agreed)) : null
  // The day as the person who agrees sees it on the screen.
  const today = localOf(now, (by === manager.id ? manager : employee).mailbox.zone).day
  const [problem] = problemsOf(plan, today, agreed?.value.plan ?? null)
  if (problem) throw new Refusal('invalid', problem.sentence, problem.field)

  const discussion = await discussionNow(world, tenant, id)
  const quarter = discussion?.quarter ?? pick(quarterOf(now, startMonth, manager.mailbox.zone))
  let revision: Revision
  if (latest && latest.value.hash === hash) {
    revision = addStamp(latest.value, by, now)
    if ((await store.put('revision', revision, latest.version)) === null) throw movedOn()
  } else {
    const number = head.value.latest + 1
    revision = freeze({ tenant, employee: id, number, hash, quarter, plan }, by, now)
    const written = await store.putAll([
      { kind: 'plan', value: { ...head.value, latest: number }, over: head.version },
      { kind: 'revision', value: revision, over: 'absent' },
    ])
    if (written === null) throw movedOn()
  }
  if (isAgreed(revision, id, manager.id)) await settleAgreement(world, revision, discussion, manager.id, today)
  rooms.tell(document, { kind: isAgreed(revision, id, manager.id) ? 'agreed' : 'stamped', by })
  return revision
}

const pick = ({ key, label }: { key: string; label: string }) => ({ key, label })
const movedOn = () => new Refusal('conflict', 'Both of you agreed at the same moment. Press again.')

/** What follows from an agreement; every part may be done twice without harm, should this process die in between. */
async function settleAgreement(
  { store, clock }: World,
  revision: Revision,
  discussion: Discussion | null,
  manager: string,
  today: string,
): Promise<void> {
  const { tenant, employee, number } = revision
  const partition = employeePartition(tenant, employee)
  const now = clock.now()
  const day = discussion ? (slotOf(discussion)?.start ?? now).slice(0, 10) : today
  const known = (await store.list('commitment', partition)).map(({ value }) => value)
  for (const next of promise(known, revision.plan, { manager, quarter: revision.quarter.key, day })) {
    await change(store, 'commitment', partition, next.id, (old) => ({
      tenant,
      employee,
      ...next,
      // An answer that came meanwhile stays.
      entries: old && old.entries.length > next.entries.length ? old.entries : next.entries,
    }))
  }
  await changeIfThere(store, 'plan', partition, 'plan', (head) =>
    (head.agreed ?? 0) >= number ? null : { ...head, agreed: number, dueAt: addDays(now, CHECK_EVERY_DAYS) },
  )
  if (!discussion) return
  const start = slotOf(discussion)?.start ?? null
  // Both stamps are a discussion held (R6): the next quarter's ranking counts from it.
  await changeIfThere(store, 'pair', partition, 'pair', (pair) =>
    pair.lastStart === start ? null : { ...pair, lastStart: start },
  )
  await changeIfThere(store, 'discussion', partition, discussion.quarter.key, (of) => agree(of, number, now))
}

/** The discussion that an agreement now belongs to: the newest that has begun, or begins within a day. */
async function discussionNow({ store, clock }: World, tenant: string, employee: string): Promise<Discussion | null> {
  const soon = addDays(clock.now(), 1)
  const all = (await store.list('discussion', employeePartition(tenant, employee))).map(({ value }) => value)
  const begun = all.filter((one) => is(one, 'scheduled', 'held', 'agreed') && (slotOf(one)?.start ?? '9') <= soon)
  return begun.sort((a, b) => (slotOf(b)?.start ?? '').localeCompare(slotOf(a)?.start ?? ''))[0] ?? null
}
