// Somebody other than the manager organizes the meeting that was chosen: they are asked, and nothing is changed until they agree (R5).
import { changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { askOrganizer, consent, is, type StateOf } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { type Message, owe, say } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays } from '#shared/time.ts'

/** Silence counts as no so long before the meeting: the manager can still choose another one, days. */
const ANSWER_BEFORE_DAYS = 2

/** Whether the bot can reach the organizer: an assistant without the app cannot be asked. */
export async function canBeAsked({ store }: World, tenant: string, organizer: string): Promise<boolean> {
  return ((await store.get('person', tenantPartition(tenant), organizer))?.value.chat ?? null) !== null
}

/** Owes the question, and lets the conversion wait for its answer. */
export async function askTheOrganizer(world: World, of: StateOf<'converting'>, version: string): Promise<void> {
  const { store, clock } = world
  const { slot } = of.state
  const people = tenantPartition(of.tenant)
  const manager = (await store.get('person', people, of.manager))?.value
  const isAnother = slot.organizer !== of.employee
  const employee = isAnother ? (await store.get('person', people, of.employee))?.value : null
  if (isAnother)
    // A question about the employee lies with somebody else now: a deletion has to find it.
    await changeIfThere(store, 'pair', employeePartition(of.tenant, of.employee), 'pair', (pair) =>
      pair.managers.includes(slot.organizer) ? null : { ...pair, managers: [...pair.managers, slot.organizer] },
    )
  const message = owe(
    {
      tenant: of.tenant,
      recipient: slot.organizer,
      about: of.employee,
      content: {
        type: 'askOrganizer',
        manager: firstName(manager?.directory.name ?? ''),
        ...(employee ? { employee: firstName(employee.directory.name) } : {}),
        start: slot.start,
        end: slot.end,
        answer: null,
      },
      urgency: 'news',
      discussion: { quarter: of.quarter.key, attempt: of.attempt },
      expiresAt: slot.start,
      key: [of.employee, of.quarter.key, of.attempt, slot.start],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
  const until = addDays(slot.start, -ANSWER_BEFORE_DAYS)
  await store.put('discussion', askOrganizer(of, until > clock.now() ? until : slot.start), version)
}

/** The organizer's answer. Throws Refusal 'alreadyAnswered' when the question is no longer open. */
export async function pressOrganizer(world: World, message: Message, answer: 'yes' | 'no'): Promise<void> {
  const { store, clock } = world
  const { content, discussion: about } = message
  if (content.type !== 'askOrganizer' || !about) throw new Refusal('notFound', 'This question is no longer there.')
  const now = clock.now()
  const partition = employeePartition(message.tenant, message.about)
  const moved = await changeIfThere(store, 'discussion', partition, about.quarter, (of) => {
    if (!is(of, 'converting') || of.state.consent !== 'asked' || of.attempt !== about.attempt) return null
    // "Rather not" is due at once as well: the conversion then ends, and the manager's card says so.
    return answer === 'yes' ? consent(of, now) : { ...of, dueAt: now }
  })
  if (!moved) throw new Refusal('alreadyAnswered', 'This question has been settled already.')
  await changeIfThere(store, 'message', recipientPartition(message.tenant, message.recipient), message.id, (known) =>
    known.content.type === 'askOrganizer' ? say(known, { ...known.content, answer }, now) : null,
  )
  world.nudge()
}
