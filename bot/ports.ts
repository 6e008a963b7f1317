// What the server needs from outside, as types only: every adapter is one of these.

import type { Original } from '#shared/discussion/discussion.ts'
import type { Kind, Value } from '#shared/kinds.ts'
import type { GraphEvent } from '#shared/oneOnOne/event.ts'
import type { NoMailbox } from '#shared/oneOnOne/pair.ts'
import type { DirectoryPerson, MailboxSettings } from '#shared/person.ts'
import type { Instant } from '#shared/time.ts'

/** Changes at every write of a document; opaque. */
export type Version = string
export type Stored<K extends Kind> = { value: Value<K>; version: Version }
export type Write = { [K in Kind]: { kind: K; value: Value<K>; over: Version | 'absent' } }[Kind]

export type LogEntry = {
  update: Uint8Array
  /** Ids of who wrote it, with spaces between them; 'server' for what nobody typed. */
  by: string
}
/** `at` names exactly what was read; opaque. */
export type PartitionLog = { entries: LogEntry[]; at: string }

/** A stored document as it lies there, not parsed: what backup, copy and check go over. */
export type RawDocument = { kind: string; partition: string; id: string; schema: number; json: unknown }
/** One log with all its entries. */
export type RawLog = { log: string; entries: LogEntry[] }

/**
 * The heart: compare-and-set documents in partitions, what is due, and one append-only log in each partition that needs
 * one. Throws when the store does not answer, and an Error that names kind, id and field for a
 * document that cannot be read.
 */
export type Store = {
  get<K extends Kind>(kind: K, partition: string, id: string): Promise<Stored<K> | null>
  /** Writes over exactly this version, or only if there is none; null when somebody was first. */
  put<K extends Kind>(kind: K, value: Value<K>, over: Version | 'absent'): Promise<Version | null>
  /** Several of one partition, all or none; null when somebody was first on any of them. Throws on mixed partitions. */
  putAll(writes: Write[]): Promise<Version[] | null>
  remove(kind: Kind, partition: string, id: string, over: Version): Promise<boolean>
  /** All of a kind in one partition, by id. */
  list<K extends Kind>(kind: K, partition: string): Promise<Stored<K>[]>
  /** The same for several kinds, in one query. */
  read<K extends Kind>(partition: string, kinds: readonly K[]): Promise<{ [P in K]: Stored<P>[] }>
  /** What is due at or before `now`, earliest first. */
  due<K extends Kind>(kind: K, now: Instant, limit: number): Promise<Stored<K>[]>
  /** The earliest moment after `after` at which anything is due; null when nothing is. */
  nextDue(after: Instant): Promise<Instant | null>
  /**
   * Durable when it resolves: the promise that "Saved" stands on (R15). Calls for one log stay in order, and many at
   * once cost one write.
   */
  append(partition: string, entries: LogEntry[]): Promise<void>
  /**
   * The whole log; with `after`, the `at` of an earlier reading, only what was appended since. Where the log was folded
   * meanwhile it is all of it again: whoever applies entries twice must not mind.
   */
  readLog(partition: string, after?: string): Promise<PartitionLog>
  /**
   * Puts `entry` in the place of everything that was read at `at`; what was appended since stays behind it. False, and
   * nothing changed, when somebody else compacted since.
   */
  compact(partition: string, at: string, entry: LogEntry): Promise<boolean>
  /** Deletes everything in a partition, its log too. Interrupted, it is finished by calling it again. */
  clear(partition: string): Promise<void>
  /**
   * Rewrites the store's own files, so that no byte of what was deleted stays between the lines (R8); as long as it
   * takes, nothing else is served. Throws when it did not get that far. Nothing to do where a service keeps the files.
   */
  forget(): Promise<void>
  /** Everything there is, over all partitions: for administrators' commands only. */
  everything(): AsyncIterable<RawDocument | RawLog>
  /** Throws when the store does not answer. */
  check(): Promise<void>
  close(): Promise<void>
}

/** What Graph says about mailboxes. Times UTC. Every call throws `Refusal('unavailable')` when Graph does not answer. */
export type Calendar = {
  /** Everything in the window; or why this mailbox cannot be read, however often it is asked. */
  view(mailbox: string, from: Instant, to: Instant): Promise<{ events: GraphEvent[] } | { closed: NoMailbox }>
  /** The usual ones where the mailbox has none, or they are closed to us. */
  settings(mailbox: string): Promise<MailboxSettings>
  /** Null where it is not there. Throws `Refusal('notForYou')` where the mailbox is closed to us. */
  event(mailbox: string, eventId: string): Promise<Occurrence | null>
  /**
   * Changes subject, categories and our mark on one occurrence, nothing else (R5), and only while it is as it was read.
   * Throws `Refusal('notForYou')` where the mailbox is closed to us; after `Refusal('unavailable')` it may be done all
   * the same: only reading it again tells.
   */
  rename(
    of: Pick<Occurrence, 'mailbox' | 'eventId' | 'changeKey'>,
    to: { subject?: string; categories: string[]; mark: string },
  ): Promise<'done' | 'changed' | 'gone'>
  /** The join URL behind a meeting chat (R17); null when Graph does not know the chat. */
  chatJoinUrl(chatId: string): Promise<string | null>
}
/** One occurrence as it is read before and after a conversion. */
export type Occurrence = Original & { start: Instant; end: Instant; isCancelled: boolean; mark: string }

