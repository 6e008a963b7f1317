// A growth discussion's life (R3, R5, R6): its states as a union, and the pure moves between them.
import { z } from 'zod'
import { point } from '../agenda/agenda.ts'
import { type Slot, slot } from '../oneOnOne/pair.ts'
import { addMinutes } from '../time.ts'

/** What the occurrence was before we touched it (R5), kept so that it can be put back. */
export const original = z.object({
  /** Where it was changed: the organizer's mailbox, and the event's id there. */
  mailbox: z.string(),
  eventId: z.string(),
  subject: z.string(),
  changeKey: z.string(),
  joinUrl: z.string().nullable(),
  isOnline: z.boolean(),
  categories: z.array(z.string()),
})
export type Original = z.infer<typeof original>

const state = z.discriminatedUnion('name', [
  z.object({
    name: z.literal('needsSlot'),
    since: z.string(),
    why: z.enum(['new', 'undone', 'failed', 'missed', 'cancelled', 'moved']),
  }),
  /** Somebody pressed Convert; the calendar is being changed. Nobody else can convert meanwhile (R3). */
  z.object({
    name: z.literal('converting'),
    slot,
    /** Kept before the calendar is touched; null until it has been read. */
    original: original.nullable(),
    /** R5: an employee who organizes the meeting is asked before it is changed. */
    consent: z.enum(['notNeeded', 'asked', 'given']),
    by: z.string(),
    at: z.string(),
  }),
  z.object({ name: z.literal('scheduled'), slot, original: original.nullable(), by: z.string(), at: z.string() }),
  z.object({ name: z.literal('held'), slot, original: original.nullable(), at: z.string() }),
  z.object({
    name: z.literal('agreed'),
    slot,
    original: original.nullable(),
    at: z.string(),
    revision: z.number().int(),
  }),
])

export const discussion = z.object({
  tenant: z.string(),
  employee: z.string(),
  manager: z.string(),
  quarter: z.object({ key: z.string(), label: z.string() }),
  /** How many times this quarter's discussion has needed a slot, from 1 (R3). */
  attempt: z.number().int().min(1),
  state,
  /** Meeting events of Teams, business time; hints, not the truth (R6). */
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
  /** Points that one of the two added to the agenda. */
  ownPoints: z.array(point),
  /**
   * A slot that was given up and is still to be given back (R5): its name in the calendar, `original` being null where
   * that was never changed, and after an undo what the two are told.
   */
  restore: z.object({ slot, original: original.nullable() }).nullable(),
  /** When the next step of the life is due, business time. */
  dueAt: z.string().nullable(),
})
export type Discussion = z.infer<typeof discussion>
export type DiscussionState = Discussion['state']
export type StateOf<N extends DiscussionState['name']> = Discussion & { state: Extract<DiscussionState, { name: N }> }

export const is = <N extends DiscussionState['name']>(of: Discussion, ...names: N[]): of is StateOf<N> =>
  (names as string[]).includes(of.state.name)

/** The slot, where it has one. */
export const slotOf = (of: Discussion): Slot | null => (of.state.name === 'needsSlot' ? null : of.state.slot)

type Pair = { tenant: string; employee: string; manager: string }

const begun = (slot: Slot, by: string, at: string): Extract<DiscussionState, { name: 'converting' }> => ({
  name: 'converting',
  slot,
  original: null,
  consent: 'notNeeded',
  by,
  at,
})

/** A new record, already being converted: made only if absent, which is the guard of R3. */
export function startConverting(
  pair: Pair,
  quarter: Discussion['quarter'],
  chosen: Slot,
  by: string,
  now: string,
): Discussion {
  return {
    tenant: pair.tenant,
    employee: pair.employee,
    manager: pair.manager,
    quarter,
    attempt: 1,
    state: begun(chosen, by, now),
    startedAt: null,
    endedAt: null,
    ownPoints: [],
    restore: null,
    dueAt: now,
  }
}

/** The same for a record that needs a slot again; null when somebody was first. */
export function convertAgain(of: Discussion, chosen: Slot, by: string, now: string): Discussion | null {
  if (!is(of, 'needsSlot') || of.restore) return null
  return { ...of, state: begun(chosen, by, now), dueAt: now }
}

