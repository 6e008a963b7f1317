// From looks at many calendars to slots: each occurrence once, in start order (R1).
import type { Look, OpenLook } from './classify.ts'

/** One occurrence of a 1-1 that could become a growth discussion. */
export type Slot = OpenLook & { eligible: true; employee: string }

/**
 * One look per occurrence (iCalUId), in start order: of several copies the one that can be used, then one that knows which employee it is
 * about, then the organizer's. Private ones cannot be told apart and all stay.
 */
export function onePerOccurrence(looks: readonly Look[]): Look[] {
  const best = new Map<string, OpenLook>()
  const hidden: Look[] = []
  for (const look of looks) {
    if (look.eventId === null) {
      hidden.push(look)
      continue
    }
    const other = best.get(look.iCalUId)
    if (!other || byUse(look, other) < 0) best.set(look.iCalUId, look)
  }
  return [...best.values(), ...hidden].sort(byStart)
}

/** The eligible slots, one per occurrence, in start order. */
export const slotsOf = (looks: readonly Look[]): Slot[] => onePerOccurrence(looks).filter(isSlot)

export const isSlot = (look: Look): look is Slot => look.eligible && look.employee !== null

/** What a possible 1-1 becomes once the manager says that it is theirs; anything else stays what it is. */
export const confirmed = (look: OpenLook): OpenLook =>
  look.possible ? { ...look, eligible: true, possible: false, reason: 'ok' } : look

const use = (look: OpenLook): number =>
  (look.eligible ? 8 : look.possible ? 4 : 0) + (look.employee === null ? 0 : 2) + (look.isOrganizer ? 1 : 0)
const byUse = (a: OpenLook, b: OpenLook): number => use(b) - use(a) || compare(a.eventId, b.eventId)
const byStart = (a: Look, b: Look): number =>
  compare(a.start, b.start) || compare(a.end, b.end) || compare(a.eventId ?? '', b.eventId ?? '')
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
