// Which references in a store lead nowhere, from what a check remembers of it.
import { erasedId } from '#shared/privacy/erasure.ts'
import { monthsAfter } from '#shared/privacy/retention.ts'
import { isQuarterKey, quarterByKey } from '#shared/quarter.ts'
import { type Instant, localOf } from '#shared/time.ts'
import type { Facts, PartitionFacts } from './facts.ts'
import type { Fault } from './fault.ts'

/** All of them, partition by partition. */
export async function dangling(facts: Facts, now: Instant): Promise<Fault[]> {
  const faults: Fault[] = []
  for (const [partition, of] of facts.partitions) {
    const found = [
      ...(await aboutPeople(facts, partition, of)),
      ...aboutPlan(facts, partition, of),
      ...aboutDiscussions(of),
      ...aboutOffers(facts, of, now),
    ]
    faults.push(...found.map((fault) => ({ ...fault, partition })))
  }
  for (const partition of facts.logs)
    if (!facts.partitions.get(partition)?.plan)
      // Made before the plan's head: whoever died in between has it made again at the next opening.
      faults.push({ level: 'warning', kind: 'log', partition, id: '', field: 'entries', what: 'has no plan' })
  return faults
}

type Found = Omit<Fault, 'partition'>
const error = (kind: string, id: string, field: string, what: string): Found => ({
  level: 'error',
  kind,
  id,
  field,
  what,
})

async function aboutPeople(facts: Facts, partition: string, of: PartitionFacts): Promise<Found[]> {
  const found: Found[] = []
  const owner = await missing(facts, of.tenant, of.person)
  const field = partition.startsWith('recipient/') ? 'recipient' : 'employee'
  if (owner) for (const [kind, id] of of.kinds) found.push({ kind, id, field, ...owner })
  const manager = of.manager === null ? null : await missing(facts, of.tenant, of.manager)
  if (manager) found.push({ kind: 'pair', id: 'pair', field: 'manager', ...manager })
  return found
}

/** Null where the person is known. */
async function missing(facts: Facts, tenant: string, person: string): Promise<Pick<Fault, 'level' | 'what'> | null> {
  const key = `${tenant}/${person}`
  if (facts.people.has(key)) return null
  if (facts.leaving.has(key)) return { level: 'warning', what: `names person ${person}, who is being deleted` }
  const secret = facts.settings.get(tenant)?.erasureKey
  if (secret && facts.erased.has(`${tenant}/${await erasedId(secret, tenant, person)}`))
    return { level: 'warning', what: 'names a person who had everything deleted' }
  return { level: 'error', what: `names person ${person}, who is not there` }
}

function aboutPlan(facts: Facts, partition: string, { plan, revisions }: PartitionFacts): Found[] {
  const found: Found[] = []
  const last = Math.max(0, ...revisions)
  for (let number = 1; number < last; number += 1)
    if (!revisions.has(number))
      found.push(error('revision', String(number), 'number', `is not there, and revision ${last} is`))
  if (!plan) {
    if (last > 0) found.push(error('revision', String(last), 'employee', 'belongs to a plan that is not there'))
    return found
  }
  const { latest, agreed } = plan
  if (latest > 0 && !revisions.has(latest)) found.push(error('plan', 'plan', 'latest', noRevision(latest)))
  // The head is written together with the revision.
  if (latest < last)
    found.push(error('plan', 'plan', 'latest', `names revision ${latest}, and revision ${last} is there`))
  if (agreed !== null && !revisions.has(agreed)) found.push(error('plan', 'plan', 'agreed', noRevision(agreed)))
  if (!facts.logs.has(partition)) found.push(error('plan', 'plan', 'log', 'has no log: nobody can open it'))
  return found
}

const noRevision = (number: number) => `names revision ${number}, which is not there`

function aboutDiscussions({ discussions, revisions }: PartitionFacts): Found[] {
  return [...discussions].flatMap(([quarter, revision]) =>
    revision === null || revisions.has(revision)
      ? []
      : [error('discussion', quarter, 'state.revision', noRevision(revision))],
  )
}

function aboutOffers(facts: Facts, of: PartitionFacts, now: Instant): Found[] {
  return [...of.offers].flatMap(([quarter, messages]) =>
    messages.flatMap((id, index): Found[] => {
      if (facts.offerMessages.has(`${of.tenant}/${id}`)) return []
      const field = `messages.${index}`
      if (mayBeRemoved(facts, of.tenant, quarter, now))
        return [
          { level: 'warning', kind: 'offer', id: quarter, field, what: `names message ${id}, which retention took` },
        ]
      return [error('offer', quarter, field, `names message ${id}, which is not there`)]
    }),
  )
}

/** Whether a message that was sent on the quarter's first day may have been removed by its age. */
function mayBeRemoved({ settings }: Facts, tenant: string, quarter: string, now: Instant): boolean {
  const of = settings.get(tenant)
  if (!of?.retention.messages || !isQuarterKey(quarter)) return false
  const { firstDay } = quarterByKey(quarter, of.fiscalYearStartMonth, 'UTC')
  return monthsAfter(firstDay, of.retention.messages) < localOf(now, 'UTC').day
}
