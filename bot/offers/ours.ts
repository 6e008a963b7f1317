// A meeting of the two that a third person organizes: the manager is asked once a series whether it is their 1-1 (R1).
import { changeAll, changeIfThere } from '#bot/change.ts'
import type { Pair as Two } from '#bot/offers/show.ts'
import type { World } from '#bot/ports.ts'
import { employeePartition, recipientPartition, tenantPartition } from '#shared/kinds.ts'
import { type Pair, type Possible, seriesId } from '#shared/oneOnOne/pair.ts'
import { drop, type Message, owe, say } from '#shared/outbox/message.ts'
import { firstName } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'

/** Owes the question about each series that nothing was said of. A question that still waits names the next meeting. */
export async function askOurs(world: World, pair: Pair): Promise<void> {
  const { store, clock } = world
  const { tenant, employee, manager } = pair
  if (pair.possible.length === 0) return
  const person = (await store.get('person', tenantPartition(tenant), employee))?.value
  if (!person) return
  const who = firstName(person.directory.name)
  const questionOf = async ({ series, organizer, start, end, repeats }: Possible): Promise<Message> =>
    owe(
      {
        tenant,
        recipient: manager,
        about: employee,
        content: { type: 'askOurs', with: who, organizer, series, start, end, repeats, answer: null },
        urgency: 'daily',
        expiresAt: start,
        key: await keyOf(employee, series),
      },
      clock.now(),
    )
  const questions = await Promise.all(pair.possible.map(questionOf))
  const moves = questions.map((question) => {
    const move = (known: Message | null) => {
      if (!known) return question
      const waits = known.state.name === 'owed' || (known.state.name === 'dropped' && known.state.why === 'expired')
      return waits && known.expiresAt !== question.expiresAt ? question : null
    }
    return [question.id, move] as const
  })
  // Together: the first of them would go out before the others are there, and they a day after it (R11).
  await changeAll(store, 'message', recipientPartition(tenant, manager), new Map(moves))
}

/** The answer on the card. Throws Refusal 'conflict' when the meeting is no longer there. */
export async function pressOurs(world: World, { tenant, about, recipient, content }: Message, isOurs: boolean) {
  if (content.type !== 'askOurs') throw new Refusal('notFound', 'This question is no longer there.')
  return answerOurs(world, { tenant, employee: about, manager: recipient }, content.series, isOurs)
}

/**
 * What the manager says of a series, wherever they say it; the calendar is read again at once, so that its meetings are
 * slots. Throws Refusal 'conflict' for a series of which nobody was asked.
 */
export async function answerOurs(world: World, of: Two, series: string, isOurs: boolean): Promise<void> {
  const { store, clock } = world
  const now = clock.now()
  const knows = (one: { series: string }) => one.series === series
  const answered = await changeIfThere(store, 'pair', employeePartition(of.tenant, of.employee), 'pair', (pair) => {
    if (pair.manager !== of.manager || !(pair.possible.some(knows) || pair.ours.some(knows))) return null
    return {
      ...pair,
      possible: pair.possible.filter((one) => !knows(one)),
      ours: [...pair.ours.filter((one) => !knows(one)), { series, isOurs }],
    }
  })
  if (!answered) throw new Refusal('conflict', 'That meeting is no longer in your calendar. Nothing was changed.')
  const id = ['askOurs', ...(await keyOf(of.employee, series))].join(':')
  await changeIfThere(store, 'message', recipientPartition(of.tenant, of.manager), id, (known) => {
    if (known.content.type !== 'askOurs') return null
    // Answered in the tab before it was asked in the chat.
    if (known.state.name === 'owed') return drop(known, 'overtaken', now)
    return say(known, { ...known.content, answer: isOurs ? 'yes' : 'no' }, now)
  })
  await changeIfThere(store, 'calendar', tenantPartition(of.tenant), of.manager, (known) => ({ ...known, dueAt: now }))
  world.nudge()
}

/** The id of a series may be longer than that of a message. */
const keyOf = async (employee: string, series: Possible['series']) => [employee, await seriesId(series)]
