// A conversion is taken back: the slot is an ordinary 1-1 again (R5).
import { changeIfThere } from '#bot/change.ts'
import { show, showDiscussion } from '#bot/offers/show.ts'
import type { World } from '#bot/ports.ts'
import { type Discussion, is, loseSlot, type StateOf } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { answered, later, type Offer } from '#shared/offer/offer.ts'
import { owe } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'
import { clockTime, dayShort, localOf } from '#shared/time.ts'

/** The employee hears of it, and a job puts the name back. Throws Refusal 'alreadyAnswered' once it was held. */
export async function undo(world: World, offer: Offer): Promise<void> {
  const { store, clock } = world
  const { tenant, employee } = offer
  const partition = employeePartition(tenant, employee)
  const now = clock.now()
  const before = (await store.get('discussion', partition, offer.quarter.key))?.value
  if (before && is(before, 'held', 'agreed'))
    throw new Refusal('alreadyAnswered', 'That discussion has been held already.')
  if (!before || !is(before, 'scheduled')) return before ? showDiscussion(world, before) : undefined
  const written = await changeIfThere(store, 'discussion', partition, offer.quarter.key, (of) =>
    is(of, 'scheduled') ? loseSlot(of, 'undone', true, now) : null,
  )
  if (!written) return
  await changeIfThere(store, 'offer', partition, offer.quarter.key, (of) => later(answered(of, now), now))
  await show(world, offer, { name: 'undone', at: now })
  await tellUndone(world, before)
  world.nudge()
}

/** Nobody is told that something was taken back which they never heard of. */
async function tellUndone({ store, clock }: World, before: StateOf<'scheduled'>): Promise<void> {
  const { tenant, employee, manager, attempt } = before
  const { slot } = before.state
  const news = await store.get('message', recipientPartition(tenant, employee), convertedNews(before))
  if (news?.value.state.name === 'owed') return
  const people = tenantPartition(tenant)
  const [one, other] = await Promise.all([store.get('person', people, employee), store.get('person', people, manager)])
  if (!one || !other) return
  const { zone } = one.value.mailbox
  const message = owe(
    {
      tenant,
      recipient: employee,
      about: employee,
      content: {
        type: 'news',
        title: `${dayShort(localOf(slot.start, zone).day)}, ${clockTime(slot.start, zone)} is an ordinary 1-1 again`,
        text: `${firstName(other.value.directory.name)} took the growth discussion back. The meeting itself stays.`,
        open: null,
      },
      urgency: 'news',
      expiresAt: slot.start,
      key: ['undone', employee, before.quarter.key, attempt],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
}

/** Id of the message that tells the employee of the conversion. */
const convertedNews = ({ employee, quarter, attempt }: Discussion) =>
  ['news', 'converted', employee, quarter.key, attempt].join(':')
