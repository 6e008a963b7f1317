// My team: for each employee of a manager what comes next, without a word of any plan (R7).
import type { World } from '#bot/ports.ts'
import { headOf, meOf, personOf, quarterFor, seesPast, shown, type Viewer } from '#bot/screens/people.ts'
import { commitmentsOf } from '#bot/screens/promised.ts'
import { rhythmOf } from '#bot/settings.ts'
import type { Team, TeamRow } from '#shared/api.ts'
import { type Discussion, is, slotOf } from '#shared/discussion/discussion.ts'
import { isOpen, stateOf } from '#shared/history/commitment.ts'
import { employeePartition, type Person } from '#shared/kinds.ts'
import { type Cadence, cadenceOf, isDue, WEEKS_BETWEEN } from '#shared/offer/cadence.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { rank } from '#shared/offer/rank.ts'
import { previousQuarter, type Quarter } from '#shared/quarter.ts'
import { localOf } from '#shared/time.ts'

const ORDER: TeamRow['next'][] = ['convert', 'whyNoSlot', 'agree', 'prepare', 'nothing', 'notDue', 'declined']

export async function teamScreen(world: World, viewer: Viewer): Promise<Team> {
  const manager = viewer.person
  const quarter = await quarterFor(world, manager)
  const { startMonth, cadence } = await rhythmOf(world, manager.tenant)
  const rhythm = { quarter, previous: previousQuarter(quarter, startMonth, manager.mailbox.zone), cadence }
  const rows: TeamRow[] = []
  for (const id of manager.employees) {
    const employee = await personOf(world, manager.tenant, id)
    if (employee?.manager === manager.id) rows.push(await rowOf(world, manager, employee, rhythm))
  }
  const place = (row: TeamRow) => ORDER.indexOf(row.next)
  rows.sort((a, b) => place(a) - place(b) || a.employee.name.localeCompare(b.employee.name))
  return { me: await meOf(world, viewer), rows }
}

/** The quarters by the manager's calendar, and the tenant's cadence (R2). */
type Rhythm = { quarter: Quarter; previous: Quarter; cadence: Cadence }

async function rowOf(world: World, manager: Person, employee: Person, rhythm: Rhythm): Promise<TeamRow> {
  const { quarter, previous } = rhythm
  const { store, clock } = world
  const { zone } = manager.mailbox
  const partition = employeePartition(employee.tenant, employee.id)
  const now = clock.now()
  const pair = (await store.get('pair', partition, 'pair'))?.value
  const discussions = (await store.list('discussion', partition)).map(({ value }) => value)
  const current = discussions.find((one) => one.quarter.key === quarter.key) ?? null
  const last = discussions
    .filter((one) => one.manager === manager.id && is(one, 'held', 'agreed'))
    .sort((a, b) => (slotOf(b)?.start ?? '').localeCompare(slotOf(a)?.start ?? ''))[0]
  const lastSlot = last ? slotOf(last) : null
  const cadence = cadenceOf(pair?.cadence ?? null, rhythm.cadence)
  const { recommended } = rank({
    slots: freeSlots(pair?.slots ?? [], discussions),
    now,
    quarter,
    zone,
    lastStart: pair?.lastStart ?? null,
    away: pair?.away ?? [],
    weeksBetween: WEEKS_BETWEEN[cadence],
  })
  const needsSlot = !current || is(current, 'needsSlot')
  const due = isDue(cadence, discussions, { running: quarter.key, previous: previous.key })
  // What another manager promised with them is not this one's to count before the hand-over (R7).
  const commitments = (await seesPast(world, employee)) ? await commitmentsOf(world, employee.tenant, employee.id) : []
  const open = commitments.filter(isOpen)
  const prepared = current
    ? (await store.get('preparation', partition, `${current.quarter.key}/${manager.id}`))?.value
    : undefined
  return {
    employee: shown(employee),
    jobTitle: employee.directory.jobTitle ?? '',
    last: last && lastSlot ? { day: localOf(lastSlot.start, zone).day, state: last.state.name } : null,
    discussion: current && !needsSlot ? headOf(current, employee, manager) : null,
    free:
      needsSlot && recommended
        ? { eventId: recommended.eventId, start: recommended.start, end: recommended.end }
        : null,
    why: needsSlot && !recommended ? (pair?.why ?? 'no free 1-1 left in this quarter') : null,
    possible: pair && pair.answer !== 'no' ? pair.possible : [],
    cadence,
    open: open.length,
    stuck: open.filter((one) => stateOf(one) === 'stuck').length,
    next: nextOf(pair?.answer === 'no', current, due, recommended !== null, prepared !== undefined),
  }
}

function nextOf(
  declined: boolean,
  current: Discussion | null,
  due: boolean,
  hasSlot: boolean,
  prepared: boolean,
): TeamRow['next'] {
  if (declined) return 'declined'
  if (!due) return 'notDue'
  if (!current || is(current, 'needsSlot')) return hasSlot ? 'convert' : 'whyNoSlot'
  if (is(current, 'held')) return 'agree'
  if (is(current, 'scheduled')) return prepared ? 'nothing' : 'prepare'
  return 'nothing'
}
