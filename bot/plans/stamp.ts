// One person's agreement to one revision of the plan (R8): the first stamp freezes it, the second makes it agreed.
import { settleAgreement } from '#bot/plans/agree.ts'
import { openPlan } from '#bot/plans/open.ts'
import type { World } from '#bot/ports.ts'
import { type Discussion, is, slotOf } from '#shared/discussion/discussion.ts'
import { employeePartition, type Person } from '#shared/kinds.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { hashOf } from '#shared/plan/plan.ts'
import { problemsOf } from '#shared/plan/ready.ts'
import { addStamp, freeze, isAgreed, type Revision } from '#shared/plan/revision.ts'
import { quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, localOf } from '#shared/time.ts'

type Of = { employee: Person; manager: Person; by: string; startMonth: number }

/** Two people press; what else writes a plan's head is the action check. */
const MOST_TRIES = 20

/**
 * Stamps what the caller saw. Throws Refusal 'textMovedOn' when the text is another one by now, 'invalid' with the first
 * thing that is missing for an agreement (R9), and 'conflict' when somebody was faster 20 times.
 */
export async function stampPlan(world: World, of: Of, hash: string): Promise<Revision> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const revision = await stampOnce(world, of, hash)
    if (revision) return revision
  }
  throw new Refusal('conflict', 'Others were faster. Agree again.')
}

/** Null when somebody wrote in between: then everything is to be looked at again. */
async function stampOnce(
  world: World,
  { employee, manager, by, startMonth }: Of,
  hash: string,
): Promise<Revision | null> {
  const { store, clock, rooms, log } = world
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
  // The same press twice is one stamp, and nobody hears of it again.
  if (latest?.value.hash === hash && latest.value.stamps.some((one) => one.by === by)) return latest.value
  const agreed = head.value.agreed ? await store.get('revision', partition, String(head.value.agreed)) : null
  // The day as the person who agrees sees it on the screen.
  const today = localOf(now, (by === manager.id ? manager : employee).mailbox.zone).day
  const [problem] = problemsOf(plan, today, agreed?.value.plan ?? null)
  if (problem) throw new Refusal('invalid', problem.sentence, problem.field)

  const discussion = await discussionNow(world, tenant, id)
  const quarter = discussion?.quarter ?? pick(quarterOf(now, startMonth, manager.mailbox.zone))
  const isNew = latest?.value.hash !== hash
  const number = isNew ? head.value.latest + 1 : latest.value.number
  const revision = isNew
    ? freeze({ tenant, employee: id, number, hash, quarter, plan }, by, now)
    : addStamp(latest.value, by, now)
  const bothAgree = isAgreed(revision, id, manager.id) && (head.value.agreed ?? 0) < number
  const day = (discussion && slotOf(discussion)?.start.slice(0, 10)) ?? today
  // Both or neither: a second stamp without what follows from it would be an agreement that nobody acts on.
  const written = await store.putAll([
    { kind: 'revision', value: revision, over: isNew ? 'absent' : latest.version },
    {
      kind: 'plan',
      value: {
        ...head.value,
        latest: number,
        ...(bothAgree && {
          settling: { revision: number, manager: manager.id, discussion: discussion?.quarter.key ?? null, day },
          dueAt: now,
        }),
      },
      over: head.version,
    },
  ])
  if (written === null) return null
  if (bothAgree)
    await settleAgreement(world, tenant, id).catch((error) => {
      // The agreement stands and is owed: the job finishes it.
      log.error('plans.notSettled', error, { revision: number })
      world.nudge()
    })
  rooms.tell(document, { kind: isAgreed(revision, id, manager.id) ? 'agreed' : 'stamped', by })
  return revision
}

const pick = ({ key, label }: { key: string; label: string }) => ({ key, label })

/** The discussion that an agreement now belongs to: the newest that has begun, or begins within a day. */
async function discussionNow({ store, clock }: World, tenant: string, employee: string): Promise<Discussion | null> {
  const soon = addDays(clock.now(), 1)
  const all = (await store.list('discussion', employeePartition(tenant, employee))).map(({ value }) => value)
  const begun = all.filter((one) => is(one, 'scheduled', 'held', 'agreed') && (slotOf(one)?.start ?? '9') <= soon)
  return begun.sort((a, b) => (slotOf(b)?.start ?? '').localeCompare(slotOf(a)?.start ?? ''))[0] ?? null
}