/**
 * Who is who in the tenant. Every call throws `Refusal('unavailable')` when Graph does not answer, and
 * `Refusal('notForYou')`, which names the missing permission, when it refuses.
 */
export type Directory = {
  /** By object id or user principal name. */
  person(id: string): Promise<DirectoryPerson | null>
  employeesOf(manager: string): Promise<DirectoryPerson[]>
  byAddress(address: string): Promise<DirectoryPerson | null>
  managerOf(employee: string): Promise<DirectoryPerson | null>
}
/** For administrators' commands. */
export type Groups = {
  /**
   * Ids of the people in a group, those of groups inside it too; `group` is an object id or the display name. Null where
   * there is no such group. Throws `Refusal('invalid')` where several have the name, else as Directory does.
   */
  membersOf(group: string): Promise<string[] | null>
}
/** For commands that may not ask for mailbox settings. */
export type Zones = {
  /** The zone most of a mailbox's events were made in, as Graph calls it; null where none says. Throws as `view` does. */
  zoneOf(mailbox: string, from: Instant, to: Instant): Promise<string | null>
}

/**
 * Graph's change notifications. Every call throws `Refusal('unavailable')` when Graph does not answer; it may have done
 * what it was asked all the same.
 */
export type Subscriptions = {
  /**
   * One for a mailbox's events, which takes the place of any that this app has there. `hook` is where Graph posts,
   * `secret` what it repeats there, `until` at most seven days ahead. Null where Graph gives none, however often it is asked.
   */
  subscribe(
    mailbox: string,
    of: { hook: string; secret: string; until: Instant },
  ): Promise<{ id: string; expiresAt: Instant } | null>
  /** When it expires now; null when there is no such subscription, or no way into the mailbox, any more. */
  renew(mailbox: string, id: string, until: Instant): Promise<Instant | null>
  /** Afterwards it is gone, whether it was there or not. */
  unsubscribe(mailbox: string, id: string): Promise<void>
}

export type Chat = { conversation: string; serviceUrl: string }
/** A card and the sentence for notifications and screen readers. */
export type Outgoing = { card: Record<string, unknown>; summary: string }
export type Delivery =
  | { outcome: 'sent'; activity: string }
  /** Definitely not sent; to be tried again after so many machine ms. */
  | { outcome: 'refused'; retryAfterMs: number }
  /** The person blocked or uninstalled the bot. */
  | { outcome: 'blocked' }
  /** Perhaps sent: a time-out, a reset, a 5xx (R12). */
  | { outcome: 'unsure' }
  /** Refused for good: the service will never take this message. */
  | { outcome: 'rejected'; status: number }

/** Sends one request per call, never again by itself (R12). */
export type Messenger = {
  send(chat: Chat, message: Outgoing): Promise<Delivery>
  /** Replaces a card in place; false when that did not work. */
  update(chat: Chat, activity: string, message: Outgoing): Promise<boolean>
  /** Deletes a card from the chat; true when it is not there any more, false when it may be. */
  remove(chat: Chat, activity: string): Promise<boolean>
  /** The person's own chat with the bot, where the app is installed; null where it could not be opened. */
  open(serviceUrl: string, tenant: string, person: string): Promise<Chat | null>
}

/** Who is calling, as the token says. Throws `Refusal('signIn')`, the same for every kind of bad token. */
export type Caller = { tenant: string; id: string; name: string; roles: string[]; expires: number }
export type Identity = { verify(token: string): Promise<Caller> }

/** The app's own token for a scope such as https://graph.microsoft.com/.default. */
export type AppTokens = (scope: string) => Promise<string>

/** Business time only: quarters, what is due, when it was agreed. */
export type Clock = { now(): Instant }

/** Structured lines; ids, kinds and counts only, never what people wrote, never a token. */
export type Log = {
  info(event: string, facts?: Record<string, unknown>): void
  warn(event: string, facts?: Record<string, unknown>): void
  error(event: string, error: unknown, facts?: Record<string, unknown>): void
}

/** Open live plans. */
export type Rooms = {
  tell(document: string, news: { kind: 'stamped' | 'progress' | 'agreed'; by: string }): void
  /** Who may be here has changed: everybody has to come in again through the door (R7); '*' for every plan. */
  recheck(document: string): void
}

/** What the instances of the app say to one another about an open live plan, or `everybody` about all of them. */
export type Peers = {
  /** False while something that is said may be lost, and something said by others is not heard. */
  isUp(): boolean
  /**
   * Hears what others say about this document from when it resolves, at the latest after a second; it hears again by
   * itself after the line was down. Nobody hears themselves.
   */
  join(document: string): Promise<void>
  leave(document: string): void
  /** Lost where the line is down. Never throws. */
  say(document: string, message: Uint8Array): void
  /** Once, before anything else. `up` and `down` are called at each turn; it begins down. */
  listen(to: { heard(document: string, message: Uint8Array): void; up(): void; down(): void }): void
  close(): Promise<void>
}

/** Asks for what is due to be looked at now rather than at the next tick. */
export type Nudge = () => void

/** What use-cases are given. */
export type World = {
  store: Store
  calendar: Calendar
  directory: Directory
  subscriptions: Subscriptions
  messenger: Messenger
  clock: Clock
  log: Log
  rooms: Rooms
  nudge: Nudge
  /** Where the server is reached from outside, without a slash at the end; null where nobody said. */
  address(): string | null
}
