// Teams meetings: one chat, one meeting id and one join link for all occurrences of a series.
import { Refusal } from '#shared/refusal.ts'
import { type Instant, localOf } from '#shared/time.ts'
import { ianaZone } from '#shared/zone.ts'
import { sendMeetingEvent } from './bot.ts'
import { keptInstant } from './graphTime.ts'
import { chatIdOf, meetingIdOf } from './ids.ts'
import { organizersCopy } from './mailbox.ts'
import { personAt } from './people.ts'
import { changed, type Sandbox } from './sandbox.ts'
import type { CalendarItem, GraphEvent, MeetingSession, Person, World } from './world.ts'

export type SeriesMeeting = {
  chatId: string
  meetingId: string
  joinUrl: string
  title: string
  recurring: boolean
  firstStart: Instant
  firstEnd: Instant
  organizer: Person | null
  people: Person[]
}

/** The meeting behind a chat, or null. */
export function meetingInChat(world: World, chatId: string): SeriesMeeting | null {
  if (!chatId.startsWith('19:')) return null
  const items = Object.values(world.calendars)
    .flat()
    .filter(({ event }) => event.onlineMeeting && chatIdOf(event.onlineMeeting.joinUrl) === chatId)
    .toSorted((a, b) => (a.event.start.dateTime < b.event.start.dateTime ? -1 : 1))
  const first = items[0]
  if (!first?.event.onlineMeeting) return null
  const people = new Map(items.flatMap(({ event }) => peopleOf(world, event)).map((person) => [person.id, person]))
  return {
    chatId,
    meetingId: meetingIdOf(chatId),
    joinUrl: first.event.onlineMeeting.joinUrl,
    title: seriesTitle(first),
    recurring: first.event.seriesMasterId !== null,
    firstStart: keptInstant(first.event.start),
    firstEnd: keptInstant(first.event.end),
    organizer: personAt(world, first.event.organizer?.emailAddress.address),
    people: [...people.values()],
  }
}

/** The meeting with this meeting id, or null. */
export function meetingById(world: World, meetingId: string): SeriesMeeting | null {
  const chatId = /^0#(.+)#0$/.exec(Buffer.from(meetingId, 'base64').toString('utf8'))?.[1]
  return chatId ? meetingInChat(world, chatId) : null
}

const seriesTitle = ({ event, series }: CalendarItem): string => series?.subject ?? event.subject ?? ''

function peopleOf(world: World, event: GraphEvent): Person[] {
  const addresses = [event.organizer?.emailAddress.address, ...event.attendees.map((one) => one.emailAddress.address)]
  return addresses.map((address) => personAt(world, address)).filter((person) => person !== null)
}

type Place = { chatId: string; item: CalendarItem; joinUrl: string; organizer: Person }

/** The occurrence with this event id (in anybody's mailbox) and its meeting. Throws a Refusal when it has none. */
function placeOf(sandbox: Sandbox, eventId: string): Place {
  const { world } = sandbox
  const found = Object.values(world.calendars)
    .flat()
    .find(({ event }) => event.id === eventId)
  if (!found) throw new Refusal('notFound', `No calendar here has an event with the id "${eventId}".`)
  const item = organizersCopy(world, found.event.iCalUId)?.item ?? found
  const joinUrl = item.event.onlineMeeting?.joinUrl
  const organizer = personAt(world, item.event.organizer?.emailAddress.address)
  if (!joinUrl || !organizer)
    throw new Refusal('invalid', '"eventId": that event is not a Teams meeting of this tenant.')
  return { chatId: chatIdOf(joinUrl), item, joinUrl, organizer }
}

const running = (world: World, chatId: string): MeetingSession | undefined =>
  world.meetings.find((session) => session.chatId === chatId && session.endedAt === null)

