// The chart of the last four quarters: where each discussion and each promise lies on one line of time.
import { addCalendarDays, type Day, dayMonth, daysBetween } from '../time.ts'
import { type Commitment, isOpen, type ProgressState } from './commitment.ts'
import { endDay, endWords, shownState } from './words.ts'

/** A quarter of the year as the chart needs it; `day` is its discussion's, null where there was none. */
export type ChartQuarter = { key: string; label: string; day: Day | null; state: string }

/** All positions are fractions of the axis, 0 at its left end and 1 at its right. */
export type Chart = {
  nodes: { key: string; label: string; day: Day | null; at: number; labelAt: number; held: boolean }[]
  threads: Thread[]
  today: number
  done: number
  open: number
  dropped: number
}

export type Thread = {
  id: string
  title: string
  state: ProgressState
  start: number
  end: number
  /** At the thread's end: "Done 21 Apr", "On track". */
  words: string
  /** The whole line for a screen reader: "Run the weekly billing decision meeting: since 11 Aug, stuck". */
  reading: string
}

const MARGIN_DAYS = 45
const QUARTER_DAYS = 91
/** So that two labels never touch on the narrowest chart, whatever the days of the discussions. */
const LABEL_GAP = 0.19

/**
 * Lays out the chart. A thread starts at the discussion that made the promise and ends where the promise ended;
 * open ones end at today. What ended before the chart begins is left out, and so is what the manager promised.
 */
export function chartOf(
  commitments: Commitment[],
  quarters: ChartQuarter[],
  { today, zone }: { today: Day; zone: string },
): Chart {
  const days = nodeDays(quarters, today)
  const first = addCalendarDays(earlier(days[0] ?? today, today), -MARGIN_DAYS)
  const last = addCalendarDays(later(days.at(-1) ?? today, today), MARGIN_DAYS)
  const length = daysBetween(first, last)
  const at = (day: Day) => Math.min(1, Math.max(0, daysBetween(first, day) / length))

  const own = commitments.filter((one) => one.kind !== 'support' && (endDay(one, zone) ?? today) >= first)
  const threads = own.map((one): Thread => {
    const state = shownState(one)
    const words = endWords(one, zone, today)
    const start = at(one.since)
    return {
      id: one.id,
      title: one.title,
      state,
      start,
      end: Math.max(start, at(endDay(one, zone) ?? today)),
      words,
      reading: `${one.title}: since ${dayMonth(one.since, today)}, ${words.charAt(0).toLowerCase()}${words.slice(1)}`,
    }
  })
  // By beginning, and what ended first above what goes on; equal ones keep the plan's order.
  threads.sort((a, b) => a.start - b.start || a.end - b.end)

  const places = days.map(at)
  const labels = spread(places, LABEL_GAP)
  return {
    nodes: quarters.map(({ key, label, day, state }, index) => ({
      key,
      label,
      day,
      at: places[index] ?? 0,
      labelAt: labels[index] ?? 0,
      held: state === 'held' || state === 'agreed',
    })),
    threads,
    today: at(today),
    open: own.filter(isOpen).length,
    done: own.filter((one) => shownState(one) === 'done').length,
    dropped: own.filter((one) => shownState(one) === 'dropped').length,
  }
}

/** A day for each quarter: its discussion's, else a quarter of a year from the nearest neighbour that has one. */
function nodeDays(quarters: ChartQuarter[], today: Day): Day[] {
  const known = quarters.map((quarter, index) => ({ index, day: quarter.day })).filter((one) => one.day !== null)
  return quarters.map(({ day }, index) => {
    if (day) return day
    const near = known.toSorted((a, b) => Math.abs(a.index - index) - Math.abs(b.index - index))[0]
    const anchor = near?.day ? { index: near.index, day: near.day } : { index: quarters.length - 1, day: today }
    return addCalendarDays(anchor.day, (index - anchor.index) * QUARTER_DAYS)
  })
}

/** Moves places apart to at least `gap` (less where there is no room), keeping their order, inside 0–1. */
export function spread(places: number[], gap: number): number[] {
  const room = Math.min(gap, places.length > 1 ? 1 / (places.length - 1) : gap)
  const out = [...places]
  for (let i = 1; i < out.length; i++) out[i] = Math.max(out[i] ?? 0, (out[i - 1] ?? 0) + room)
  let limit = 1
  for (let i = out.length - 1; i >= 0; i--) {
    out[i] = Math.min(out[i] ?? 0, limit)
    limit = (out[i] ?? 0) - room
  }
  return out.map((place) => Math.max(0, place))
}

const earlier = (a: Day, b: Day) => (a < b ? a : b)
const later = (a: Day, b: Day) => (a > b ? a : b)
