// A week of a calendar: which events fall on which day, and where they stand beside one another.
import type { CalendarEvent } from './api.ts'
import { addDays, instant, wall, weekday } from './when.ts'

export interface Placed {
  event: CalendarEvent
  /** UTC ISO. */
  start: string
  end: string
  /** Minutes since midnight on the wall. */
  from: number
  to: number
  /** Which of how many lanes, where events overlap. */
  lane: number
  lanes: number
}

export interface Day {
  day: string
  wholeDay: CalendarEvent[]
  timed: Placed[]
}

const MIDNIGHT = 24 * 60

/** Monday to Friday of the week that starts on `monday`; the weekend too where something is in it. */
export function weekOf(events: readonly CalendarEvent[], monday: string, zone: string): Day[] {
  const days = Array.from({ length: 7 }, (_, index): Day => {
    const day = addDays(monday, index)
    return { day, wholeDay: [], timed: [] }
  })
  for (const event of events) {
    if (event.isCancelled) continue
    if (event.isAllDay) {
      const [from, to] = [event.start.dateTime.slice(0, 10), event.end.dateTime.slice(0, 10)]
      for (const day of days) if (day.day >= from && day.day < to) day.wholeDay.push(event)
      continue
    }
    const [start, end] = [instant(event.start), instant(event.end)]
    const [from, to] = [wall(start, zone), wall(end, zone)]
    const day = days.find((it) => it.day === from.day)
    // What runs past midnight is drawn to midnight.
    const until = to.day === from.day ? to.minutes : MIDNIGHT
    day?.timed.push({ event, start, end, from: from.minutes, to: until, lane: 0, lanes: 1 })
  }
  for (const day of days) spread(day.timed)
  const isWeekend = (day: Day) => weekday(day.day) === 0 || weekday(day.day) === 6
  return days.filter((day) => !isWeekend(day) || day.timed.length + day.wholeDay.length > 0)
}

/** Puts overlapping events side by side. */
function spread(events: Placed[]) {
  events.sort((a, b) => a.from - b.from || b.to - a.to)
  let group: Placed[] = []
  let groupEnd = 0
  const close = () => {
    const lanes = Math.max(0, ...group.map((it) => it.lane)) + 1
    for (const it of group) it.lanes = lanes
    group = []
  }
  for (const it of events) {
    if (it.from >= groupEnd) close()
    const taken = new Set(group.filter((other) => other.to > it.from).map((other) => other.lane))
    while (taken.has(it.lane)) it.lane++
    group.push(it)
    groupEnd = Math.max(groupEnd, it.to)
  }
  close()
}
