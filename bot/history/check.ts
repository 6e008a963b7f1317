// Every three weeks each owner of an open action is asked how it is going, one tap each (R11).
import { changeIfThere } from '#bot/change.ts'
import type { Stored, World } from '#bot/ports.ts'
import { is } from '#shared/discussion/discussion.ts'
import { type Commitment, isOpen, type ProgressState } from '#shared/history/commitment.ts'
import { CHECK_EVERY_DAYS, report } from '#shared/history/promise.ts'
import { employeePartition, recipientPartition, type StoredCommitment, tenantPartition } from '#shared/kinds.ts'
import { type Message, owe, say } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import type { PlanHead } from '#shared/plan/revision.ts'
import { Refusal } from '#shared/refusal.ts'
import { addDays, localOf } from '#shared/time.ts'

export function checkActions(world: World) {
  return async ({ value: head, version }: Stored<'plan'>): Promise<void> => {
    const { store, clock } = world
    const { tenant, employee } = head
    const now = clock.now()
    const person = (await store.get('person', tenantPartition(tenant), employee))?.value
    const all = (await store.list('commitment', employeePartition(tenant, employee))).map(({ value }) => value)
    const open = all.filter(isOpen)
    // Within a week of a discussion its first point asks the same question, face to face.
    const meetSoon = await isDiscussionWithin(world, head, DISCUSSION_ASKS_DAYS)
    if (person?.manager && !meetSoon) {
      for (const owner of [employee, person.manager]) {
        const own = open.filter((one) => one.owner === owner)
        const other = owner === employee ? person.manager : employee
        if (own.length > 0) await oweCheck(world, tenant, employee, owner, other, own)
      }
    }
    await store.put('plan', { ...head, dueAt: open.length > 0 ? addDays(now, CHECK_EVERY_DAYS) : null }, version)
  }
}

const DISCUSSION_ASKS_DAYS = 7

async function isDiscussionWithin(
  { store, clock }: World,
  { tenant, employee }: PlanHead,
  days: number,
): Promise<boolean> {
  const [from, to] = [clock.now(), addDays(clock.now(), days)]
  const all = await store.list('discussion', employeePartition(tenant, employee))
  return all.some(
    ({ value }) => is(value, 'scheduled') && value.state.slot.start >= from && value.state.slot.start < to,
  )
}

async function oweCheck(
  { store, clock }: World,
  tenant: string,
  employee: string,
  owner: string,
  other: string,
  own: Commitment[],
): Promise<void> {
  const now = clock.now()
  const name = (await store.get('person', tenantPartition(tenant), other))?.value.directory.name ?? ''
  const items = [...own]
    .sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.id.localeCompare(b.id))
    .map(({ id, title, due }) => ({ id, title, due, state: null }))
  const message = owe(
    {
      tenant,
      recipient: owner,
      about: employee,
      content: { type: 'check', with: firstName(name), items },
      urgency: 'daily',
      // A check that could not be delivered for three weeks has been overtaken by the next one.
      expiresAt: addDays(now, CHECK_EVERY_DAYS),
      key: [employee, localOf(now, 'UTC').day],
    },
    now,
  )
  await store.put('message', message, 'absent')
}

/** An answer on the card, or `null` for "Change". The card and the plan show it. */
export async function pressCheck(
  world: World,
  message: Message,
  action: string,
  state: ProgressState | null,
): Promise<void> {
  if (message.content.type !== 'check' || !message.content.items.some((item) => item.id === action))
    throw new Refusal('notFound', 'This action is no longer asked about here.')
  if (state !== null)
    await reportProgress(world, message.tenant, message.about, action, { state, why: '', by: message.recipient })
  await showState(world, message, action, state)
  world.nudge()
}

/** One more word about an action. Throws Refusal 'notFound' when the plan never promised it. */
export async function reportProgress(
  world: World,
  tenant: string,
  employee: string,
  action: string,
  { state, why, by }: { state: ProgressState; why: string; by: string },
): Promise<StoredCommitment> {
  const { store, clock, rooms } = world
  const written = await changeIfThere(store, 'commitment', employeePartition(tenant, employee), action, (of) => ({
    tenant,
    employee,
    ...report(of, state, why, by, clock.now()),
  }))
  if (!written) throw new Refusal('notFound', 'There is no such action in an agreed plan.')
  await answerCheck(world, written, state)
  rooms.tell(employeePartition(tenant, employee), { kind: 'progress', by })
  return written
}

/** The owner's newest check asks no more about what was answered elsewhere, in the tab, say. */
async function answerCheck(world: World, of: StoredCommitment, state: ProgressState): Promise<void> {
  const all = await world.store.list('message', recipientPartition(of.tenant, of.owner))
  const checks = all
    .map(({ value }) => value)
    .filter(({ content, about }) => about === of.employee && content.type === 'check')
    .filter(({ content }) => content.type === 'check' && content.items.some(({ id }) => id === of.id))
    .sort((a, b) => a.owedAt.localeCompare(b.owedAt))
  const newest = checks.at(-1)
  if (newest) await showState(world, newest, of.id, state)
  world.nudge()
}

/** Writes the state of one action on a check; null asks again. */
async function showState(
  { store, clock }: World,
  { tenant, recipient, id }: Message,
  action: string,
  state: ProgressState | null,
): Promise<void> {
  await changeIfThere(store, 'message', recipientPartition(tenant, recipient), id, (known) => {
    if (known.content.type !== 'check') return null
    const items = known.content.items.map((item) => (item.id === action ? { ...item, state } : item))
    return say(known, { ...known.content, items }, clock.now())
  })
}
