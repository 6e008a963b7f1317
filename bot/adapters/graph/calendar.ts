// The port Calendar: views, single occurrences, mailbox settings.
import { z } from 'zod'
import type { Calendar, Log } from '#bot/ports.ts'
import { graphTime } from '#shared/graphTime.ts'
import { graphMailboxSettings, mailboxOf } from '#shared/mailbox.ts'
import { eventsOf } from '#shared/oneOnOne/readEvents.ts'
import { Refusal } from '#shared/refusal.ts'
import { closedBy, type Reader } from './answers.ts'

/** Our mark on an occurrence: an extended property in a namespace of our own. */
export const MARK = 'String {7d3b8a52-0f5e-4f0b-9d2f-6c1f2a5b9e41} Name GrowthDiscussion'
/** A busy quarter in one answer; Graph takes up to 1,000. */
const PAGE = 500
const EVENT_FIELDS =
  'id,iCalUId,seriesMasterId,type,changeKey,subject,start,end,isAllDay,isCancelled,isOrganizer,hideAttendees,' +
  'sensitivity,showAs,responseStatus,organizer,attendees,location,locations,isOnlineMeeting,onlineMeeting,onlineMeetingUrl'
/** All of an occurrence that a conversion keeps, compares or puts back; never the body (R5). */
const OCCURRENCE_FIELDS = 'id,subject,changeKey,categories,isOnlineMeeting,onlineMeeting,isCancelled,start,end'

const occurrence = z.object({
  subject: z.string().nullish(),
  changeKey: z.string().nullish(),
  categories: z.array(z.string()).nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  isCancelled: z.boolean().nullish(),
  start: graphTime,
  end: graphTime,
  singleValueExtendedProperties: z.array(z.object({ id: z.string(), value: z.string() })).nullish(),
})
const chat = z.object({ onlineMeetingInfo: z.object({ joinWebUrl: z.string().nullish() }).nullish() })

export function calendarPort({ expect, all }: Reader, log: Log): Calendar {
  /** Mailboxes whose unknown zone was said once (R2). */
  const warned = new Set<string>()
  const eventPath = (mailbox: string, eventId: string) => `/users/${mailbox}/events/${encodeURIComponent(eventId)}`

  return {
    async view(mailbox, from, to) {
      const query = `startDateTime=${from}&endDateTime=${to}&$top=${PAGE}&$select=${EVENT_FIELDS}`
      const read = await all({ method: 'GET', path: `/users/${mailbox}/calendarView?${query}`, mailbox }, 403, 404)
      if ('answer' in read) {
        const closed = closedBy(read.answer) ?? 'noMailbox'
        log.warn('graph.closedMailbox', { mailbox, closed })
        return { closed }
      }
      const { events, broken } = eventsOf(read.items)
      if (broken > 0) log.warn('graph.brokenEvents', { mailbox, broken })
      return { events }
    },
    async settings(mailbox) {
      const answer = await expect({ method: 'GET', path: `/users/${mailbox}/mailboxSettings`, mailbox }, 403, 404)
      const { zoneKnown, ...settings } = mailboxOf(
        answer.status === 200 ? graphMailboxSettings.parse(answer.body) : null,
      )
      if (!zoneKnown && !warned.has(mailbox)) log.warn('graph.unknownZone', { mailbox })
      warned.add(mailbox)
      return settings
    },
    async event(mailbox, eventId) {
      const expand = `$expand=singleValueExtendedProperties($filter=id eq '${MARK}')`
      const path = `${eventPath(mailbox, eventId)}?$select=${OCCURRENCE_FIELDS}&${expand}`
      const answer = await expect({ method: 'GET', path, mailbox, alone: true }, 403, 404)
      if (answer.status === 404) return null
      if (answer.status === 403) throw closedCalendar()
      const event = occurrence.parse(answer.body)
      return {
        mailbox,
        eventId,
        subject: event.subject ?? '',
        changeKey: event.changeKey ?? '',
        categories: event.categories ?? [],
        joinUrl: event.onlineMeeting?.joinUrl ?? null,
        isOnline: event.isOnlineMeeting ?? false,
        isCancelled: event.isCancelled ?? false,
        start: event.start,
        end: event.end,
        mark: event.singleValueExtendedProperties?.find((one) => one.id === MARK)?.value ?? '',
      }
    },
    async rename({ mailbox, eventId, changeKey }, { subject, categories, mark }) {
      const answer = await expect(
        {
          method: 'PATCH',
          path: eventPath(mailbox, eventId),
          mailbox,
          // An event's entity tag is its change key: what somebody changed meanwhile is not written over.
          headers: { 'If-Match': `W/"${changeKey}"` },
          body: {
            ...(subject === undefined ? {} : { subject }),
            categories,
            singleValueExtendedProperties: [{ id: MARK, value: mark }],
          },
        },
        403,
        404,
        412,
      )
      if (answer.status === 403) throw closedCalendar()
      return answer.status === 404 ? 'gone' : answer.status === 412 ? 'changed' : 'done'
    },
    async chatJoinUrl(chatId) {
      const path = `/chats/${encodeURIComponent(chatId)}?$select=id,chatType,onlineMeetingInfo`
      const answer = await expect({ method: 'GET', path, mailbox: null, alone: true }, 404)
      return answer.status === 404 ? null : (chat.parse(answer.body).onlineMeetingInfo?.joinWebUrl ?? null)
    },
  }
}

const closedCalendar = () => new Refusal('notForYou', 'Growth is not allowed to open that calendar.')
