// Everything about a person that is theirs to see, from the store (R8), and who has read or changed their plan (R7).
import type { World } from '#bot/ports.ts'
import type { AuditLine, Everything, Person as Shown } from '#shared/api.ts'
import { slotOf } from '#shared/discussion/discussion.ts'
import type { Note, Preparation } from '#shared/discussion/preparation.ts'
import { employeePartition, type Person, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { firstName } from '#shared/person.ts'
import { planFromLog } from '#shared/plan/log.ts'
import { isEmpty } from '#shared/plan/plan.ts'
import type { Audit } from '#shared/privacy/audit.ts'

type Reader = Pick<World, 'store'>

/** Three queries of one partition each, one log, and a point read for each person it names. */
export async function everythingAbout({ store }: Reader, person: Person): Promise<Omit<Everything, 'me'>> {
  const { tenant, id, directory } = person
  const partition = employeePartition(tenant, id)
  const found = await store.read(partition, [
    'pair',
    'offer',
    'discussion',
    'preparation',
    'note',
    'revision',
    'commitment',
    'audit',
  ])
  const of = Object.fromEntries(Object.entries(found).map(([kind, all]) => [kind, all.map(({ value }) => value)])) as {
    [K in keyof typeof found]: (typeof found)[K][number]['value'][]
  }
  const [pair] = of.pair
  const team = await teamOf({ store }, person)
  const messages = (await store.list('message', recipientPartition(tenant, id))).map(({ value }) => value)
  const mine = new Set([id, ...team.filter((one) => one.seesPast).map((one) => one.employee.id)])
  const plan = planFromLog(await store.readLog(partition))
  const ids = [
    ...(pair?.managers ?? []),
    ...of.discussion.map((one) => one.manager),
    ...of.offer.map((one) => one.manager),
    ...of.preparation.map((one) => one.writer),
    ...of.revision.flatMap((one) => one.stamps.map((stamp) => stamp.by)),
    ...of.commitment.flatMap((one) => [one.owner, ...one.entries.map((entry) => entry.by)]),
    ...plan.focusAreas.flatMap((area) => area.actions.map((action) => action.owner)),
  ]
  return {
    person: { mail: directory.mail, jobTitle: directory.jobTitle, workingDays: person.mailbox.workingDays },
    pair: pair
      ? {
          manager: pair.manager,
          managers: pair.managers,
          answer: pair.answer,
          seesPast: pair.seesPast,
          lastStart: pair.lastStart,
          cadence: pair.cadence,
          slots: (pair.slots ?? []).map(({ start, end }) => ({ start, end })),
        }
      : null,
    offers: of.offer.map(({ quarter, manager, state, asked, request }) => ({
      quarter,
      manager,
      state: state.name,
      asked,
      requestedAt: request?.at ?? null,
    })),
    discussions: of.discussion.map((one) => ({
      quarter: one.quarter,
      manager: one.manager,
      state: one.state.name,
      attempt: one.attempt,
      start: slotOf(one)?.start ?? null,
      end: slotOf(one)?.end ?? null,
      startedAt: one.startedAt,
      endedAt: one.endedAt,
      points: one.ownPoints.map(({ title }) => title),
    })),
    preparations: preparationsFor(of.preparation, id),
    notes: notesOf(of.note, id),
    plan: isEmpty(plan) ? null : plan,
    revisions: of.revision
      .sort((a, b) => a.number - b.number)
      .map(({ number, hash, at, quarter, plan: frozen, stamps }) => ({
        number,
        hash,
        at,
        quarter,
        plan: frozen,
        stamps,
      })),
    commitments: of.commitment
      .sort((a, b) => a.since.localeCompare(b.since))
      .map(({ tenant: _, employee: __, ...one }) => one),
    messages: messages
      .filter(({ about }) => mine.has(about))
      .sort((a, b) => a.owedAt.localeCompare(b.owedAt) || a.id.localeCompare(b.id))
      .map(({ about, owedAt, state, content }) => ({
        about,
        owedAt,
        state: state.name,
        at: 'at' in state && typeof state.at === 'string' ? state.at : null,
        content,
      })),
    audit: await shownLines({ store }, tenant, of.audit),
    asManager: team
      .map(({ employee, preparations, notes }) => ({ employee, preparations, notes }))
      .filter(({ preparations, notes }) => preparations.length + notes.length > 0),
    people: await named({ store }, tenant, [id, ...ids]),
  }
}

/** Who read or changed the employee's plan, newest first. */
export async function auditOf({ store }: Reader, tenant: string, employee: string): Promise<AuditLine[]> {
  const all = await store.list('audit', employeePartition(tenant, employee))
  return shownLines(
    { store },
    tenant,
    all.map(({ value }) => value),
  )
}

async function shownLines(reader: Reader, tenant: string, all: Audit[]): Promise<AuditLine[]> {
  const people = await named(
    reader,
    tenant,
    all.map(({ by }) => by),
  )
  return all
    .sort((a, b) => b.at.localeCompare(a.at))
    .map(({ day, at, by, what, surface }) => ({
      day,
      at,
      by: people.find(({ id }) => id === by) ?? null,
      what,
      surface,
    }))
}

/** A manager's own writing about the employees they have now. */
async function teamOf({ store }: Reader, { tenant, id, employees }: Person) {
  const team = []
  for (const one of employees) {
    const employee = (await store.get('person', tenantPartition(tenant), one))?.value
    if (employee?.manager !== id) continue
    const { pair, preparation, note } = await store.read(employeePartition(tenant, one), [
      'pair',
      'preparation',
      'note',
    ])
    const own = preparation.map(({ value }) => value).filter(({ writer }) => writer === id)
    team.push({
      employee: shown(employee),
      seesPast: pair[0]?.value.seesPast ?? false,
      preparations: preparationsFor(own, id),
      notes: notesOf(
        note.map(({ value }) => value),
        id,
      ),
    })
  }
  return team
}

/** R7: one's own, and what the other shared. */
const preparationsFor = (all: Preparation[], reader: string) =>
  all
    .filter(({ writer, shared }) => writer === reader || shared)
    .map(({ quarter, writer, shared, at, answers }) => ({ quarter, by: writer, shared, at, answers }))

const notesOf = (all: Note[], writer: string) =>
  all.filter((one) => one.writer === writer && one.text !== '').map(({ quarter, text }) => ({ quarter, text }))

const shown = (of: Person): Shown => ({ id: of.id, name: of.directory.name, firstName: firstName(of.directory.name) })

async function named({ store }: Reader, tenant: string, ids: string[]): Promise<Shown[]> {
  const people = []
  for (const id of new Set(ids)) {
    const person = id === '' ? null : await store.get('person', tenantPartition(tenant), id)
    if (person) people.push(shown(person.value))
  }
  return people
}
