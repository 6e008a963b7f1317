// The card that asks whether a meeting organized by a third person is the two's 1-1 (R1).
import { type Body, button, buttons, heading, nameOf, note, type Place, second, state } from '../outbox/cardParts.ts'
import type { ContentOf } from '../outbox/content.ts'
import { slotWords } from '../time.ts'

type AskOurs = ContentOf<'askOurs'>

export const askOursTitle = (of: AskOurs): string => `Is this your 1-1 with ${nameOf(of.with)}?`

/** One question a series; the answer can be changed on the same card. */
export function askOursBody(of: AskOurs, at: Place): Body {
  const [name, organizer] = [nameOf(of.with), nameOf(of.organizer)]
  const meetings = of.repeats ? 'a series of meetings' : 'a meeting'
  const about = second(
    `${organizer} organizes ${meetings} for you two, ${of.repeats ? 'the next one on ' : ''}${slotWords(of.start, of.end, at.zone, at.today)}.`,
  )
  const it = of.repeats ? 'These are' : 'This is'
  const yes = button({ title: 'It is ours', verb: 'ours.yes', main: of.answer === null }, at)
  const no = button({ title: 'It is not', verb: 'ours.no' }, at)
  switch (of.answer) {
    case null:
      return [
        heading(askOursTitle(of), at),
        about,
        buttons([yes, no]),
        note('A growth discussion can take the place of a 1-1. Nothing in the calendar is changed.'),
      ]
    case 'yes':
      return [
        state('Noted', 'Good'),
        heading(`${it} your 1-1 with ${name}`, at, { spacing: 'Small' }),
        about,
        buttons([no]),
      ]
    case 'no':
      return [
        heading(`${it} not your 1-1 with ${name}`, at),
        second('Growth leaves it alone and does not ask again.'),
        buttons([yes]),
      ]
  }
}
