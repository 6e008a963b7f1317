// A tenant file, read: people and their calendars with everything filled in that a file may leave out.
import { z } from 'zod'
import { parseTenantFile, type TenantFile, type TenantPerson } from '#bot/cli/tenantFile.ts'
import { bareAddress } from '#shared/person.ts'
import type { Instant } from '#shared/time.ts'
import { type DateTimeTimeZone, graphTime, instantOf } from './graphTime.ts'
import { changeKeyOf } from './ids.ts'
import { addressesOf } from './people.ts'
import type { GraphEvent, Group, MailboxSettings, Person } from './world.ts'

export type Tenant = {
  now: Instant
  fiscalYearStartMonth: number
  people: Person[]
  groups: Group[]
  /** Events by the id of the calendar's owner. */
  events: Record<string, GraphEvent[]>
}

const dateTimeTimeZone = z.object({ dateTime: z.string(), timeZone: z.string().default('UTC') })
const emailAddress = z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish()
const responseStatus = z.object({ response: z.string().nullish(), time: z.string().nullish() })

const fileEvent = z.looseObject({
  id: z.string(),
  iCalUId: z.string().nullish(),
  start: dateTimeTimeZone,
  end: dateTimeTimeZone,
  attendees: z
    .array(z.object({ type: z.string().nullish(), status: responseStatus.nullish(), emailAddress }))
    .nullish(),
  organizer: z.object({ emailAddress }).nullish(),
})

/** App roles are the sandbox's own addition to a person of a tenant file. */
const appRoles = z.array(z.string()).catch([])

const NEVER = '0001-01-01T00:00:00Z'

/** Reads a tenant file. Throws Refusal 'invalid' that names the file, and the line and field where it can. */
export function readTenant(text: string, fileName: string): Tenant {
  return tenantOf(parseTenantFile(text, fileName))
}

/** Ids of people and of other groups: the sandbox's own addition to a group of a tenant file. */
const members = z.array(z.string()).catch([])
const groupOf = (entry: TenantPerson): Group => ({
  id: entry.id,
  displayName: entry.displayName,
  members: members.parse(entry.members),
})

/** The tenant of a file, with everything filled in that the file leaves out. Groups are nobody's mailbox. */
export function tenantOf(file: TenantFile): Tenant {
  const people = file.directory.filter((entry) => !isGroup(entry)).map(personOf)
  const events = Object.entries(file.calendarView).flatMap(([name, pages]) => {
    const owner = people.find(({ key, id }) => key === name || id === name)
    if (!owner) return []
    return [[owner.id, pages.flatMap(({ value }) => value.map((event) => eventOf(fileEvent.parse(event), owner)))]]
  })
  return {
    now: file.now,
    fiscalYearStartMonth: file.fiscalYearStartMonth,
    people,
    groups: file.directory.filter(isGroup).map(groupOf),
    events: Object.fromEntries(events),
  }
}

const isGroup = (entry: TenantPerson): boolean =>
  entry['@odata.type'] === '#microsoft.graph.group' || entry.groupTypes !== undefined

function personOf(person: TenantPerson): Person {
  const { id, key, displayName, mail, proxyAddresses, accountEnabled, userType, jobTitle, manager, installed } = person
  const settings = person.isRoom ? { userPurpose: 'room', ...person.mailboxSettings } : person.mailboxSettings
  return {
    id,
    key,
    displayName,
    mail,
    userPrincipalName: person.userPrincipalName ?? mail,
    proxyAddresses: proxyAddresses.length === 0 && mail ? [`SMTP:${mail}`] : proxyAddresses,
    accountEnabled,
    userType,
    jobTitle,
    manager,
    installed,
    appRoles: appRoles.parse(person.appRoles),
    mailboxSettings: settingsWith(settings ?? {}, person.mailboxTimeZone ?? 'UTC'),
  }
}

