// The world: the one state of the sandbox, as it lies in its file. Everything else is derived from it.
import type { Instant } from '#shared/time.ts'
import type { DateTimeTimeZone } from './graphTime.ts'

export type PersonId = string
export type ConversationId = string

export type MailboxSettings = {
  timeZone: string
  workingHours: {
    daysOfWeek: string[]
    startTime: string
    endTime: string
    timeZone: { name: string }
  }
  automaticRepliesSetting: {
    status: 'disabled' | 'alwaysEnabled' | 'scheduled'
    scheduledStartDateTime: DateTimeTimeZone
    scheduledEndDateTime: DateTimeTimeZone
    [key: string]: unknown
  }
  [key: string]: unknown
}

export type Person = {
  id: PersonId
  /** The short name that scripts and tenant files use. */
  key: string
  displayName: string
  mail: string | null
  userPrincipalName: string | null
  proxyAddresses: string[]
  accountEnabled: boolean
  userType: string
  jobTitle: string | null
  manager: PersonId | null
  installed: boolean
  /** App roles of our app in Entra, such as PeopleOps. */
  appRoles: string[]
  mailboxSettings: MailboxSettings
  /** How Graph answers for it; open where nothing is said. */
  mailbox?: 'open' | 'none' | 'closed'
}

/** `members` are ids of people and of other groups. */
export type Group = { id: string; displayName: string; members: string[] }

export type Attendee = {
  type: string
  status: { response: string; time: string }
  emailAddress: { name: string; address: string }
}

/** A Graph event; times are always kept in UTC. */
export type GraphEvent = {
  id: string
  iCalUId: string
  seriesMasterId: string | null
  type: 'singleInstance' | 'occurrence' | 'exception' | 'seriesMaster'
  subject: string | null
  start: DateTimeTimeZone
  end: DateTimeTimeZone
  isOrganizer: boolean
  hideAttendees: boolean
  attendees: Attendee[]
  organizer: { emailAddress: { name: string; address: string } } | null
  responseStatus: { response: string; time: string }
  categories: string[]
  isOnlineMeeting: boolean
  onlineMeeting: { joinUrl: string } | null
  changeKey: string
  '@odata.etag': string
  lastModifiedDateTime: string
  [key: string]: unknown
}

/** What a series says of an occurrence, kept while the occurrence is an exception. */
export type SeriesFields = Pick<GraphEvent, 'subject' | 'start' | 'end' | 'categories'>

export type CalendarItem = {
  event: GraphEvent
  /** Single-value extended properties by id. */
  properties: Record<string, string>
  series: SeriesFields | null
}

export type Activity = { type: string; id?: string; [key: string]: unknown }

export type ChatEntry = { id: string; from: 'bot' | 'person'; at: Instant; updatedAt?: Instant; activity: Activity }

export type MeetingSession = {
  chatId: ConversationId
  iCalUId: string
  startedAt: Instant
  endedAt: Instant | null
  stage: { url: string; by: PersonId } | null
}

export type Subscription = {
  id: string
  resource: string
  changeType: string
  notificationUrl: string
  lifecycleNotificationUrl: string | null
  clientState: string | null
  /** So many of the next notifications get lost. */
  lose: number
  expirationDateTime: Instant
}

export type World = {
  /** New at every reset: the app keys its own state by it. */
  id: string
  now: Instant
  fiscalYearStartMonth: number
  /** Whether the app has been told who has it installed. */
  announced: boolean
  people: Person[]
  /** Worlds saved before there were groups have none. */
  groups?: Group[]
  calendars: Record<PersonId, CalendarItem[]>
  chats: Record<ConversationId, ChatEntry[]>
  meetings: MeetingSession[]
  subscriptions: Subscription[]
  /** Counts changes, for change keys. */
  changes: number
}
