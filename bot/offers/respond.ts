// The manager's answer to an offer: what each button on its card does (R4).
import { changeIfThere } from '#bot/change.ts'
import { questionOf } from '#bot/offers/ask.ts'
import { type Pair, show, showAnswer, showDiscussion } from '#bot/offers/show.ts'
import { convertSlot } from '#bot/offers/take.ts'
import { undo } from '#bot/offers/undo.ts'
import type { World } from '#bot/ports.ts'
import { is } from '#shared/discussion/discussion.ts'
import { employeePartition, recipientPartition } from '#shared/kinds.ts'
import { asked, later, notThisQuarter, type Offer, reopen } from '#shared/offer/offer.ts'
import { type Message, say } from '#shared/outbox/message.ts'
import { Refusal } from '#shared/refusal.ts'

export type OfferVerb = 'offer.convert' | 'offer.later' | 'offer.notThisQuarter' | 'offer.reopen' | 'offer.undo'

/**
 * A button on the offer's card. `eventId` is the chosen slot, for Convert. Changes the message so that it shows the
 * outcome. Throws Refusal 'notFound' (slot gone), 'tooEarly' (over), 'alreadyAnswered' (held already).
 */
export async function respond(world: World, message: Message, verb: OfferVerb, eventId: string | null): Promise<void> {
  const { store, clock } = world
  const pair: Pair = { tenant: message.tenant, employee: message.about, manager: message.recipient }
  const key = message.discussion?.quarter ?? ''
  const partition = employeePartition(pair.tenant, pair.employee)
  const read = await store.get('offer', partition, key)
  const offer = read?.value
  if (!offer || message.content.type !== 'offer') throw new Refusal('notFound', 'This offer is no longer there.')
  const now = clock.now()

  if (verb === 'offer.convert') {
    const chosen = eventId ?? message.content.recommended.eventId
    return convertSlot(world, pair, chosen, { quarter: key, whileOpen: true })
  }
  if (verb === 'offer.undo') return undo(world, offer)

  const discussion = (await store.get('discussion', partition, key))?.value
  if (discussion && !is(discussion, 'needsSlot')) return showDiscussion(world, discussion)
  if (verb === 'offer.later') {
    const move = (of: Offer) => (of.state.name === 'open' ? later(of, now) : null)
    const answered = await changeIfThere(store, 'offer', partition, key, move, read)
    return showAnswer(world, pair, key, answered)
  }
  if (verb === 'offer.notThisQuarter') {
    const move = (of: Offer) => (of.state.name === 'open' ? notThisQuarter(of, now) : null)
    const answered = await changeIfThere(store, 'offer', partition, key, move, read)
    return showAnswer(world, pair, key, answered)
  }
  if (offer.state.name === 'notThisQuarter') return showAnswer(world, pair, key)
  // Ask me now: the same card asks again, with today's calendar.
  const question = await questionOf(world, offer, 'byHand')
  if (question === 'nothing')
    return show(world, offer, { name: 'over', why: 'No 1-1 of you two is free this quarter.' })
  if ('over' in question) return show(world, offer, { name: 'over', why: question.over })
  await changeIfThere(store, 'offer', partition, key, (of) => ({
    ...asked(reopen(of, now), message.id, now, question.closes),
    messages: of.messages,
  }))
  const content = question.content
  await changeIfThere(store, 'message', recipientPartition(pair.tenant, pair.manager), message.id, (of) =>
    say(of, content, now),
  )
  world.nudge()
}
