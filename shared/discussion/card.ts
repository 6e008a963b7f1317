// The cards around one discussion: preparing it, asking whether it took place, and its summary (R6, R11).
import { type Column, Container, TextInput } from '@microsoft/teams.cards'
import {
  type Body,
  button,
  buttons,
  column,
  columns,
  dueWords,
  heading,
  link,
  nameOf,
  note,
  type Place,
  say,
  second,
  state,
  titleOf,
} from '../outbox/cardParts.ts'
import type { ContentOf } from '../outbox/content.ts'
import { clip, plain } from '../outbox/plainText.ts'
import { clockTime, type Day, dayLong, dayShort, localOf, slotWords } from '../time.ts'

type Prepare = ContentOf<'prepare'>
type AskOrganizer = ContentOf<'askOrganizer'>
type AskRename = ContentOf<'askRename'>
type AskHeld = ContentOf<'askHeld'>
type Summary = ContentOf<'summary'>

const PRIVATE = 'Only you see your answers until you share them.'
/** Longest answer on a card; longer ones are written in the tab. */
const ANSWER = 2000

export const prepareTitle = (of: Prepare): string => `Prepare for your growth discussion with ${nameOf(of.with)}`

/** Prepare now, here or later. The answers come as a1, a2, a3 in the order of the questions. */
export function prepareBody(of: Prepare, at: Place): Body {
  const name = nameOf(of.with)
  const slot = second(slotWords(of.start, of.end, at.zone, at.today))
  const open = buttons([link('Open preparation', of.subPage, at)])
  switch (of.mode) {
    case 'ask':
      return [
        heading(prepareTitle(of), at),
        slot,
        questions(of.questions),
        buttons([
          link('Prepare', of.subPage, at, true),
          button({ title: 'Answer here', verb: 'prepare.answer' }, at),
          ...(of.remindOn === null
            ? []
            : [button({ title: `Remind me on ${weekday(of.remindOn)}`, verb: 'prepare.later' }, at)]),
        ]),
        note(`About ten minutes. ${PRIVATE}`),
      ]
    case 'form':
      return [
        heading(prepareTitle(of), at),
        slot,
        ...of.questions.map(
          (question, index) =>
            new TextInput({
              id: `a${index + 1}${at.suffix}`,
              label: plain(titleOf(question)),
              isMultiline: true,
              maxLength: ANSWER,
              spacing: 'Medium',
            }),
        ),
        buttons([
          button({ title: 'Keep for me', verb: 'prepare.keep', inputs: true, main: true }, at),
          button({ title: `Share with ${clip(of.with, 30)}`, verb: 'prepare.share', inputs: true }, at),
        ]),
        note(PRIVATE),
      ]
    case 'kept':
      return [state('Kept for you', 'Good'), heading(prepareTitle(of), at, { spacing: 'Small' }), second(PRIVATE), open]
    case 'shared':
      return [
        state(`Shared with ${name}`, 'Good'),
        heading(prepareTitle(of), at, { spacing: 'Small' }),
        second(`You and ${name} see your answers.`),
        open,
      ]
    case 'later':
      return [
        heading('Later', at),
        second(`I will remind you ${of.remindOn === null ? 'again' : `on ${dayShort(of.remindOn, at.today)}`}.`),
        buttons([link('Prepare', of.subPage, at)]),
      ]
  }
}

const weekday = (day: Day): string => dayLong(day).split(' ')[0] ?? day

function questions(of: string[]): Container {
  const number = (index: number): Column => column('auto', [say(`${index + 1}`, { weight: 'Bolder', color: 'Accent' })])
  return new Container(
    ...of.map((question, index) =>
      columns([number(index), column('stretch', [say(titleOf(question))])], {
        spacing: index === 0 ? 'None' : 'Small',
      }),
    ),
  ).withOptions({ spacing: 'Medium' })
}

export const askOrganizerTitle = (of: AskOrganizer): string =>
  of.employee === undefined
    ? `May your 1-1 become your growth discussion with ${nameOf(of.manager)}?`
    : `May the 1-1 of ${nameOf(of.manager)} and ${nameOf(of.employee)} become their growth discussion?`

/** R5: whoever organizes the meeting is asked, because it is theirs to say. */
export function askOrganizerBody(of: AskOrganizer, at: Place): Body {
  const name = nameOf(of.manager)
  const when = slotWords(of.start, of.end, at.zone, at.today)
  switch (of.answer) {
    case null:
      return [
        heading(askOrganizerTitle(of), at),
        second(when),
        say(
          `${name} chose this one meeting, which you organize. It gets a new name; the series and everything else stay as they are.`,
          { spacing: 'Medium' },
        ),
        buttons([
          button({ title: 'Agree', verb: 'organizer.yes', main: true }, at),
          button({ title: 'Rather not', verb: 'organizer.no' }, at),
        ]),
        note('Nothing is changed until you agree.'),
      ]
    case 'yes':
      return [
        state('You agreed', 'Good'),
        heading(of.employee === undefined ? `${when} is your growth discussion with ${name}` : when, at, {
          spacing: 'Small',
        }),
      ]
    case 'no':
      return [heading('Rather not', at), second(`The 1-1 stays as it is. ${name} can choose another one.`)]
  }
}

