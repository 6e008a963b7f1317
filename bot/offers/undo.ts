// A conversion is taken back: the slot is an ordinary 1-1 again (R5).
import { changeIfThere } from '#bot/change.ts'
import { show, showDiscussion } from '#bot/offers/show.ts'
import type { World } from '#bot/ports.ts'
import { type Discussion, is, loseSlot } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { later, type Offer } from '#shared/offer/offer.ts'
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
  await tellUndone(world, written)
  world.nudge()
}

/**
 * The offer's cards, and the employee. Done at the press, and once more by the job that gives the slot back: whichever
 * comes first says it.
 */
export async function tellUndone(world: World, of: Discussion): Promise<void> {
  const { store, clock } = world
  const { tenant, employee, manager, restore } = of
  if (!restore) return
  const { slot } = restore
  const lost = of.attempt - 1
  const now = clock.now()
  const partition = employeePartition(tenant, employee)
  await changeIfThere(store, 'offer', partition, of.quarter.key, (known) =>
    known.state.name === 'converted' ? later(known, now) : null,
  )
  const offer = (await store.get('offer', partition, of.quarter.key))?.value
  // Not where the manager has asked to be asked again meanwhile.
  if (offer?.state.name === 'later' && is(of, 'needsSlot'))
    await show(world, offer, { name: 'undone', at: of.state.since })
  // Nobody is told that something was taken back which they never heard of.
  const news = await store.get('message', recipientPartition(tenant, employee), convertedNews(of, lost))
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
      key: ['undone', employee, of.quarter.key, lost],
    },
    clock.now(),
  )
  await store.put('message', message, 'absent')
}

/** Id of the message that tells the employee of the conversion. */
const convertedNews = ({ employee, quarter }: Discussion, attempt: number) =>
  ['news', 'converted', employee, quarter.key, attempt].join(':')
