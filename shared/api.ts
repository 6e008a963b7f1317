// The REST contract between tab and server: for every route (routes.ts) the schemas of request and reply.
import { z } from 'zod'
import { point } from './agenda/agenda.ts'
import { commitment, progressState } from './history/commitment.ts'
import { cadence } from './offer/cadence.ts'
import { possible } from './oneOnOne/pair.ts'
import { content } from './outbox/content.ts'
import { LIMIT } from './plan/plan.ts'
import { plan } from './plan/planShape.ts'
import { AUDITED, surface } from './privacy/audit.ts'
import { count } from './privacy/counts.ts'
import { type RouteName, WAYS } from './routes.ts'

const person = z.object({ id: z.string(), name: z.string(), firstName: z.string() })
export type Person = z.infer<typeof person>

const instant = z.iso.datetime()
const quarter = z.object({ key: z.string(), label: z.string() })

/** Who the caller is, and the business time by the server's clock; `zone` is IANA, `today` that zone's day. */
const me = z.object({
  person,
  now: instant,
  today: z.string(),
  zone: z.string(),
  quarter,
  manager: person.nullable(),
  isManager: z.boolean(),
  isPeopleOps: z.boolean(),
  /**
   * What the employee said to taking part (R0); 'none' where nobody asked, 'erased' for who had everything about them
   * deleted and is left alone (R8).
   */
  takesPart: z.enum(['none', 'told', 'yes', 'no', 'erased']),
})
export type Me = z.infer<typeof me>

export const DISCUSSION_STATES = ['needsSlot', 'converting', 'scheduled', 'held', 'agreed'] as const
const discussionState = z.enum(DISCUSSION_STATES)

/** A discussion's outside: titles and dates only. `start` and `end` are null while it needs a slot. */
const discussionHead = z.object({
  employee: person,
  manager: person,
  quarter,
  state: discussionState,
  start: instant.nullable(),
  end: instant.nullable(),
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
})
export type DiscussionHead = z.infer<typeof discussionHead>

const stamp = z.object({ by: z.string(), at: instant })
const revision = z.object({
  number: z.number().int(),
  hash: z.string(),
  at: instant,
  quarter,
  plan,
  stamps: z.array(stamp),
})
export type Revision = z.infer<typeof revision>

const slot = z.object({ eventId: z.string(), start: instant, end: instant })

/** R4: the employee can ask for a discussion, or propose a slot. */
const asking = z.object({
  /** What may be proposed, in start order. */
  slots: z.array(slot),
  /** What they asked for; `slot` is what they proposed, while it is still free. */
  asked: z.object({ at: instant, slot: slot.nullable() }).nullable(),
  /** The manager heard it and would rather not this quarter. */
  turnedDown: z.boolean(),
})
export type Asking = z.infer<typeof asking>

const home = z.object({
  me,
  next: discussionHead.nullable(),
  prepared: z.enum(['no', 'private', 'shared']),
  /** Null where there is nothing to ask for: no manager, not taking part, a discussion this quarter. */
  asking: asking.nullable(),
  /** `with` is the first name of whoever agreed with the employee then, `since` what changed after it in words. */
  plan: z
    .object({
      now: plan,
      agreed: z.object({ number: z.number(), at: instant, with: z.string(), since: z.string() }).nullable(),
    })
    .nullable(),
  commitments: z.array(commitment),
  /** The last four quarters with the running one at the end, oldest first; `day` is the discussion's. */
  quarters: z.array(quarter.extend({ day: z.string().nullable(), state: discussionState.or(z.literal('none')) })),
  /** Names of everyone mentioned by id. */
  people: z.array(person),
  /** The manager who does not see what was written before them until it is handed over (R7). */
  handOver: person.nullable(),
  /** Messages that may not have arrived (R12): day and title. */
  unsure: z.array(z.object({ id: z.string(), at: instant, title: z.string() })),
})
export type Home = z.infer<typeof home>

const teamRow = z.object({
  employee: person,
  jobTitle: z.string(),
  last: z.object({ day: z.string(), state: discussionState }).nullable(),
  discussion: discussionHead.nullable(),
  /** The recommended slot while there is no discussion this quarter. */
  free: slot.nullable(),
  /** Why no slot was found, in words; null where there is one. */
  why: z.string().nullable(),
  /** Meetings of the two that a third person organizes, and of which nothing was said yet (R1). */
  possible: z.array(possible),
  /** How often the two talk (R2). */
  cadence,
  open: z.number().int(),
  stuck: z.number().int(),
  /** 'notDue': twice a year, and they talked last quarter. */
  next: z.enum(['convert', 'agree', 'prepare', 'whyNoSlot', 'declined', 'notDue', 'nothing']),
})
export type TeamRow = z.infer<typeof teamRow>
const team = z.object({ me, rows: z.array(teamRow) })
export type Team = z.infer<typeof team>

/**
 * How many managers' calendars can be read, and why others cannot: for people ops, in counts (R7). `managers`, all of
 * them, is null where it would tell a count that is too small to be shown.
 */
