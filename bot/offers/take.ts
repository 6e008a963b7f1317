// A slot becomes the quarter's discussion: whoever is first decides, everybody else sees the outcome (R3, R4).
import { mailboxOf, type Pair, showAnswer, showDiscussion } from '#bot/offers/show.ts'
import type { World } from '#bot/ports.ts'
import { startMonthOf } from '#bot/settings.ts'
import { convertAgain, is, startConverting } from '#shared/discussion/discussion.ts'
import { employeePartition } from '#shared/kinds.ts'
import { freeSlots } from '#shared/offer/free.ts'
import { answered, newOffer } from '#shared/offer/offer.ts'
import { quarterByKey, quarterOf } from '#shared/quarter.ts'
import { Refusal } from '#shared/refusal.ts'

/** A lost race means that somebody decided meanwhile, so few are enough. */
const MOST_TRIES = 50

type How = { quarter?: string; whileOpen?: boolean }

/**
 * Converts any future 1-1 of the pair (R4): creates the quarter's discussion, or finds that it is there already and
 * shows that instead. The calendar is changed by a job. `whileOpen`: only as the answer to an offer that has none yet.
 */
export async function convertSlot(world: World, of: Pair, eventId: string, how: How = {}): Promise<void> {
  const { store, clock } = world
  const partition = employeePartition(of.tenant, of.employee)
  const now = clock.now()
  const pair = (await store.get('pair', partition, 'pair'))?.value
  const found = pair?.slots?.find((slot) => slot.eventId === eventId)
  const mailbox = await mailboxOf(world, of)
  const startMonth = await startMonthOf(world, of.tenant)
  const running = how.quarter ?? (found ? quarterOf(found.start, startMonth, mailbox.zone).key : '')

  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const known = running === '' ? null : await store.get('discussion', partition, running)
    const offer = running === '' ? null : await store.get('offer', partition, running)
    if (known && !is(known.value, 'needsSlot')) return showDiscussion(world, known.value)
    if (how.whileOpen && offer && offer.value.state.name !== 'open') return showAnswer(world, of, running)
    if (!found) throw new Refusal('notFound', 'That 1-1 is no longer in your calendar. Choose another.', 'slot')
    const all = (await store.list('discussion', partition)).map(({ value }) => value)
    if (freeSlots([found], all).length === 0)
      throw new Refusal('conflict', 'That 1-1 is a growth discussion already. Choose another.', 'slot')
    if (found.start <= now) throw new Refusal('tooEarly', 'That 1-1 has begun already. Choose a later one.', 'slot')
    if (pair?.answer === 'no') throw new Refusal('notForYou', 'Your employee would rather not use Growth.')

    const { key, label } = quarterByKey(running, startMonth, mailbox.zone)
    const { joinUrl, organizer, iCalUId, start, end } = found
    const slot = { eventId, iCalUId, organizer, start, end, joinUrl }
    const next = known
      ? convertAgain({ ...known.value, manager: of.manager }, slot, of.manager, now)
      : startConverting(of, { key, label }, slot, of.manager, now)
    if (!next) throw new Refusal('conflict', 'The calendar is still being put back as it was. Try again in a minute.')
    const answer = answered(offer?.value ?? newOffer({ ...of, quarter: { key, label } }, now), now)
    // Both or neither: the offer decides who was first, whatever else was pressed at the same moment.
    const written = await store.putAll([
      { kind: 'discussion', value: next, over: known?.version ?? 'absent' },
      { kind: 'offer', value: answer, over: offer?.version ?? 'absent' },
    ])
    if (written === null) continue
    await showDiscussion(world, next)
    return world.nudge()
  }
  throw new Error(`Lost the race for discussion ${running} ${MOST_TRIES} times`)
}