/** Mailbox settings as a new mailbox has them, with what is given laid over. */
export function settingsWith(given: Record<string, unknown>, timeZone: string): MailboxSettings {
  const zone = typeof given.timeZone === 'string' ? given.timeZone : timeZone
  const hours = (given.workingHours ?? {}) as Partial<MailboxSettings['workingHours']>
  const replies = (given.automaticRepliesSetting ?? {}) as Partial<MailboxSettings['automaticRepliesSetting']>
  const noTime: DateTimeTimeZone = { dateTime: '2020-01-01T00:00:00.0000000', timeZone: 'UTC' }
  return {
    ...given,
    timeZone: zone,
    workingHours: {
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
      startTime: '09:00:00.0000000',
      endTime: '17:00:00.0000000',
      timeZone: { name: zone },
      ...hours,
    },
    automaticRepliesSetting: {
      status: 'disabled',
      externalAudience: 'none',
      internalReplyMessage: '',
      externalReplyMessage: '',
      scheduledStartDateTime: noTime,
      scheduledEndDateTime: noTime,
      ...replies,
    },
  }
}

function eventOf(raw: z.infer<typeof fileEvent>, owner: Person): GraphEvent {
  const changeKey = typeof raw.changeKey === 'string' ? raw.changeKey : changeKeyOf(raw.id)
  const organizer = raw.organizer?.emailAddress
  const isOrganizer =
    typeof raw.isOrganizer === 'boolean'
      ? raw.isOrganizer
      : addressesOf(owner).has(bareAddress(organizer?.address ?? ''))
  const masterId = typeof raw.seriesMasterId === 'string' ? raw.seriesMasterId : null
  const join = z.object({ joinUrl: z.string() }).safeParse(raw.onlineMeeting)
  return {
    subject: '',
    bodyPreview: '',
    importance: 'normal',
    sensitivity: 'normal',
    isAllDay: false,
    isCancelled: false,
    showAs: 'busy',
    isDraft: false,
    responseRequested: true,
    allowNewTimeProposals: true,
    originalStartTimeZone: raw.start.timeZone,
    originalEndTimeZone: raw.end.timeZone,
    location: { displayName: '', locationType: 'default' },
    locations: [],
    recurrence: null,
    type: masterId ? 'occurrence' : 'singleInstance',
    createdDateTime: '2026-07-01T09:00:00Z',
    lastModifiedDateTime: '2026-07-01T09:00:00Z',
    categories: [],
    hideAttendees: false,
    ...raw,
    iCalUId: raw.iCalUId ?? raw.id,
    seriesMasterId: masterId,
    start: inUtc(raw.start),
    end: inUtc(raw.end),
    isOrganizer,
    responseStatus: { response: isOrganizer ? 'organizer' : 'none', time: NEVER, ...known(raw.responseStatus) },
    attendees: (raw.attendees ?? []).map((attendee) => ({
      type: attendee.type ?? 'required',
      status: { response: attendee.status?.response ?? 'none', time: attendee.status?.time ?? NEVER },
      emailAddress: {
        name: attendee.emailAddress?.name ?? attendee.emailAddress?.address ?? '',
        address: attendee.emailAddress?.address ?? '',
      },
    })),
    organizer: organizer ? { emailAddress: { name: organizer.name ?? '', address: organizer.address ?? '' } } : null,
    isOnlineMeeting: typeof raw.isOnlineMeeting === 'boolean' ? raw.isOnlineMeeting : join.success,
    onlineMeeting: join.success ? join.data : null,
    changeKey,
    '@odata.etag': `W/"${changeKey}"`,
  } satisfies GraphEvent as GraphEvent
}

const known = (value: unknown) => {
  const status = responseStatus.safeParse(value)
  return status.success && status.data.response ? { response: status.data.response } : {}
}

function inUtc(time: DateTimeTimeZone): DateTimeTimeZone {
  const at = instantOf(time)
  return at ? graphTime(at) : time
}
