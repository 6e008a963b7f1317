// Where a discussion is in its agenda, by the clock: pure.
import type { DiscussionHead } from '#shared/api.ts'
import { minutesBetween } from '#shared/time.ts'

export type Pace = {
  /** 'before' it began, 'running' (overtime too), 'after' it ended. */
  when: 'before' | 'running' | 'after'
  /** Whole minutes of the slot, and how many are left. */
  total: number
  left: number
  /** The point that the clock is in; past the last minute it is the last point. */
  point: number
  /** How much of each point has passed, 0–1. */
  passed: number[]
}

/** A discussion without an end event is over this long after its slot. */
const OVERTIME_MINUTES = 30

/** `minutes` are those of the points, in order. Moves in whole minutes. */
export function paceOf(head: DiscussionHead, minutes: number[], now: string): Pace {
  const total = head.start && head.end ? Math.round(minutesBetween(head.start, head.end)) : sum(minutes)
  const began = head.startedAt ?? head.start
  const gone = began ? Math.floor(minutesBetween(began, now)) : -1
  const over = head.endedAt !== null || gone >= total + OVERTIME_MINUTES
  const when = over ? 'after' : gone < 0 ? 'before' : 'running'
  const spent = when === 'before' ? 0 : when === 'after' ? sum(minutes) : gone

  let before = 0
  const passed = minutes.map((length) => {
    const share = Math.min(1, Math.max(0, (spent - before) / length))
    before += length
    return share
  })
  const current = passed.findIndex((share) => share < 1)
  const left = when === 'before' ? total : Math.max(0, total - Math.max(0, gone))
  return { when, total, left, point: current < 0 ? Math.max(0, minutes.length - 1) : current, passed }
}

const sum = (all: number[]) => all.reduce((so, one) => so + one, 0)
