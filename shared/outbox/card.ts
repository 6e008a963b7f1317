// One card from one outbox message, or from several of one day (R11), and the sentence that announces it.
import { AdaptiveCard, Container } from '@microsoft/teams.cards'
import {
  askHeldBody,
  askHeldTitle,
  askOrganizerBody,
  askOrganizerTitle,
  askRenameBody,
  askRenameTitle,
  prepareBody,
  prepareTitle,
  summaryBody,
  summaryTitle,
} from '../discussion/card.ts'
import { checkBody, checkTitle } from '../history/card.ts'
import { offerBody, offerTitle } from '../offer/card.ts'
import { askOursBody, askOursTitle } from '../offer/oursCard.ts'
import {
  type Body,
  button,
  buttons,
  column,
  columns,
  heading,
  link,
  nameOf,
  note,
  type Place,
  type Reader,
  say,
  second,
  state,
  titleOf,
} from './cardParts.ts'
import type { Content, ContentOf } from './content.ts'

export type Message = { id: string; content: Content }
/** An Adaptive Card as it is sent: plain JSON. */
export type CardJson = { type: 'AdaptiveCard'; version: string; body: unknown[]; [key: string]: unknown }

/** Teams refuses larger cards in some places; bytes of UTF-8. */
export const CARD_LIMIT = 28 * 1024
/** How many lines of a list are shown: the first that makes the card small enough. */
const ROOM = [8, 5, 3, 2, 1, 0] as const
const COUNTS = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve']

/**
 * The card of the messages, in their order. The data of each button have the message's id as `m`; in a digest the
 * second and later messages also have `n`, which ends the ids of their inputs ('slot-2' where `n` is '-2').
 */
export function cardOf(messages: readonly Message[], reader: Reader): CardJson {
  let card = drawn(messages, reader, ROOM[0])
  for (const room of ROOM) {
    card = drawn(messages, reader, room)
    if (new TextEncoder().encode(JSON.stringify(card)).length < CARD_LIMIT) break
  }
  return card
}

/** One plain sentence for the notification and for screen readers: titles, no names of actions, no dates. */
export function summaryOf(messages: readonly Message[]): string {
  const titles = messages.map(({ content }) => titleIn(content))
  return titles.length === 1 ? (titles[0] ?? '') : `${count(messages)}: ${titles.join(' · ')}`
}

const count = (messages: readonly Message[]): string => `${COUNTS[messages.length] ?? messages.length} things for today`

function drawn(messages: readonly Message[], reader: Reader, room: number): CardJson {
  const body = (message: Message, index: number): Body =>
    bodyIn(message.content, {
      ...reader,
      id: message.id,
      suffix: index === 0 ? '' : `-${index + 1}`,
      heading: messages.length === 1 ? 'Large' : 'Medium',
      // One thing to do next: only the first message has a coloured button.
      positive: index === 0,
      room,
    })
  const bodies = messages.map(body)
  const [only] = bodies
  const all =
    messages.length === 1 && only
      ? only
      : [
          say(count(messages), { size: 'Large', weight: 'Bolder', style: 'heading' }),
          ...bodies.map((items) => new Container(...items).withOptions({ separator: true, spacing: 'ExtraLarge' })),
        ]
  const card = new AdaptiveCard(...all)
    .withVersion('1.5')
    .with$schema('http://adaptivecards.io/schemas/adaptive-card.json')
  return JSON.parse(JSON.stringify(card))
}

function bodyIn(content: Content, at: Place): Body {
  switch (content.type) {
    case 'hello':
      return helloBody(content, at)
    case 'offer':
      return offerBody(content, at)
    case 'news':
      return newsBody(content, at)
    case 'prepare':
      return prepareBody(content, at)
    case 'askOrganizer':
      return askOrganizerBody(content, at)
    case 'askOurs':
      return askOursBody(content, at)
    case 'askRename':
      return askRenameBody(content, at)
    case 'askHeld':
      return askHeldBody(content, at)
    case 'summary':
      return summaryBody(content, at)
    case 'check':
      return checkBody(content, at)
  }
}

function titleIn(content: Content): string {
  switch (content.type) {
    case 'hello':
      return helloTitle(content)
    case 'offer':
      return offerTitle(content)
    case 'news':
      return titleOf(content.title)
    case 'prepare':
      return prepareTitle(content)
    case 'askOrganizer':
      return askOrganizerTitle(content)
    case 'askOurs':
      return askOursTitle(content)
    case 'askRename':
      return askRenameTitle(content)
    case 'askHeld':
      return askHeldTitle(content)
    case 'summary':
      return summaryTitle(content)
    case 'check':
      return checkTitle(content)
  }
}

const helloTitle = (of: ContentOf<'hello'>): string => `${nameOf(of.manager)} uses Growth for one 1-1 a quarter`

/** R0: what the app is and who sees what, before anything else. */
function helloBody(of: ContentOf<'hello'>, at: Place): Body {
  const name = nameOf(of.manager)
  const decline = button({ title: 'Not for me', verb: 'hello.decline' }, at)
  const lastWord = note(`If it is not for you, Growth leaves you alone and tells ${name} once.`)
  const about = [
    say('A growth discussion is about your future, not a review. You write the plan together, and it is yours.', {
      spacing: 'Small',
    }),
    say('Who sees what', { weight: 'Bolder', spacing: 'Medium' }),
    whoSeesWhat(name),
  ]
  switch (of.answer) {
    case null:
      return [
        heading(helloTitle(of), at),
        ...about,
        buttons([button({ title: 'Good to know', verb: 'hello.ok' }, at), decline]),
        lastWord,
      ]
    case 'yes':
      return [
        state('Noted', 'Good'),
        heading(helloTitle(of), at, { spacing: 'Small' }),
        ...about,
        buttons([decline]),
        lastWord,
      ]
    case 'no':
      return [
        heading('Not for you', at),
        second(`Growth leaves you alone and tells ${name} once. You can come back whenever you like.`),
        buttons([button({ title: 'Take part after all', verb: 'hello.reopen' }, at)]),
      ]
  }
}

function whoSeesWhat(manager: string): Container {
  const rows = [
    [`You and ${manager}`, 'plan, agenda, what you share'],
    ['Only you', 'your preparation and notes'],
    ['People ops', 'counts of groups, never a word'],
  ] as const
  return new Container(
    ...rows.map(([who, what], index) =>
      columns([column('112px', [say(who)]), column('stretch', [say(what, { isSubtle: true })])], {
        spacing: index === 0 ? 'None' : 'Small',
      }),
    ),
  ).withOptions({ spacing: 'Small' })
}

function newsBody(of: ContentOf<'news'>, at: Place): Body {
  return [
    heading(titleOf(of.title), at),
    second(of.text),
    ...(of.open === null ? [] : [buttons([link(of.open.title, of.open.subPage, at)])]),
  ]
}
