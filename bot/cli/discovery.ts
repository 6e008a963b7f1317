// What `discover` prints, of a file and of a real tenant alike.
import { type Look, REASON_WORDS } from '#shared/oneOnOne/classify.ts'
import type { Instant } from '#shared/time.ts'

export type Row = {
  manager: string
  employee: string | null
  /** Null for a private event. */
  eventId: string | null
  start: Instant
  end: Instant
  eligible: boolean
  reason: string
}
export type Recommendation = {
  manager: string
  employee: string
  eventId: string
  start: Instant
  alternatives: string[]
}
/** `slots` has every event looked at in the quarter, in start order. */
export type Discovery = { quarter: string; slots: Row[]; recommended: Recommendation[] }

/** `name` says how a person is printed. */
export const rowOf = (look: Look, name: (id: string) => string): Row => ({
  manager: name(look.manager),
  employee: look.employee === null ? null : name(look.employee),
  eventId: look.eventId,
  start: seconds(look.start),
  end: seconds(look.end),
  eligible: look.eligible,
  reason: REASON_WORDS[look.reason],
})

/** '2026-11-03T10:00:00Z' */
export const seconds = (instant: Instant): string => instant.replace('.000Z', 'Z')
