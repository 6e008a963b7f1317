// A promise's state in the words that every surface uses: "Stuck: no slots in the calendar", "On track, by 4 Dec".
import { type Day, dayMonth, localOf } from '../time.ts'
import { type Commitment, isOpen, PROGRESS_WORDS, type ProgressState, stateOf } from './commitment.ts'

/** How a promise is shown: one that an agreed revision no longer holds reads as dropped on that day. */
export function shownState(of: Commitment): ProgressState {
  return isOpen(of) || stateOf(of) === 'done' ? stateOf(of) : 'dropped'
}

/** The day on which a promise ended, in `zone`; null while it goes on. */
export function endDay(of: Commitment, zone: string): Day | null {
  if (isOpen(of)) return null
  const state = stateOf(of)
  const last = of.entries.at(-1)
  return last && (state === 'done' || state === 'dropped') ? localOf(last.at, zone).day : of.leftPlan
}

/** State with its reason or its date, as the panel shows it. */
export function promiseWords(of: Commitment, today: Day): string {
  const state = shownState(of)
  const why = of.entries.at(-1)?.why.trim()
  if (state === 'stuck' && why) return `${PROGRESS_WORDS.stuck}: ${why}`
  const by = of.due !== null && (state === 'onTrack' || state === 'notStarted')
  return by ? `${PROGRESS_WORDS[state]}, by ${dayMonth(of.due ?? '', today)}` : PROGRESS_WORDS[state]
}

/** State with the day of its end, as the chart shows it: "Done 21 Apr". */
export function endWords(of: Commitment, zone: string, today: Day): string {
  const day = endDay(of, zone)
  const word = PROGRESS_WORDS[shownState(of)]
  return day ? `${word} ${dayMonth(day, today)}` : word
}
