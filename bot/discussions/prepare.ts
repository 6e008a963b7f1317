// What one side writes before a discussion: kept privately, shared when they say so (R7), in the chat or in the tab.
import { change, changeIfThere } from '#bot/change.ts'
import type { World } from '#bot/ports.ts'
import { type Discussion, is } from '#shared/discussion/discussion.ts'
import type { Preparation } from '#shared/discussion/preparation.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { morningOf } from '#shared/outbox/hours.ts'
import { type Message, owe, say } from '#shared/outbox/message.ts'
import { DEFAULT_MAILBOX } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'

type Answers = Preparation['answers']

/** Keeps the writer's answers; what was shared stays shared. */
export async function keepAnswers(
  { store, clock }: World,
  of: Discussion,
  writer: string,
  answers: Answers,
): Promise<Preparation> {
  const { tenant, employee } = of
  const quarter = of.quarter.key
  const written = await change(
    store,
    'preparation',
    employeePartition(tenant, employee),
    `${quarter}/${writer}`,
    (known) => ({
      tenant,
      employee,
      quarter,
      writer,
      answers,
      shared: known?.shared ?? false,
      // Once shared, it is the moment since which the other sees it.
      at: known?.shared ? known.at : clock.now(),
    }),
  )
  return written as Preparation
}

/** From now on the other of the two sees the answers. Throws Refusal 'notFound' when nothing was written. */
export async function shareAnswers({ store, clock }: World, of: Discussion, writer: string): Promise<Preparation> {
  const id = `${of.quarter.key}/${writer}`
  const written = await changeIfThere(store, 'preparation', employeePartition(of.tenant, of.employee), id, (known) => ({
    ...known,
    shared: true,
    at: known.shared ? known.at : clock.now(),
  }))
  if (!written) throw new Refusal('notFound', 'There is nothing to share yet. Write an answer first.')
  return written
}

export type PrepareVerb = 'prepare.answer' | 'prepare.keep' | 'prepare.share' | 'prepare.later'

/** A button on the preparation card. `texts` are the answers in the order of the card's questions. */
export async function pressPrepare(world: World, message: Message, verb: PrepareVerb, texts: string[]): Promise<void> {
  const { store, clock } = world
  const { content, discussion: about } = message
  if (content.type !== 'prepare' || !about) throw new Refusal('notFound', 'This preparation is no longer there.')
  const partition = employeePartition(message.tenant, message.about)
  const of = (await store.get('discussion', partition, about.quarter))?.value
  if (!of || of.attempt !== about.attempt || is(of, 'needsSlot'))
    throw new Refusal(
      'notFound',
      'This growth discussion has no date any more. Preparation comes again with the next one.',
    )

  if (verb === 'prepare.keep' || verb === 'prepare.share') {
    const answers = content.questions.map((question, index) => ({ question, text: texts[index] ?? '' }))
    if (answers.every(({ text }) => text.trim() === ''))
      throw new Refusal('invalid', 'All answers are empty. One sentence is enough.', 'a1')
    await keepAnswers(world, of, message.recipient, answers)
    if (verb === 'prepare.share') await shareAnswers(world, of, message.recipient)
  }
  if (verb === 'prepare.later') await oweAgain(world, message)
  const mode = {
    'prepare.answer': 'form',
    'prepare.keep': 'kept',
    'prepare.share': 'shared',
    'prepare.later': 'later',
  } as const
  await changeIfThere(store, 'message', recipientPartition(message.tenant, message.recipient), message.id, (known) =>
    known.content.type === 'prepare' ? say(known, { ...known.content, mode: mode[verb] }, clock.now()) : null,
  )
  world.nudge()
}

/** "Remind me on Monday": the same question again, that morning. */
async function oweAgain({ store, clock }: World, message: Message): Promise<void> {
  const { content } = message
  if (content.type !== 'prepare' || content.remindOn === null) return
  const person = await store.get('person', tenantPartition(message.tenant), message.recipient)
  const morning = morningOf(content.remindOn, person?.value.mailbox ?? DEFAULT_MAILBOX)
  const { tenant, recipient, about, discussion, expiresAt } = message
  const again = owe(
    {
      tenant,
      recipient,
      about,
      discussion,
      expiresAt,
      content: { ...content, remindOn: null, mode: 'ask' },
      urgency: 'daily',
      key: [about, discussion?.quarter ?? '', discussion?.attempt ?? 0, 'again'],
    },
    clock.now(),
    morning,
  )
  await store.put('message', again, 'absent')
}

/** "Did you have it?", answered on the card. */
export async function pressHeld(world: World, message: Message, answer: 'yes' | 'no'): Promise<Discussion | null> {
  const { store, clock } = world
  await changeIfThere(store, 'message', recipientPartition(message.tenant, message.recipient), message.id, (known) =>
    known.content.type === 'askHeld' ? say(known, { ...known.content, answer }, clock.now()) : null,
  )
  world.nudge()
  if (answer === 'no' || !message.discussion) return null
  const partition = employeePartition(message.tenant, message.about)
  const of = (await store.get('discussion', partition, message.discussion.quarter))?.value
  return of && of.attempt === message.discussion.attempt ? of : null
}
