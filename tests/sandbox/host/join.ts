// Joining a meeting from a calendar: finds the organizer's copy, turns the clock there, starts it.
import {
  advance,
  type CalendarEvent,
  calendarSchema,
  HostError,
  type HostState,
  type Meeting,
  meetingsSchema,
  paths,
  read,
  startMeeting,
} from './api.ts'
import { refresh } from './live.ts'
import { durationBetween, instant } from './when.ts'

/** Teams lets people in a little early. */
const EARLY_MS = 15 * 60_000

const isRunning = (meeting: Meeting) => meeting.endedAt === null
/** The meeting of an event, if it is running. */
const runningFor = (meetings: readonly Meeting[], event: CalendarEvent) =>
  meetings.find((meeting) => isRunning(meeting) && (meeting.eventId === event.id || meeting.iCalUId === event.iCalUId))

/** The meeting a person is in or could be in now: one that runs and that they are invited to. */
export const runningOf = (meetings: readonly Meeting[], person: string) =>
  meetings.find((meeting) => isRunning(meeting) && meeting.people.includes(person)) ?? null

/** Starts the meeting where it is not running yet. Throws HostError when the sandbox refuses. */
export async function joinFromCalendar(state: HostState, event: CalendarEvent): Promise<Meeting> {
  const running = runningFor(await read(paths.meetings, meetingsSchema), event)
  if (running) return running
  const start = instant(event.start)
  if (Date.parse(start) - Date.parse(state.now) > EARLY_MS) await advance(durationBetween(state.now, start))
  await startMeeting(await organizersEventId(state, event))
  await Promise.all([refresh(paths.meetings), refresh(paths.state)])
  const started = runningFor(await read(paths.meetings, meetingsSchema), event)
  if (!started) throw new HostError(409, 'The meeting did not start: it may have been moved or cancelled.')
  return started
}

/** Every mailbox has its own id for an event; only the organizer's names the meeting. */
async function organizersEventId(state: HostState, event: CalendarEvent): Promise<string> {
  if (event.isOrganizer) return event.id
  const name = event.organizer?.emailAddress.name
  const likelyFirst = [...state.people].sort((a, b) => Number(b.name === name) - Number(a.name === name))
  for (const person of likelyFirst) {
    const calendar = await read(paths.calendar(person.id), calendarSchema)
    const theirs = calendar.find((it) => it.isOrganizer && it.iCalUId != null && it.iCalUId === event.iCalUId)
    if (theirs) return theirs.id
  }
  return event.id
}
