// The action check: one tap for each promised step, every three weeks (R11).
import { type ColumnSet, Container, type ContainerOptions, type TextColor } from '@microsoft/teams.cards'
import {
  type Body,
  button,
  buttons,
  column,
  columns,
  dueWords,
  heading,
  nameOf,
  type Place,
  say,
  second,
  titleOf,
} from '../outbox/cardParts.ts'
import type { ContentOf, Verb } from '../outbox/content.ts'
import { PROGRESS_WORDS, type ProgressState } from './commitment.ts'

type Check = ContentOf<'check'>
type Item = Check['items'][number]

const TAPS: readonly { title: string; verb: Verb }[] = [
  { title: PROGRESS_WORDS.onTrack, verb: 'action.onTrack' },
  { title: PROGRESS_WORDS.stuck, verb: 'action.stuck' },
  { title: PROGRESS_WORDS.done, verb: 'action.done' },
  { title: 'Drop', verb: 'action.drop' },
]

const COLOR: Record<ProgressState, TextColor> = {
  notStarted: 'Default',
  onTrack: 'Good',
  stuck: 'Warning',
  done: 'Good',
  dropped: 'Default',
}

export const checkTitle = (_of: Check): string => 'How is it going?'

/** Each button carries the id of its action as `action`. Answered ones stay in their place: nothing jumps. */
export function checkBody(of: Check, at: Place): Body {
  const shown = of.items.slice(0, at.room)
  const more = of.items.length - shown.length
  return [
    heading(checkTitle(of), at),
    second(`One tap each. You and ${nameOf(of.with)} see the answers.`),
    ...shown.map((item, index) => row(item, index, at)),
    ...(more === 0
      ? []
      : [say(`${more} more in the plan`, { isSubtle: true, separator: true, spacing: 'ExtraLarge' })]),
  ]
}

function row(item: Item, index: number, at: Place): Container | ColumnSet {
  const edge: ContainerOptions = index === 0 ? { spacing: 'Large' } : { separator: true, spacing: 'ExtraLarge' }
  const words = [
    say(titleOf(item.title)),
    ...(item.due === null
      ? []
      : [say(`by ${dueWords(item.due, at.today)}`, { isSubtle: true, size: 'Small', spacing: 'None' })]),
  ]
  const ids = { action: item.id }
  if (item.state === null) {
    const taps = TAPS.map((tap) => button({ ...tap, ids }, at))
    return new Container(...words, buttons(taps, { spacing: 'Small' })).withOptions(edge)
  }
  const middle = { verticalContentAlignment: 'Center' } as const
  const answer = say(PROGRESS_WORDS[item.state], { wrap: false, color: COLOR[item.state], weight: 'Bolder' })
  const change = buttons([button({ title: 'Change', verb: 'action.reopen', ids }, at)], { spacing: 'Default' })
  return columns([column('stretch', words), column('auto', [answer], middle), column('auto', [change], middle)], edge)
}
