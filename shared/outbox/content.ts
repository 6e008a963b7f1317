// What an outbox message says, as data: one shape for each card. Titles, names and dates only (R7).
import { z } from 'zod'
import { progressState } from '../history/commitment.ts'
import { dayText } from '../plan/planShape.ts'

const instant = z.string()
export const slotTime = z.object({ eventId: z.string(), start: instant, end: instant })
export type SlotTime = z.infer<typeof slotTime>

/** Why a slot is recommended (R4). */
export const rankReason = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('weeksAfterLast'), weeks: z.number().int() }),
  z.object({ kind: z.literal('middleOfQuarter') }),
  z.object({ kind: z.literal('farFromMiddle') }),
])

/** R0: the first contact, for the employee. */
const hello = z.object({
  type: z.literal('hello'),
  manager: z.string(),
  answer: z.enum(['yes', 'no']).nullable(),
})

/** R4: the offer, for the manager; `outcome` once it has been answered, by whoever was first. */
export const offerOutcome = z.discriminatedUnion('name', [
  z.object({ name: z.literal('converting'), start: instant }),
  /** R5: the employee organizes this meeting and is asked first. */
  /** `organizer` is who is asked, where it is not the employee. */
  z.object({ name: z.literal('asking'), start: instant, organizer: z.string().optional() }),
  /** `renamed`: the invitation was changed; not where a third person organizes it (R5). */
  z.object({
    name: z.literal('converted'),
    at: instant,
    start: instant,
    prepareOn: dayText,
    renamed: z.boolean(),
  }),
  z.object({ name: z.literal('undone'), at: instant }),
  z.object({ name: z.literal('later'), askAgain: dayText }),
  z.object({ name: z.literal('notThisQuarter'), before: dayText }),
  z.object({ name: z.literal('failed'), why: z.string() }),
  /** The question is no longer open: the slot passed, the employee declined, another offer replaced it. */
  z.object({ name: z.literal('over'), why: z.string() }),
])
export type OfferOutcome = z.infer<typeof offerOutcome>
const offer = z.object({
  type: z.literal('offer'),
  employee: z.string(),
  recommended: slotTime,
  alternatives: z.array(slotTime).max(4),
  reason: rankReason,
  /** R4: the employee asks for a discussion; 'slot': and proposes the recommended one. */
  request: z.enum(['any', 'slot']).nullable(),
  /** How many of the slots a third person organizes: they are asked first, where they can be (R5). */
  others: z.enum(['none', 'some', 'all']),
  outcome: offerOutcome.nullable(),
})

/** News of what another did: a heading, a sentence, perhaps a button into the app. */
const news = z.object({
  type: z.literal('news'),
  title: z.string(),
  text: z.string(),
  open: z.object({ title: z.string(), subPage: z.string() }).nullable(),
})

/** R11: prepare; answered here or in the tab. `mode` is what the card shows now. */
const prepare = z.object({
  type: z.literal('prepare'),
  with: z.string(),
  start: instant,
  end: instant,
  questions: z.array(z.string()),
  subPage: z.string(),
  remindOn: dayText.nullable(),
  mode: z.enum(['ask', 'form', 'kept', 'shared', 'later']),
})

/**
 * R5: somebody else organizes the meeting that the manager wants to convert; nothing is changed until they agree.
 * `employee` is there where that is neither of the two.
 */
const askOrganizer = z.object({
  type: z.literal('askOrganizer'),
  manager: z.string(),
  employee: z.string().optional(),
  start: instant,
  end: instant,
  answer: z.enum(['yes', 'no']).nullable(),
})

/** R1: a third person invited exactly the two; asked once a series. */
const askOurs = z.object({
  type: z.literal('askOurs'),
  with: z.string(),
  organizer: z.string(),
  series: z.string(),
  start: instant,
  end: instant,
  repeats: z.boolean(),
  answer: z.enum(['yes', 'no']).nullable(),
})

/** R5: an edit of the series took the discussion's name away; the manager is asked once whether to put it back. */
const askRename = z.object({
  type: z.literal('askRename'),
  with: z.string(),
  start: instant,
  answer: z.enum(['yes', 'no']).nullable(),
})

/** R6: the slot passed without a meeting event; did it take place? */
const askHeld = z.object({
  type: z.literal('askHeld'),
  with: z.string(),
  start: instant,
  answer: z.enum(['yes', 'no']).nullable(),
})

/** After the discussion: titles and dates, a button to the plan. `agreed` is the revision both agreed on. */
const summary = z.object({
  type: z.literal('summary'),
  label: z.string(),
  with: z.string(),
  day: dayText,
  agreed: z.number().int().nullable(),
  lines: z.array(z.object({ due: dayText.nullable(), text: z.string() })),
  more: z.number().int(),
  revisit: dayText.nullable(),
  subPage: z.string(),
})

/** Every three weeks: one tap for each action. `state` is the answer given on this card, null while open. */
const check = z.object({
  type: z.literal('check'),
  with: z.string(),
  items: z.array(
    z.object({ id: z.string(), title: z.string(), due: dayText.nullable(), state: progressState.nullable() }),
  ),
})

export const content = z.discriminatedUnion('type', [
  hello,
  offer,
  news,
  prepare,
  askOrganizer,
  askOurs,
  askRename,
  askHeld,
  summary,
  check,
])
export type Content = z.infer<typeof content>
export type ContentOf<T extends Content['type']> = Extract<Content, { type: T }>

/** The verbs of all card buttons; `data` carries the message's id as `m` and ids only. */
export const VERBS = [
  'hello.ok',
  'hello.decline',
  'hello.reopen',
  'offer.convert',
  'offer.later',
  'offer.notThisQuarter',
  'offer.reopen',
  'offer.undo',
  'organizer.yes',
  'organizer.no',
  'ours.yes',
  'ours.no',
  'rename.yes',
  'rename.no',
  'prepare.answer',
  'prepare.keep',
  'prepare.share',
  'prepare.later',
  'held.yes',
  'held.no',
  'action.onTrack',
  'action.stuck',
  'action.done',
  'action.drop',
  'action.reopen',
] as const
export type Verb = (typeof VERBS)[number]
