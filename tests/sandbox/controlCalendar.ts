// Looking at a calendar and changing it as its owner would in Outlook: one event, or its whole series.
import type { Router } from 'express'
import { z } from 'zod'
import { Refusal } from '#shared/refusal.ts'
import { addMinutes, minutesBetween } from '#shared/time.ts'
import { requireApp, settle } from './app.ts'
import { announceChange, changeOf, eventPatch, mailboxesOf } from './graphEvents.ts'
import { type DateTimeTimeZone, graphTime, instantOf, keptInstant } from './graphTime.ts'
import { bodyOf, isoInstant, personOf } from './http.ts'
import {
  calendarOf,
  changeEvent,
  changeSeries,
  itemOf,
  removeEvent,
  removeSeries,
  respond,
  seriesOf,
} from './mailbox.ts'
import { GraphFailure } from './odata.ts'
import type { Sandbox } from './sandbox.ts'
import type { CalendarItem, GraphEvent, Person } from './world.ts'

/** A time as Graph has it, or an ISO 8601 instant. */
const time = z.union([
  z.object({ dateTime: z.string(), timeZone: z.string().default('UTC') }),
  isoInstant.transform((dateTime) => ({ dateTime, timeZone: 'UTC' })),
])

const calendarPatch = eventPatch.extend({
  start: time.optional(),
  end: time.optional(),
  responseStatus: z
    .object({ response: z.enum(['accepted', 'declined', 'tentativelyAccepted', 'notResponded', 'none']) })
    .optional(),
})

export function calendarRoutes(router: Router, sandbox: Sandbox): void {
  router.get('/calendar/:person', (req, res) => {
    const person = personOf(sandbox, req.params.person)
    res.json(calendarOf(sandbox.world, person.id).map(eventView))
  })

  router.patch('/calendar/:person/:event', async (req, res) => {
    const { person, item } = itemAt(sandbox, req.params)
    const { responseStatus, singleValueExtendedProperties = [], ...fields } = bodyOf(calendarPatch, req)
    if (responseStatus && item.event.isOrganizer) {
      throw new Refusal('invalid', '"responseStatus": the organizer does not answer.', 'responseStatus')
    }
    const change = sentence(() => changeOf(withLength(fields, item.event), item.event))
    await requireApp(sandbox)
    const items = 'series' in req.query ? seriesOf(sandbox.world, person.id, item) : [item]
    const reached = reachedBy(sandbox, person, items)
    if ('series' in req.query) changeSeries(sandbox.world, person, item, change)
    else if (Object.keys(change).length + singleValueExtendedProperties.length > 0) {
      const properties = Object.fromEntries(singleValueExtendedProperties.map(({ id, value }) => [id, value]))
      changeEvent(sandbox.world, person.id, item, change, properties)
    }
    if (responseStatus) for (const one of items) respond(sandbox.world, person.id, one, responseStatus.response)
    announceChange(sandbox, [...reached, ...reachedBy(sandbox, person, items)], 'updated')
    await settle(sandbox)
    res.json(eventView(item))
  })

  router.delete('/calendar/:person/:event', async (req, res) => {
    const { person, item } = itemAt(sandbox, req.params)
    await requireApp(sandbox)
    const items = 'series' in req.query ? seriesOf(sandbox.world, person.id, item) : [item]
    const reached = reachedBy(sandbox, person, items)
    if ('series' in req.query) removeSeries(sandbox.world, person.id, item)
    else removeEvent(sandbox.world, person.id, item)
    announceChange(sandbox, reached, 'deleted')
    await settle(sandbox)
    res.json({ ok: true })
  })
}

function itemAt(sandbox: Sandbox, params: { person: string; event: string }): { person: Person; item: CalendarItem } {
  const person = personOf(sandbox, params.person)
  const item = itemOf(sandbox.world, person.id, params.event)
  if (item) return { person, item }
  throw new Refusal('notFound', `${person.displayName}'s calendar has no event with the id "${params.event}".`)
}

/** An answer to an invitation reaches the organizer's mailbox too, so everybody who is in it counts. */
const reachedBy = ({ world }: Sandbox, person: Person, items: CalendarItem[]): string[] =>
  items.flatMap((item) => [
    ...mailboxesOf(world, person, item),
    ...world.people.filter(({ mail }) => mail === item.event.organizer?.emailAddress.address).map(({ id }) => id),
  ])

function eventView({ event, properties }: CalendarItem): object {
  const entries = Object.entries(properties)
  if (entries.length === 0) return event
  return { ...event, singleValueExtendedProperties: entries.map(([id, value]) => ({ id, value })) }
}

/** Outlook keeps the length of a meeting whose start is moved; Graph would refuse a start after the end. */
function withLength<T extends { start?: DateTimeTimeZone; end?: DateTimeTimeZone }>(fields: T, event: GraphEvent): T {
  const start = fields.start && !fields.end ? instantOf(fields.start) : null
  if (!start) return fields
  const minutes = minutesBetween(keptInstant(event.start), keptInstant(event.end))
  return { ...fields, end: graphTime(addMinutes(start, minutes)) }
}

/** Graph's refusal of a value, as one of the control surface's. */
function sentence<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof GraphFailure) throw new Refusal('invalid', `"start" or "end": ${error.message}`, 'start')
    throw error
  }
}
