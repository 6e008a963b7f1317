// A chat message owed to someone (R12): its states, its deterministic id, and the moves between them.
import { z } from 'zod'
import { content } from './content.ts'

/**
 * When it may go (R11). `answer`: at once. `news`: at once within the recipient's hours. `daily`: in the morning,
 * several as one digest, one a day. `offer`: in the morning, one a day, never in a digest.
 */
export const URGENCIES = ['answer', 'news', 'daily', 'offer'] as const

export const message = z.object({
  tenant: z.string(),
  recipient: z.string(),
  id: z.string(),
  /** The employee it is about. */
  about: z.string(),
  content,
  urgency: z.enum(URGENCIES),
  /** The discussion it belongs to; it is dropped once that has moved on to another attempt. */
  discussion: z.object({ quarter: z.string(), attempt: z.number().int() }).nullable(),
  owedAt: z.string(),
  /** Not to be sent at or after this moment: nothing about a meeting in the past. */
  expiresAt: z.string().nullable(),
  state: z.discriminatedUnion('name', [
    z.object({ name: z.literal('owed') }),
    /** Being sent by this process; machine time in ms, because turning the business clock ends no lease. */
    z.object({ name: z.literal('claimed'), by: z.string(), at: z.number() }),
    z.object({ name: z.literal('sent'), at: z.string(), activity: z.string() }),
    /** Perhaps sent: never sent again, shown to its recipient and to the operator. */
    z.object({ name: z.literal('unsure'), at: z.string() }),
    z.object({
      name: z.literal('dropped'),
      at: z.string(),
      why: z.enum(['blocked', 'expired', 'overtaken', 'refused']),
    }),
  ]),
  dueAt: z.string().nullable(),
})
export type Message = z.infer<typeof message>

/** Version 1 knew offers that nobody had asked for, of meetings that one of the two organizes. */
export function fromVersion1(old: Record<string, unknown>): Record<string, unknown> {
  const known = old.content as { type?: string; outcome?: { name: string } | null } | undefined
  if (known?.type !== 'offer') return old
  const outcome = known.outcome?.name === 'converted' ? { ...known.outcome, renamed: true } : known.outcome
  return { ...old, content: { ...known, request: null, others: 'none', outcome } }
}

type Owed = Pick<Message, 'tenant' | 'recipient' | 'about' | 'content' | 'urgency'> &
  Partial<Pick<Message, 'discussion' | 'expiresAt'>> & {
    /** What tells this message from every other of its kind to the same person: subject, attempt, step (R12). */
    key: (string | number)[]
  }

/** A message as it is first owed; put it with `'absent'`, so that owing it twice is owing it once. */
export function owe({ key, ...of }: Owed, now: string, notBefore: string = now): Message {
  return {
    discussion: null,
    expiresAt: null,
    ...of,
    id: [of.content.type, ...key].join(':'),
    owedAt: now,
    state: { name: 'owed' },
    dueAt: notBefore,
  }
}

/** How long a claim may be in flight before its process counts as gone, machine ms. */
export const LEASE_MS = 60_000

/** It stays due, so that it is found again should its process die. */
export const claim = (of: Message, by: string, machineMs: number): Message => ({
  ...of,
  state: { name: 'claimed', by, at: machineMs },
})
export const settle = (of: Message, activity: string, now: string): Message => ({
  ...of,
  state: { name: 'sent', at: now, activity },
  dueAt: null,
})
export const doubt = (of: Message, now: string): Message => ({ ...of, state: { name: 'unsure', at: now }, dueAt: null })
export const drop = (of: Message, why: 'blocked' | 'expired' | 'overtaken' | 'refused', now: string): Message => ({
  ...of,
  state: { name: 'dropped', at: now, why },
  dueAt: null,
})
/** A definite refusal: to be tried again from this moment. */
export const retry = (of: Message, at: string): Message => ({ ...of, state: { name: 'owed' }, dueAt: at })
export const postpone = (of: Message, until: string): Message => ({ ...of, dueAt: until })

/**
 * A recipient's chat has had its digest, or its offer, of this day (R11). Made with the claim of what is sent and only
 * if absent, so that two processes cannot send two; taken back when the sending was refused.
 */
export const sentDay = z.object({
  tenant: z.string(),
  recipient: z.string(),
  urgency: z.enum(['daily', 'offer']),
  /** Of the recipient's zone. */
  day: z.string(),
})
export type SentDay = z.infer<typeof sentDay>
export const sentDayId = ({ urgency, day }: Pick<SentDay, 'urgency' | 'day'>): string => `${urgency}/${day}`

/** What may or may not have arrived (R12), for the tab of its recipient. */
export const unsure = z.object({
  tenant: z.string(),
  recipient: z.string(),
  messages: z.array(z.object({ id: z.string(), at: z.string(), title: z.string() })),
})
export type Unsure = z.infer<typeof unsure>

/**
 * The message says something else now. One that was sent already becomes due, so that its card is replaced in place;
 * nobody has to know who sends.
 */
export const say = (of: Message, content: Message['content'], now: string): Message => ({
  ...of,
  content,
  dueAt: of.state.name === 'sent' ? now : of.dueAt,
})
