// Removes messages of one recipient from their chat and from the store; the rest of a digest stays (R8).
import type { Chat, Stored, World } from '#bot/ports.ts'
import { recipientPartition } from '#shared/kinds.ts'
import { drop, type Message } from '#shared/outbox/message.ts'

const MOST_ROUNDS = 20
/** A card that cannot be deleted is not waited for for ever: so many tries, with machine ms between them. */
const MOST_TRIES = 3
const PAUSE_MS = 400

type Of = {
  tenant: string
  recipient: string
  /** Where they were sent; null where the bot can no longer write, and the cards stay. */
  chat: Chat | null
  these: (message: Message) => boolean
}

/**
 * Every write is over exactly what was read, so a message that is claimed meanwhile is met again in the next round.
 * Throws while one of them is being sent: its card has no name yet by which it could be deleted.
 */
export async function removeMessages(world: World, { tenant, recipient, chat, these }: Of): Promise<void> {
  const { store, clock, log } = world
  const partition = recipientPartition(tenant, recipient)
  const takeBack = deleter(world, chat)
  let left = 0
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const all = await store.list('message', partition)
    const going = all.filter(({ value }) => these(value))
    const sending = going.filter(({ value }) => value.state.name === 'claimed')
    if (going.length === 0) {
      if (left > 0) log.warn('privacy.cardsLeft', { cards: left })
      return
    }
    for (const cards of cardsOf(going)) {
      const rest = all.filter(({ value }) => !these(value) && activityOf(value) === activityOf(cards[0]?.value))
      const [other] = rest
      if (other && activityOf(other.value) !== null) {
        // Out of the digest first, together with its being due: then its card is drawn again without them.
        await store.putAll([
          ...cards.map(({ value, version }) => ({
            kind: 'message' as const,
            // As old as it is: what goes because of its age is to go in the next round as well.
            value: drop(value, 'overtaken', 'at' in value.state ? String(value.state.at) : clock.now()),
            over: version,
          })),
          { kind: 'message', value: { ...other.value, dueAt: clock.now() }, over: other.version },
        ])
        continue
      }
      const activity = activityOf(cards[0]?.value)
      if (activity !== null && !(await takeBack(activity))) left += 1
      for (const { value, version } of cards) await store.remove('message', partition, value.id, version)
    }
    if (sending.length > 0) throw new Error(`${sending.length} of the messages to be deleted are on their way`)
  }
  throw new Error('The messages to be deleted changed again and again')
}

const activityOf = (of: Message | undefined): string | null => (of?.state.name === 'sent' ? of.state.activity : null)

/** What was sent in one card goes together; what was not sent, one by one. What is being sent is left alone. */
function cardsOf(messages: Stored<'message'>[]): Stored<'message'>[][] {
  const still = messages.filter(({ value }) => value.state.name !== 'claimed')
  return [...Map.groupBy(still, ({ value }) => activityOf(value) ?? value.id).values()]
}

/** Deletes a card; after a chat has refused one for good, the rest of it gets one try each. */
function deleter({ messenger }: World, chat: Chat | null): (activity: string) => Promise<boolean> {
  let tries = MOST_TRIES
  return async (activity) => {
    if (!chat) return false
    for (let tried = 1; ; tried += 1) {
      if (await messenger.remove(chat, activity)) return true
      if (tried >= tries) break
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tried))
    }
    tries = 1
    return false
  }
}
