// The guide's seven steps: what they say, and from what has happened whether they are done.
import type { CalendarEvent, Meeting, Message, Person, Progress } from './api.ts'

export interface Pair {
  manager: Person
  employee: Person
}

/** Everything the guide judges by. */
export interface Happened {
  calendars: readonly (readonly CalendarEvent[])[]
  managerChat: readonly Message[]
  employeeChat: readonly Message[]
  meetings: readonly Meeting[]
  progress: Progress
  /** Whether the employee's calendar is on the screen now. */
  employeeCalendarShown: boolean
}

/** A step's sentence in pieces; the odd ones are what to press. */
export type Sentence = readonly string[]

export const STEP_COUNT = 7
const DISCUSSION_SUFFIX = ' · Growth discussion'

/** Whether an event carries the name of a growth discussion. */
export const isDiscussion = (event: CalendarEvent) => (event.subject ?? '').endsWith(DISCUSSION_SUFFIX)

export function sentences({ manager, employee }: Pair): readonly Sentence[] {
  return [
    ['Press ', 'Convert', ` in ${manager.firstName}’s chat`],
    [`Open ${employee.firstName}’s calendar: one meeting has a new name`],
    ['Press ', 'To the next event', ' until both are asked to prepare'],
    ['Start the meeting and ', 'Share plan to stage'],
    ['Type in both columns at once'],
    [`Agree as ${manager.firstName}, then as ${employee.firstName}`],
    ['Turn the clock three weeks: the action check arrives'],
  ]
}

const hasCard = (chat: readonly Message[], words: string) =>
  chat.some(
    (message) =>
      message.from === 'bot' &&
      (message.activity.attachments ?? []).some((attachment) => JSON.stringify(attachment.content).includes(words)),
  )

/** Which of the steps 0–6 are done, given those that were done before (a step never comes undone). */
export function stepsDone({ manager, employee }: Pair, happened: Happened, before: ReadonlySet<number>): Set<number> {
  const both = (ids: readonly string[]) => ids.includes(manager.id) && ids.includes(employee.id)
  const done = new Set(before)
  if (happened.calendars.some((calendar) => calendar.some(isDiscussion))) done.add(0)
  if (done.has(0) && happened.employeeCalendarShown) done.add(1)
  const asked = 'Prepare for your growth discussion'
  if (hasCard(happened.managerChat, asked) && hasCard(happened.employeeChat, asked)) done.add(2)
  if (happened.meetings.some((meeting) => meeting.stage !== null && both(meeting.people))) done.add(3)
  if (both(happened.progress.writers)) done.add(4)
  if (both(happened.progress.stamps)) done.add(5)
  if (hasCard(happened.employeeChat, 'How is it going?')) done.add(6)
  return done
}

/** The first step that is not done yet, or null. */
export function currentStep(done: ReadonlySet<number>): number | null {
  for (let step = 0; step < STEP_COUNT; step++) if (!done.has(step)) return step
  return null
}

/** The first employee of the first manager who share a meeting of just the two; else the first employee there is. */
export function firstPair(people: readonly Person[], calendarOfFirstManager: readonly CalendarEvent[]): Pair | null {
  const manager = firstManager(people)
  if (!manager) return null
  const team = people.filter((person) => person.managerId === manager.id && person.installed)
  const shared = team.find((employee) => calendarOfFirstManager.some((event) => isBetween(event, manager, employee)))
  const employee = shared ?? team[0] ?? people.find((person) => person.managerId === manager.id)
  return employee ? { manager, employee } : null
}

export const firstManager = (people: readonly Person[]) => people.find((person) => person.role === 'manager') ?? null

/** Good enough to choose whom to show first; the app itself judges by the directory. */
function isBetween(event: CalendarEvent, manager: Person, employee: Person): boolean {
  const humans = [event.organizer, ...(event.attendees ?? []).filter((attendee) => attendee.type !== 'resource')]
  const names = new Set(humans.map((human) => human?.emailAddress.name ?? ''))
  names.delete(manager.name)
  return names.size === 1 && names.has(employee.name)
}