/** The organizer has been asked (R5); `until` is when silence counts as no. */
export function askOrganizer(of: StateOf<'converting'>, until: string): StateOf<'converting'> {
  return { ...of, state: { ...of.state, consent: 'asked' }, dueAt: until }
}

/** The organizer agrees to the change of this one occurrence. */
export function consent(of: Discussion, now: string): Discussion | null {
  if (!is(of, 'converting') || of.state.consent !== 'asked') return null
  return { ...of, state: { ...of.state, consent: 'given' }, dueAt: now }
}

/**
 * The calendar has been changed and read back. `kept` is null where the calendar stays as it is (R5, assistants).
 * `next` is when the first step of the discussion is due.
 */
export function converted(
  of: StateOf<'converting'>,
  kept: Original | null,
  now: string,
  next: string | null,
): StateOf<'scheduled'> {
  const { slot, by } = of.state
  return { ...of, state: { name: 'scheduled', slot, original: kept, by, at: now }, dueAt: next }
}

/**
 * The calendar could not be changed: it needs a slot, in the same attempt. `putBack`: it may have been changed after
 * all, so the name is put back as soon as the calendar answers.
 */
export function notConverted(of: StateOf<'converting'>, putBack: boolean, now: string): Discussion {
  const { slot, original } = of.state
  const restore = putBack && original ? { slot, original } : null
  return { ...of, state: { name: 'needsSlot', since: now, why: 'failed' }, restore, dueAt: restore ? now : null }
}

/**
 * Back to needing a slot (R3, R6): undone, missed, cancelled, or moved out of reach. The next attempt begins.
 * `giveBack`: the event still exists, so its name has to be put back.
 */
export function loseSlot(
  of: StateOf<'scheduled'>,
  why: 'undone' | 'missed' | 'cancelled' | 'moved',
  giveBack: boolean,
  now: string,
): Discussion {
  const { slot, original } = of.state
  const restore = giveBack ? { slot, original } : null
  return {
    ...of,
    attempt: of.attempt + 1,
    state: { name: 'needsSlot', since: now, why },
    startedAt: null,
    endedAt: null,
    restore,
    dueAt: restore ? now : null,
  }
}

/** The discussion follows its meeting to another time (R5). */
export function follow(of: StateOf<'scheduled'>, start: string, end: string, now: string): Discussion {
  return { ...of, state: { ...of.state, slot: { ...of.state.slot, start, end } }, dueAt: now }
}

/** Held at the first of: start event, both stamps, a human's word (R6). Later news of the same kind change nothing. */
export function hold(of: Discussion, now: string): Discussion {
  if (!is(of, 'scheduled')) return of
  const { slot, original } = of.state
  return { ...of, state: { name: 'held', slot, original, at: now }, dueAt: endBy(of, slot) }
}

/** Both stamps on one revision (R6, R8); a later agreement in the same quarter replaces the earlier one. */
export function agree(of: Discussion, revision: number, now: string): Discussion {
  if (!is(of, 'scheduled', 'held', 'agreed')) return of
  const { slot, original } = of.state
  return { ...of, state: { name: 'agreed', slot, original, at: now, revision }, dueAt: endBy(of, slot) }
}

/** Its first end: the meeting's end event, a human's word, or, without either, an hour past the slot. */
export function end(of: Discussion, now: string): Discussion {
  const held = hold(of, now)
  if (!is(held, 'held', 'agreed')) return of
  return { ...held, startedAt: held.startedAt ?? now, endedAt: held.endedAt ?? now, dueAt: null }
}

/** A meeting event may come late, or never. */
export const WAIT_FOR_EVENT_MINUTES = 60

/** When a held discussion counts as ended without an event; null once it has. */
const endBy = (of: Discussion, slot: Slot): string | null =>
  of.endedAt === null ? addMinutes(slot.end, WAIT_FOR_EVENT_MINUTES) : null

/** How far past its quarter a meeting may be moved and still be that quarter's discussion (R5), days. */
export const GRACE_DAYS = 14
