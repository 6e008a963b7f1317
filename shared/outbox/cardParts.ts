// What every card is made of: the few elements the chat shows alike on desktop, web and mobile, in our sizes.
import {
  ActionSet,
  type ActionSetOptions,
  type CardElementArray,
  Column,
  type ColumnOptions,
  ColumnSet,
  type ColumnSetOptions,
  ExecuteAction,
  OpenUrlAction,
  TextBlock,
  type TextBlockOptions,
} from '@microsoft/teams.cards'
import { type Day, dayMonth, daysBetween } from '../time.ts'
import type { Verb } from './content.ts'
import { clip, plain } from './plainText.ts'

export type Body = CardElementArray

/** Whose card it is: an IANA zone, the reader's day, and the address of a sub-page of the personal tab. */
export type Reader = { zone: string; today: Day; openUrl: (subPage: string) => string }

/**
 * Where a body stands. `id` is the message's. `suffix` is '' in a card of its own, '-2', '-3' … further down a digest,
 * and ends the ids of its inputs. `room` is how many lines of a list fit.
 */
export type Place = Reader & {
  id: string
  suffix: string
  heading: 'Large' | 'Medium'
  positive: boolean
  room: number
}

/** Longest of a name, a title and a sentence; a card with all of them at their longest stays below its limit. */
const LONGEST = { name: 60, title: 200, sentence: 600 } as const

export const nameOf = (name: string): string => clip(name, LONGEST.name)
export const titleOf = (title: string): string => clip(title, LONGEST.title)

/** After so many days a date is said with its year. */
const FAR = 180

/** '29 Jan'; the year only where one would wonder which January. */
export const dueWords = (day: Day, today: Day): string =>
  Math.abs(daysBetween(today, day)) < FAR ? dayMonth(day) : dayMonth(day, today)

/** Every text of every card goes through here, so that none is read as Markdown. */
export function say(text: string, options: TextBlockOptions = {}): TextBlock {
  return new TextBlock(plain(clip(text, LONGEST.sentence)), { wrap: true, ...options })
}

export const heading = (text: string, at: Place, options: TextBlockOptions = {}): TextBlock =>
  say(text, { size: at.heading, weight: 'Bolder', style: 'heading', ...options })

/** The state a card is in, in a word above its heading. */
export const state = (text: string, color: 'Good' | 'Attention'): TextBlock =>
  say(text, { weight: 'Bolder', color, size: 'Small' })

/** The second sentence. */
export const second = (text: string): TextBlock => say(text, { isSubtle: true, spacing: 'Small' })

/** The small print below the buttons. */
export const note = (text: string): TextBlock => say(text, { size: 'Small', isSubtle: true, spacing: 'Medium' })

export const column = (width: string, items: Body, options: ColumnOptions = {}): Column =>
  new Column(...items).withOptions({ width, ...options })

export const columns = (of: Column[], options: ColumnSetOptions = {}): ColumnSet =>
  new ColumnSet({ ...options, columns: of })

export type Button = {
  title: string
  verb: Verb
  /** More ids for the bot, beside the message's. */
  ids?: Record<string, string>
  /** The one thing to do next. */
  main?: boolean
  /** Carries what was written or chosen on the card; other buttons send none of it. */
  inputs?: boolean
}

/** A button the bot answers. Its data say which message (`m`) and, down a digest, which inputs are meant (`n`). */
export function button({ title, verb, ids = {}, main = false, inputs = false }: Button, at: Place): ExecuteAction {
  return new ExecuteAction({
    title,
    verb,
    data: { m: at.id, ...(at.suffix === '' ? {} : { n: at.suffix }), ...ids },
    ...(inputs ? {} : { associatedInputs: 'none' }),
    ...(main && at.positive ? { style: 'positive' } : {}),
  })
}

/** A button into the app. */
export function link(title: string, subPage: string, at: Place, main = false): OpenUrlAction {
  const style = main && at.positive ? ({ style: 'positive' } as const) : {}
  return new OpenUrlAction(at.openUrl(subPage), { title: clip(title, LONGEST.name), ...style })
}

/** At most six buttons in a row are shown; none of our cards has as many. */
export const buttons = (of: (ExecuteAction | OpenUrlAction)[], options: ActionSetOptions = {}): ActionSet =>
  new ActionSet(...of).withOptions({ spacing: 'Medium', ...options })
