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
  dueAt: z.string().nullable(),
})
export type Offer = z.infer<typeof offer>

export function newOffer(of: Pick<Offer, 'tenant' | 'employee' | 'manager' | 'quarter'>, askAt: Instant): Offer {
  return { ...of, state: { name: 'open' }, asked: 0, messages: [], dueAt: askAt }
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
  return { ...of, state: { name: 'converted', at: now }, dueAt: null }
}

/** Open again: the slot was lost, or the manager wants to be asked now. */
export function reopen(of: Offer, askAt: Instant): Offer {
  return { ...of, state: { name: 'open' }, asked: 0, dueAt: askAt }
}
