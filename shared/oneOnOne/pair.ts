// A manager and one of their employees: what the app knows of their 1-1s, and whether they take part (R0, R1).
import { z } from 'zod'
import { cadence } from '../offer/cadence.ts'

/** One occurrence of a 1-1 that could become, or became, the discussion. `organizer` is a person id. */
export const slot = z.object({
  eventId: z.string(),
  iCalUId: z.string(),
  organizer: z.string(),
  start: z.string(),
  end: z.string(),
  joinUrl: z.string().nullable(),
})
export type Slot = z.infer<typeof slot>

/**
 * A meeting, or a series of them, to which a third person invited exactly the two (R1): theirs once the manager says so.
 * `series` is the id of the series, or the iCalUId of a single meeting; start and end are those of the next one.
 */
export const possible = z.object({
  series: z.string(),
  /** First name of the third person. */
  organizer: z.string(),
  start: z.string(),
  end: z.string(),
  repeats: z.boolean(),
})
export type Possible = z.infer<typeof possible>

export const pair = z.object({
  tenant: z.string(),
  employee: z.string(),
  manager: z.string(),
  /**
   * Everybody who ever was their manager here, or was asked about a meeting of theirs, so that a deletion finds what lies
   * with them (R8).
   */
  managers: z.array(z.string()),
  /**
   * Whether the manager may see what was written before them: always for the first one; a later one waits until the
   * employee hands it over (R7).
   */
  seesPast: z.boolean(),
  /** The employee's answer to the first contact; null while they have not said anything. */
  answer: z.enum(['yes', 'no']).nullable(),
  /** Future and recent 1-1s, in start order; null before the calendar was first read. */
  slots: z.array(slot).nullable(),
  /** Times at which one of them is away (automatic replies of both, out-of-office events of the manager). */
  away: z.array(z.object({ start: z.string(), end: z.string() })),
  /** What the manager has not been asked about, or has not answered, in start order. */
  possible: z.array(possible),
  /** What the manager said of such series: those that are theirs are read as 1-1s. */
  ours: z.array(z.object({ series: z.string(), isOurs: z.boolean() })),
  /** How often the two talk; null as their tenant says (R2). */
  cadence: cadence.nullable(),
  /** In words, why their events are no 1-1s; null where there are some. */
  why: z.string().nullable(),
  readAt: z.string().nullable(),
  /** The start of their last held discussion, for ranking (R4). */
  lastStart: z.string().nullable(),
  /** The discussion of the pair has to be held against the calendar that was just read. */
  dueAt: z.string().nullable(),
})
export type Pair = z.infer<typeof pair>

/** Version 1 knew only the present manager. */
export const fromVersion1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  managers: [old.manager],
})

/** Version 2 dropped meetings that a third person organizes, and knew one cadence. */
export const fromVersion2 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  possible: [],
  ours: [],
  cadence: null,
})

/** `before` is the pair with their former manager, if there was one. */
export function newPair(tenant: string, employee: string, manager: string, before: Pair | null = null): Pair {
  return {
    tenant,
    employee,
    manager,
    managers: [...new Set([...(before?.managers ?? []), manager])],
    seesPast: before === null,
    answer: null,
    slots: null,
    away: [],
    possible: [],
    ours: [],
    cadence: null,
    why: null,
    readAt: null,
    lastStart: null,
    dueAt: null,
  }
}

/** A meeting series as Teams names it (R17): its join URL, and whose it is. Keyed by a digest of the URL. */
export const series = z.object({
  tenant: z.string(),
  id: z.string(),
  joinUrl: z.string(),
  manager: z.string(),
  employee: z.string(),
})
export type Series = z.infer<typeof series>

/** A join URL is longer than an id may be: 32 hex digits of its SHA-256. */
export async function seriesId(joinUrl: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(joinUrl))
  return Array.from(new Uint8Array(digest).slice(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** Why a calendar cannot be read, however often it is asked: no mailbox or licence; our access does not reach it. */
export const noMailbox = z.enum(['noMailbox', 'noAccess'])
export type NoMailbox = z.infer<typeof noMailbox>

/** A manager's calendar: when it was last read whole, what closes it to us, and when it is read next. */
export const calendar = z.object({
  tenant: z.string(),
  manager: z.string(),
  readAt: z.string().nullable(),
  /** Null while it can be read: then, and only then, no slots means no 1-1s. */
  closed: noMailbox.nullable(),
  dueAt: z.string().nullable(),
})
export type Calendar = z.infer<typeof calendar>

/** Version 1 knew only when it is read next. */
export const calendarFromVersion1 = (old: Record<string, unknown>): Record<string, unknown> => ({
  ...old,
  readAt: null,
  closed: null,
})
