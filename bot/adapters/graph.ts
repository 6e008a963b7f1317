// Microsoft Graph: calendars, mailbox settings and the directory, through Microsoft's client with all its middlewares.
import { Client, GraphError, type Middleware, MiddlewareFactory } from '@microsoft/microsoft-graph-client'
import { z } from 'zod'
import type { AppTokens, Calendar, Directory, Log } from '#bot/ports.ts'
import { graphTime } from '#shared/graphTime.ts'
import { graphMailboxSettings, mailboxOf } from '#shared/mailbox.ts'
import { type GraphEvent, graphEvent } from '#shared/oneOnOne/event.ts'
import type { DirectoryPerson } from '#shared/person.ts'
import { Refusal } from '#shared/refusal.ts'

/** Our mark on an occurrence: an extended property in a namespace of our own. */
export const MARK = 'String {7d3b8a52-0f5e-4f0b-9d2f-6c1f2a5b9e41} Name GrowthDiscussion'
const DEADLINE_MS = 30_000
const PAGE = 100
const PREFER = 'IdType="ImmutableId", outlook.timezone="UTC"'
const EVENT_FIELDS =
  'id,iCalUId,seriesMasterId,type,changeKey,subject,start,end,isAllDay,isCancelled,isOrganizer,hideAttendees,' +
  'sensitivity,showAs,responseStatus,organizer,attendees,location,locations,isOnlineMeeting,onlineMeeting,onlineMeetingUrl'
const PERSON_FIELDS = 'id,displayName,mail,userPrincipalName,proxyAddresses,accountEnabled,userType,jobTitle'

const page = z.object({ value: z.array(z.unknown()), '@odata.nextLink': z.string().optional() })
const user = z.object({
  '@odata.type': z.string().optional(),
  id: z.string(),
  displayName: z.string().nullish(),
  mail: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
  proxyAddresses: z.array(z.string()).nullish(),
  accountEnabled: z.boolean().nullish(),
  userType: z.string().nullish(),
  jobTitle: z.string().nullish(),
})
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

/**
 * Both Graph ports over one client. `lastHop` replaces the middleware that sends (the sandbox's); null sends for real.
 * A 404 is null; no answer, a refusal to serve, or the deadline are `Refusal('unavailable')`.
 */
export function graph(of: { tokens: AppTokens; lastHop: Middleware | null; log: Log }): Calendar & Directory {
  const provider = { getAccessToken: () => of.tokens('https://graph.microsoft.com/.default') }
  const chain = MiddlewareFactory.getDefaultMiddlewareChain(provider)
  if (of.lastHop) chain[chain.length - 1] = of.lastHop
  const client = Client.initWithMiddleware({ middleware: chain })
  /** Mailboxes whose unknown zone was said once (R2). */
  const warned = new Set<string>()

  async function ask<T>(path: string, how: 'get' | 'patch', body?: unknown): Promise<T | null> {
    const request = client
      .api(path)
      .header('Prefer', PREFER)
      .header('client-request-id', crypto.randomUUID())
      .option('signal', AbortSignal.timeout(DEADLINE_MS))
    try {
      return (await (how === 'get' ? request.get() : request.patch(body))) as T
    } catch (error) {
      if (error instanceof GraphError && error.statusCode === 404) return null
      of.log.warn('graph.failed', {
        path: path.split('?')[0]?.split('/')[3],
        how,
        status: (error as GraphError).statusCode,
      })
      throw new Refusal('unavailable', 'The calendar service did not answer.')
    }
  }

  /** Follows the pages, on Graph's own host only. */
  async function all(path: string): Promise<unknown[]> {
    const items: unknown[] = []
    for (let next: string | undefined = path; next; ) {
      const answer = await ask(next, 'get')
      if (answer === null) return items
      const { value, '@odata.nextLink': link } = page.parse(answer)
      items.push(...value)
      if (link && new URL(link).host !== 'graph.microsoft.com')
        throw new Error('Graph sent a next link to another host')
      next = link
    }
    return items
  }

  const people = (items: unknown[]): DirectoryPerson[] =>
    items
      .map((item) => user.parse(item))
      .filter((one) => (one['@odata.type'] ?? USER) === USER)
      .map(personOf)

  return {
    async view(mailbox, from, to) {
      const query = `startDateTime=${from}&endDateTime=${to}&$top=${PAGE}&$select=${EVENT_FIELDS}`
      const items = await all(`/users/${mailbox}/calendarView?${query}`)
      const parsed = items.map((item) => graphEvent.safeParse(item))
      const broken = parsed.filter((one) => !one.success).length
      if (broken > 0) of.log.warn('graph.brokenEvents', { mailbox, broken })
      return parsed.flatMap((one): GraphEvent[] => (one.success ? [one.data] : []))
    },
    async settings(mailbox) {
      const answer = await ask(`/users/${mailbox}/mailboxSettings`, 'get')
      const { zoneKnown, ...settings } = mailboxOf(answer === null ? null : graphMailboxSettings.parse(answer))
      if (!zoneKnown && !warned.has(mailbox)) of.log.warn('graph.unknownZone', { mailbox })
      warned.add(mailbox)
      return settings
    },
    async event(mailbox, eventId) {
      const expand = `$expand=singleValueExtendedProperties($filter=id eq '${MARK}')`
      const answer = await ask(`/users/${mailbox}/events/${encodeURIComponent(eventId)}?${expand}`, 'get')
      if (answer === null) return null
      const event = occurrence.parse(answer)
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
    async rename(mailbox, eventId, { subject, categories, mark }) {
      const answer = await ask(`/users/${mailbox}/events/${encodeURIComponent(eventId)}`, 'patch', {
        ...(subject === undefined ? {} : { subject }),
        categories,
        singleValueExtendedProperties: [{ id: MARK, value: mark }],
      })
      if (answer === null) throw new Refusal('notFound', 'The meeting is no longer in the calendar.')
    },
    async chatJoinUrl(chatId) {
      const answer = await ask(`/chats/${encodeURIComponent(chatId)}?$select=id,chatType,onlineMeetingInfo`, 'get')
      return answer === null ? null : (chat.parse(answer).onlineMeetingInfo?.joinWebUrl ?? null)
    },
    async person(id) {
      const answer = await ask(`/users/${id}?$select=${PERSON_FIELDS}`, 'get')
      return answer === null ? null : personOf(user.parse(answer))
    },
    async employeesOf(manager) {
      return people(await all(`/users/${manager}/directReports?$top=${PAGE}&$select=${PERSON_FIELDS}`))
    },
    async managerOf(employee) {
      const answer = await ask(`/users/${employee}/manager?$select=${PERSON_FIELDS}`, 'get')
      return answer === null ? null : (people([answer])[0] ?? null)
    },
    async byAddress(address) {
      const quoted = encodeURIComponent(`'smtp:${address.toLowerCase().replaceAll("'", "''")}'`)
      const found = people(await all(`/users?$filter=proxyAddresses/any(p:p eq ${quoted})&$select=${PERSON_FIELDS}`))
      return found.length === 1 ? (found[0] ?? null) : null
    },
  }
}

const USER = '#microsoft.graph.user'

const personOf = (of: z.infer<typeof user>): DirectoryPerson => ({
  id: of.id,
  name: of.displayName ?? of.mail ?? of.id,
  mail: of.mail ?? null,
  userPrincipalName: of.userPrincipalName ?? null,
  proxyAddresses: of.proxyAddresses ?? [],
  enabled: of.accountEnabled ?? true,
  member: (of.userType ?? 'Member') === 'Member',
  jobTitle: of.jobTitle ?? null,
})
