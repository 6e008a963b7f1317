// The panel of one discussion and the pair's ordinary week, as each of the two may see them (R7, R10).

import type { World } from '#bot/ports.ts'
import { headOf, meOf, personOf, quarterFor, shown, type Viewer } from '#bot/screens/people.ts'
import { planNow } from '#bot/screens/planNow.ts'
import { commitmentsOf, promisedBefore, promisedNow } from '#bot/screens/promised.ts'
import { buildAgenda } from '#shared/agenda/build.ts'
import type { Discussion, Meeting, Pair, Preparation } from '#shared/api.ts'
import { type Discussion as StoredDiscussion, slotOf } from '#shared/discussion/discussion.ts'
import { questionsFor } from '#shared/discussion/preparation.ts'
import { occurrenceAt } from '#shared/discussion/where.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { firstName } from '#shared/person.ts'
import { addDays, localOf, minutesBetween } from '#shared/time.ts'

/** The two of a plan or a discussion; `viewer` is one of them. Made by the route that checked it. */
export type Two = { viewer: Viewer; employee: Person; manager: Person }

const ORDINARY_MINUTES = 45

export async function discussionScreen(
  world: World,
  { viewer, employee, manager }: Two,
  of: StoredDiscussion,
): Promise<Discussion> {
  const { store } = world
  const { tenant } = employee
  const partition = employeePartition(tenant, employee.id)
  const me = viewer.person
  const other = me.id === employee.id ? manager : employee
  const read = async (writer: Person): Promise<Preparation> => {
    const stored = (await store.get('preparation', partition, `${of.quarter.key}/${writer.id}`))?.value
    const side = writer.id === employee.id ? 'employee' : 'manager'
    const blank = questionsFor(side, firstName(employee.directory.name)).map((question) => ({ question, text: '' }))
    return { answers: stored?.answers ?? blank, shared: stored?.shared ?? false, at: stored?.at ?? null }
  }
  const [mine, theirs] = [await read(me), await read(other)]
  const promised = promisedBefore(await commitmentsOf(world, tenant, employee.id), of.quarter.key)
  const plan = await planNow(store, employeePartition(tenant, employee.id))
  const slot = slotOf(of)
  const today = localOf(world.clock.now(), me.mailbox.zone).day
  const shared = [
    { writer: me, preparation: mine },
    { writer: other, preparation: theirs },
  ].filter(({ preparation }) => preparation.shared)
  return {
    me: await meOf(world, viewer),
    head: headOf(of, employee, manager),
    agenda: buildAgenda({
      minutes: slot ? minutesBetween(slot.start, slot.end) : ORDINARY_MINUTES,
      promises: promised?.commitments ?? [],
      shared: shared.map(({ writer, preparation }) => ({
        writer: writer.id,
        day: localOf(preparation.at ?? world.clock.now(), me.mailbox.zone).day,
        answers: preparation.answers,
      })),
      plan,
      employee: { id: employee.id, firstName: firstName(employee.directory.name) },
      manager: { firstName: firstName(manager.directory.name) },
      today,
      own: of.ownPoints,
      quarter: of.quarter.key,
    }),
    promised,
    mine,
    theirs: theirs.shared ? theirs : null,
    note: await noteOf(world, employee, me.id, (await quarterFor(world, manager)).key),
    people: [shown(employee), shown(manager)],
  }
}

export async function pairScreen(world: World, { viewer, employee, manager }: Two): Promise<Pair> {
  const quarter = await quarterFor(world, manager)
  return {
    me: await meOf(world, viewer),
    employee: shown(employee),
    manager: shown(manager),
    quarter: { key: quarter.key, label: quarter.label },
    promised: promisedNow(await commitmentsOf(world, employee.tenant, employee.id)),
    note: await noteOf(world, employee, viewer.person.id, quarter.key),
    people: [shown(employee), shown(manager)],
  }
}

/** The caller's own private note of a quarter; nobody else's is ever read (R7). */
async function noteOf({ store }: World, employee: Person, writer: string, quarter: string) {
  const stored = await store.get('note', employeePartition(employee.tenant, employee.id), `${quarter}/${writer}`)
  return { text: stored?.value.text ?? '', version: stored?.version ?? null }
}

/** R17: chat → series → the occurrence running now or nearest to now; only the pair's own two get an answer about it. */
export async function meetingScreen(
  world: World,
  viewer: Viewer,
  joinUrl: string | null,
  seriesId: string | null,
): Promise<Meeting> {
  const { store, clock } = world
  const { tenant, id } = viewer.person
  const me = await meOf(world, viewer)
  const series = seriesId && joinUrl ? (await store.get('series', tenantPartition(tenant), seriesId))?.value : null
  const employee = await personOf(world, tenant, series?.employee ?? null)
  const manager = await personOf(world, tenant, series?.manager ?? null)
  const isOneOfTwo = series && (series.employee === id || series.manager === id)
  if (!series || !isOneOfTwo || !employee || !manager || employee.manager !== manager.id)
    return { mode: 'ask', me, choices: await choicesOf(world, viewer) }

  const partition = employeePartition(tenant, employee.id)
  const pair = (await store.get('pair', partition, 'pair'))?.value
  const all = (await store.list('discussion', partition))
    .map(({ value }) => value)
    .filter((one) => one.manager === manager.id)
  const known = [...(pair?.slots ?? []), ...all.map(slotOf).filter((slot) => slot !== null)]
  const here = occurrenceAt(known, series.joinUrl, clock.now())
  const discussion = all.find((one) => here !== null && slotOf(one)?.iCalUId === here.iCalUId)
  if (discussion) return { mode: 'discussion', me, employee: shown(employee), quarter: discussion.quarter }
  const quarter = await quarterFor(world, manager)
  const next = all.find((one) => (slotOf(one)?.start ?? '') > clock.now())
  return {
    mode: 'ordinary',
    me,
    employee: shown(employee),
    manager: shown(manager),
    quarter: { key: quarter.key, label: quarter.label },
    next: next ? headOf(next, employee, manager) : null,
  }
}

/** Discussions of the caller that could be meant: those within a day of now. */
async function choicesOf(world: World, { person }: Viewer) {
  const { store, clock } = world
  const now = clock.now()
  const [from, to] = [addDays(now, -1), addDays(now, 1)]
  const choices: Meeting & { mode: 'ask' } extends { choices: infer C } ? C : never = []
  for (const id of [person.id, ...person.employees]) {
    const employee = await personOf(world, person.tenant, id)
    const manager = await personOf(world, person.tenant, employee?.manager ?? null)
    if (!employee || !manager || (manager.id !== person.id && employee.id !== person.id)) continue
    for (const { value } of await store.list('discussion', employeePartition(person.tenant, id))) {
      const slot = slotOf(value)
      if (slot && value.manager === manager.id && slot.start >= from && slot.start <= to)
        choices.push(headOf(value, employee, manager))
    }
  }
  return choices
}