export const askRenameTitle = (of: AskRename): string => `Name your growth discussion with ${nameOf(of.with)} again?`

/** R5: asked once; whichever way, the discussion stays where it is. */
export function askRenameBody(of: AskRename, at: Place): Body {
  const name = nameOf(of.with)
  const when = `${dayShort(localOf(of.start, at.zone).day, at.today)}, ${clockTime(of.start, at.zone)}`
  switch (of.answer) {
    case null:
      return [
        heading(askRenameTitle(of), at),
        second(`The series was edited, and the meeting on ${when} lost its name. The discussion itself stays.`),
        buttons([
          button({ title: 'Name it again', verb: 'rename.yes', main: true }, at),
          button({ title: 'Leave it', verb: 'rename.no' }, at),
        ]),
        note('You both get an updated invitation for that one meeting.'),
      ]
    case 'yes':
      return [
        state('Named again', 'Good'),
        heading(`${when} is your growth discussion with ${name}`, at, { spacing: 'Small' }),
      ]
    case 'no':
      return [heading('Left as it is', at), second(`${when} is your growth discussion with ${name} all the same.`)]
  }
}

export const askHeldTitle = (of: AskHeld): string => `Did you have your growth discussion with ${nameOf(of.with)}?`

/** R6: "we had it" is offered as long as it can still win. */
export function askHeldBody(of: AskHeld, at: Place): Body {
  const name = nameOf(of.with)
  const when = `${dayShort(localOf(of.start, at.zone).day, at.today)}, ${clockTime(of.start, at.zone)}`
  const had = { title: 'We had it', verb: 'held.yes' } as const
  switch (of.answer) {
    case null:
      return [
        heading(askHeldTitle(of), at),
        second(when),
        buttons([button({ ...had, main: true }, at), button({ title: 'Not yet', verb: 'held.no' }, at)]),
      ]
    case 'yes':
      return [
        state('We had it', 'Good'),
        heading(`You had your growth discussion with ${name}`, at, { spacing: 'Small' }),
        second(when),
      ]
    case 'no':
      return [
        heading('Not yet', at),
        second(
          `Your growth discussion with ${name} was planned for ${when}. If you have had it after all, say so here.`,
        ),
        buttons([button(had, at)]),
      ]
  }
}

/** A manager with several employees must see whose plan it is: the employee's own page has no name in it. */
export function summaryTitle(of: Summary): string {
  const whose = of.subPage === 'plan' ? 'Your' : `${nameOf(of.with)}’s`
  return `${whose} growth plan, ${titleOf(of.label)}`
}

/** What was agreed: titles and dates, the rest in the plan. */
export function summaryBody(of: Summary, at: Place): Body {
  const shown = of.lines.slice(0, at.room)
  const more = of.more + of.lines.length - shown.length
  const day = dayShort(of.day, at.today)
  const agreed = of.agreed === null ? 'not agreed yet' : `you both agreed on revision ${of.agreed}`
  const rest = more === 0 ? [] : [{ due: null, text: `${more} more in the plan`, isSubtle: true }]
  const rows = [...shown.map((line) => ({ ...line, isSubtle: false })), ...rest]
  return [
    heading(summaryTitle(of), at),
    second(of.lines.length + more === 0 ? `${day}, with ${nameOf(of.with)}` : `${day} · ${agreed}`),
    rows.length === 0
      ? say('Nothing was written down this time. The plan is there when you want it.', { spacing: 'Medium' })
      : dated(rows, at),
    ...(of.revisit === null ? [] : [again(of.revisit, at)]),
    buttons([link('Open plan', of.subPage, at, true)]),
  ]
}

/** Dates left, words right; the left column is one width for all, so that the words line up. */
function dated(rows: { due: Day | null; text: string; isSubtle: boolean }[], at: Place): Container {
  const said = rows.map((row) => ({ ...row, due: row.due === null ? null : dueWords(row.due, at.today) }))
  const width = said.some(({ due }) => due !== null && due.length > 6) ? '96px' : '64px'
  return new Container(
    ...said.map(({ due, text, isSubtle }, index) =>
      columns(
        [
          column(width, due === null ? [] : [say(due, { wrap: false, isSubtle: true })]),
          column('stretch', [say(titleOf(text), { isSubtle })]),
        ],
        { spacing: index === 0 ? 'None' : 'Small' },
      ),
    ),
  ).withOptions({ spacing: 'Medium' })
}

const again = (revisit: Day, at: Place) =>
  columns(
    [
      column('stretch', [say('We look at this again', { isSubtle: true })]),
      column('auto', [say(dayShort(revisit, at.today), { wrap: false, weight: 'Bolder' })]),
    ],
    { separator: true, spacing: 'ExtraLarge' },
  )
