// The port Zones: in which zone a mailbox's events were made, where nothing may be asked about the mailbox itself.
import { z } from 'zod'
import type { Zones } from '#bot/ports.ts'
import type { Reader } from './answers.ts'

/** One page of a quarter's events tells enough. */
const EVENTS = 100

const page = z.object({ value: z.array(z.object({ originalStartTimeZone: z.string().nullish() })) })

export const zonesPort = ({ expect }: Reader): Zones => ({
  async zoneOf(mailbox, from, to) {
    const query = `startDateTime=${from}&endDateTime=${to}&$top=${EVENTS}&$select=originalStartTimeZone`
    const answer = await expect({ method: 'GET', path: `/users/${mailbox}/calendarView?${query}`, mailbox }, 403, 404)
    if (answer.status !== 200) return null
    const counts = new Map<string, number>()
    for (const { originalStartTimeZone: zone } of page.parse(answer.body).value)
      if (zone) counts.set(zone, (counts.get(zone) ?? 0) + 1)
    const [most] = [...counts].sort(([a, some], [b, others]) => others - some || (a < b ? -1 : 1))
    return most?.[0] ?? null
  },
})
