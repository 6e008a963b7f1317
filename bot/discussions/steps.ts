// Takes the steps of a scheduled discussion when they are due: prepare, ask whether it was held, count it as missed (R6, R11).
import { wasHeld } from '#bot/discussions/held.ts'
import type { Stored, World } from '#bot/ports.ts'
import { is, loseSlot, type StateOf } from '#shared/discussion/discussion.ts'
import { questionsFor } from '#shared/discussion/preparation.ts'
import { dueSteps, type Step, stepsOf } from '#shared/discussion/steps.ts'
import { employeePartition, type Person, tenantPartition } from '#shared/kinds.ts'
import { nextMonday } from '#shared/outbox/hours.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { localOf } from '#shared/time.ts'

export function takeSteps(world: World) {
  return async ({ value: of, version }: Stored<'discussion'>): Promise<void> => {
    const { store, clock } = world
    const now = clock.now()
    const people = tenantPartition(of.tenant)
    const employee = (await store.get('person', people, of.employee))?.value
    const manager = (await store.get('person', people, of.manager))?.value
    // Held, and no end event came: the summary is not to wait for ever.
    if (is(of, 'held', 'agreed') && of.endedAt === null) return wasHeld(world, of)
    if (!is(of, 'scheduled') || !employee || !manager)
      return void (await store.put('discussion', { ...of, dueAt: null }, version))

    const { take, next } = dueSteps(stepsOf(of.state.slot, [employee, manager]), now)
    if (take.some((step) => step.name === 'missed'))
      return void (await store.put('discussion', loseSlot(of, 'missed', false, now), version))
    for (const step of take) {
      if (step.name === 'prepare') await owePreparation(world, of, step, employee, manager)
      if (step.name === 'askHeld') await oweQuestion(world, of, employee, manager)
    }
    await store.put('discussion', { ...of, dueAt: next }, version)
  }
}

async function owePreparation(
  { store, clock }: World,
  of: StateOf<'scheduled'>,
  step: Extract<Step, { name: 'prepare' }>,
  employee: Person,
  manager: Person,
): Promise<void> {
  const now = clock.now()
  const { slot } = of.state
  if (now >= slot.start) return
  const side = step.who === of.employee ? 'employee' : 'manager'
  const [me, other] = side === 'employee' ? [employee, manager] : [manager, employee]
  const id = `${of.quarter.key}/${me.id}`
  const prepared = (await store.get('preparation', employeePartition(of.tenant, of.employee), id))?.value
  // Whoever has written something needs no second reminder.
  if (step.days === 1 && prepared?.answers.some((answer) => answer.text.trim() !== '')) return
  const { zone } = me.mailbox
  const message = owe(
    {
      tenant: of.tenant,
      recipient: me.id,
      about: of.employee,
      content: {
        type: 'prepare',
        with: firstName(other.directory.name),
        start: slot.start,
        end: slot.end,
        questions: questionsFor(side, firstName(employee.directory.name)),
        subPage: preparePage(side, of.employee, of.quarter.key),
        remindOn:
          step.days === 5 ? nextMonday(localOf(now, zone).day, localOf(slot.start, zone).day, me.mailbox) : null,
        mode: 'ask',
      },
      urgency: 'daily',
      discussion: { quarter: of.quarter.key, attempt: of.attempt },
      expiresAt: slot.start,
      key: [of.employee, of.quarter.key, of.attempt, step.days],
    },
    now,
  )
  await store.put('message', message, 'absent')
}

export const preparePage = (side: 'employee' | 'manager', employee: string, quarter: string) =>
  side === 'employee' ? `prepare/${quarter}` : `prepare/${employee}/${quarter}`

/** R6: no meeting event came; both are asked. */
async function oweQuestion(
  { store, clock }: World,
  of: StateOf<'scheduled'>,
  employee: Person,
  manager: Person,
): Promise<void> {
  for (const [me, other] of [
    [employee, manager],
    [manager, employee],
  ] as const) {
    const message = owe(
      {
        tenant: of.tenant,
        recipient: me.id,
        about: of.employee,
        content: { type: 'askHeld', with: firstName(other.directory.name), start: of.state.slot.start, answer: null },
        urgency: 'daily',
        discussion: { quarter: of.quarter.key, attempt: of.attempt },
        key: [of.employee, of.quarter.key, of.attempt],
      },
      clock.now(),
    )
    await store.put('message', message, 'absent')
  }
}
