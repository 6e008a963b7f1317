// A button on a card: finds the message in the presser's own box, does what the verb says, answers with the card as it is now.
import { z } from 'zod'
import { wasHeld } from '#bot/discussions/held.ts'
import { type PrepareVerb, pressHeld, pressPrepare } from '#bot/discussions/prepare.ts'
import { pressCheck } from '#bot/history/check.ts'
import { pressOrganizer } from '#bot/offers/organizer.ts'
import { pressOurs } from '#bot/offers/ours.ts'
import { pressRename } from '#bot/offers/rename.ts'
import { type OfferVerb, respond } from '#bot/offers/respond.ts'
import { inOneCard } from '#bot/outbox/deliver.ts'
import { answerHello } from '#bot/people/hello.ts'
import type { World } from '#bot/ports.ts'
import { audit } from '#bot/privacy/audit.ts'
import { invalid } from '#bot/routes/refused.ts'
import { isErased } from '#bot/settings.ts'
import type { ProgressState } from '#shared/history/commitment.ts'
import { recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { cardOf } from '#shared/outbox/card.ts'
import { VERBS, type Verb } from '#shared/outbox/content.ts'
import type { Message } from '#shared/outbox/message.ts'
import { DEFAULT_MAILBOX } from '#shared/person.ts'
import { LIMIT } from '#shared/plan/plan.ts'
import { REFUSAL_STATUS, Refusal } from '#shared/refusal.ts'
import { localOf } from '#shared/time.ts'

export type CardView = { openUrl: (subPage: string) => string }

const text = z.string().max(LIMIT.text).default('')
const invoke = z.object({
  action: z.object({
    verb: z.enum(VERBS),
    data: z
      .object({ m: z.string().max(600), n: z.string().max(4).default(''), action: z.string().max(200).optional() })
      .catchall(z.unknown()),
  }),
})

/** The press is answered within 3 s (R5); what takes longer shows on the card when it is done. */
const PATIENCE_MS = 2000
const SOON_MS = 25

type Answer = { statusCode: number; type: string; value: unknown }

/** Never throws a Refusal: it becomes the sentence under the card, and nothing else changes. */
export async function pressCard(
  world: World,
  view: CardView,
  by: { tenant: string; id: string },
  value: unknown,
): Promise<Answer> {
  try {
    const parsed = invoke.safeParse(value)
    if (!parsed.success) throw invalid(parsed.error)
    const { verb, data } = parsed.data.action
    const partition = recipientPartition(by.tenant, by.id)
    // Looked up in the presser's own box: a card that was meant for somebody else is not there.
    const message = (await world.store.get('message', partition, data.m))?.value
    if (!message) throw await gone(world, by)
    await press(world, message, verb, data, data.n)
    return await cardNow(world, view, message)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return refusedPress(error)
  }
}

/** The store cannot tell a card that was deleted from one that was somebody else's: neither is in the presser's box. */
async function gone(world: World, { tenant, id }: { tenant: string; id: string }): Promise<Refusal> {
  if (await isErased(world, tenant, id))
    return new Refusal(
      'notFound',
      'This card is no longer there: everything about you was deleted. Nothing was changed.',
    )
  return new Refusal(
    'notForYou',
    'This card is no longer there, or it was meant for somebody else. Nothing was changed.',
  )
}

/** What Teams shows under the card. */
export const refusedPress = ({ code, message }: Refusal): Answer => ({
  statusCode: REFUSAL_STATUS[code],
  type: 'application/vnd.microsoft.error',
  value: { code, message },
})

async function press(
  world: World,
  message: Message,
  verb: Verb,
  data: Record<string, unknown>,
  suffix: string,
): Promise<void> {
  const input = (name: string): string => {
    const parsed = text.safeParse(data[name + suffix] ?? '')
    if (!parsed.success)
      throw new Refusal(
        'invalid',
        `An answer is longer than ${LIMIT.text} characters. Nothing was lost: shorten it.`,
        name,
      )
    return parsed.data
  }
  const [noun = '', word = ''] = verb.split('.')
  if (CARD_OF[noun] !== message.content.type) throw new Refusal('invalid', 'This card has no such button.', 'verb')
  if (CHANGES.includes(verb)) {
    const { tenant, recipient, about } = message
    await audit(world, { tenant, employee: about, by: recipient, what: 'changed', surface: 'chat' })
  }
  if (noun === 'hello') return answerHello(world, message, word === 'ok' ? 'yes' : word === 'decline' ? 'no' : null)
  if (noun === 'offer') {
    await respond(world, message, verb as OfferVerb, input('slot') || null)
    return verb === 'offer.convert' ? whenConverted(world, message) : undefined
  }
  if (noun === 'organizer') return pressOrganizer(world, message, word === 'yes' ? 'yes' : 'no')
  if (noun === 'ours') return pressOurs(world, message, word === 'yes')
  if (noun === 'rename') return pressRename(world, message, word === 'yes' ? 'yes' : 'no')
  if (noun === 'prepare') return pressPrepare(world, message, verb as PrepareVerb, ['a1', 'a2', 'a3'].map(input))
  if (noun === 'held') {
    const of = await pressHeld(world, message, word === 'yes' ? 'yes' : 'no')
    return of ? wasHeld(world, of) : undefined
  }
  return pressCheck(world, message, String(data.action ?? ''), CHECK_STATES[word] ?? null)
}

/** The verbs that change what the two see of plan and discussion: those are noted (R7). */
const CHANGES: Verb[] = ['prepare.share', 'held.yes', 'action.onTrack', 'action.stuck', 'action.done', 'action.drop']

/** Which content each noun of a verb belongs to. */
const CARD_OF: Record<string, Message['content']['type']> = {
  hello: 'hello',
  offer: 'offer',
  organizer: 'askOrganizer',
  ours: 'askOurs',
  rename: 'askRename',
  prepare: 'prepare',
  held: 'askHeld',
  action: 'check',
}
const CHECK_STATES: Record<string, ProgressState> = {
  onTrack: 'onTrack',
  stuck: 'stuck',
  done: 'done',
  drop: 'dropped',
}

/** Usually the calendar is changed within a second: then the answer is the outcome rather than "being converted". */
async function whenConverted(world: World, message: Message): Promise<void> {
  const end = Date.now() + PATIENCE_MS
  const partition = recipientPartition(message.tenant, message.recipient)
  while (Date.now() < end) {
    const content = (await world.store.get('message', partition, message.id))?.value.content
    if (content?.type !== 'offer' || content.outcome?.name !== 'converting') return
    await new Promise((resolve) => setTimeout(resolve, SOON_MS))
  }
}

/** The card as its messages say it now. */
async function cardNow(world: World, { openUrl }: CardView, { tenant, recipient, id }: Message): Promise<Answer> {
  const { store, clock } = world
  const stored = await store.get('message', recipientPartition(tenant, recipient), id)
  if (!stored) throw new Refusal('notFound', 'This message is no longer there.')
  const { state } = stored.value
  const messages = state.name === 'sent' ? await inOneCard(store, stored.value, state.activity) : [stored.value]
  const mailbox = (await store.get('person', tenantPartition(tenant), recipient))?.value.mailbox ?? DEFAULT_MAILBOX
  const today = localOf(clock.now(), mailbox.zone).day
  return {
    statusCode: 200,
    type: 'application/vnd.microsoft.card.adaptive',
    value: cardOf(messages, { zone: mailbox.zone, today, openUrl }),
  }
}
