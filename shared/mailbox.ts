// Microsoft Graph's mailboxSettings as the MailboxSettings that our rules read.
import { z } from 'zod'
import { graphTime } from './graphTime.ts'
import { DEFAULT_MAILBOX, type MailboxSettings } from './person.ts'
import type { Weekday } from './time.ts'
import { ianaZone } from './zone.ts'

const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']

/** The part of GET /users/{id}/mailboxSettings that we read (learn.microsoft.com, resource type mailboxSettings). */
export const graphMailboxSettings = z.object({
  timeZone: z.string().nullish(),
  workingHours: z.object({ daysOfWeek: z.array(z.string()).nullish() }).nullish(),
  automaticRepliesSetting: z
    .object({
      status: z.string().nullish(),
      scheduledStartDateTime: graphTime.nullish(),
      scheduledEndDateTime: graphTime.nullish(),
    })
    .nullish(),
  /** 'user', 'room', 'equipment', 'shared' … */
  userPurpose: z.string().nullish(),
})
export type GraphMailboxSettings = z.infer<typeof graphMailboxSettings>

/** Our settings, and whether the zone was one we know (if not it is UTC, and the caller warns once: R2). A reply that is always on is a habit, not an absence. */
export function mailboxOf(graph: GraphMailboxSettings | null): MailboxSettings & { zoneKnown: boolean } {
  const { zone, known } = ianaZone(graph?.timeZone)
  const days = (graph?.workingHours?.daysOfWeek ?? []).map((name) => DAY_NAMES.indexOf(name.toLowerCase()) + 1)
  const workingDays = days.filter((day): day is Weekday => day > 0)
  return {
    zone,
    zoneKnown: known,
    workingDays: workingDays.length > 0 ? workingDays : DEFAULT_MAILBOX.workingDays,
    away: awayOf(graph?.automaticRepliesSetting),
  }
}

/** A room or a piece of equipment, by its own mailbox. */
export const isRoomMailbox = (graph: GraphMailboxSettings | null): boolean =>
  graph?.userPurpose === 'room' || graph?.userPurpose === 'equipment'

function awayOf(replies: GraphMailboxSettings['automaticRepliesSetting']): MailboxSettings['away'] {
  const start = replies?.scheduledStartDateTime
  const end = replies?.scheduledEndDateTime
  return replies?.status?.toLowerCase() === 'scheduled' && start && end && start < end ? { start, end } : null
}