const calendars = z.object({
  managers: count.nullable(),
  read: count,
  noMailbox: count,
  noAccess: count,
  notYet: count,
})
export type Calendars = z.infer<typeof calendars>

/** Where the panel is (R17). `ask`: several discussions or none could be meant, the caller chooses. */
const meeting = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('discussion'), me, employee: person, quarter }),
  z.object({
    mode: z.literal('ordinary'),
    me,
    employee: person,
    manager: person,
    quarter,
    next: discussionHead.nullable(),
  }),
  z.object({ mode: z.literal('ask'), me, choices: z.array(discussionHead) }),
])
export type Meeting = z.infer<typeof meeting>

const answers = z.array(z.object({ question: z.string().max(LIMIT.line), text: z.string().max(LIMIT.text) })).max(10)
const preparation = z.object({ answers, shared: z.boolean(), at: instant.nullable() })
export type Preparation = z.infer<typeof preparation>

/** Everything the panel and the preparation page show of one discussion. */
const discussion = z.object({
  me,
  head: discussionHead,
  agenda: z.array(point),
  /** What was promised last time, and when; null before the first agreed plan. */
  promised: z.object({ day: z.string(), commitments: z.array(commitment) }).nullable(),
  mine: preparation,
  /** The other's preparation, only once it is shared. */
  theirs: preparation.nullable(),
  note: z.object({ text: z.string(), version: z.string().nullable() }),
  people: z.array(person),
})
export type Discussion = z.infer<typeof discussion>

/** The pair's ordinary week: open promises and the caller's private note. */
const pair = z.object({
  me,
  employee: person,
  manager: person,
  quarter,
  promised: z.object({ day: z.string(), commitments: z.array(commitment) }).nullable(),
  note: z.object({ text: z.string(), version: z.string().nullable() }),
  people: z.array(person),
})
export type Pair = z.infer<typeof pair>

/** What goes round the live plan: its socket's document, stamps, revisions, progress. The text itself is in the socket. */
const planInfo = z.object({
  me,
  employee: person,
  manager: person,
  quarter,
  /** The last day of that quarter. */
  quarterEnds: z.string(),
  /** Name of the live document for the socket at /collab. */
  document: z.string(),
  /** The newest frozen copy, with one stamp or two; null before the first stamp. */
  latest: revision.nullable(),
  /** The newest one that both agreed on. */
  agreed: revision.nullable(),
  /** Whether the other of the two sees it: not a manager to whom it has not been handed over (R7). */
  otherSees: z.boolean(),
  commitments: z.array(commitment),
  people: z.array(person),
  /** Skills and experiences that a focus area could be named. */
  offered: z.array(z.string()),
})
export type PlanInfo = z.infer<typeof planInfo>

/** The plan's history (R8): every revision that both agreed on, oldest first, and how what was promised went. */
const planHistory = z.object({
  me,
  employee: person,
  manager: person,
  otherSees: z.boolean(),
  /** The plan as it was when this was read. */
  now: plan,
  revisions: z.array(revision),
  commitments: z.array(commitment),
  /** Names of everyone mentioned by id whom the store still knows. */
  people: z.array(person),
})
export type PlanHistory = z.infer<typeof planHistory>

/** Who read or changed the caller's plan (R7), newest first; `by` is null for whoever the store no longer knows. */
const auditLine = z.object({ day: z.string(), at: instant, by: person.nullable(), what: z.enum(AUDITED), surface })
export type AuditLine = z.infer<typeof auditLine>
const auditList = z.object({ me, lines: z.array(auditLine) })

const written = z.object({ quarter: z.string(), by: z.string(), shared: z.boolean(), at: instant, answers })
const ownNote = z.object({ quarter: z.string(), text: z.string() })

/** Everything about the caller that is theirs to see (R8): no one else's note, nor what they did not share. */
const everything = z.object({
  me,
  person: z.object({ mail: z.string().nullable(), jobTitle: z.string().nullable(), workingDays: z.array(z.number()) }),
  /** How the app knows the caller and their manager; null without one. */
  pair: z
    .object({
      manager: z.string(),
      managers: z.array(z.string()),
      answer: z.enum(['yes', 'no']).nullable(),
      seesPast: z.boolean(),
      lastStart: instant.nullable(),
      /** What the two chose; null as their tenant says. */
      cadence: cadence.nullable(),
      slots: z.array(z.object({ start: instant, end: instant })),
    })
    .nullable(),
  /** `requestedAt`: when the caller asked for one. */
  offers: z.array(
    z.object({
      quarter,
      manager: z.string(),
      state: z.string(),
      asked: z.number().int(),
      requestedAt: instant.nullable(),
    }),
  ),
  /** Oldest first. `points` are those that the two added to the agenda. */
  discussions: z.array(
    z.object({
      quarter,
      manager: z.string(),
      state: discussionState,
      attempt: z.number().int(),
      start: instant.nullable(),
      end: instant.nullable(),
      startedAt: instant.nullable(),
      endedAt: instant.nullable(),
      points: z.array(z.string()),
    }),
  ),
  preparations: z.array(written),
  notes: z.array(ownNote),
  plan: plan.nullable(),
  revisions: z.array(revision),
  commitments: z.array(commitment),
  /** What the bot wrote to the caller; of their employees only those who are theirs now. `at`: sent or settled. */
  messages: z.array(
    z.object({ about: z.string(), owedAt: instant, state: z.string(), at: instant.nullable(), content }),
  ),
  audit: z.array(auditLine),
  /** What a manager wrote for themself about the employees they have now. */
  asManager: z.array(z.object({ employee: person, preparations: z.array(written), notes: z.array(ownNote) })),
  /** Names of everyone mentioned by id whom the store still knows. */
  people: z.array(person),
})
export type Everything = z.infer<typeof everything>

