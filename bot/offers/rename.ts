// An edit of the series took the discussion's name away: the manager says whether it is put back (R5).
import { changeIfThere } from '#bot/change.ts'
import { CATEGORY, MOST_TRIES, markOf, originalOf, subjectOf } from '#bot/offers/occurrence.ts'
import type { World } from '#bot/ports.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition } from '#shared/kinds.ts'
import { type Message, say } from '#shared/outbox/message.ts'
import { Refusal } from '#shared/refusal.ts'

/** Throws Refusal 'notFound' when the meeting or its discussion is gone, 'unavailable' when Graph does not answer. */
export async function pressRename(world: World, message: Message, answer: 'yes' | 'no'): Promise<void> {
  const { store, clock } = world
  if (answer === 'yes') await nameAgain(world, message)
  await changeIfThere(store, 'message', recipientPartition(message.tenant, message.recipient), message.id, (known) =>
    known.content.type === 'askRename' ? say(known, { ...known.content, answer }, clock.now()) : null,
  )
  world.nudge()
}

async function nameAgain({ store, calendar }: World, { tenant, about, discussion: asked }: Message): Promise<void> {
  const partition = employeePartition(tenant, about)
  const of = asked && (await store.get('discussion', partition, asked.quarter))?.value
  const original = of && is(of, 'scheduled') && of.attempt === asked.attempt ? of.state.original : null
  const gone = new Refusal('notFound', 'That meeting is no longer your growth discussion.')
  if (!of || !original) throw gone
  const mark = markOf(of)
  for (let tries = 1; ; tries += 1) {
    const event = await calendar.event(original.mailbox, original.eventId)
    if (!event || event.isCancelled) throw gone
    // Pressed twice: it has its name already.
    if (event.mark === mark) return
    const categories = [...new Set([...event.categories, CATEGORY])]
    const outcome = await calendar.rename(event, { subject: subjectOf(event.subject), categories, mark })
    if (outcome === 'gone') throw gone
    if (outcome === 'changed' && tries < MOST_TRIES) continue
    if (outcome === 'changed')
      throw new Refusal('unavailable', 'That meeting is being changed. Press again in a minute.')
    await changeIfThere(store, 'discussion', partition, of.quarter.key, (known) =>
      is(known, 'scheduled') ? { ...known, state: { ...known.state, original: originalOf(event) } } : null,
    )
    return
  }
}
