// What is due of each kind, and which use-case handles it.
import { keepWatch } from '#bot/calendars/watch.ts'
import { followCalendar } from '#bot/discussions/follow.ts'
import { takeSteps } from '#bot/discussions/steps.ts'
import { checkActions } from '#bot/history/check.ts'
import { type Jobs, jobs as makeJobs } from '#bot/jobs.ts'
import { ask } from '#bot/offers/ask.ts'
import { convert } from '#bot/offers/convert.ts'
import { discover } from '#bot/offers/discover.ts'
import type { Courier } from '#bot/outbox/courier.ts'
import { deliver } from '#bot/outbox/deliver.ts'
import { readDirectory } from '#bot/people/readDirectory.ts'
import { finishAgreement } from '#bot/plans/agree.ts'
import type { World } from '#bot/ports.ts'
import { erase } from '#bot/privacy/erase.ts'
import { retain } from '#bot/privacy/retain.ts'
import { is } from '#shared/discussion/discussion.ts'
import { recipientPartition } from '#shared/kinds.ts'

/** The jobs of one process; `of` says who it is, for the claims of the outbox. */
export function dueWork(
  world: World,
  { firstRetryMs, ...of }: Pick<Courier, 'instance' | 'isGone' | 'openUrl'> & { firstRetryMs?: number },
): Jobs {
  const steps = takeSteps(world)
  const conversion = convert(world)
  const check = checkActions(world)
  const agreement = finishAgreement(world)
  const jobs: Jobs = makeJobs({
    ...world,
    ...(firstRetryMs === undefined ? {} : { firstRetryMs }),
    handlers: {
      person: readDirectory(world),
      calendar: discover(world),
      watch: keepWatch(world),
      pair: followCalendar(world),
      offer: ask(world),
      discussion: (due) => (due.value.restore || is(due.value, 'converting') ? conversion(due) : steps(due)),
      plan: (due) => (due.value.settling ? agreement(due) : check(due)),
      erasure: erase(world),
      retention: retain(world),
      message: deliver({
        world,
        ...of,
        holdBack: (message, ms) =>
          jobs.holdBack('message', recipientPartition(message.tenant, message.recipient), message.id, ms),
      }),
    },
  })
  return jobs
}
