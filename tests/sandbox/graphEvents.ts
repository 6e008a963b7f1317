// Graph's calendars: views, single events, and the PATCH that makes an occurrence an exception.
import type { Router } from 'express'
import { z } from 'zod'
import { type DateTimeTimeZone, graphTime, instantOf, keptInstant } from './graphTime.ts'
import { mailboxOf } from './graphUsers.ts'
import { calendarOf, changeEvent, copiesOf, type EventChange, itemOf, removeEvent } from './mailbox.ts'
import { expandedProperties, GraphFailure, page, pick, type Query, queryOf, selectOf } from './odata.ts'
import { changed, type Sandbox } from './sandbox.ts'
import { calendarsChanged } from './subscriptions.ts'
import type { CalendarItem, GraphEvent, Person, World } from './world.ts'

const PAGE = 10

const PROPERTIES = new Set(
  (
    'id createdDateTime lastModifiedDateTime changeKey categories transactionId originalStartTimeZone ' +
    'originalEndTimeZone originalStart iCalUId uid reminderMinutesBeforeStart isReminderOn hasAttachments subject ' +
    'bodyPreview importance sensitivity isAllDay isCancelled isOrganizer responseRequested seriesMasterId showAs type ' +
    'webLink onlineMeetingUrl isOnlineMeeting onlineMeetingProvider allowNewTimeProposals occurrenceId isDraft ' +
    'hideAttendees responseStatus body start end location locations recurrence attendees organizer onlineMeeting'
  ).split(' '),
)

const time = z.object({ dateTime: z.string(), timeZone: z.string().default('UTC') })
const address = z.object({ name: z.string().optional(), address: z.string() })

/** The fields of an event that may be changed through Graph. */
export const eventPatch = z.strictObject({
  subject: z.string().optional(),
  categories: z.array(z.string()).optional(),
  showAs: z.enum(['free', 'tentative', 'busy', 'oof', 'workingElsewhere', 'unknown']).optional(),
  sensitivity: z.enum(['normal', 'personal', 'private', 'confidential']).optional(),
  importance: z.enum(['low', 'normal', 'high']).optional(),
  isAllDay: z.boolean().optional(),
  hideAttendees: z.boolean().optional(),
  start: time.optional(),
  end: time.optional(),
  location: z.looseObject({ displayName: z.string().optional() }).optional(),
  locations: z.array(z.looseObject({})).optional(),
  body: z.object({ contentType: z.enum(['text', 'html', 'HTML', 'Text']), content: z.string() }).optional(),
  attendees: z
    .array(
      z.object({
        type: z.enum(['required', 'optional', 'resource']).default('required'),
        emailAddress: address,
        status: z.object({ response: z.string(), time: z.string().optional() }).optional(),
      }),
    )
    .optional(),
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).optional(),
})

export function eventRoutes(router: Router, sandbox: Sandbox): void {
  const itemAt = (params: { user: string; event: string }): { person: Person; item: CalendarItem } => {
    const person = mailboxOf(sandbox, params.user)
    const item = itemOf(sandbox.world, person.id, params.event) ?? seriesMaster(sandbox.world, person, params.event)
    if (item) return { person, item }
    throw new GraphFailure(404, 'ErrorItemNotFound', 'The specified object was not found in the store.')
  }

  router.get('/users/:user/calendarView', (req, res) => {
    const person = mailboxOf(sandbox, req.params.user)
    const query = queryOf(req.originalUrl, ['$select', '$top', '$skip', '$expand', '$orderby'])
    if ((query.$orderby ?? 'start/dateTime').replace(/ asc$/, '') !== 'start/dateTime') {
      throw new GraphFailure(400, 'BadRequest', 'Only $orderby=start/dateTime is known here.')
    }
    const window = { start: edge(query, 'startDateTime'), end: edge(query, 'endDateTime') }
    const items = calendarOf(sandbox.world, person.id).filter(
      ({ event }) => keptInstant(event.start) < window.end && keptInstant(event.end) > window.start,
    )
    const views = items.map((item) => viewFor(req, item, query))
    res.json(page(req.originalUrl, views, query, PAGE))
  })

  router.get('/users/:user/events/:event', (req, res) => {
    const { item } = itemAt(req.params)
    res.json(viewFor(req, item, queryOf(req.originalUrl, ['$select', '$expand'])))
  })

  router.patch('/users/:user/events/:event', (req, res) => {
    const { person, item } = itemAt(req.params)
    if (item.event.type === 'seriesMaster') {
      throw new GraphFailure(400, 'ErrorInvalidRequest', 'A series is changed through the control surface only.')
    }
    const match = req.get('if-match')
    if (match && match !== '*' && match !== item.event['@odata.etag']) {
      throw new GraphFailure(412, 'ErrorIrresolvableConflict', 'The change key does not match the current one.')
    }
    const parsed = eventPatch.safeParse(req.body)
    if (!parsed.success) throw new GraphFailure(400, 'ErrorInvalidRequest', z.prettifyError(parsed.error))
    const { singleValueExtendedProperties = [], ...fields } = parsed.data
    const before = mailboxesOf(sandbox.world, person, item)
    changeEvent(
      sandbox.world,
      person.id,
      item,
      changeOf(fields, item.event),
      Object.fromEntries(singleValueExtendedProperties.map(({ id, value }) => [id, value])),
    )
    announceChange(sandbox, [...before, ...mailboxesOf(sandbox.world, person, item)], 'updated')
    res.json(viewFor(req, item, {}))
  })

  router.delete('/users/:user/events/:event', (req, res) => {
    const { person, item } = itemAt(req.params)
    const mailboxes = mailboxesOf(sandbox.world, person, item)
    removeEvent(sandbox.world, person.id, item)
    announceChange(sandbox, mailboxes, 'deleted')
    res.status(204).end()
  })
}

