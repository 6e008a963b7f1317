// The question "convert this slot?" and its answer (R4): one per employee and quarter.
import { z } from 'zod'
import { addDays, type Instant } from '../time.ts'

/** At first, and asked again at most twice when there is silence (R4). */
export const MOST_TIMES_ASKED = 3
/** "Later" and silence both ask again after a week, days. */
export const ASK_AGAIN_DAYS = 7

const state = z.discriminatedUnion('name', [
  z.object({ name: z.literal('open') }),
  z.object({ name: z.literal('later') }),
  /** Final for the quarter; either of the two can still start one by hand. */
  z.object({ name: z.literal('notThisQuarter'), at: z.string() }),
  /** Answered with Convert; how that goes is the discussion's to say. */
  z.object({ name: z.literal('converted'), at: z.string() }),
])

/** R4: the employee asks for a discussion; `eventId` is the slot they propose, null where any will do. */
const request = z.object({ at: z.string(), eventId: z.string().nullable() })

export const offer = z.object({
  tenant: z.string(),
  employee: z.string(),
  manager: z.string(),
  quarter: z.object({ key: z.string(), label: z.string() }),
  state,
  /** How often it was asked, silence only; "Later" begins anew. */
  asked: z.number().int(),
  /** Ids of the messages that carry it, oldest first: they all show the outcome. */
  messages: z.array(z.string()),
  /** What the employee asked for, until it became a discussion. */
  request: request.nullable(),
  dueAt: z.string().nullable(),
})
export type Offer = z.infer<typeof offer>

/** Version 1 was before an employee could ask. */
export const fromVersion1 = (old: Record<string, unknown>): Record<string, unknown> => ({ ...old, request: null })

export function newOffer(of: Pick<Offer, 'tenant' | 'employee' | 'manager' | 'quarter'>, askAt: Instant): Offer {
  return { ...of, state: { name: 'open' }, asked: 0, messages: [], request: null, dueAt: askAt }
}

/**
 * It has been put to the manager in the message with this id. After the last time it is looked at once more when the
 * quarter closes, so that its cards no longer ask.
 */
export function asked(of: Offer, message: string, now: Instant, closes: Instant): Offer {
  const times = of.asked + 1
  const dueAt = times < MOST_TIMES_ASKED ? addDays(now, ASK_AGAIN_DAYS) : closes
  return { ...of, state: { name: 'open' }, asked: times, messages: [...of.messages, message], dueAt }
}

/** Silence has been met often enough: nothing more is asked before the quarter closes (R4). */
export const isAskedEnough = (of: Offer): boolean => of.asked >= MOST_TIMES_ASKED

export function later(of: Offer, now: Instant): Offer {
  return { ...of, state: { name: 'later' }, asked: 0, dueAt: addDays(now, ASK_AGAIN_DAYS) }
}

export function notThisQuarter(of: Offer, now: Instant): Offer {
  return { ...of, state: { name: 'notThisQuarter', at: now }, dueAt: null }
}

export function answered(of: Offer, now: Instant): Offer {
  return { ...of, state: { name: 'converted', at: now }, request: null, dueAt: null }
}

/** Open again: the slot was lost, or the manager wants to be asked now. */
export function reopen(of: Offer, askAt: Instant): Offer {
  return { ...of, state: { name: 'open' }, asked: 0, dueAt: askAt }
}

/**
 * The employee asks, or proposes this slot: it is put to the manager now, once, whatever was said before. Null where just
 * that was asked already, however it was answered.
 */
export function requested(of: Offer, eventId: string | null, now: Instant): Offer | null {
  if (of.request && of.request.eventId === eventId) return null
  return { ...reopen(of, now), request: { at: now, eventId } }
}

/** The manager heard what the employee asks for, and would rather not this quarter. */
export const isTurnedDown = (of: Offer): boolean => of.request !== null && of.state.name === 'notThisQuarter'

/** It is due because the employee has just asked, and not because time went by. */
export const isJustRequested = (of: Offer): boolean => of.request !== null && of.request.at === of.dueAt
