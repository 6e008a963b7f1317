// Turns the clock on until there is something to see: news in a chat that is shown, or a growth discussion that starts.
import { advance, calendarSchema, chatSchema, nextMoment, paths, read, stateSchema } from './api.ts'
import { isDiscussion } from './guideSteps.ts'
import { refresh, shown } from './live.ts'
import { durationBetween, instant } from './when.ts'

const DAY_MS = 86_400_000
/** Where nothing is to be seen for so long, one press ends here. */
const FARTHEST_MS = 35 * DAY_MS

/**
 * The app has a few moments a day at which it only looks (calendars, the directory); a newcomer's "next event" is what
 * comes of them. Every moment is still visited, in order. Throws HostError when the sandbox refuses.
 */
export async function toNextEvent(from: string): Promise<void> {
  const before = await chatsShown()
  const limit = new Date(Date.parse(from) + FARTHEST_MS).toISOString()
  let now = from
  while (now < limit) {
    const due = (await nextMoment()) ?? new Date(Date.parse(now) + DAY_MS).toISOString()
    const meeting = discussionAfter(now)
    const target = meeting !== null && meeting < due ? meeting : due
    await advance(durationBetween(now, target))
    now = (await read(paths.state, stateSchema)).now
    const after = await chatsShown()
    if (target === meeting || after !== before) break
  }
  await refresh(paths.state)
}

/** Everything that the shown chats say, as one text to compare. */
async function chatsShown(): Promise<string> {
  await Promise.all(shown('/host/chats/').map(({ path }) => refresh(path)))
  return JSON.stringify(shown('/host/chats/').map(({ value }) => chatSchema.parse(value ?? [])))
}

/** When the first growth discussion after an instant starts, by the calendars that are shown; null without one. */
function discussionAfter(now: string): string | null {
  const events = shown('/sandbox/calendar/').flatMap(({ value }) => calendarSchema.parse(value ?? []))
  const starts = events.filter((event) => isDiscussion(event) && !event.isCancelled).map(({ start }) => instant(start))
  return starts.filter((start) => start > now).sort()[0] ?? null
}
