// The one change to a calendar (R5): name, category and mark of a single occurrence, read back and compared; and its way back.
import type { Occurrence, World } from '#bot/ports.ts'
import type { Discussion, Original } from '#shared/discussion/discussion.ts'
import type { Slot } from '#shared/oneOnOne/pair.ts'
import { Refusal } from '#shared/refusal.ts'

export const CATEGORY = 'Growth discussion'
export const subjectOf = (original: string) => `${original} · Growth discussion`
export const markOf = (of: Discussion) => `${of.tenant}/${of.employee}/${of.quarter.key} ${of.attempt}`

/** Somebody else changing the meeting at that very moment, again and again, is met this often. */
export const MOST_TRIES = 3

export const originalOf = (of: Occurrence): Original => ({
  mailbox: of.mailbox,
  eventId: of.eventId,
  subject: of.subject,
  changeKey: of.changeKey,
  joinUrl: of.joinUrl,
  isOnline: of.isOnline,
  categories: of.categories,
})

export type Change =
  | { outcome: 'done'; kept: Original }
  /** As it was, or to be put back: `isTouched` says that something of ours may be in it, `isClosed` that we may not. */
  | { outcome: 'failed'; isTouched: boolean; isClosed: boolean; why: string }

const failed = (isTouched: boolean, why: string, isClosed = false): Change => ({
  outcome: 'failed',
  isTouched,
  isClosed,
  why,
})
const GONE = 'That meeting is no longer in the calendar.'
const AS_IT_WAS = 'Your calendar is as it was.'

/**
 * Names the occurrence at `place`. `before` is what an earlier try kept; `remember` keeps what is there before anything is
 * changed, and resolves to false when somebody else took over (then the result is null).
 */
export async function nameOccurrence(
  { calendar, log }: World,
  of: {
    mark: string
    before: Original | null
    place: () => Promise<{ mailbox: string; eventId: string } | null>
    remember: (original: Original) => Promise<boolean>
  },
): Promise<Change | null> {
  const { mark } = of
  // An earlier try may have changed it, and its process died before it could say so.
  const wasTried = of.before !== null
  for (let tries = 1; ; tries += 1) {
    let now: Occurrence | null
    try {
      const place = of.before ?? (await of.place())
      now = place && (await calendar.event(place.mailbox, place.eventId))
    } catch (error) {
      return failed(wasTried, `${AS_IT_WAS} ${sentenceOf(error)}`, isClosedTo(error))
    }
    if (!now || now.isCancelled) return failed(wasTried, GONE)
    const isMarked = now.mark === mark
    // Without our mark nothing was changed yet, and what is kept is what is there now.
    const kept = isMarked ? of.before : originalOf(now)
    if (!kept) return failed(true, 'The meeting was changed by somebody else at the same time.')
    if (!isMarked && !(await of.remember(kept))) return null

    let after: Occurrence | null = now
    let why = 'The calendar service did not answer.'
    if (!isMarked) {
      const categories = [...new Set([...kept.categories, CATEGORY])]
      try {
        const done = await calendar.rename(now, { subject: subjectOf(kept.subject), categories, mark })
        if (done === 'changed' && tries < MOST_TRIES) continue
        if (done === 'changed') why = 'Somebody changed the meeting at the same moment.'
        if (done === 'gone') why = GONE
      } catch (error) {
        // A lost answer may hide a change that was made: only reading it back tells.
        why = sentenceOf(error)
      }
      try {
        after = await calendar.event(kept.mailbox, kept.eventId)
      } catch (error) {
        return failed(true, `${sentenceOf(error)} What it changed is put back.`)
      }
    }
    if (after === null) return failed(true, GONE)
    const isOurs = after.mark === mark && after.subject === subjectOf(kept.subject)
    if (isOurs && after.joinUrl === kept.joinUrl && after.isOnline === kept.isOnline) return { outcome: 'done', kept }
    log.warn('offers.notConverted', { mark, isOurs })
    // Where nothing of ours is there, what else changed meanwhile is somebody else's.
    const isTouched = after.mark === mark || after.subject === subjectOf(kept.subject)
    return failed(isTouched, `${AS_IT_WAS} ${why}`)
  }
}

/**
 * Puts name and categories back where they still are ours, and empties our mark. 'closed' while the calendar does not
 * let us in. Throws Refusal 'unavailable' where that has to be tried again soon.
 */
export async function restoreOccurrence(
  { calendar }: World,
  original: Original,
  slot: Slot,
): Promise<'done' | 'closed'> {
  try {
    const now = await calendar.event(original.mailbox, original.eventId)
    if (!now) return await surelyGone(calendar, original, slot)
    const isNamed = now.subject === subjectOf(original.subject)
    if (now.mark === '' && !isNamed) return 'done'
    const categories = now.categories.filter((one) => one !== CATEGORY || original.categories.includes(CATEGORY))
    const to = { ...(isNamed ? { subject: original.subject } : {}), categories, mark: '' }
    if ((await calendar.rename(now, to)) === 'done') return 'done'
    throw changing()
  } catch (error) {
    if (error instanceof Refusal && error.code === 'notForYou') return 'closed'
    throw error
  }
}

/** Exchange's servers lag behind one another: one "not found" is not believed where our name would stay for ever. */
async function surelyGone(calendar: World['calendar'], { mailbox }: Original, slot: Slot): Promise<'done' | 'closed'> {
  const view = await calendar.view(mailbox, slot.start, slot.end)
  if ('closed' in view) return 'closed'
  if (view.events.some(({ iCalUId, isCancelled }) => iCalUId === slot.iCalUId && !isCancelled)) throw changing()
  return 'done'
}

const changing = () => new Refusal('unavailable', 'The meeting is being changed.')

const isClosedTo = (error: unknown) => error instanceof Refusal && error.code === 'notForYou'

/** The sentence of a refusal; anything else is a bug and goes on. */
function sentenceOf(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
