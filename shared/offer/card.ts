// The offer's card and what replaces it once it has been answered (R4, R5).
import { ChoiceSetInput, Container } from '@microsoft/teams.cards'
import {
  type Body,
  button,
  buttons,
  column,
  columns,
  heading,
  nameOf,
  note,
  type Place,
  say,
  second,
  state,
} from '../outbox/cardParts.ts'
import type { ContentOf, OfferOutcome, SlotTime } from '../outbox/content.ts'
import { clockTime, dayLong, dayMonth, dayShort, type Instant, localOf, slotWords } from '../time.ts'

type Offer = ContentOf<'offer'>

/** The offer in one line without dates, for the notification. */
export function offerTitle({ employee, outcome, request }: Offer): string {
  const name = nameOf(employee)
  switch (outcome?.name) {
    case undefined:
      return request === null
        ? `Turn one 1-1 with ${name} into a growth discussion this quarter?`
        : `${name} asks for a growth discussion`
    case 'failed':
      return 'The invitation could not be changed'
    case 'converting':
    case 'asking':
    case 'converted':
      return `Your growth discussion with ${name}`
    case 'undone':
      return `Undone: your 1-1 with ${name} is as it was`
    case 'later':
      return 'Later'
    case 'notThisQuarter':
      return 'Not this quarter'
    case 'over':
      return `The question about ${name} is closed`
  }
}

/** The question, or its outcome. Convert and Try again send the chosen occurrence as `slot`. */
export function offerBody(of: Offer, at: Place): Body {
  return of.outcome === null ? question(of, at) : answered(of, of.outcome, at)
}

function question(of: Offer, at: Place): Body {
  return [
    heading(offerTitle(of), at),
    recommendation(of, at),
    whichOne([of.recommended, ...of.alternatives], at),
    buttons([
      button({ title: 'Convert', verb: 'offer.convert', main: true, inputs: true }, at),
      button({ title: 'Later', verb: 'offer.later' }, at),
      button({ title: 'Not this quarter', verb: 'offer.notThisQuarter' }, at),
    ]),
    note(whatChanges(of)),
  ]
}

/** R4: both get an updated invitation; R5: unless a third person organizes the meeting, and cannot be asked or does not agree. */
function whatChanges({ employee, others }: Offer): string {
  const name = nameOf(employee)
  if (others === 'all')
    return `Someone else organizes it: they are asked first, or, where that is not possible, the invitation stays as it is. ${name} hears of it.`
  const asked = others === 'some' ? ' Where someone else organizes it, they are asked first.' : ''
  return `You and ${name} both get an updated invitation for that one meeting. The series stays as it is.${asked}`
}

function recommendation({ employee, recommended, reason, request }: Offer, at: Place): Container {
  const { day } = localOf(recommended.start, at.zone)
  const [date = '', month = ''] = dayMonth(day).split(' ')
  const leaf = [
    say(month, { wrap: false, size: 'Small', weight: 'Bolder', color: 'Accent', horizontalAlignment: 'Center' }),
    say(date, { wrap: false, size: 'ExtraLarge', weight: 'Bolder', horizontalAlignment: 'Center', spacing: 'None' }),
  ]
  const words = [
    say(
      request === 'slot'
        ? `${nameOf(employee)} proposes ${dayShort(day, at.today)}, ${clockTime(recommended.start, at.zone)}`
        : `Recommended: ${dayLong(day, at.today)}`,
      { weight: 'Bolder' },
    ),
    say(because(reason, request === 'slot'), { isSubtle: true, spacing: 'None' }),
  ]
  const middle = { verticalContentAlignment: 'Center' } as const
  return new Container(
    columns([column('auto', leaf, middle), column('stretch', words, { ...middle, spacing: 'Large' })]),
  ).withOptions({ style: 'emphasis', spacing: 'Medium' })
}

/** What is said is true of whatever slot it is said of: a proposed one need not be near anything. */
function because(reason: Offer['reason'], proposed: boolean): string {
  if (reason.kind === 'farFromMiddle' && proposed) return 'Neither of you away'
  return `${whichOf(reason)}, neither of you away`
}