type PatchFields = Omit<z.infer<typeof eventPatch>, 'singleValueExtendedProperties'>

/** A patch as a change to the stored event. Throws GraphFailure for a time that is none. */
export function changeOf({ start, end, attendees, body, ...rest }: PatchFields, event: GraphEvent): EventChange {
  const newStart = start && graphTime(instantIn(start, 'start'))
  const newEnd = end && graphTime(instantIn(end, 'end'))
  if (keptInstant(newEnd ?? event.end) < keptInstant(newStart ?? event.start)) {
    throw new GraphFailure(400, 'ErrorPropertyValidationFailure', 'The end must not be before the start.')
  }
  return {
    ...rest,
    ...(newStart && { start: newStart }),
    ...(newEnd && { end: newEnd }),
    ...(attendees && {
      attendees: attendees.map(({ type, emailAddress, status }) => ({
        type,
        status: { response: status?.response ?? 'none', time: status?.time ?? '0001-01-01T00:00:00Z' },
        emailAddress: { name: emailAddress.name ?? emailAddress.address, address: emailAddress.address },
      })),
    }),
    ...(body && { body, bodyPreview: body.content.slice(0, 255), ...meetingAfter(body.content, event) }),
  }
}

/** As in Outlook, a new body without the meeting's block ends the online meeting. */
function meetingAfter(content: string, { onlineMeeting }: GraphEvent): EventChange {
  if (!onlineMeeting || content.includes(onlineMeeting.joinUrl)) return {}
  return { isOnlineMeeting: false, onlineMeeting: null }
}

function instantIn(value: DateTimeTimeZone, field: string): string {
  const at = instantOf(value)
  if (!at) throw new GraphFailure(400, 'ErrorInvalidParameter', `The value of '${field}' is not a date and time.`)
  return at
}

function edge(query: Query, name: string): string {
  const at = instantOf({ dateTime: query[name] ?? '', timeZone: 'UTC' })
  if (at) return at
  throw new GraphFailure(
    400,
    'ErrorInvalidParameter',
    `This request requires a time window: '${name}' is missing or no time.`,
  )
}

type HeaderReader = { get: (name: string) => string | undefined }

function viewFor(req: HeaderReader, item: CalendarItem, query: Query): Record<string, unknown> {
  const prefer = req.get('prefer') ?? ''
  const zone = /outlook\.timezone="?([^",]+)"?/i.exec(prefer)?.[1] ?? 'UTC'
  const names = selectOf(query, 'event', PROPERTIES)
  const isAllDay = item.event.isAllDay === true
  const event = {
    ...item.event,
    start: zoned(item.event.start, zone, isAllDay),
    end: zoned(item.event.end, zone, isAllDay),
  }
  const view = names ? pick(event, ['@odata.etag', 'id', ...names]) : event
  const wanted = expandedProperties(query.$expand)?.filter((id) => id in item.properties) ?? []
  if (wanted.length === 0) return view
  return { ...view, singleValueExtendedProperties: wanted.map((id) => ({ id, value: item.properties[id] })) }
}

/** All-day events are midnight to midnight in whichever zone was asked for. */
const zoned = (value: DateTimeTimeZone, timeZone: string, isAllDay: boolean): DateTimeTimeZone =>
  isAllDay ? { dateTime: value.dateTime, timeZone } : graphTime(keptInstant(value), timeZone)

/** The master of a series, made up from its first occurrence. */
function seriesMaster(world: World, person: Person, id: string): CalendarItem | null {
  const first = calendarOf(world, person.id).find(({ event }) => event.seriesMasterId === id)
  if (!first) return null
  const event: GraphEvent = { ...first.event, ...first.series, id, seriesMasterId: null, type: 'seriesMaster' }
  return { event, properties: {}, series: null }
}

/** The mailboxes that a change to this event reaches. */
export function mailboxesOf(world: World, owner: Person, { event }: CalendarItem): string[] {
  return event.isOrganizer ? copiesOf(world, event.iCalUId).map((copy) => copy.owner) : [owner.id]
}

/** Tells the host pages and the webhooks whose calendars have changed. */
export function announceChange(sandbox: Sandbox, people: string[], changeType: 'updated' | 'deleted'): void {
  const once = [...new Set(people)]
  for (const person of once) changed(sandbox, { kind: 'calendar', person })
  calendarsChanged(sandbox, once, changeType)
}