const noContent = z.object({})
/** What goes into every route and comes out of it; refusals come as `refusal` with the status of its code. */
export const ROUTES = {
  me: { ...WAYS.me, reply: me },
  /** Deletes everything about the caller (R8); `confirm` is their full name as it is shown. */
  erase: { ...WAYS.erase, body: z.object({ confirm: z.string().max(LIMIT.line) }), reply: noContent },
  /** After a deletion: they want to take part again. */
  again: { ...WAYS.again, body: noContent, reply: noContent },
  home: { ...WAYS.home, reply: home },
  /** The caller asks their manager for a discussion; `slot` is an event id to propose, null for any. */
  ask: { ...WAYS.ask, body: z.object({ slot: z.string().min(1).max(600).nullable() }), reply: noContent },
  audit: { ...WAYS.audit, reply: auditList },
  export: { ...WAYS.export, reply: everything },
  team: { ...WAYS.team, reply: team },
  /** For people ops only. */
  calendars: { ...WAYS.calendars, reply: calendars },
  convert: { ...WAYS.convert, body: z.object({ eventId: z.string().min(1).max(600) }), reply: discussionHead },
  /** Whether a meeting that a third person organizes is the two's 1-1. */
  ours: {
    ...WAYS.ours,
    body: z.object({ series: z.string().min(1).max(1000), isOurs: z.boolean() }),
    reply: noContent,
  },
  cadence: { ...WAYS.cadence, body: z.object({ cadence }), reply: noContent },
  meeting: { ...WAYS.meeting, query: z.object({ chat: z.string().min(1).max(300) }), reply: meeting },
  pair: { ...WAYS.pair, reply: pair },
  discussion: { ...WAYS.discussion, reply: discussion },
  addPoint: { ...WAYS.addPoint, body: z.object({ title: z.string().trim().min(1).max(LIMIT.line) }), reply: noContent },
  prepare: { ...WAYS.prepare, body: z.object({ answers }), reply: preparation },
  share: { ...WAYS.share, body: noContent, reply: preparation },
  note: {
    ...WAYS.note,
    body: z.object({ text: z.string().max(LIMIT.note), version: z.string().nullable() }),
    reply: z.object({ version: z.string() }),
  },
  held: { ...WAYS.held, body: noContent, reply: discussionHead },
  plan: { ...WAYS.plan, reply: planInfo },
  stamp: {
    ...WAYS.stamp,
    body: z.object({ hash: z.string().regex(/^[0-9a-f]{64}$/, 'is not a content hash') }),
    reply: revision,
  },
  handOver: { ...WAYS.handOver, body: noContent, reply: noContent },
  revision: { ...WAYS.revision, reply: revision },
  history: { ...WAYS.history, reply: planHistory },
  progress: {
    ...WAYS.progress,
    body: z.object({ state: progressState, why: z.string().max(LIMIT.line).default('') }),
    reply: commitment,
  },
} as const satisfies Record<RouteName, object>

/** What every refused request is answered with; `field` where one is to blame. */
export const refusal = z.object({ code: z.string(), message: z.string(), field: z.string().optional() })

/** What the server tells an open live plan besides the text itself (a stateless message on its socket). */
export const planNews = z.object({ kind: z.enum(['stamped', 'progress', 'agreed']), by: z.string() })
/** The same way: people on another instance of the server may see this plan's edits late, or not any more. */
export const lateNews = z.object({ kind: z.literal('late'), isLate: z.boolean() })
export type LateNews = z.infer<typeof lateNews>
/** The same way: part of what was stored of this plan cannot be read, and is set aside. */
export const brokenNews = z.object({ kind: z.literal('broken') })
export type BrokenNews = z.infer<typeof brokenNews>

/** A person's place in the live plan, in the socket's awareness: the server writes `person`, the tab the rest. */
export const presence = z.object({
  person,
  /** Which field the caret is in: 'aspiration', or '<id>.<field>'; null when nowhere. */
  field: z.string().nullable(),
  /** In the aspiration: a Yjs relative position as JSON; else null. */
  caret: z.unknown().nullable(),
})