function whichOf(reason: Offer['reason']): string {
  if (reason.kind === 'middleOfQuarter') return 'The middle of the quarter'
  if (reason.kind === 'farFromMiddle') return 'The free one nearest to the middle of the quarter'
  if (reason.weeks < 1) return 'Less than a week after your last one'
  return `${reason.weeks} ${reason.weeks === 1 ? 'week' : 'weeks'} after your last one`
}

/** The best one is chosen already, so that one press is enough. */
function whichOne(slots: SlotTime[], at: Place): ChoiceSetInput {
  const choices = slots.map(({ eventId, start, end }) => ({
    title: slotWords(start, end, at.zone, at.today),
    value: eventId,
  }))
  return new ChoiceSetInput(...choices).withOptions({
    id: `slot${at.suffix}`,
    label: 'Which 1-1?',
    style: 'expanded',
    spacing: 'Medium',
    ...(slots[0] ? { value: slots[0].eventId } : {}),
  })
}

function answered(of: Offer, outcome: OfferOutcome, at: Place): Body {
  const name = nameOf(of.employee)
  const moment = (instant: Instant): string =>
    `${dayMonth(localOf(instant, at.zone).day, at.today)}, ${clockTime(instant, at.zone)}`
  const begin = (instant: Instant): string =>
    `${dayShort(localOf(instant, at.zone).day, at.today)}, ${clockTime(instant, at.zone)}`
  const askNow = buttons([button({ title: 'Ask me now', verb: 'offer.reopen' }, at)])
  const asked = outcome.name === 'asking' && outcome.organizer ? nameOf(outcome.organizer) : name
  switch (outcome.name) {
    case 'converting':
      return [
        say('Being converted …', { weight: 'Bolder', size: 'Small', isSubtle: true }),
        heading(`${begin(outcome.start)} becomes your growth discussion with ${name}`, at, { spacing: 'Small' }),
        second('This takes a moment. The card tells you when it is done.'),
      ]
    case 'asking':
      return [
        say(`Waiting for ${asked}`, { weight: 'Bolder', size: 'Small', isSubtle: true }),
        heading(`${begin(outcome.start)} may become your growth discussion with ${name}`, at, { spacing: 'Small' }),
        second(`${asked} organizes this meeting and is asked first. Nothing is changed until ${asked} agrees.`),
      ]
    case 'converted':
      return [
        state(`Converted by you, ${moment(outcome.at)}`, 'Good'),
        heading(`${begin(outcome.start)} is your growth discussion with ${name}`, at, { spacing: 'Small' }),
        second(
          `${outcome.renamed ? 'You both have the updated invitation' : 'The invitation stays as it is'}. Preparation comes on ${dayShort(outcome.prepareOn, at.today)}.`,
        ),
        buttons([button({ title: 'Undo', verb: 'offer.undo' }, at)]),
      ]
    case 'undone':
      return [heading(`Undone, ${moment(outcome.at)}`, at), second(`Your 1-1 with ${name} is as it was.`), askNow]
    case 'later':
      return [
        heading('Later', at),
        second(`I will ask about ${name} again on ${dayShort(outcome.askAgain, at.today)}.`),
        askNow,
      ]
    case 'notThisQuarter':
      return [
        heading('Not this quarter', at),
        second(
          `I will not ask about ${name} again before ${dayAndMonth(outcome.before)}. Either of you can still start one.`,
        ),
      ]
    case 'failed':
      return [
        state('Not converted', 'Attention'),
        heading('The invitation could not be changed', at, { spacing: 'Small' }),
        second(`Your calendar is as it was. ${outcome.why}`),
        buttons([
          button(
            {
              title: 'Try again',
              verb: 'offer.convert',
              ids: { [`slot${at.suffix}`]: of.recommended.eventId },
              main: true,
            },
            at,
          ),
          button({ title: 'Later', verb: 'offer.later' }, at),
        ]),
      ]
    case 'over':
      return [heading(offerTitle(of), at), second(outcome.why)]
  }
}

/** '1 January': the next quarter's first day needs no weekday and no year. */
const dayAndMonth = (day: string): string => dayLong(day).replace(/^\S+ /, '')