/** Starts the meeting of an occurrence and tells the bot; a meeting that runs already goes on. */
export async function startMeeting(sandbox: Sandbox, eventId: string): Promise<MeetingSession> {
  const place = placeOf(sandbox, eventId)
  const { world } = sandbox
  const { iCalUId } = place.item.event
  const now = running(world, place.chatId)
  if (now && now.iCalUId !== iCalUId) throw new Refusal('conflict', 'Another occurrence of that series is running.')
  if (now) return now
  const session: MeetingSession = { chatId: place.chatId, iCalUId, startedAt: world.now, endedAt: null, stage: null }
  world.meetings = [...world.meetings.filter((one) => one.chatId !== place.chatId || one.iCalUId !== iCalUId), session]
  changed(sandbox, { kind: 'meeting', meeting: place.chatId })
  await tellBot(sandbox, place, 'meetingStart', { StartTime: world.now })
  return session
}

/** Ends the running meeting of an occurrence and tells the bot. Throws Refusal 'conflict' when it does not run. */
export async function endMeeting(sandbox: Sandbox, eventId: string): Promise<MeetingSession> {
  const place = placeOf(sandbox, eventId)
  const session = running(sandbox.world, place.chatId)
  if (session?.iCalUId !== place.item.event.iCalUId) throw new Refusal('conflict', 'That meeting is not running.')
  session.endedAt = sandbox.world.now
  session.stage = null
  changed(sandbox, { kind: 'meeting', meeting: place.chatId })
  await tellBot(sandbox, place, 'meetingEnd', { EndTime: sandbox.world.now })
  return session
}

async function tellBot(
  sandbox: Sandbox,
  { chatId, item, joinUrl, organizer }: Place,
  kind: 'meetingStart' | 'meetingEnd',
  when: Record<string, string>,
): Promise<void> {
  // The bot is in the meeting's chat only where somebody in it has the app.
  if (!peopleOf(sandbox.world, item.event).some(({ installed }) => installed)) return
  const meetingId = meetingIdOf(chatId)
  await sendMeetingEvent(sandbox, organizer, {
    name: `application/vnd.microsoft.${kind}`,
    chatId,
    meetingId,
    value: {
      Id: meetingId,
      JoinUrl: joinUrl,
      MeetingType: item.event.seriesMasterId ? 'Recurring' : 'Scheduled',
      Title: seriesTitle(item),
      ...when,
    },
  })
}

/** Puts a page of the app on the stage of a running meeting, or takes it off. */
export function setStage(sandbox: Sandbox, chatId: string, stage: MeetingSession['stage']): void {
  const session = running(sandbox.world, chatId)
  if (!session) throw new Refusal('conflict', 'That meeting is not running.')
  if (stage && !URL.canParse(stage.url)) throw new Refusal('invalid', '"url": is not a web address.', 'url')
  if (stage && new URL(stage.url).host !== new URL(sandbox.appUrl).host) {
    throw new Refusal('invalid', '"url": only a page of the app can go on the stage.', 'url')
  }
  session.stage = stage
  changed(sandbox, { kind: 'meeting', meeting: chatId })
}

/** The meetings that run, or ended today (the day of the first manager), for the host page. */
export function meetingsToday(sandbox: Sandbox, zone: string): object[] {
  const { world } = sandbox
  const today = localOf(world.now, zone).day
  return world.meetings
    .filter(({ endedAt }) => endedAt === null || localOf(endedAt, zone).day === today)
    .flatMap((session) => {
      const event = organizersCopy(world, session.iCalUId)?.item.event
      if (!event) return []
      return {
        chatId: session.chatId,
        meetingId: meetingIdOf(session.chatId),
        eventId: event.id,
        iCalUId: event.iCalUId,
        title: event.subject ?? '',
        start: keptInstant(event.start),
        end: keptInstant(event.end),
        startedAt: session.startedAt,
        endedAt: session.endedAt,
        stage: session.stage,
        people: peopleOf(world, event).map(({ id }) => id),
      }
    })
}

/** The zone of the first manager's mailbox: the one the host page shows its clock in. */
export function hostZone(world: World): string {
  const manager = world.people.find((person) => world.people.some((other) => other.manager === person.id))
  return ianaZone((manager ?? world.people[0])?.mailboxSettings.timeZone).zone
}
